/**
 * The WebAssembly core and the figures' style sheets, loaded once for all figures of a page.
 */
import init, { Figure } from "./pkg/descent.js";

export { Figure };

/** @type {Promise<CSSStyleSheet[]> | undefined} */
let loading;

/** Loads what figures need, from beside this module; a failed attempt may be repeated. */
export function load() {
  loading ??= Promise.all([sheet("tokens.css"), sheet("figure.css"), init()]).then(([tokens, style]) => [tokens, style]);
  loading.catch(() => (loading = undefined));
  return loading;
}

/** @param {string} name */
async function sheet(name) {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new CSSStyleSheet().replace(await response.text());
}
