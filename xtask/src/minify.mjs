// Makes the page's scripts and styles smaller, each where it is: `node minify.mjs <folder of packages> <entry> <file>...`.
// What the entry, a module, imports is joined to it, so that a reader does not wait for one file after another; and to every
// other script what nobody else asks for.

import { readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { imports, joined, smallerScript, smallerStyle, withImports } from "./join.mjs";

const [, entry, ...files] = process.argv.slice(2).map((path) => resolve(path));

const together = await withImports(entry);
const sources = new Map(await Promise.all(files.map(async (file) => /** @type {[string, string]} */ ([file, await readFile(file, "utf8")]))));
const apart = [...sources].filter(([file]) => !together.has(file));
/** Module → what imports it, beside the entry and what is joined to that. @type {Map<string, string[]>} */
const importers = new Map();
for (const [file, source] of apart) if (file.endsWith(".js")) for (const other of imports(file, source)) importers.set(other, [...(importers.get(other) ?? []), file]);
const isOurs = (/** @type {string} */ file) => dirname(file) === dirname(entry);
const article = await readFile(resolve(dirname(entry), "../index.html"), "utf8");
const isLoaded = (/** @type {string} */ file) => article.includes(`"www/${basename(file)}"`);
/** Whether it is joined to a module that asks for it: to the only one, or to one that the page waits for. @param {string} file @param {string} asking */
const isPartOf = (file, asking) =>
  file !== entry && isOurs(asking) && !isLoaded(file) && (isLoaded(asking) || importers.get(file)?.length === 1);
/** Whether whoever asks for it has it. @param {string} file */
const isPart = (file) => importers.get(file)?.every((asking) => isPartOf(file, asking));
/** A module with its parts, each before what imports it. @param {string} file @param {Map<string, string>} [found] */
function withParts(file, found = new Map()) {
  const source = sources.get(file) ?? "";
  for (const other of imports(file, source)) if (isPartOf(other, file)) withParts(other, found);
  return found.set(file, source);
}
/** What is asked for by itself needs others, and those yet others. @type {Map<string, string>} */
const needed = new Map([[entry, ""]]);
for (const [file] of apart) if (file.endsWith(".js")) await withImports(file, needed);
for (const [file, source] of sources) {
  if (file.endsWith(".css")) await writeFile(file, smallerStyle(source));
  else if (file === entry) await writeFile(file, await smallerScript(joined(together, entry)));
  else if (isPart(file) || together.has(file) && !needed.has(file)) await rm(file);
  else await writeFile(file, await smallerScript(joined(withParts(file), file)));
}
