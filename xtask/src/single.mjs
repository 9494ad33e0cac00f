// One script that needs no other file: `node single.mjs <folder of packages> <folder of scripts> <entry> <script|module> <out>`.
// What the entry would ask for while the page is open, by `pkg/files.js`, is in it: deflated, and in letters.

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
const asked = /** @type {string} */ (together.get(list));

const files = [];
for (const [, file] of asked.matchAll(/^ {2}"(.*)": new URL/gm)) {
  const letters = deflateRawSync(await readFile(resolve(www, "pkg", file)), { level: 9 }).toString("base64");
  files.push(`  ${JSON.stringify(file)}: embedded("${file.endsWith(".wasm") ? "application/wasm" : "application/json"}", "${letters}"),\n`);
}

const scripts = [];
for (const [, name, path] of asked.matchAll(/^ {2}"(.*)": \(\) => import\("(.*)"\)/gm)) {
  const file = resolve(www, "pkg", path);
  const needed = await withImports(file, new Map(together));
  scripts.push(`  ${JSON.stringify(name)}: later(() => ${asValue(/** @type {string} */ (needed.get(file)))}),\n`);
  needed.delete(file);
  for (const [other, source] of needed) if (!together.has(other)) together.set(other, source);
}

const styles = asked.slice(asked.indexOf("/** The styles"));
together.set(list, `${GIVES}
export const files = {\n${files.join("")}};
export const scripts = {\n${scripts.join("")}};
${styles}`);

// The entry comes last, and exports what it has.
const source = /** @type {string} */ (together.get(entry));
together.delete(entry);
const text = joined(together.set(entry, source), entry);
await writeFile(out, kind === "module" ? await smallerScript(text) : await smallerScript(`(() => {\n${withoutExports(text)}\n})();`, false));
