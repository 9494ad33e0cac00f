/**
 * Other ways of looking: on paper, with forced colours, on the whole screen, with less motion, closer.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { inflateSync } from "node:zlib";
import { Figure, STILL, blog, frames, launch, open, post } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page */
/** @typedef {import("../../www/descent-figure.js").DescentFigure} DescentFigure */

const EMBEDDED = `<descent-figure id="one" figure="three-descents" theme="THEME" experiment="figure.step=40"></descent-figure>`;

/** @type {import("./page.mjs").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof blog>>} */
let host;
before(async () => {
  browser = await launch();
  host = await blog({ "/dark": post("", EMBEDDED.replace("THEME", "dark")), "/light": post("", EMBEDDED.replace("THEME", "light")) });
});
after(async () => {
  await browser.close();
  host.close();
});

/** @param {string} address @param {Parameters<typeof open>[2]} options @param {(page: Page) => Promise<void>} look */
async function on(address, options, look) {
  const { page, complaints, close } = await open(browser, address, options);
  try {
    await look(page);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** Brings a figure of the article into view, however the chapters above it grow on the way, until it has made a step. @param {Page} page @param {string} id */
const led = (page, id) =>
  page.waitForFunction(([id, waits]) => {
    const figure = /** @type {DescentFigure} */ (document.getElementById(id));
    if (Math.abs(figure.getBoundingClientRect().top) > 1) figure.scrollIntoView();
    return (waits && figure.matches(".settled")) || Number(new URLSearchParams(figure.experiment).get("figure.step")) > 0;
  }, /** @type {[string, boolean]} */ ([id, WAITING.includes(id)]));

/** Figures in which nothing moves before the reader moves it. */
const WAITING = ["one-step", "example-loss"];

/** @param {Page} page */
const ids = (page) => page.locator("descent-figure").evaluateAll((figures) => figures.map(({ id }) => id));

describe("on paper", () => {
  /**
   * The pictures of a document. What is not opaque has a mask, a picture of its own.
   * @param {Buffer} pdf
   */
  function pictures(pdf) {
    const text = pdf.toString("latin1");
    return [...text.matchAll(/<<([^<>]*\/Subtype \/Image[^<>]*)>>\s*stream\r?\n/g)].flatMap(({ 0: head, 1: facts, index }) => {
      const number = (/** @type {string} */ name) => Number(new RegExp(`/${name} (\\d+)`).exec(facts)?.[1]);
      const from = index + head.length;
      return [{ width: number("Width"), opaque: !/SMask|DeviceGray/.test(facts), pixels: inflateSync(pdf.subarray(from, from + number("Length"))) }];
    });
  }

  test("each chart prints with all its layers, in the light theme, whatever theme the figure wears on somebody's page", async () => {
    /** A layer's colours if it is opaque, or else where it has ink. @type {string[][]} */
    let expected = [];
    await on(`${host.address}/light`, STILL, async (page) => {
      await new Figure(page, "#one").show();
      expected = await page.locator("#one .box").evaluateAll((boxes) => Promise.all(boxes.map((box) => {
        const layers = /** @type {HTMLCanvasElement[]} */ ([...box.querySelectorAll("canvas:not(.copy)")]).filter(({ width }) => width > 0);
        return Promise.all(layers.map(async (layer) => {
          const copy = new OffscreenCanvas(layer.width, layer.height).getContext("2d");
          copy?.drawImage(layer, 0, 0);
          const { data } = /** @type {ImageData} */ (copy?.getImageData(0, 0, layer.width, layer.height));
          const ink = data.filter((_, place) => place % 4 === 3);
          const pixels = ink.every((alpha) => alpha === 255) ? data.filter((_, place) => place % 4 < 3) : ink;
          if (ink.every((alpha) => alpha === 0)) throw new Error("a layer is empty");
          return [...new Uint8Array(await crypto.subtle.digest("SHA-256", pixels))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        }));
      })));
    });
    assert.deepEqual(expected.map(({ length }) => length > 1), Array(3).fill(true));
    await on(`${host.address}/dark`, { ...STILL, colorScheme: "dark" }, async (page) => {
      const figure = await new Figure(page, "#one").show();
      const before = await figure.pictures();
      const printed = pictures(await page.pdf({ format: "A4" })).map(({ pixels }) => createHash("sha256").update(pixels).digest("hex"));
      for (const [panel, layers] of expected.entries()) {
        layers.forEach((layer, place) => assert.ok(printed.includes(layer), `layer ${place} of panel ${panel}`));
      }
      await frames(page, 2);
      assert.equal(await page.locator("#one .sheet").count(), 0);
      assert.deepEqual(await figure.pictures(), before);
    });
  });

  test("a figure that nobody has visited shows where it leads, and begins as ever when it is visited", () =>
    on("", STILL, async (page) => {
      // Of each module there is one.
      for (const id of ["hero", "derivative-figure"]) await led(page, id);
      await page.evaluate(() => addEventListener("afterprint", () => {
        const figures = /** @type {DescentFigure[]} */ ([...document.querySelectorAll("descent-figure")]);
        Object.assign(globalThis, { printed: figures.map(({ id, shadowRoot, experiment }) =>
          [id, shadowRoot?.querySelectorAll(".panel").length, Number(new URLSearchParams(experiment).get("figure.step"))]) });
      }, { capture: true, once: true }));
      const pdf = await page.pdf({ format: "A4" });
      const figures = await page.evaluate(() => /** @type {[string, number, number][]} */ (/** @type {any} */ (globalThis).printed));
      assert.deepEqual(figures.filter(([, panels]) => panels === 0), []);
      assert.equal(pictures(pdf).filter(({ opaque }) => opaque).length, figures.reduce((sum, [, panels]) => sum + panels, 0));
      const duel = new Figure(page, "#duel");
      assert.equal(await duel.tick(), 0);
      await led(page, "duel");
    }));

  test("a figure whose module has not come says that it is on its way, and leaves no hole", () =>
    on("", { ...STILL, viewport: { width: 1280, height: 400 } }, async (page) => {
      await led(page, "hero");
      await page.emulateMedia({ media: "print" });
      const said = await page.locator("#derivative-figure").evaluate((figure) => {
        dispatchEvent(new Event("beforeprint"));
        return { text: figure.shadowRoot?.querySelector(".loading")?.textContent, height: figure.clientHeight };
      });
      assert.match(said.text ?? "", /\w/);
      assert.ok(said.height < 250, `${said.height} px`);
      await page.locator("#derivative-figure .sheet").first().waitFor();
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
      assert.equal(await page.locator("#derivative-figure .sheet").count(), 0);
    }));

  test("a title stays with what follows it", () =>
    on("", STILL, async (page) => {
      await page.emulateMedia({ media: "print" });
      const styles = await page.locator("section:has(> h2)").evaluateAll((sections) => sections.map((section) => {
        const title = section.querySelector("h2");
        return `${getComputedStyle(section).contentVisibility} ${title && getComputedStyle(title).breakAfter}`;
      }));
      assert.deepEqual(new Set(styles), new Set(["visible avoid"]));
    }));
});

describe("with forced colours", () => {
  /** The colours of a part of the page, the most frequent first. @param {Page} page @param {import("playwright-core").Locator} place @param {{ x: number, y: number, width: number, height: number }} [part] */
  async function colours(page, place, part) {
    await place.scrollIntoViewIfNeeded();
    const box = await place.boundingBox();
    assert.ok(box);
    const clip = part ? { x: box.x + part.x * box.width, y: box.y + part.y * box.height, width: part.width * box.width, height: part.height * box.height } : box;
    const shot = (await page.screenshot({ clip })).toString("base64");
    return page.evaluate(async (shot) => {
      const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${shot}`)).blob());
      const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
      context?.drawImage(picture, 0, 0);
      const { data } = /** @type {ImageData} */ (context?.getImageData(0, 0, picture.width, picture.height));
      /** @type {Map<string, number>} */
      const counts = new Map();
      for (let i = 0; i < data.length; i += 4) {
        const colour = data.slice(i, i + 3).join();
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      return [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
    }, shot);
  }

  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`what is chosen, marked or dangerous is seen, and the pictures suit the ground: ${colorScheme}`, () =>
      on("#three-descents", { ...STILL, forcedColors: "active", colorScheme }, async (page) => {
        await page.getByRole("button", { name: colorScheme === "dark" ? "Light" : "Dark", exact: true }).click();
        const figure = await new Figure(page, "#three-descents").show();
        assert.equal(await figure.root.locator(".descent").getAttribute("data-theme"), colorScheme);

        const ground = colorScheme === "dark" ? "0,0,0" : "255,255,255";
        const segments = await figure.unfolded("reduction");
        const [chosen, other] = ["input:checked + span", "input:not(:checked) + span"].map((selector) => segments.locator(selector).first());
        assert.equal((await colours(page, other))[0], ground);
        assert.notEqual((await colours(page, chosen))[0], ground);
        assert.notEqual((await colours(page, figure.play))[0], ground);

        const markers = await Promise.all((await figure.root.locator(".legend .marker").all()).map((marker) =>
          marker.evaluate((svg) => getComputedStyle(/** @type {Element} */ (svg.firstElementChild)).fill)));
        assert.equal(new Set(markers).size, 3, String(markers));
        assert.notEqual((await colours(page, figure.root.locator(".legend .marker").first(), { x: 0.4, y: 0.4, width: 0.2, height: 0.2 }))[0], ground);

        const track = figure.control("lr").locator(".track");
        // Above the slider's own line.
        assert.ok((await colours(page, track, { x: 0.86, y: 0.34, width: 0.12, height: 0.06 })).length > 1, "the danger is not seen");
        const marks = await figure.control("lr").locator(".marks i").all();
        assert.ok(marks.length > 0);
        for (const mark of marks) assert.notEqual((await colours(page, mark, { x: 0, y: 0, width: 1, height: 0.2 }))[0], ground);
      }));
  }
});

describe("on the whole screen", () => {
  for (const [path, paper] of [["light", "252,252,250"], ["dark", "20,22,26"]]) {
    test(`a figure brings its paper with it, and scrolls to its end: ${path}`, () =>
      on(`${host.address}/${path}`, { ...STILL, viewport: { width: 1000, height: 500 } }, async (page) => {
        const { root } = await new Figure(page, "#one").show();
        await root.evaluate((figure) => figure.addEventListener("click", () => figure.requestFullscreen(), { once: true }));
        await root.locator(".title").first().click();
        await page.waitForFunction(() => document.fullscreenElement?.id === "one");
        await frames(page, 3);
        const found = await root.evaluate((figure) => {
          const frame = /** @type {HTMLElement} */ (figure.shadowRoot?.querySelector(".frame"));
          const paper = /** @type {HTMLElement} */ (frame.querySelector(".descent"));
          const from = paper.getBoundingClientRect();
          frame.scrollTo(0, 1e6);
          const to = paper.getBoundingClientRect();
          return { colour: getComputedStyle(paper).backgroundColor, left: from.left, right: from.right, top: from.top, bottom: to.bottom, padding: getComputedStyle(paper).paddingLeft, screen: [innerWidth, innerHeight] };
        });
        assert.equal(found.colour.replace(/[^\d,]/g, ""), paper);
        assert.deepEqual([found.left, found.top], [0, 0]);
        assert.ok(found.screen[0] - found.right < 20, `${found.right}`);
        assert.ok(Math.abs(found.bottom - found.screen[1]) <= 1, `${found.bottom}`);
        assert.ok(parseFloat(found.padding) >= 16);
      }));
  }
});

describe("with less motion, and closer", () => {
  for (const [zoom, width, height] of [[1, 1280, 900], [2, 640, 450], [4, 320, 225]]) {
    test(`every figure shows where it leads, nothing sticks out, and pictures are sharp: ${100 * zoom} %`, () =>
      on("", { ...STILL, viewport: { width, height }, deviceScaleFactor: zoom }, async (page) => {
        for (const id of await ids(page)) {
          await led(page, id);
          await frames(page, 10);
          const found = await page.locator(`#${id}`).evaluate((figure) => {
            const all = [...(figure.shadowRoot?.querySelectorAll(".panel, .transport, .transport > *, .control, .control input, .notice, button") ?? [])];
            const canvases = /** @type {HTMLCanvasElement[]} */ ([...(figure.shadowRoot?.querySelectorAll(".box canvas:not(.copy)") ?? [])]).filter((canvas) => canvas.width > 0);
            return {
              out: all.filter((part) => part.getBoundingClientRect().right > innerWidth + 0.5 || part.getBoundingClientRect().left < -0.5).map((part) => part.className),
              blurred: canvases.map((canvas) => [canvas.width, canvas.clientWidth * devicePixelRatio]).filter(([has, needs]) => has < needs - 1),
              canvases: canvases.length,
            };
          });
          assert.deepEqual(found.out, [], id);
          assert.deepEqual(found.blurred, [], id);
          assert.ok(found.canvases > 0);
        }
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wider <= 0, `${wider} px`);
      }));
  }
});
