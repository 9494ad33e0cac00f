/**
 * The words around the pictures. What belongs to an experiment (names, ranges, labels) comes from the core, which says it in
 * the language whose sentences it is given.
 */
import { languages } from "./pkg/languages.js";

/** What the interface says, by name. @typedef {Record<import("./pkg/languages.js").Word, string>} Interface */
/** A language's file: the sentences of the core, which knows them by number, and those of the interface. */
/** @typedef {{ core: string, interface: Interface }} Words */

/** The page's language for a BCP 47 tag: that of its kin (`zh-TW`), or the first one there is. @param {string} tag */
export function language(tag) {
  const primary = tag.split(/[-_]/)[0].toLowerCase();
  return Object.hasOwn(languages, primary) ? primary : Object.keys(languages)[0];
}

/** What is said in the language of a tag before its file is there. @param {string} tag */
export function before(tag) {
  return languages[language(tag)];
}

/** A sentence with its places, each a name in braces, filled. @param {string} sentence @param {Record<string, string>} given */
export function fill(sentence, given) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => given[name] ?? place);
}
