import * as raw from "../descent_bg.js";
import { refusal } from "./argument.js";

/** Where the core is: an address, what a server answers, its bytes, or a compiled module. */
/** @typedef {string | URL | Request | Response | BufferSource | WebAssembly.Module} Source */

/** @type {raw.InitOutput | undefined} */
let loaded;

/** The core, once it has been loaded. */
export function core() {
  if (loaded) return raw;
  throw refusal(Error, "not-initialised", undefined, "the module is not initialised; `await init()` comes first");
}

/**
 * Loads the core, by default from beside this module, in a browser or in Node; a second time does nothing.
 * @param {Source | Promise<Source> | { module_or_path: Source | Promise<Source> }} [source]
 * @returns {Promise<raw.InitOutput>} what WebAssembly exports, `memory` among it
 */
export async function init(source) {
  if (loaded) return loaded;
  const given = await source;
  const isWrapped = typeof given === "object" && given !== null && "module_or_path" in given;
  const module = await compiled(isWrapped ? await given.module_or_path : given);
  return initSync({ module });
}

/**
 * The same at once, of what is there already.
 * @param {{ module: BufferSource | WebAssembly.Module }} source
 * @returns {raw.InitOutput}
 */
export function initSync({ module }) {
  loaded ??= raw.initSync({ module });
  return loaded;
}

/** @param {Source} [source] @returns {Promise<WebAssembly.Module>} */
async function compiled(source = new URL("../descent_bg.wasm", import.meta.url)) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  // Node fetches nothing from its own files.
  const isNode = typeof process === "object" && Boolean(process.versions?.node);
  if (isNode && /^file:/i.test(String(source))) {
    // Nor do tools that pack for browsers know Node's modules: they are not shown its name.
    const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ ["node:fs", "promises"].join("/"));
    return WebAssembly.compile(new Uint8Array(await readFile(new URL(String(source)))));
  }
  const response = source instanceof Response ? source : await fetch(source);
  if (!response.ok) {
    throw refusal(Error, "not-loaded", undefined, `the core was not found: ${response.status} at ${response.url}`);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}
