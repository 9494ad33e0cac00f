/**
 * What a reader downloads: everything that a page asks for until its figure shows something, compressed as a web server
 * does (brotli).
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { Figure, frames, launch, open } from "./page.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** The names of the WebAssembly modules among some addresses. @param {string[]} requests */
const modules = (requests) => requests.flatMap((request) => /(\w+)_bg\.wasm$/.exec(request)?.[1] ?? []);

/**
 * What stands at some addresses: its compressed size, whether a module has a language's sentences in it, and whether panics can
 * print. They can where a toolchain brings a
 * standard library of its own, which is heavier than the one that the build compiles for the page.
 * @param {import("playwright-core").Page} page @param {string[]} addresses
 */
async function weigh(page, addresses) {
  let [weight, prints, speaks] = [0, false, false];
  for (const address of new Set(addresses.filter((address) => address.startsWith("http")))) {
    const body = await (await page.request.get(address)).body();
    weight += brotliCompressSync(body).length;
    if (!address.endsWith(".wasm")) continue;
    prints ||= body.includes("panicked at");
    // As it stands in the file of every language.
    speaks ||= body.includes("key.lr = ");
  }
  return { weight, prints, speaks };
}

test("the article opens with less than 150 kB; what later figures need comes when the reader does", async () => {
  const { page, requests, complaints, close } = await open(browser);
  const hero = new Figure(page, "#hero");
  await hero.until("figure.step", "at least", 2);
  await frames(page, 10);
  assert.deepEqual(modules(requests), ["opening"]);
  const { weight, prints, speaks } = await weigh(page, [...requests]);
  assert.ok(!speaks, "a module brings a language with it");
  assert.ok(weight < (prints ? 190_000 : 150_000), `${weight} bytes`);

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
