// Makes the page's scripts and styles smaller, each where it is: `node minify.mjs <folder of packages> <entry> <file>...`.
// What the entry, a module, imports is joined to it, so that a reader does not wait for one file after another.

import { readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, relative, resolve } from "node:path";

const [packages, entry, ...files] = process.argv.slice(2);
const require = createRequire(`${packages}/`);
const { minify } = require("terser");
const { parse } = require("acorn");
const CleanCss = require("clean-css");

/** @param {string} source */
function smallerStyle(source) {
  const { styles, errors } = new CleanCss({ inline: false }).minify(source);
  if (errors.length > 0) throw new Error(errors.join("; "));
  return styles;
}

/** @param {string} source */
async function smallerScript(source) {
  const { code } = await minify(source, { module: true, ecma: 2020, compress: { passes: 2 } });
  return code;
}

/** The modules that one imports by its first lines. @param {string} file @param {string} source */
const imports = (file, source) => [...source.matchAll(IMPORT)].map(([, name]) => resolve(dirname(file), name));
const IMPORT = /^import (?:.* from )?"(\..*)";$/gm;

/** An address that is relative to the module that it stands in. */
const ADDRESS = /(new URL\(|import\()"(\.[^"]*)"/g;

/** A style sheet in a script. */
const STYLE = /String\.raw`([^`]*)`/g;

/** The address of a file, given as seen from another, as seen from the entry. @param {string} from @param {string} name */
const beside = (from, name) => `./${relative(dirname(resolve(entry)), resolve(dirname(from), name)).replaceAll("\\", "/")}`;

/** The sources of a module and of all that it imports, each before what imports it. @param {string} file @param {Map<string, string>} found */
async function withImports(file, found = new Map()) {
  const source = await readFile(file, "utf8");
  for (const other of imports(file, source)) if (!found.has(other)) await withImports(other, found);
  return found.set(file, source);
}

/** One module of several: their names are one scope's, in which none may be given twice. @param {Map<string, string>} sources */
function joined(sources) {
  const parts = [...sources].map(([file, source]) => {
    const own = source.replace(IMPORT, "").replace(ADDRESS, (_, call, name) => call + JSON.stringify(beside(file, name))).replace(STYLE, (_, style) => JSON.stringify(smallerStyle(style)));
    return file === resolve(entry) ? own : own.replace(/^export (?=(async function|class|const|function) )/gm, "");
  });
  const whole = parts.join("\n");
  // Complains of a name that is given twice.
  parse(whole, { sourceType: "module", ecmaVersion: "latest" });
  return whole;
}

const together = await withImports(resolve(entry));
const sources = new Map(await Promise.all(files.map(async (file) => /** @type {[string, string]} */ ([resolve(file), await readFile(file, "utf8")]))));
const apart = [...sources].filter(([file]) => !together.has(file));
const needed = new Set(apart.flatMap(([file, source]) => imports(file, source)));
for (const [file, source] of sources) {
  if (file.endsWith(".css")) await writeFile(file, smallerStyle(source));
  else if (file === resolve(entry)) await writeFile(file, await smallerScript(joined(together)));
  else if (together.has(file) && !needed.has(file)) await rm(file);
  else await writeFile(file, await smallerScript(source));
}
