/**
 * The core in Node, from the built page: what a programmer does who wants the numbers without a browser.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const dist = process.env.DESCENT_DIST ?? path.resolve(import.meta.dirname, "../../dist");
/** Where it is built. */
export const folder = path.join(dist, "www/pkg");

/** @typedef {typeof import("../../www/pkg/descent.js")} Core */

/** @type {Core} */
const core = await import(pathToFileURL(path.join(folder, "descent.js")).href);
export const { memory, __wbindgen_externrefs: externrefs } = core.initSync({
  module: readFileSync(path.join(folder, "descent_bg.wasm")),
});

export const { Dataset, Tape, Trainer, Var, grad } = core;
