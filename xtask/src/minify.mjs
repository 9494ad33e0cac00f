// Makes the page's scripts and styles smaller, each where it is: `node minify.mjs <folder of packages> <file>...`

import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";

const [packages, ...files] = process.argv.slice(2);
const require = createRequire(`${packages}/`);
const { minify } = require("terser");
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

for (const file of files) {
  const source = await readFile(file, "utf8");
  await writeFile(file, file.endsWith(".css") ? smallerStyle(source) : await smallerScript(source));
}
