/**
 * The WebAssembly modules, the languages and the figures' style sheets, each loaded once for all figures of a page.
 */
import { outlines } from "./dom.js";
import { modules } from "./figures.js";
import { language } from "./words.js";

/** A figure's state, whichever module has it. @typedef {import("./pkg/comparison.js").Figure} Figure */
/** @typedef {typeof import("./pkg/comparison.js")} Module */
/** @typedef {import("./words.js").Words} Words */

/** What has been asked for: it is there, or on its way. @type {Map<string, Promise<unknown>>} */
const loading = new Map();

/**
 * Loads what a figure needs, from beside this module; a failed attempt may be repeated.
 * @param {string} figure  a figure's name; of one that there is not, any module says so
 * @param {string} tag  of the language that it speaks
 * @returns {Promise<{ Figure: Module["Figure"], words: Words, sheets: CSSStyleSheet[] }>}
 */
export async function load(figure, tag) {
  const styles = ["tokens.css", "figure.css"].map((name) => once(name, sheet));
  const [module, words, ...sheets] = await Promise.all([once(moduleOf(figure), core), translation(figure, tag), ...styles]);
  return { Figure: module.Figure, words, sheets };
}

/** What a figure says in the language of a tag. @param {string} figure @param {string} tag @returns {Promise<Words>} */
export function translation(figure, tag) {
  return once(`pkg/words/${language(tag)}/${moduleOf(figure)}.json`, async (name) => (await fetched(name)).json());
}

/** @param {string} figure */
function moduleOf(figure) {
  return Object.hasOwn(modules, figure) ? modules[figure] : Object.values(modules)[0];
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
  return new CSSStyleSheet().replace(await (await fetched(name)).text());
}

/** @param {string} name */
async function fetched(name) {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}
