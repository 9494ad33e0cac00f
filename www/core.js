/**
 * The WebAssembly modules and the languages, each loaded once for all figures of a page.
 */
import { outlines, typesets } from "./dom.js";
import { modules } from "./figures.js";
import { files, scripts, styles } from "./pkg/files.js";
import { language } from "./words.js";

/** A figure's state, whichever module has it. @typedef {import("./pkg/comparison.js").Figure} Figure */
/** @typedef {typeof import("./pkg/comparison.js")} Module */
/** @typedef {import("./words.js").Words} Words */
/**
 * What not every figure needs: what sets mathematics, numbers in pictures, and controls.
 * @typedef {object} Parts
 * @property {typeof import("./details.js").Details} [Details]
 * @property {typeof import("./program.js").Program} [Program]
 * @property {typeof import("./value-field.js").ValueField} [ValueField]
 * @property {typeof import("./controls.js").Controls} [Controls]
 */

/** Milliseconds after which what has not come is given up. */
const TIMEOUT = 60_000;

/** What has been asked for: it is there, or on its way. @type {Map<string, Promise<unknown>>} */
const loading = new Map();
/** How often something has not come. @type {Map<string, number>} */
const misses = new Map();

/** Where the files are, if not where this module was when it was packed. @type {URL | undefined} */
let base;

/**
 * Says where the folder `pkg` of the figures is, for a page whose scripts were packed without what they ask for.
 * @param {string | URL} url
 */
