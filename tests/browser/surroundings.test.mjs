/**
 * The element among other people's things: their theme and language, their keys, their zoom, their layout, many figures at once.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { modules } from "../../www/figures.js";
import { STILL, blog, frames, launch, open, post } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page */
/** @typedef {import("../../www/descent-figure.js").DescentFigure} DescentFigure */

const FIGURE = `<descent-figure id="one" figure="curve-descent" autoplay="none"></descent-figure>`;
const FIGURES = Object.keys(modules);

/** @type {import("./page.mjs").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof blog>>} */
let host;
before(async () => {
  browser = await launch();
  host = await blog({
    "/one": post("", FIGURE),
    "/dark": post(":root { color-scheme: dark }", FIGURE),
    "/auto": post(":root { color-scheme: light dark }", FIGURE),
    "/zh": post("", `<article lang="zh"><div id="host"></div></article><script>
      document.getElementById("host").attachShadow({ mode: "open" }).append(document.createRange().createContextualFragment('${FIGURE}'));</script>`),
    "/zoomed": post("main { width: 800px; zoom: 1.5 }", `<main><descent-figure id="one" figure="curve-descent" autoplay="none"></descent-figure></main>`),
    "/scaled": post("main { width: 800px; transform: scale(.6); transform-origin: 0 0 }", `<main>${FIGURE}</main>`),
    "/room": post("body { max-width: 960px; margin: auto; padding: 0 16px }", ""),
    "/many": post("", Array.from({ length: 12 }, (_, place) => `<descent-figure id="f${place}" figure="curve-descent" experiment="lr=0.001" controls="none" views="curve"></descent-figure>`).join("")),
  });
});
after(async () => {
  await browser.close();
  host.close();
});

