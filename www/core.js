/**
 * The WebAssembly modules and the figures' style sheets, each loaded once for all figures of a page.
 */
import { outlines } from "./dom.js";
import modules from "./pkg/figures.js";

/** A figure's state, whichever module has it. @typedef {import("./pkg/comparison.js").Figure} Figure */
/** @typedef {typeof import("./pkg/comparison.js")} Module */

/** What has been asked for: it is there, or on its way. @type {Map<string, Promise<unknown>>} */
const loading = new Map();

/**
 * Loads what a figure needs, from beside this module; a failed attempt may be repeated.
 * @param {string} figure  a figure's name; of one that there is not, any module says so
 * @returns {Promise<{ Figure: Module["Figure"], sheets: CSSStyleSheet[] }>}
 */
export async function load(figure) {
  const name = Object.hasOwn(modules, figure) ? modules[figure] : Object.values(modules)[0];
  const [module, ...sheets] = await Promise.all([once(name, core), once("tokens.css", sheet), once("figure.css", sheet)]);
  return { Figure: module.Figure, sheets };
}

/** @template Loaded @param {string} name @param {(name: string) => Promise<Loaded>} get @returns {Promise<Loaded>} */
function once(name, get) {
  let known = /** @type {Promise<Loaded> | undefined} */ (loading.get(name));
  if (!known) {
    known = get(name);
    known.catch(() => loading.delete(name));
    loading.set(name, known);
  }
  return known;
}

/** @param {string} name @returns {Promise<Module>} */
async function core(name) {
  // Asked for at once, not one after the other.
  const wasm = fetch(new URL(`pkg/${name}_bg.wasm`, import.meta.url));
  // Who hears of a failure is below.
  wasm.catch(() => {});
  /** @type {Module} */
  const module = await import(`./pkg/${name}.js`);
  await module.default({ module_or_path: wasm });
  outlines(module.Figure.marker);
  return module;
}

/** @param {string} name */
async function sheet(name) {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new CSSStyleSheet().replace(await response.text());
}
