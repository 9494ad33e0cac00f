/**
 * The article's languages: each has a page of its own, and takes the place of another on any of them.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Figure, STILL, frames, launch, open, site } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page */

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** What makes text Chinese. */
const HAN = /\p{Script=Han}/u;

/** Waits until the article is written in Chinese, or in English. @param {Page} page @param {"zh-Hans" | "en"} language */
const written = (page, language) =>
  page.locator(`html[lang="${language}"]:not([data-written]) h1`).getByText(language === "en" ? "Gradient descent" : "梯度下降").waitFor();

/** @param {Page} page @param {"中文" | "English"} name */
const choose = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** What can be read of the article, without its figures, once it has opened. @param {Page} page */
async function text(page) {
  await page.waitForSelector("html:not([data-opening])");
  return page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector("main")).innerText);
}

/** The files of prose that were asked for. @param {string[]} requests */
const proses = (requests) => [...new Set(requests.flatMap((request) => /page\.(\w+)\.json$/.exec(request)?.[1] ?? []))];

/**
 * Opens the article for a reader of Chinese, with what answers the request for a file.
 * @param {string} file @param {(route: import("playwright-core").Route) => Promise<void>} answer
 */
async function openInChinese(file, answer) {
  const opened = await open(browser, "about:blank", { locale: "zh-CN", ...STILL });
  await opened.page.route(file, answer);
  await opened.page.goto(site(), { waitUntil: "commit" });
  return opened;
}

describe("a reader of Chinese", () => {
  test("sees no word before it is Chinese, and nothing jumps when it is", async () => {
    /** @type {() => void} */
    let come = () => {};
    const late = new Promise((resolve) => (come = () => resolve(undefined)));
    const { page, requests, complaints, close } = await openInChinese("**/page.zh.json", async (route) => {
      await late;
      await route.continue();
    });
    await page.evaluate(() => {
      const shifts = (/** @type {any} */ (globalThis).shifts = /** @type {unknown[]} */ ([]));
      new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
    });
    await page.waitForFunction(() => customElements.get("descent-figure"));
    await frames(page, 10);
    assert.equal(await text(page), "");
    come();
    await written(page, "zh-Hans");
    assert.match(await text(page), HAN);
    await page.waitForSelector("#hero.settled");
    await frames(page, 10);
    const shift = await page.evaluate(() => /** @type {any} */ (globalThis).shifts.reduce((/** @type {number} */ sum, /** @type {any} */ entry) => sum + entry.value, 0));
    assert.ok(shift < 0.05, `layout shift ${shift}`);
    assert.deepEqual(proses(requests), ["zh"]);
    assert.deepEqual(complaints, []);
    await close();
  });

  for (const [what, answer] of /** @type {const} */ ([
    ["does not come", (/** @type {import("playwright-core").Route} */ route) => route.abort()],
    ["is not there", (/** @type {import("playwright-core").Route} */ route) => route.fulfill({ status: 404, body: "{}" })],
    ["is damaged", (/** @type {import("playwright-core").Route} */ route) => route.fulfill({ body: "{ \"page.title\":" })],
  ])) {
    test(`reads English when the prose ${what}, and asks again by the switch`, async () => {
      const { page, close } = await openInChinese("**/page.zh.json", answer);
      await written(page, "en");
      await page.locator("[data-language=en][aria-pressed=true]").waitFor();
      await new Figure(page, "#hero").root.getByRole("button", { name: "New start" }).waitFor();
      await page.unroute("**/page.zh.json");
      await choose(page, "中文");
      await written(page, "zh-Hans");
      await close();
    });
  }

  test("reads the page as it came when nothing can write it", async () => {
    const { page, close } = await openInChinese("**/prose.js", (route) => route.abort());
    await page.locator("h1").getByText("Gradient descent").waitFor();
    await close();
  });
});

