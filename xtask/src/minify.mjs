// Makes the page's scripts and styles smaller, each where it is: `node minify.mjs <folder of packages> <entry> <file>...`.
// What the entry, a module, imports is joined to it, so that a reader does not wait for one file after another; and to the
// article's script what nobody else asks for.

import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { joined, smallerScript, smallerStyle, withImports } from "./join.mjs";

const [, entry, ...files] = process.argv.slice(2).map((path) => resolve(path));

const together = await withImports(entry);
const sources = new Map(await Promise.all(files.map(async (file) => /** @type {[string, string]} */ ([file, await readFile(file, "utf8")]))));
const apart = [...sources].filter(([file]) => !together.has(file));
/** The article's script, with what is joined to it. */
const [page, ...itsOwn] = ["page.js", "fragment.js", "scrolls.js"].map((name) => resolve(dirname(entry), name));
const article = new Map([...itsOwn, page].map((file) => [file, sources.get(file) ?? ""]));
/** What is asked for by itself needs others, and those yet others. @type {Map<string, string>} */
const needed = new Map([[entry, ""]]);
for (const [file] of apart) if (file.endsWith(".js") && !article.has(file)) await withImports(file, needed);
for (const [file, source] of sources) {
  if (file.endsWith(".css")) await writeFile(file, smallerStyle(source));
  else if (file === entry) await writeFile(file, await smallerScript(joined(together, entry)));
  else if (file === page) await writeFile(file, await smallerScript(joined(article, page)));
  else if (itsOwn.includes(file) || together.has(file) && !needed.has(file)) await rm(file);
  else await writeFile(file, await smallerScript(source));
}
