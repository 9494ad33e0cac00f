/**
 * Under the strictest policy that lets WebAssembly run, nothing is reported.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Figure, STILL, launch, open, site, strict } from "./page.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

test("the article opens, speaks another language, shares a figure and shows a failure", async () => {
  const { page, complaints, close } = await open(browser, "about:blank", STILL);
  await strict(page);
  await page.goto(site());
  const hero = await new Figure(page, "#hero").show();
  await page.getByRole("button", { name: "中文" }).click();
  await page.waitForFunction(() => document.documentElement.lang === "zh-Hans");
  assert.equal(await page.locator("h1").textContent(), "梯度下降");
  await page.getByRole("button", { name: "English" }).click();
  await hero.root.getByRole("button", { name: "Share" }).click();
  await hero.root.getByRole("dialog").waitFor();
  await hero.root.getByRole("button", { name: "Close" }).click();
  await new Figure(page, "#autograd-figure").show();
  assert.deepEqual(complaints, []);
  await close();
});

test("so does a figure in a frame", async () => {
  const { page, complaints, close } = await open(browser, "about:blank", STILL);
  await strict(page);
  await page.goto(`${site()}embed/gradient/?lang=zh`);
  await page.locator("descent-figure").evaluate((figure) => /** @type {import("../../www/descent-figure.js").DescentFigure} */ (figure).ready);
  assert.deepEqual(complaints, []);
  await close();
});
