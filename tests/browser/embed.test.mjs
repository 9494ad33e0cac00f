/**
 * A figure in a page that is not ours: another origin, another path, styles that mean no good.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { blog, frames, launch, open, post, site } from "./page.mjs";

/** @typedef {import("../../www/descent-figure.js").DescentFigure} DescentFigure */

const HOSTILE = `
  * { all: revert !important; font: italic 50px/3 serif !important; color: red !important; letter-spacing: 9px !important;
      text-transform: uppercase !important; direction: rtl !important; margin: 40px !important; box-sizing: content-box !important }
  canvas, svg, input, button { display: none !important; width: 7px !important }
  span, p, div { position: fixed !important; visibility: hidden !important; float: right !important }
  descent-figure { display: block !important; visibility: visible !important; width: 900px !important }
`;

const COPIES = `
  <descent-figure id="one" figure="three-descents"></descent-figure>
  <descent-figure id="two" figure="three-descents" experiment="data=engel&scale=standardize&lr=0.05" lang="zh" theme="dark"></descent-figure>
  <descent-figure id="three" figure="batch-descent" views="batch loss" controls="lr"></descent-figure>`;

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof blog>>} */
let host;
/** @type {Record<string, string>} */
const posts = {};
let address = "";

before(async () => {
  browser = await launch();
  host = await blog(posts);
  address = host.address;
  posts["/blog/2026/hostile.html"] = post(HOSTILE, COPIES);
  posts["/blog/2026/plain.html"] = post("descent-figure { width: 900px; margin: 40px }", COPIES);
  posts["/blog/2026/unset.html"] = post("* { all: unset !important } style, script, title, head { display: none !important }", COPIES);
  posts["/blog/2026/wrong.html"] = post("", `
    <descent-figure id="figure" figure="perpetuum-mobile"></descent-figure>
    <descent-figure id="views" figure="three-descents" views="batch sideways"></descent-figure>
    <descent-figure id="controls" figure="three-descents" lang="zh" controls="warp"></descent-figure>`);
  posts["/blog/2026/lazy.html"] = post("div { height: 5000px }", `<div></div><descent-figure id="one" figure="gradient" loading="lazy"></descent-figure>`);
  posts["/blog/2026/one.html"] = post("", `<main><descent-figure id="one" figure="three-descents"></descent-figure></main>`);
});

after(async () => {
  await browser.close();
  host.close();
});

/** @param {import("playwright-core").Page} page */
const allReady = (page) =>
  page.evaluate(() => Promise.all([...document.querySelectorAll("descent-figure")].map((figure) => /** @type {DescentFigure} */ (figure).ready)));

/** Every copy has been in view, and has moved. @param {import("playwright-core").Page} page */
async function allBegun(page) {
  await allReady(page);
  for (const id of ["one", "two", "three"]) {
    await page.locator(`#${id}`).scrollIntoViewIfNeeded();
    await page.waitForFunction((id) => {
      const figure = /** @type {DescentFigure} */ (document.getElementById(id));
      return Number(new URLSearchParams(figure.experiment).get("figure.step")) > 0;
    }, id);
  }
}

/** What a figure looks like from inside: the computed style and size of each of its parts. @param {import("playwright-core").Page} page */
const looks = (page) =>
  page.evaluate(() => [...document.querySelectorAll("descent-figure")].map((figure) =>
    [...(figure.shadowRoot?.querySelectorAll(".descent, .heading, .detail, .box, canvas:not(.copy), button, input, select, .rule") ?? [])].map((part) => {
      const { fontSize, fontStyle, color, letterSpacing, direction, visibility, display, position } = getComputedStyle(part);
      const { width } = part.getBoundingClientRect();
      return [part.className, fontSize, fontStyle, color, letterSpacing, direction, visibility, display, position, Math.round(width)].join(" ");
    })));

test("three copies run on a page of another origin and path", async () => {
  const { page, complaints, requests, close } = await open(browser, `${address}/blog/2026/plain.html`);
  await allBegun(page);
  assert.deepEqual(complaints, []);
  const own = [new URL(address).host, new URL(site()).host];
  assert.deepEqual(requests.filter((request) => !own.includes(new URL(request).host)), []);
  await close();
});

test("attributes choose language, theme, views and controls of one copy alone", async () => {
  const { page, close } = await open(browser, `${address}/blog/2026/plain.html`, { reducedMotion: "reduce" });
  await allReady(page);
  assert.match(await page.locator("#one .title").first().innerText(), /^Landscape of the loss/);
  assert.match(await page.locator("#two .title").first().innerText(), /^损失的地形/);
  const grounds = await page.evaluate(() => ["one", "two"].map((id) => {
    const inside = document.getElementById(id)?.shadowRoot?.querySelector(".descent");
    return inside && getComputedStyle(inside).color;
  }));
  assert.notEqual(grounds[0], grounds[1]);
  assert.equal(await page.locator("#three .panel").count(), 2);
  assert.deepEqual(await page.locator("#three .control").evaluateAll((rows) => rows.map((row) => /** @type {HTMLElement} */ (row).dataset.key)), ["lr"]);
  await close();
});