describe("the switch", () => {
  test("leaves the figures, what they show, the focus and the place where the reader is", async () => {
    const { page, requests, complaints, close } = await open(browser, "#three-descents?figure.step=3", STILL);
    const figure = await new Figure(page, "#three-descents").show();
    await figure.enter("lr", "0.03");
    const [experiment, pictures] = [await figure.experiment(), await figure.pictures(1)];
    assert.deepEqual(proses(requests), []);
    const top = () => figure.root.evaluate((root) => root.getBoundingClientRect().top);
    const before = await top();
    await page.evaluate(() => {
      Object.assign(globalThis, { figure: document.getElementById("three-descents") });
      // From where the reader is, without the way to the switch.
      const button = /** @type {HTMLElement} */ (document.querySelector("[data-language=zh-Hans]"));
      button.focus({ preventScroll: true });
      button.click();
    });
    await written(page, "zh-Hans");
    await frames(page, 3);
    assert.ok(Math.abs((await top()) - before) < 3, `from ${before} to ${await top()}`);
    assert.equal(await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).dataset.language), "zh-Hans");
    assert.ok(await page.evaluate(() => /** @type {any} */ (globalThis).figure === document.getElementById("three-descents")));
    assert.equal(await figure.experiment(), experiment);
    await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector("[data-language=en]")).click());
    await written(page, "en");
    await frames(page, 3);
    assert.deepEqual(await figure.pictures(1), pictures);
    assert.ok(Math.abs((await top()) - before) < 3, `from ${before} to ${await top()}`);
    assert.deepEqual(proses(requests), ["zh"]);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("is followed by Back and Forward, where the address says a language", async () => {
    const { page, complaints, close } = await open(browser, "?lang=en", STILL);
    await page.waitForSelector("button[aria-pressed]");
    await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector(".chapters a")).click());
    await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector("[data-language=zh-Hans]")).click());
    await written(page, "zh-Hans");
    await page.goBack();
    await written(page, "en");
    await page.goForward();
    await written(page, "zh-Hans");
    assert.deepEqual(complaints, []);
    await close();
  });

  test("shows what was chosen last, whatever comes first", async () => {
    const { page, complaints, close } = await open(browser, "", STILL);
    const english = await text(page);
    await page.waitForSelector("button[aria-pressed]");
    await page.evaluate(() => {
      for (const language of ["zh-Hans", "en"]) /** @type {HTMLElement} */ (document.querySelector(`[data-language=${language}]`)).click();
    });
    await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("page.zh.json")));
    await frames(page, 10);
    assert.equal(await text(page), english);
    assert.equal(await page.getByRole("button", { name: "English" }).getAttribute("aria-pressed"), "true");
    assert.deepEqual(complaints, []);
    await close();
  });
});

describe("the page of a further language", () => {
  test("is in it without a word of the first, and switches in place to what the first says", async () => {
    const { page, requests, complaints, close } = await open(browser, "index.zh.html#derivative", STILL);
    await written(page, "zh-Hans");
    assert.deepEqual(proses(requests), []);
    await page.waitForSelector("button[aria-pressed]");
    await choose(page, "English");
    await written(page, "en");
    // Its address would bring Chinese back.
    assert.equal(page.url(), `${site()}#derivative`);
    const switched = await text(page);
    assert.doesNotMatch(switched, HAN);
    await page.reload();
    await written(page, "en");
    assert.equal(await text(page), switched);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("is found from the first page, and the first from it, where nothing runs", async () => {
    const { page, close } = await open(browser, "", { javaScriptEnabled: false });
    assert.equal(await page.title(), "Gradient descent");
    assert.doesNotMatch((await text(page)).replace("中文", ""), HAN);
    await page.getByRole("link", { name: "中文" }).click();
    await page.waitForURL(`${site()}index.zh.html`);
    assert.equal(await page.title(), "梯度下降");
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
    assert.doesNotMatch(await text(page), /Gradient descent explained|What you see/);
    await page.getByRole("link", { name: "English" }).click();
    await page.waitForURL(site());
    await close();
  });
});
