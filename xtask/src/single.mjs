// One script of many: `node single.mjs <folder of packages> <folder of scripts> <entry> <packed|script|module> <out>`. In a script or
// a module that needs no other file, what the entry would ask for while the page is open, by `pkg/files.js`, is in it: deflated,
// and in letters.

import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { deflateRawSync } from "node:zlib";
import { asValue, joined, smallerScript, withImports, withoutExports } from "./join.mjs";

const [, www, name, kind, out] = process.argv.slice(2);
const entry = resolve(www, name);
const list = resolve(www, "pkg/files.js");

/** What gives an embedded file, and what runs a module when it is asked for. */
const GIVES = `
const embedded = (type, letters) => async () => {
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(whole, { headers: { "content-type": type } });
};
const later = (make, made) => async () => (made ??= make());`;

const together = await withImports(entry);
if (kind !== "packed") await embed();
const text = joined(together, entry);
await writeFile(out, await (kind === "script" ? smallerScript(`(() => {\n${withoutExports(text)}\n})();`, false) : smallerScript(text)));

/** Puts what is asked for into the list of it. */
async function embed() {
  const asked = /** @type {string} */ (together.get(list));
  const modules = [...asked.matchAll(/"(\w+)_bg\.wasm": /g)].map(([, module]) => module);
  // The last has the figures of all.
  const isLess = (/** @type {string} */ path) => modules.slice(0, -1).some((module) => path.match(/(\w+?)(_bg)?(\.\w+)?$/)?.[1] === module);

  const files = [];
  for (const [, file] of asked.matchAll(/^ {2}"(.*)": new URL/gm)) {
    if (isLess(file)) continue;
    const letters = deflateRawSync(await readFile(resolve(www, "pkg", file)), { level: 9 }).toString("base64");
    files.push(`  ${JSON.stringify(file)}: embedded("${file.endsWith(".wasm") ? "application/wasm" : "application/json"}", "${letters}"),\n`);
  }

  const scripts = [];
  for (const [, name, path] of asked.matchAll(/^ {2}"(.*)": \(\) => import\("(.*)"\)/gm)) {
    // What is for programs has files of its own.
    if (isLess(name) || name === "descent") continue;
    const file = resolve(www, "pkg", path);
    const needed = await withImports(file, new Map(together));
    scripts.push(`  ${JSON.stringify(name)}: later(() => ${asValue(/** @type {string} */ (needed.get(file)))}),\n`);
    needed.delete(file);
    for (const [other, source] of needed) if (!together.has(other)) together.set(other, source);
  }

  const styles = asked.slice(asked.indexOf("/** The styles"));
  const lists = `export const files = {\n${files.join("")}};\nexport const scripts = {\n${scripts.join("")}};\n`;
  together.set(list, `${GIVES}\n${lists}${styles}`);

  // The entry comes last; that of a page exports nothing, and its names are its own.
  const source = /** @type {string} */ (together.get(entry));
  together.delete(entry);
  together.set(entry, kind === "module" ? `{\n${source}\n}` : source);
}
