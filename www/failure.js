/**
 * Why a figure could not be loaded, in a sentence. It is looked for when that has happened, and comes no sooner.
 */
import { causes } from "./pkg/failures.js";

/** Milliseconds that looking for it may take. */
const PATIENCE = 10_000;

/** The smallest module that there is. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** @typedef {import("./pkg/failures.js").Cause} Cause */

/**
 * The cause and what it is about.
 * @param {unknown} error @param {URL[]} addresses  of what the figure needs
 * @returns {Promise<[Cause, Record<string, string>] | undefined>}
 */
async function cause(error, addresses) {
  if (typeof WebAssembly !== "object") return ["forbidden", {}];
  try {
    new WebAssembly.Module(EMPTY);
  } catch {
    return ["policy", {}];
  }
  if (addresses[0]?.protocol === "file:") return ["file", {}];
  if (error instanceof DOMException && error.name === "TimeoutError") return ["late", {}];
  for (const address of addresses) {
    const file = address.pathname.split("/").at(-1) ?? "";
    const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined);
    if (!response) return undefined;
    if (!response.ok) return ["missing", { file, status: String(response.status) }];
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    const body = await response.arrayBuffer().catch(() => undefined);
    if (!body) return ["damaged", { file }];
    if (type === "text/html" || (file.endsWith(".js") && !/javascript/.test(type))) return ["type", { file, type }];
    if (file.endsWith(".wasm") && !WebAssembly.validate(body)) return ["damaged", { file }];
  }
  return undefined;
}

/**
 * The sentence in a language, if there is more to be said than that it could not be loaded.
 * @param {unknown} error @param {URL[]} addresses @param {string} language
 */
export async function explain(error, addresses, language) {
  const [name, given] = (await cause(error, addresses)) ?? [];
  return name && causes[language][name].replace(/\{(\w+)\}/g, (_, place) => given?.[place] ?? "");
}
