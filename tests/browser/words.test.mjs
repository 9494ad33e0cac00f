/**
 * A figure's language: a file that comes when it is asked for, or does not.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Figure, STILL, frames, keepOne, launch, open } from "./page.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("../../www/descent-figure.js").DescentFigure} DescentFigure */

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** Looks at the three descents, alone on the page. @param {(figure: Figure, page: Page) => Promise<void>} look */
async function atOne(look) {
  const { page, close } = await open(browser, "?only=three-descents", { ...STILL, script: keepOne });
  await look(await new Figure(page, "#three-descents").show(), page);
  await close();
}

/** @param {Figure} figure @param {string} language */
const speak = (figure, language) => figure.root.evaluate((figure, language) => figure.setAttribute("lang", language), language);

/** Waits until a figure's button says so. @param {Figure} figure @param {string} word */
const says = (figure, word) => figure.root.getByRole("button", { name: word, exact: true }).waitFor();

/** Holds back what is asked for of a language, until it is let go. @param {Page} page @param {string} language */
async function hold(page, language) {
  /** @type {(() => void)[]} */
  const held = [];
  /** @type {() => void} */
  let hear = () => {};
  const asked = new Promise((resolve) => (hear = () => resolve(undefined)));
  await page.route(`**/words/${language}/*.json`, (route) => {
    held.push(() => void route.continue());
    hear();
  });
  return { asked, release: () => held.splice(0).forEach((go) => go()) };
}

test("a figure speaks the language before until the other has come, and answers the hand meanwhile", () =>
  atOne(async (figure, page) => {
    const chinese = await hold(page, "zh");
    await speak(figure, "zh");
    await chinese.asked;
    await figure.root.getByRole("button", { name: "One step", exact: true }).click();
    await figure.until("figure.step", "is not", 0);
    await says(figure, "One step");
    chinese.release();
    await says(figure, "走一步");
    await figure.speaks("zh-Hans");
  }));

test("the last language asked for is the one that is spoken", () =>
  atOne(async (figure, page) => {
    const chinese = await hold(page, "zh");
    await speak(figure, "zh");
    await chinese.asked;
    await speak(figure, "en");
    const come = page.waitForResponse(/words\/zh\//);
    chinese.release();
    await (await come).finished();
    await frames(page, 3);
    await figure.speaks("en");
    await says(figure, "One step");
    await speak(figure, "zh");
    await says(figure, "走一步");
  }));

test("a language that does not come is told in it, the figure stays, and it comes when asked again", () =>
  atOne(async (figure, page) => {
    await page.route("**/words/zh/*.json", (route) => route.abort());
    const before = await figure.experiment();
    await speak(figure, "zh");
    const alert = figure.root.locator(".failure");
    await alert.getByText("图没能载入").waitFor();
    await says(figure, "One step");
    assert.equal(await figure.experiment(), before);
    await page.unroute("**/words/zh/*.json");
    await alert.getByRole("button", { name: "重试" }).click();
    await says(figure, "走一步");
    assert.equal(await alert.count(), 0);
  }));
