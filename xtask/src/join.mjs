// Modules as one text: what a page would load one after the other comes at once.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, relative, resolve } from "node:path";

const [packages] = process.argv.slice(2);
const require = createRequire(`${packages}/`);
const { minify } = require("terser");
const { parse } = require("acorn");
const CleanCss = require("clean-css");

/** An import that is one line. */
const IMPORT = /^import (?:.* from )?"(\..*)";$/gm;

/** An address that is relative to the module that it stands in. */
const ADDRESS = /(new URL\(|import\()"(\.[^"]*)"/g;

/** A style sheet in a script. */
const STYLE = /String\.raw`([^`]*)`/g;

/** @param {string} source */
export function smallerStyle(source) {
  const { styles, errors } = new CleanCss({ inline: false }).minify(source);
  if (errors.length > 0) throw new Error(errors.join("; "));
  return styles;
}

/** @param {string} source @param {boolean} [module]  or a plain script */
export async function smallerScript(source, module = true) {
  const { code } = await minify(source, { module, ecma: 2020, compress: { passes: 2 } });
  return code;
}

/** The modules that one imports by its first lines. @param {string} file @param {string} source */
export const imports = (file, source) => [...source.matchAll(IMPORT)].map(([, name]) => resolve(dirname(file), name));

/**
 * The sources of a module and of all that it imports, each before what imports it.
 * @param {string} file @param {Map<string, string>} [found]  what is there already
 */
export async function withImports(file, found = new Map()) {
  const source = await readFile(file, "utf8");
  for (const other of imports(file, source)) if (!found.has(other)) await withImports(other, found);
  return found.set(file, source);
}

/**
 * One module of several: their names are one scope's, in which none may be given twice.
 * @param {Map<string, string>} sources @param {string} entry  whose exports stay
 */
export function joined(sources, entry) {
  const beside = (/** @type {string} */ from, /** @type {string} */ name) => `./${relative(dirname(entry), resolve(dirname(from), name)).replaceAll("\\", "/")}`;
  /** What is not among them stays a module of its own: its address → what of it several ask for. @type {Map<string, Set<string>>} */
  const asked = new Map();
  const ask = (/** @type {string} */ name, /** @type {string[]} */ wanted) => asked.set(name, new Set([...(asked.get(name) ?? []), ...wanted]));
  const parts = [...sources].map(([file, source]) => {
    const alone = source.replace(IMPORT, (line, name) => {
      if (sources.has(resolve(dirname(file), name))) return "";
      const wanted = /^import { (.*) } from/.exec(line)?.[1].split(", ");
      if (wanted) ask(beside(file, name), wanted);
      return wanted ? "" : line;
    });
    const own = withStyles(alone).replace(ADDRESS, (_, call, name) => call + JSON.stringify(beside(file, name)));
    return file === entry ? own : withoutExports(own);
  });
  const imported = [...asked].map(([name, wanted]) => `import { ${[...wanted].join(", ")} } from "${name}";`);
  const whole = [...imported, ...parts].join("\n");
  // Complains of a name that is given twice.
  parse(whole, { sourceType: "module", ecmaVersion: "latest" });
  return whole;
}

/** @param {string} source */
const withStyles = (source) => source.replace(STYLE, (_, style) => JSON.stringify(smallerStyle(style)));

/** @param {string} source */
export const withoutExports = (source) => source.replace(/^export (?=(async function|class|const|function) )/gm, "").replace(/^export (\{.*\}|\* from .*);$/gm, "");

/** A module as an expression: a function that runs it once, and has what it exports. @param {string} source */
export function asValue(source) {
  /** Exported name → its own. @type {[string, string][]} */
  const exported = [];
  let text = source;
  for (const node of parse(source, { sourceType: "module", ecmaVersion: "latest" }).body.reverse()) {
    // What it imports is in the scope around it.
    if (node.type === "ImportDeclaration") text = text.slice(0, node.start) + text.slice(node.end);
    else if (node.type === "ExportDefaultDeclaration") {
      if (!("name" in node.declaration)) throw new Error("what a module exports by default has no name");
      exported.push(["default", node.declaration.name]);
      text = text.slice(0, node.start) + text.slice(node.end);
    } else if (node.type === "ExportNamedDeclaration") {
      const { declaration } = node;
      if (!declaration) for (const { exported: to, local: from } of node.specifiers) exported.push([to.name, from.name]);
      else if ("declarations" in declaration) exported.push(...declaration.declarations.map(({ id }) => [id.name, id.name]));
      else exported.push([declaration.id.name, declaration.id.name]);
      text = text.slice(0, node.start) + text.slice(declaration ? declaration.start : node.end);
    }
  }
  const list = exported.map(([to, from]) => `${JSON.stringify(to)}: ${from}`).join(", ");
  return `(() => {\n${text}\nreturn { ${list} };\n})()`;
}
