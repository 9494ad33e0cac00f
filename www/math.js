/**
 * Mathematics given as words joined by spaces, as MathML. What changes from frame to frame is only text.
 */
import { element } from "./dom.js";

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** @param {string} word */
function kind(word) {
  if (/^[−+]?\p{N}|^−?∞/u.test(word)) return "mn";
  if (/^(\p{L}|∇|∂)/u.test(word)) return "mi";
  return "mo";
}

/**
 * A browser breaks no line within mathematics, but between two pieces of it: before what they are related by, after a comma,
 * and nowhere within parentheses, unless they hold more than two.
 * @param {string[]} words
 */
function pieces(words) {
  /** @type {string[][]} */
  const parts = [[]];
  let [depth, isLong] = [0, false];
  words.forEach((word, place) => {
    if (/^[)\]]$/.test(word)) depth--;
    if (depth === 0 && /^[=←≈−]$/.test(word) && parts[parts.length - 1].length > 0) parts.push([]);
    parts[parts.length - 1].push(word);
    if (/^[([]$/.test(word) && depth++ === 0) isLong = words.slice(place, words.indexOf(")", place)).filter((word) => word === ",").length > 1;
    if (word === "," && (depth === 0 || (depth === 1 && isLong))) parts.push([]);
  });
  return parts.filter((part) => part.length > 0);
}

/**
 * What sets a sentence, its variables as in formulas.
 * @param {string} variable  what a variable is, as a regular expression with one group
 * @returns {(target: Element, text: string) => void}
 */
export function typesetter(variable) {
  const pattern = new RegExp(variable, "u");
  return (target, text) => target.replaceChildren(...text.split(pattern).map((part, place) => (place % 2 ? element("var", {}, part) : part)));
}

/** The name of a function, with a thin space before what it is of, unless that stands in parentheses. @param {string} word @param {number} place @param {string[]} words */
const spaced = (word, place, words) =>
  /^−?\p{Ll}{2,}$/u.test(word) && kind(words[place + 1] ?? "(") !== "mo" ? `${word}\u2009` : word;

/** A line of mathematics that can be rewritten in place. */
export class Formula {
  root = element("span", { className: "formula" });
  /** @type {string[][]} */
  #parts = [];

  /** @param {string} text  words joined by spaces; `A_B` is A with the index B */
  show(text) {
    const parts = pieces(text.split(" ").map(spaced));
    while (this.root.childElementCount > parts.length) this.root.lastElementChild?.remove();
    parts.forEach((words, at) => {
      const math = this.root.children[at] ?? this.root.appendChild(document.createElementNS(MATHML, "math"));
      const before = this.#parts[at] ?? [];
      if (words.length !== before.length || words.some((word, place) => kind(word) !== kind(before[place]))) {
        math.replaceChildren(...words.map(token));
      } else {
        words.forEach((word, place) => {
          const old = math.children[place];
          if (word === before[place]) return;
          const one = token(word);
          // While it is dragged, a number is rewritten in every frame.
          if (one.localName === "mn" && old.localName === "mn") old.textContent = one.textContent;
          else old.replaceWith(one);
        });
      }
    });
    this.#parts = parts;
  }
}

/** ∂f or dw. @param {string} word */
const differential = (word) => [token(word[0]), token(word.slice(1))];

/** What stands above or below the line, as it is. @param {string} small */
const normal = (small) => small.normalize("NFKC");

/** @param {string} word @returns {Element} */
function token(word) {
  const [base, index] = word.replace(/^(\p{L})([₀-₉]+)$/u, (_, letter, digits) => `${letter}_${normal(digits)}`).split("_");
  if (index) {
    const sub = document.createElementNS(MATHML, "msub");
    sub.append(token(base), token(index));
    return sub;
  }
  const quotient = base.match(/^([d∂]\p{L}[₀-₉]*)\/([d∂]\p{L}[₀-₉]*)$/u);
  if (quotient) {
    const row = document.createElementNS(MATHML, "mrow");
    row.append(...differential(quotient[1]), token("/"), ...differential(quotient[2]));
    return row;
  }
  const by = base.match(/^d\/(d\p{L})$/u);
  if (by) {
    const derivative = document.createElementNS(MATHML, "mfrac");
    const below = document.createElementNS(MATHML, "mrow");
    below.append(...differential(by[1]));
    derivative.append(token("d"), below);
    return derivative;
  }
  if (/^−\p{L}/u.test(base)) {
    const row = document.createElementNS(MATHML, "mrow");
    row.append(token("−"), token(base.slice(1)));
    /** @type {Element} */ (row.firstChild).setAttribute("form", "prefix");
    return row;
  }
  const hat = base.normalize("NFD").match(/^(\p{L})\u0302$/u);
  if (hat) {
    const over = document.createElementNS(MATHML, "mover");
    over.setAttribute("accent", "true");
    over.append(token(hat[1]), token("^"));
    return over;
  }
  const raised = base.match(/^(\p{L}.*?)([⁻¹²³⁰⁴-⁹ᵗ]+)$/u) ?? base.match(/^(.+)(ᵗ)$/u);
  if (raised) {
    const sup = document.createElementNS(MATHML, "msup");
    sup.append(token(raised[1]), token(normal(raised[2])));
    return sup;
  }
  const slope = base.match(/^(\p{L})([′″])$/u);
  if (slope) {
    const primed = document.createElementNS(MATHML, "mrow");
    primed.append(token(slope[1]), token(slope[2]));
    return primed;
  }
  // ∇f or Δx: what stands before a variable is none.
  if (/^[∇Δ]./u.test(base)) {
    const row = document.createElementNS(MATHML, "mrow");
    row.append(...differential(base));
    return row;
  }
  const power = base.match(/^(.+)×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/);
  const made = document.createElementNS(MATHML, kind(base));
  made.textContent = power ? `${power[1]}\u2009×\u200910${power[2]}` : base;
  if (/^[∇Δ]$/.test(base)) made.setAttribute("mathvariant", "normal");
  // What a line's parentheses hold is no higher than the line.
  if (made.localName === "mo") made.setAttribute("stretchy", "false");
  // Alone at its piece's beginning it still stands between two sides.
  if (/^[=←≈−]$/.test(base)) made.setAttribute("form", "infix");
  return made;
}
