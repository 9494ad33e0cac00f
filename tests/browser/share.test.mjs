/**
 * What a reader takes away of a figure shows the same figure.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Figure, STILL, blog, launch, open, post, site } from "./page.mjs";

/** @typedef {import("../../www/descent-figure.js").DescentFigure} DescentFigure */

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof blog>>} */
let host;
/** @type {Record<string, string>} */
const posts = {};

before(async () => {
  browser = await launch();
  host = await blog(posts);
});
after(async () => {
  await browser.close();
  host.close();
});

/**
 * Opens the dialog of a figure, and reads it.
 * @param {Figure} figure
 */
async function shared(figure) {
  await figure.root.getByRole("button", { name: "Share" }).click();
  const dialog = figure.root.getByRole("dialog");
  await dialog.waitFor();
  const texts = await dialog.locator("textarea").evaluateAll((fields) => fields.map((field) => /** @type {HTMLTextAreaElement} */ (field).value));
  const [link, element, frame, markdown] = texts;
  return { dialog, link, element, frame, markdown };
}

test("a link opens the article at the figure, as it is while it plays", async () => {
  const { page, complaints, close } = await open(browser, "#batch-figure?lr=0.3&figure.step=7", STILL);
  const figure = await new Figure(page, "#batch-figure").show();
  const experiment = await figure.root.evaluate((figure) => /** @type {DescentFigure} */ (figure).experiment);
  const { dialog, link, markdown } = await shared(figure);
  assert.equal(link, `${site()}#batch-figure?${experiment}`);
  assert.ok(markdown.startsWith("[![Gradient descent: batch-descent](batch-descent.png)]("));
  assert.equal(await dialog.getByRole("img").count() + await dialog.getByText("too long for a code").count(), 1);
  const saved = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save the picture" }).click();
  assert.equal((await saved).suggestedFilename(), "batch-descent.png");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.deepEqual(complaints, []);
  await close();
});

test("the lines for another page show there what is shown here", async () => {
  posts["/one"] = post("", `<descent-figure id="one" figure="gradient" experiment="figure.angle=45&f=x^2 %2B y^2"></descent-figure>`);
  const { page, complaints, close } = await open(browser, `${host.address}/one`, STILL);
  const experiment = () => page.locator("descent-figure").evaluate((figure) => /** @type {DescentFigure} */ (figure).ready.then(() => /** @type {DescentFigure} */ (figure).experiment));
  const wanted = await experiment();
  const { link, element, frame, dialog } = await shared(await new Figure(page, "#one").show());
  assert.equal(await dialog.getByRole("img").count(), 1);
  posts["/two"] = `<!doctype html><link rel="icon" href="data:,">${element}`;
  await page.goto(`${host.address}/two`);
  assert.equal(await experiment(), wanted);
  const address = /src="([^"]*)"/.exec(frame)?.[1].replaceAll("&amp;", "&") ?? "";
  assert.equal(address, link);
  await page.goto(address);
  assert.equal(await experiment(), wanted);
  assert.deepEqual(complaints, []);
  await close();
});
