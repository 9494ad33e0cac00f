/** Prints what a reader is sent, and each file of `cargo xtask size`. */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./page.mjs";
import { openArticle, readOn, weigh } from "./scales.mjs";

const dist = process.env.DESCENT_DIST ?? "dist";
const file = async (/** @type {string} */ name) => weigh(await readFile(join(dist, name)));
const browser = await launch();
const { page, requests, close, ...opening } = await openArticle(browser);
const whole = await readOn(page, requests);
await close();
await browser.close();

/** @type {[string, import("./scales.mjs").Weight][]} */
const rows = [];
const pkg = "www/pkg";
for (const name of (await readdir(join(dist, pkg))).filter((name) => name.endsWith(".wasm"))) rows.push([name, await file(join(pkg, name))]);
rows.push([`what the article opens with (at most ${opening.limit})`, opening], ["all of the article", whole], ["the article in one file", await file("descent.html")]);
const digits = (/** @type {number} */ bytes) => bytes.toLocaleString("en").padStart(10);
console.log(`${"bytes".padStart(10)} ${"brotli".padStart(10)}`);
for (const [name, { raw, brotli }] of rows) console.log(`${digits(raw)} ${digits(brotli)}  ${name}`);
