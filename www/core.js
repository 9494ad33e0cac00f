/**
 * The WebAssembly modules, the languages and the figures' styles, each loaded once for all figures of a page.
 */
import { outlines } from "./dom.js";
import { modules } from "./figures.js";
import { language } from "./words.js";

/** A figure's state, whichever module has it. @typedef {import("./pkg/comparison.js").Figure} Figure */
/** @typedef {typeof import("./pkg/comparison.js")} Module */
/** @typedef {import("./words.js").Words} Words */

/** Milliseconds after which what has not come is given up. */
const TIMEOUT = 60_000;

/** What has been asked for: it is there, or on its way. @type {Map<string, Promise<unknown>>} */
const loading = new Map();
/** How often something has not come. @type {Map<string, number>} */
const failures = new Map();

/**
 * Loads what a figure needs, from beside this module; a failed attempt may be repeated.
 * @param {string} figure  a figure's name; of one that there is not, any module says so
 * @param {string} tag  of the language that it speaks
 * @returns {Promise<{ Figure: Module["Figure"], words: Words, styles: string[] }>}
 */
export async function load(figure, tag) {
  const texts = ["tokens.css", "figure.css"].map((name) => once(name, async (get) => (await get(name)).text()));
  const name = moduleOf(figure);
  const [module, words, ...styles] = await Promise.all([once(name, core), translation(figure, tag), ...texts]);
  return { Figure: module.Figure, words, styles };
}

/** What a figure says in the language of a tag. @param {string} figure @param {string} tag @returns {Promise<Words>} */
export function translation(figure, tag) {
  const name = `pkg/words/${language(tag)}/${moduleOf(figure)}.json`;
  return once(name, async (get) => (await get(name)).json());
}

/** The addresses of what a figure needs. @param {string} figure @param {string} tag */
export function addresses(figure, tag) {
  const name = moduleOf(figure);
  const files = [`pkg/${name}.js`, `pkg/${name}_bg.wasm`, `pkg/words/${language(tag)}/${name}.json`, "tokens.css", "figure.css"];
  return files.map((file) => new URL(file, import.meta.url));
}

/** @param {string} figure */
function moduleOf(figure) {
  return Object.hasOwn(modules, figure) ? modules[figure] : Object.values(modules)[0];
}

/**
 * Gets something unless it is there. What does not come in time is given up.
 * @template Loaded
 * @param {string} name
 * @param {(get: (file: string) => Promise<Response>, again: string, name: string) => Promise<Loaded>} get  with what fetches
 *   a file, and what makes an address another one when it is asked for again
 * @returns {Promise<Loaded>}
 */
function once(name, get) {
  let known = /** @type {Promise<Loaded> | undefined} */ (loading.get(name));
  if (known) return known;
  const [control, failed] = [new AbortController(), failures.get(name) ?? 0];
  const { signal } = control;
  const late = setTimeout(() => control.abort(new DOMException(name, "TimeoutError")), TIMEOUT);
  const fetched = async (/** @type {string} */ file) => {
    // A copy that was cut short may have been kept.
    const response = await fetch(new URL(file, import.meta.url), { signal, cache: failed ? "reload" : "default" });
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    return response;
  };
  known = Promise.race([
    get(fetched, failed ? `?${failed}` : "", name),
    /** @type {Promise<never>} */ (new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))),
  ]).finally(() => clearTimeout(late));
  known.catch(() => {
    loading.delete(name);
    failures.set(name, failed + 1);
  });
  loading.set(name, known);
  return known;
}

/** @param {(file: string) => Promise<Response>} get @param {string} again @param {string} name @returns {Promise<Module>} */
async function core(get, again, name) {
  const file = `pkg/${name}_bg.wasm`;
  // Asked for at once, not one after the other.
  const wasm = get(file);
  // Who hears of a failure is below.
  wasm.catch(() => {});
  /** @type {Module} */
  const module = await import(`./pkg/${name}.js${again}`);
  await module.default({ module_or_path: wasm }).catch(async () => {
    // What cannot be compiled as it comes may be once it is there.
    await module.default({ module_or_path: (await get(file)).arrayBuffer() });
  });
  outlines(module.Figure.marker);
  return module;
}
