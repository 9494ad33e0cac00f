/**
 * What a reader is sent: everything that a page asks for until its figures show something, as it is and compressed as a web
 * server does (brotli).
 */
import { brotliCompressSync, constants } from "node:zlib";
import { Figure, frames, open } from "./page.mjs";

/** What the article may open with, compressed. */
export const LIMIT = 150_000;

/**
 * What it may where panics can print. They can where a toolchain brings a standard library of its own, which is heavier than
 * the one that the build compiles for the page.
 */
const LIMIT_WITH_PRINTING = 190_000;

/** @typedef {{ raw: number, brotli: number }} Weight */

/** Of some bytes. @param {Buffer} body @returns {Weight} */
export const weigh = (body) => ({
  raw: body.length,
  brotli: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }).length,
});

/** @param {Weight[]} weights @returns {Weight} */
const sum = (weights) => weights.reduce((one, other) => ({ raw: one.raw + other.raw, brotli: one.brotli + other.brotli }), { raw: 0, brotli: 0 });

/**
 * What stands at some addresses: its weight and its limit, and whether a module has a language's sentences in it.
 * @param {import("playwright-core").Page} page @param {string[]} addresses
 */
async function weighAt(page, addresses) {
  const asked = [...new Set(addresses.filter((address) => address.startsWith("http")))];
  const bodies = await Promise.all(asked.map(async (address) => (await page.request.get(address)).body()));
  const modules = bodies.filter((_, place) => asked[place].endsWith(".wasm"));
  return {
    ...sum(bodies.map(weigh)),
    limit: modules.some((module) => module.includes("panicked at")) ? LIMIT_WITH_PRINTING : LIMIT,
    // As it stands in the file of every language.
    speaks: modules.some((module) => module.includes("key.lr = ")),
  };
}

/**
 * Opens the article until its first figure moves, and weighs what that took.
 * @param {import("playwright-core").Browser} browser
 */
export async function openArticle(browser) {
  const opened = await open(browser);
  const hero = new Figure(opened.page, "#hero");
  await hero.until("figure.step", "at least", 2);
  await frames(opened.page, 10);
  return { ...opened, ...(await weighAt(opened.page, [...opened.requests])) };
}

/**
 * Reads the opened article to its end, and weighs all of it.
 * @param {import("playwright-core").Page} page @param {string[]} requests
 */
export async function readOn(page, requests) {
  const ids = await page.locator("descent-figure").evaluateAll((figures) => figures.map((figure) => figure.id));
  for (const id of ids) await new Figure(page, `#${id}`).show();
  return weighAt(page, [...requests]);
}