test("a lazy copy loads nothing before it comes near, and then its own module alone", async () => {
  const { page, requests, complaints, close } = await open(browser, `${address}/blog/2026/lazy.html`);
  await page.evaluate(() => customElements.whenDefined("descent-figure"));
  await frames(page, 30);
  const modules = () => requests.flatMap((request) => /(\w+)_bg\.wasm$/.exec(request)?.[1] ?? []);
  assert.deepEqual(modules(), []);
  await page.locator("#one").scrollIntoViewIfNeeded();
  await allReady(page);
  assert.deepEqual(modules(), ["chapters"]);
  assert.deepEqual(complaints, []);
  await close();
});

test("styles of the host do not reach inside", async () => {
  const [plain, hostile] = await Promise.all(["plain", "hostile"].map((name) => open(browser, `${address}/blog/2026/${name}.html`, { reducedMotion: "reduce" })));
  await Promise.all([allBegun(plain.page), allBegun(hostile.page)]);
  assert.deepEqual(await looks(hostile.page), await looks(plain.page));
  assert.deepEqual(hostile.complaints, []);
  await Promise.all([plain.close(), hostile.close()]);
});

test("on a page that unsets everything, a narrow figure is still one column", async () => {
  const narrow = { viewport: { width: 360, height: 740 }, reducedMotion: /** @type {const} */ ("reduce") };
  const { page, complaints, close } = await open(browser, `${address}/blog/2026/unset.html`, narrow);
  await allReady(page);
  await frames(page, 3);
  const boxes = await page.locator("#one .box:visible").evaluateAll((all) => all.map((box) => box.getBoundingClientRect().toJSON()));
  assert.equal(boxes.length, 1, "one of the panels, below the tabs of all");
  for (const { x, width } of boxes) assert.deepEqual([x, width], [0, 360]);
  assert.deepEqual(complaints, []);
  await close();
});

test("a name that does not exist is answered with a sentence that lists those that do", async () => {
  const { page, close } = await open(browser, `${address}/blog/2026/wrong.html`);
  const sentence = async (/** @type {string} */ id) => {
    const failure = page.locator(`#${id} .failure`);
    await failure.waitFor();
    return failure.innerText();
  };
  assert.match(await sentence("figure"), /perpetuum-mobile.*three-descents, batch-descent/);
  assert.match(await sentence("views"), /sideways.*landscape, samples, loss, batch, stochastic, mini-batch/);
  assert.match(await sentence("controls"), /warp.*lr/);
  await close();
});

test("removed and added again a hundred times, nothing grows and nothing is lost", async () => {
  const { page, complaints, close } = await open(browser, `${address}/blog/2026/one.html`, {
    reducedMotion: "reduce",
    script: () => {
      const counter = Object.assign(window, { listeners: 0 });
      for (const target of [EventTarget.prototype]) {
        const { addEventListener, removeEventListener } = target;
        const counts = (/** @type {unknown} */ self) => self === window || self === document || self instanceof MediaQueryList;
        target.addEventListener = function (...rest) {
          if (counts(this)) counter.listeners++;
          return addEventListener.apply(this, /** @type {any} */ (rest));
        };
        target.removeEventListener = function (...rest) {
          if (counts(this)) counter.listeners--;
          return removeEventListener.apply(this, /** @type {any} */ (rest));
        };
      }
    },
  });
  await allReady(page);
  await page.locator("#one button.restart").click();
  const before = await page.evaluate(() => /** @type {DescentFigure} */ (document.getElementById("one")).experiment);

  const cycle = (/** @type {number} */ times) => page.evaluate(async (times) => {
    const figure = /** @type {DescentFigure} */ (document.getElementById("one"));
    const main = /** @type {HTMLElement} */ (figure.parentElement);
    for (let count = 0; count < times; count++) {
      figure.remove();
      main.append(figure);
      // It begins once its module's promises have been kept.
      while (!figure.shadowRoot?.querySelector("canvas")) await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, times);
  const measure = async () => {
    await frames(page, 3);
    return page.evaluate(async (site) => {
      /** @type {any} */ (globalThis).gc?.();
      const { default: init } = await import(`${site}www/pkg/comparison.js`);
      return {
        memory: (await init()).memory.buffer.byteLength,
        listeners: /** @type {any} */ (window).listeners,
        elements: document.querySelectorAll("*").length + (document.getElementById("one")?.shadowRoot?.querySelectorAll("*").length ?? 0),
        heap: /** @type {any} */ (performance).memory?.usedJSHeapSize ?? 0,
      };
    }, site());
  };

  await cycle(5);
  const early = await measure();
  await cycle(100);
  const late = await measure();
  assert.equal(late.memory, early.memory, "memory of the core");
  assert.equal(late.listeners, early.listeners, "listeners on window, document and media");
  assert.equal(late.elements, early.elements, "elements");
  assert.ok(late.heap < early.heap + 3_000_000, `the heap went from ${early.heap} to ${late.heap} bytes`);
  assert.equal(await page.evaluate(() => /** @type {DescentFigure} */ (document.getElementById("one")).experiment), before);
  assert.deepEqual(complaints, []);
  await close();
});