export function setBase(url) {
  base = new URL(`${url}`.replace(/\/*$/, "/"), document.baseURI);
}

/** Where a file is, unless it came with the script. @param {string} file @returns {URL | undefined} */
function addressOf(file) {
  if (base) return new URL(file, base);
  const known = files[file];
  return known instanceof URL ? known : undefined;
}

/** The folder of the site that the figures come from, as far as it is known. */
export const siteOf = () => new URL("../../", base ?? addressOf(Object.keys(files)[0]) ?? document.baseURI);

/**
 * Loads what a figure needs, from beside this module; a failed attempt may be repeated.
 * @param {string} figure  a figure's name; of one that there is not, any module says so
 * @param {string} tag  of the language that it speaks
 * @param {boolean} owns  whether it is given data
 * @param {boolean} controlled  whether it has controls
 */
export async function load(figure, tag, owns, controlled) {
  const name = moduleOf(figure, owns);
  const coming = Promise.all([
    owns ? scripts.own() : undefined,
    // The smaller modules have no mathematics below them, or neither numbers in their pictures nor a program.
    name === "opening" ? undefined : once("read-outs and rules", scripts.details),
    name === "chapters" ? once("numbers in pictures", scripts.fields) : undefined,
    name === "chapters" ? once("a program", scripts.program) : undefined,
    controlled ? once("all controls", scripts.controls) : undefined,
  ]);
  const [module, words, [own, details, fields, program, controls]] = await Promise.all([once(name, core), translation(figure, tag, owns), coming]);
  for (const making of [{ outlines, typesets }, details]) {
    making?.outlines(module.Figure.marker);
    if (details) making?.typesets(details.typesetter(module.Figure.variable()));
  }
  const parts = { Details: details?.Details, Program: program?.Program, ValueField: fields?.ValueField, Controls: controls?.Controls };
  const theirs = Object.values(parts).flatMap((part) => part?.style ?? []);
  return { Figure: module.Figure, words, styles: [...styles, ...theirs], give: own?.give, parts };
}

/** The descent that a figure's string describes, if it describes one. @param {string} text @param {Figure} [figure]  that has its data */
export async function trainer(text, figure) {
  if (!text.startsWith("objective=")) return null;
  const pairs = text.split("&");
  const { ownFeatures: features, ownTargets: targets } = /** @type {Partial<import("./pkg/chapters.js").Figure>} */ (figure ?? {});
  const { default: init, Dataset, Trainer } = await scripts.descent();
  await init(base && new URL("descent_bg.wasm", base));
  const data = features && targets && new Dataset(features, features.length / targets.length, targets);
  const made = new Trainer(pairs.filter((pair) => !pair.startsWith("figure.")).join("&"), data);
  made.step(Number(pairs.find((pair) => pair.startsWith("figure.step="))?.split("=")[1] ?? 0));
  return made;
}

/** What a figure says in the language of a tag. @param {string} figure @param {string} tag @param {boolean} owns @returns {Promise<Words>} */
export const translation = (figure, tag, owns) => words(tag, moduleOf(figure, owns));

/** What is said in the language of a tag where a figure is shared. @param {string} tag @returns {Promise<import("./share.js").Words>} */
export const sharing = (tag) => words(tag, "share");

/** @param {string} tag @param {string} of @returns {Promise<any>} */
const words = (tag, of) => once(`words/${language(tag)}/${of}.json`, async (get, name) => (await get(name)).json());

/** The addresses of what a figure needs. @param {string} figure @param {string} tag @param {boolean} owns */
export function addresses(figure, tag, owns) {
  const name = moduleOf(figure, owns);
  const found = [`${name}_bg.wasm`, `words/${language(tag)}/${name}.json`].flatMap((file) => addressOf(file) ?? []);
  return found.length > 0 ? [...found, new URL(`${name}.js`, found[0])] : [];
}

/**
 * The smallest module that has a figure, or one with all that it has which is on its way already.
 * @param {string} figure @param {boolean} owns  whether it is given data, which the largest alone can read
 */
function moduleOf(figure, owns) {
  const names = Object.keys(scripts).filter((name) => files[`${name}_bg.wasm`]);
  // One file has no other than the largest.
  const own = Math.max(names.indexOf(Object.hasOwn(modules, figure) ? modules[figure] : ""), owns ? names.indexOf("chapters") : 0, 0);
  return names.find((name, place) => place >= own && loading.has(name)) ?? names[own];
}

/**
 * Gets something unless it is there. What does not come in time is given up.
 * @template Loaded
 * @param {string} name
 * @param {(get: (file: string) => Promise<Response>, name: string) => Promise<Loaded>} get  with what fetches a file
 * @returns {Promise<Loaded>}
 */
function once(name, get) {
  let known = /** @type {Promise<Loaded> | undefined} */ (loading.get(name));
  if (known) return known;
  const [control, failed] = [new AbortController(), misses.get(name) ?? 0];
  const { signal } = control;
  const late = setTimeout(() => control.abort(new DOMException(name, "TimeoutError")), TIMEOUT);
  const fetched = async (/** @type {string} */ file) => {
    const [own, address] = [files[file], addressOf(file)];
    // A copy that was cut short may have been kept.
    const response = await (!address && typeof own === "function" ? own() : fetch(address ?? file, { signal, cache: failed ? "reload" : "default" }));
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    return response;
  };
  known = Promise.race([
    get(fetched, name),
    /** @type {Promise<never>} */ (new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))),
  ]).finally(() => clearTimeout(late));
  known.catch(() => {
    loading.delete(name);
    misses.set(name, failed + 1);
  });
  loading.set(name, known);
  return known;
}

/** @param {(file: string) => Promise<Response>} get @param {string} name @returns {Promise<Module>} */
async function core(get, name) {
  const file = `${name}_bg.wasm`;
  // Asked for at once, not one after the other.
  const wasm = get(file);
  // Who hears of a failure is below.
  wasm.catch(() => {});
  const module = await scripted(name);
  await module.default({ module_or_path: wasm }).catch(async () => {
    // What cannot be compiled as it comes may be once it is there.
    await module.default({ module_or_path: (await get(file)).arrayBuffer() });
  });
  return module;
}

/** The JavaScript of a module. @param {string} name @returns {Promise<Module>} */
async function scripted(name) {
  try {
    return await scripts[/** @type {"comparison"} */ (name)]();
  } catch (error) {
    // A browser remembers what has failed under an address for ever.
    const failed = misses.get(name);
    const address = addressOf(`${name}_bg.wasm`);
    if (!failed || !address) throw error;
    return import(/* webpackIgnore: true */ /* @vite-ignore */ new URL(`${name}.js?${failed}`, address).href);
  }
}