/** @param {string} path @param {(page: Page) => Promise<void>} look @param {Parameters<typeof open>[2]} [options] */
async function on(path, look, options = STILL) {
  const { page, complaints, close } = await open(browser, host.address + path, options);
  try {
    if (path !== "/room") await page.locator("descent-figure .panel").first().waitFor();
    await look(page);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** @param {Page} page */
const one = (page) => page.locator("#one");
/** @param {Page} page @param {"light" | "dark"} theme */
const wears = (page, theme) => one(page).locator(`.descent[data-theme=${theme}]`).waitFor();

describe("a figure wears the theme", () => {
  test("of its page, not of the system, and changes with it", () =>
    on("/one", async (page) => {
      await wears(page, "light");
      await page.evaluate(() => void (document.documentElement.style.colorScheme = "dark"));
      await wears(page, "dark");
      await page.evaluate(() => void (document.documentElement.style.colorScheme = "light"));
      await wears(page, "light");
      await one(page).evaluate((figure) => figure.setAttribute("theme", "dark"));
      await wears(page, "dark");
    }, { ...STILL, colorScheme: "dark" }));

  test("of a page that is always dark", () => on("/dark", (page) => wears(page, "dark"), { ...STILL, colorScheme: "light" }));

  test("of the system where the page does", () =>
    on("/auto", async (page) => {
      await wears(page, "dark");
      await page.emulateMedia({ colorScheme: "light" });
      await wears(page, "light");
    }, { ...STILL, colorScheme: "dark" }));

  test("and colours of its page's own, its paper among them", () =>
    on("/one", async (page) => {
      const paper = () => one(page).locator(".descent").evaluate((body) => getComputedStyle(body).backgroundColor);
      assert.equal(await paper(), "rgb(252, 252, 250)");
      await page.addStyleTag({ content: "descent-figure { --descent-paper: transparent; --descent-ink: rgb(1, 2, 3) } descent-figure::part(title) { letter-spacing: 3px }" });
      assert.equal(await paper(), "rgba(0, 0, 0, 0)");
      assert.equal(await one(page).locator(".descent").evaluate((body) => getComputedStyle(body).color), "rgb(1, 2, 3)");
      assert.equal(await one(page).locator(".title").first().evaluate((title) => getComputedStyle(title).letterSpacing), "3px");
      const parts = await one(page).evaluate((figure) => ["figure", "title", "canvas", "controls", "transport", "caption"].filter((part) => !figure.shadowRoot?.querySelector(`[part=${part}]`)));
      assert.deepEqual(parts, []);
    }));
});

test("a figure speaks the nearest language around it, through shadow trees, and follows its changes", () =>
  on("/zh", async (page) => {
    const speaks = (/** @type {string} */ lang) => one(page).locator(`.descent[lang="${lang}"]`).waitFor();
    await speaks("zh-Hans");
    await page.evaluate(() => document.querySelector("article")?.setAttribute("lang", "en-GB"));
    await speaks("en");
    await page.evaluate(() => document.getElementById("host")?.setAttribute("lang", "zh-TW"));
    await speaks("zh-Hans");
    await one(page).evaluate((figure) => figure.setAttribute("lang", "en"));
    await speaks("en");
  }));

test("keys that a figure answers do not reach its page; others do", () =>
  on("/one", async (page) => {
    await page.evaluate(() => {
      const heard = /** @type {string[]} */ ([]);
      Object.assign(globalThis, { heard });
      for (const kind of /** @type {const} */ (["keydown", "keypress", "keyup"])) document.addEventListener(kind, (event) => heard.push(event.key));
    });
    const heard = () => page.evaluate(() => /** @type {any} */ (globalThis).heard.splice(0));
    await one(page).locator(".number").first().click();
    await page.keyboard.type("0.5b");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Enter");
    await one(page).locator("input.scrubber").focus();
    await page.keyboard.press("ArrowRight");
    await one(page).locator("button.play").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Space");
    await one(page).locator(".box").first().focus();
    await page.keyboard.press("ArrowUp");
    assert.deepEqual(await heard(), []);
    await page.keyboard.press("b");
    assert.deepEqual(await heard(), ["b", "b", "b"]);
  }));

for (const [where, scale] of /** @type {const} */ ([["zoomed", 1.5], ["scaled", 0.6]])) {
  test(`what is clicked and drawn is where the pointer is: ${where}`, () =>
    on(`/${where}`, async (page) => {
      const handle = one(page).locator(".handle").first();
      await handle.scrollIntoViewIfNeeded();
      await frames(page, 3);
      const middle = async () => {
        const { x, y, width, height } = /** @type {{ x: number, y: number, width: number, height: number }} */ (await handle.boundingBox());
        return { x: x + width / 2, y: y + height / 2, width };
      };
      const from = await middle();
      assert.ok(Math.abs(from.width - 44 * scale) < 1, `${from.width} px`);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x + 30, from.y, { steps: 3 });
      await page.mouse.move(from.x + 60, from.y, { steps: 3 });
      await page.mouse.up();
      await frames(page, 2);
      const to = await middle();
      assert.ok(Math.abs(to.x - from.x - 60) < 2, `drawn by ${to.x - from.x} px`);
      const box = /** @type {{ x: number, y: number, width: number, height: number }} */ (await one(page).locator(".box").first().boundingBox());
      const at = { x: box.x + 0.7 * box.width, y: box.y + 0.5 * box.height };
      await page.mouse.click(at.x, at.y);
      await frames(page, 2);
      assert.ok(Math.abs((await middle()).x - at.x) < 3, `clicked at ${at.x}, begun at ${(await middle()).x}`);
    }));
}

test("moved to another place it plays on, and in another document it looks the same", () =>
  on("/one", async (page) => {
    const found = await page.evaluate(async () => {
      const figure = /** @type {DescentFigure} */ (document.getElementById("one"));
      const frame = document.body.appendChild(document.createElement("iframe"));
      const told = [];
      figure.seek(0);
      figure.play();
      document.body.append(document.createElement("main"));
      document.querySelector("main")?.append(figure);
      await new Promise((resolve) => setTimeout(resolve));
      told.push(figure.playing, figure.shadowRoot?.querySelectorAll(".panel").length !== 0);
      const width = () => getComputedStyle(/** @type {Element} */ (figure.shadowRoot?.querySelector(".heading"))).fontWeight;
      told.push(width());
      frame.contentDocument?.body.append(figure);
      await new Promise((resolve) => setTimeout(resolve));
      told.push(figure.playing, width());
      return told;
    });
    assert.deepEqual(found, [true, true, "600", true, "600"]);
  }, {}));

test("a button fills the screen with it, and leaves again", () =>
  on("/one", async (page) => {
    const button = one(page).getByRole("button", { name: "Full screen" });
    const filled = () => page.evaluate(() => document.fullscreenElement?.id);
    await button.click();
    await page.waitForFunction(() => document.fullscreenElement);
    assert.equal(await filled(), "one");
    await button.click();
    await page.waitForFunction(() => !document.fullscreenElement);
  }));

describe("a figure keeps its room from the start:", () => {
  for (const name of FIGURES) {
    for (const width of [1280, 700, 390]) {
      test(`${name} at ${width} px`, () =>
        on("/room", async (page) => {
          const shift = await page.evaluate(async (name) => {
            let sum = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) sum += /** @type {any} */ (entry).value;
            }).observe({ type: "layout-shift" });
            await customElements.whenDefined("descent-figure");
            document.body.insertAdjacentHTML("beforeend", `<descent-figure figure="${name}"></descent-figure><p>${"Words after it. ".repeat(400)}</p>`);
            await /** @type {DescentFigure} */ (document.querySelector("descent-figure")).ready;
            for (let frame = 0; frame < 10; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
            return sum;
          }, name);
          assert.ok(shift < 0.02, `shifted by ${shift}`);
        }, { ...STILL, viewport: { width, height: 900 }, hasTouch: width < 600 }));
    }
  }
});

