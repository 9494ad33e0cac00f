// Makes the page's scripts and styles smaller, each where it is: `node minify.mjs <folder of packages> <entry> <file>...`.
// What the entry, a module, imports is joined to it, so that a reader does not wait for one file after another.

import { readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { joined, smallerScript, smallerStyle, withImports } from "./join.mjs";

const [, entry, ...files] = process.argv.slice(2).map((path) => resolve(path));

const together = await withImports(entry);
const sources = new Map(await Promise.all(files.map(async (file) => /** @type {[string, string]} */ ([file, await readFile(file, "utf8")]))));
const apart = [...sources].filter(([file]) => !together.has(file));
/** What is asked for by itself needs others, and those yet others. @type {Map<string, string>} */
const needed = new Map([[entry, ""]]);
for (const [file] of apart) if (file.endsWith(".js")) await withImports(file, needed);
for (const [file, source] of sources) {
  if (file.endsWith(".css")) await writeFile(file, smallerStyle(source));
  else if (file === entry) await writeFile(file, await smallerScript(joined(together, entry)));
  else if (together.has(file) && !needed.has(file)) await rm(file);
  else await writeFile(file, await smallerScript(source));
}
