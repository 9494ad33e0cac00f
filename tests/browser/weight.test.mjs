/**
 * What a reader downloads: how much, and when.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Figure, launch, open } from "./page.mjs";
import { LIMIT, openArticle } from "./scales.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** The names of the WebAssembly modules among some addresses. @param {string[]} requests */
const modules = (requests) => requests.flatMap((request) => /(\w+)_bg\.wasm$/.exec(request)?.[1] ?? []);

test(`the article opens with less than ${LIMIT / 1000} kB; what later figures need comes when the reader does`, async (context) => {
  const { page, requests, complaints, close, raw, brotli, limit, speaks } = await openArticle(browser);
  context.diagnostic(`the article opens with ${brotli} bytes of at most ${limit} (${raw} before they are compressed)`);
  assert.deepEqual(modules(requests), ["opening"]);
  assert.ok(!speaks, "a module brings a language with it");
  assert.ok(brotli < limit, `${brotli} bytes`);

  // Its scripts are asked for at once, not one after the other: the head names each that another imports.
  const scripts = requests.filter((request) => /\.js$/.test(request) && !/\/(first|page|prose)\.js$/.test(request));
  const announced = await page.locator("link[rel=modulepreload]").evaluateAll((links) => links.map((link) => /** @type {HTMLLinkElement} */ (link).href));
  assert.deepEqual([...new Set(scripts)].sort(), announced.sort());

  await new Figure(page, "#derivative-figure").show();
  assert.deepEqual(modules(requests), ["opening", "chapters"]);

  // A smaller module would bring the three descents, but this one has them too.
  await new Figure(page, "#three-descents").show();
  assert.deepEqual(modules(requests), ["opening", "chapters"]);
  assert.deepEqual(complaints, []);
  await close();
});

test("a figure whose module does not come says so, and loads when asked again", async () => {
  const { page, close } = await open(browser);
  await page.route("**/chapters_bg.wasm", (route) => route.abort());
  const figure = new Figure(page, "#derivative-figure");
  await figure.root.scrollIntoViewIfNeeded();
  await figure.root.getByRole("alert").getByText(/could not be loaded/).waitFor();
  await page.unroute("**/chapters_bg.wasm");
  await figure.root.getByRole("button", { name: "Try again" }).click();
  await figure.show();
  await figure.play.waitFor();
  await close();
});
