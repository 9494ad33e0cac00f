/**
 * The article's first screen, and how it opens.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Figure, STILL, frames, launch, open, site } from "./page.mjs";

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/**
 * Opens the article; afterwards nothing may have been complained of.
 * @param {Parameters<typeof open>[2]} options
 * @param {(hero: Figure, page: import("./page.mjs").Page) => Promise<void>} look  at its first figure
 */
async function at(options, look) {
  const { page, complaints, close } = await open(browser, "", options);
  try {
    await look(await new Figure(page, "#hero").show(), page);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

describe("the page opens", () => {
  test("without a complaint, without a request to anyone else, without jumping", async () => {
    const { page, complaints, requests, close } = await open(browser, "", {
      script: () => {
        const shifts = (own().shifts = /** @type {unknown[]} */ ([]));
        new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
        function own() {
          return /** @type {any} */ (globalThis);
        }
      },
    });
    await page.waitForSelector("#hero.settled");
    await frames(page, 30);
    // Down the whole article, as a reader goes: each figure loads just before it is seen.
    await page.mouse.move(640, 450);
    for (let [before, now] = [-1, 0]; now > before; [before, now] = [now, await page.evaluate(() => scrollY)]) {
      await page.mouse.wheel(0, 600);
      await frames(page, 25);
    }
    await page.waitForFunction(() => [...document.querySelectorAll("descent-figure")].every((figure) => figure.matches(".settled")));
    await frames(page, 30);
    assert.deepEqual(complaints, []);
    const hosts = new Set(requests.filter((address) => !address.startsWith("data:")).map((address) => new URL(address).host));
    assert.deepEqual([...hosts], [new URL(site()).host]);
    const shift = await page.evaluate(() => /** @type {any} */ (globalThis).shifts.reduce((/** @type {number} */ sum, /** @type {any} */ entry) => sum + entry.value, 0));
    assert.ok(shift < 0.02, `layout shift ${shift}`);
    await close();
  });

  for (const [address, waits] of /** @type {const} */ ([["", true], ["#derivative", false]])) {
    test(`${waits ? "before its chapters are set, which follow" : "with all of its chapters at one of them"}: /${address}`, async () => {
      const { page, close } = await open(browser, address, {
        script: () => {
          const states = (/** @type {any} */ (globalThis).states = /** @type {boolean[]} */ ([]));
          new MutationObserver(() => states.push(document.documentElement.hasAttribute("data-opening")))
            .observe(document, { subtree: true, attributeFilter: ["data-opening"] });
        },
      });
      await page.waitForFunction(() => document.readyState === "complete");
      await page.waitForSelector("html:not([data-opening])");
      assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).states), waits ? [true, false] : []);
      const isSet = (/** @type {boolean} */ opening) => page.evaluate((opening) => {
        document.documentElement.toggleAttribute("data-opening", opening);
        return document.querySelector("section > *")?.checkVisibility();
      }, opening);
      if (waits) assert.equal(await isSet(true), false);
      assert.equal(await isSet(false), true);
      await close();
    });
  }

  for (const width of [1280, 768, 390]) {
    test(`with a picture of its first figure, that stands where the figure's pictures come to stand, ${width} px wide`, async () => {
      const { page, close } = await open(browser, "www/tokens.css", { viewport: { width, height: 844 }, ...STILL });
      /** @type {(value?: unknown) => void} */
      let come = () => {};
      const late = new Promise((resolve) => (come = resolve));
      await page.route("**/opening_bg.wasm", (route) => late.then(() => route.continue()));
      await page.goto(site());
      const stills = page.locator("#hero .still svg");
      await stills.first().waitFor();
      const places = (/** @type {import("playwright-core").Locator} */ all) =>
        all.evaluateAll((boxes) => boxes.map((box) => (({ left, top, width }) => ({ left, top, width }))(box.getBoundingClientRect())));
      const before = await places(stills);
      assert.equal(before.length, 2);
      come();
      await new Figure(page, "#hero").show();
      assert.ok(!(await stills.first().isVisible()));
      const now = await places(page.locator("#hero .box"));
      now.forEach((place, at) => {
        for (const side of /** @type {const} */ (["left", "top", "width"])) assert.ok(Math.abs(place[side] - before[at][side]) <= 4, `${side}: ${before[at][side]} before ${place[side]}`);
      });
      await close();
    });
  }

  test("with that picture where no script runs", async () => {
    const { page, close } = await open(browser, "", { javaScriptEnabled: false });
    assert.equal(await page.locator("descent-figure:visible").count(), 1);
    for (const still of await page.locator("#hero .still svg").all()) assert.ok(await still.isVisible());
    await close();
  });

  test("and the first figure moves on its own, at the pace of the eye, until it rests", () =>
    at({}, async (hero) => {
      await hero.until("figure.step", "at least", 5);
      assert.equal(await hero.play.getAttribute("aria-label"), "Pause");
      assert.ok(!(await hero.page.evaluate(() => location.hash)), "what moves by itself leaves no trace in the address");
    }));

  test("and who asked for less motion sees where it leads, at rest", () =>
    at({ ...STILL }, async (hero, page) => {
      const tick = await hero.tick();
      assert.ok(tick > 50);
      await frames(page, 30);
      assert.equal(await hero.tick(), tick);
      assert.equal(await hero.play.getAttribute("aria-label"), "Play");
    }));

  test("and on a phone both pictures and the play button are on the first screen, below the title", () =>
    at({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, ...STILL }, async (hero, page) => {
      await page.evaluate(() => scrollTo(0, 0));
      await frames(page, 3);
      const title = await page.locator("h1").boundingBox();
      const boxes = await Promise.all((await hero.root.locator(".box").all()).map((box) => box.boundingBox()));
      const [play, dock] = await Promise.all([hero.play.boundingBox(), hero.root.locator(".dock").boundingBox()]);
      assert.ok(title && play && dock && boxes.length === 2);
      assert.ok(title.y >= 0 && play.y + play.height <= 844, `${title.y} ${play.y}`);
      for (const box of boxes) assert.ok(box && box.y > title.y && box.y + box.height <= dock.y + 1, JSON.stringify(box));
    }));

  test("a place of the first landscape is a line among the points, and by how much it misses them", () =>
    at({ ...STILL }, async (hero, page) => {
      const detail = hero.panel("samples").locator(".detail");
      const before = await detail.textContent();
      const [, , moving] = await hero.panel("samples").locator("canvas:not(.copy)").all();
      const picture = () => moving.evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());
      const bare = await picture();
      await hero.box("landscape").hover({ position: { x: 300, y: 60 } });
      await hero.root.locator(".detail", { hasText: /misfit \d/ }).waitFor();
      assert.notEqual(await picture(), bare);
      await page.mouse.move(2, 2);
      await page.waitForFunction(({ before }) => document.querySelector("#hero")?.shadowRoot?.querySelector('[data-name="samples"] .detail')?.textContent === before, { before });
      // No symbol yet, and no word that is explained later.
      assert.doesNotMatch(await hero.root.locator(".pictures").innerText(), /\b[mwE] =|\bloss\b|η/);
    }));

  test("on a phone nothing sticks out", () =>
    at({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, ...STILL }, async (_, page) => {
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `${wider} px`);
    }));
});
