/**
 * How a reader comes to a figure: by a link, by a jump, and back again.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Figure, STILL, blog, frames, launch, open, post } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page */

/** @type {import("./page.mjs").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof blog>>} */
let host;
before(async () => {
  browser = await launch();
  host = await blog({
    "/far": post("div { height: 4000px }", `<div></div><descent-figure id="one" figure="derivative"></descent-figure><div></div>`),
  });
});
after(async () => {
  await browser.close();
  host.close();
});

/** How far below the top of what is seen a figure stands. @param {Page} page @param {string} id */
const top = (page, id) => page.evaluate((id) => document.getElementById(id)?.getBoundingClientRect().top ?? NaN, id);

/** The figure's margin above it, as the style sheet has it. */
const MARGIN = 24;

describe("a link with a state", () => {
  for (const [id, width] of /** @type {const} */ ([["three-descents", 1280], ["three-descents", 390], ["derivative-figure", 1280], ["surface", 700]])) {
    test(`opens the article at its figure, every time: ${id} at ${width} px`, async () => {
      for (let time = 0; time < 3; time++) {
        const { page, complaints, close } = await open(browser, `#${id}?figure.step=3`, { ...STILL, viewport: { width, height: 900 } });
        await new Figure(page, `#${id}`).root.evaluate((figure) => /** @type {import("../../www/descent-figure.js").DescentFigure} */ (figure).ready);
        await frames(page, 10);
        const at = await top(page, id);
        assert.ok(Math.abs(at - MARGIN) < 3, `${at} px from the top`);
        assert.deepEqual(complaints, []);
        await close();
      }
    });
  }

  test("leaves a reader who scrolls on the way alone", async () => {
    const { page, close } = await open(browser, "", STILL);
    await page.waitForSelector("#hero.settled");
    const moved = await page.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const begun = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
      location.hash = "three-descents?figure.step=3";
      await begun;
      // The wheel, in the very frame in which the page has begun to bring the reader there.
      dispatchEvent(new WheelEvent("wheel", { deltaY: -1000 }));
      scrollTo(0, 100);
      for (let left = 4; left > 0; left--) await frame();
      return scrollY;
    });
    assert.ok(Math.abs(moved - 100) < 3, `${moved}`);
    await close();
  });

  test("gives way to the place that the reader goes back to", async () => {
    const { page, close } = await open(browser, "", STILL);
    await page.waitForSelector("#hero.settled");
    await page.mouse.move(640, 450);
    await page.mouse.wheel(0, 300);
    await page.waitForFunction(() => scrollY === 300);
    await page.evaluate(() => void (location.hash = "gradient-figure?figure.step=3"));
    await page.waitForFunction((margin) => Math.abs((document.getElementById("gradient-figure")?.getBoundingClientRect().top ?? NaN) - margin) < 3, MARGIN);
    await frames(page, 4);
    await page.goBack();
    await page.waitForFunction(() => Math.abs(scrollY - 300) < 3);
    await frames(page, 4);
    assert.ok(Math.abs((await page.evaluate(() => scrollY)) - 300) < 3);
    await close();
  });
});

test("a figure that comes into view while it loads begins, however the page got there", async () => {
  for (let time = 0; time < 3; time++) {
    const { page, close } = await open(browser, `${host.address}/far`, {
      script: () => {
        // The observer hears at once of what is out of view and, before that was dealt with, of what is in view.
        const { IntersectionObserver } = window;
        window.IntersectionObserver = class extends IntersectionObserver {
          /** @param {IntersectionObserverCallback} callback @param {IntersectionObserverInit} [options] */
          constructor(callback, options) {
            /** @type {IntersectionObserverEntry[]} */
            const kept = [];
            super((entries, observer) => {
              kept.push(...entries);
              if (kept.at(-1)?.isIntersecting) callback(kept.splice(0), observer);
            }, options);
          }
        };
      },
    });
    const figure = new Figure(page, "#one");
    await figure.root.evaluate((figure) => /** @type {import("../../www/descent-figure.js").DescentFigure} */ (figure).ready);
    await frames(page, 3);
    await page.evaluate(() => document.getElementById("one")?.scrollIntoView());
    await figure.until("figure.step", "at least", 2);
    await close();
  }
});