test("of many figures four play at once, and those far away hold no pictures", () =>
  on("/many", async (page) => {
    await page.evaluate(() => Promise.all([...document.querySelectorAll("descent-figure")].map((figure) => /** @type {DescentFigure} */ (figure).ready)));
    const holding = () => page.evaluate(() => [...document.querySelectorAll("descent-figure")].map((figure) => {
      const canvas = /** @type {HTMLCanvasElement} */ (figure.shadowRoot?.querySelector("canvas"));
      return canvas.width > 0;
    }));
    await page.waitForFunction(() => /** @type {HTMLCanvasElement} */ (document.querySelector("#f0")?.shadowRoot?.querySelector("canvas")).width > 0);
    assert.deepEqual((await holding()).slice(0, 2), [true, true]);
    assert.equal((await holding()).at(-1), false);
    await page.locator("#f11").scrollIntoViewIfNeeded();
    await page.waitForFunction(() => /** @type {HTMLCanvasElement} */ (document.querySelector("#f11")?.shadowRoot?.querySelector("canvas")).width > 0);
    await page.waitForFunction(() => /** @type {HTMLCanvasElement} */ (document.querySelector("#f0")?.shadowRoot?.querySelector("canvas")).width === 0);
    await page.locator("#f0").scrollIntoViewIfNeeded();
    await page.waitForFunction(() => /** @type {HTMLCanvasElement} */ (document.querySelector("#f0")?.shadowRoot?.querySelector("canvas")).width > 0);

    const moved = await page.evaluate(async () => {
      document.body.style.zoom = "0.2";
      const figures = /** @type {DescentFigure[]} */ ([...document.querySelectorAll("descent-figure")]);
      const steps = new Set();
      figures.forEach((figure) => figure.addEventListener("step", () => figure.playing && steps.add(figure.id)));
      for (let frame = 0; frame < 10; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      figures.forEach((figure) => figure.seek(0));
      await Promise.resolve();
      figures.forEach((figure) => figure.play());
      for (let frame = 0; frame < 60; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      return steps.size;
    });
    assert.ok(moved >= 1 && moved <= 4, `${moved} moved`);
  }));
