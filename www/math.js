/**
 * Mathematics given as words joined by spaces, as MathML. What changes from frame to frame is only text.
 */
const MATHML = "http://www.w3.org/1998/Math/MathML";

/** @param {string} word */
function kind(word) {
  if (/^[−+]?\d|^−?∞/.test(word)) return "mn";
  if (/^(\p{L}|∇|∂)/u.test(word)) return "mi";
  return "mo";
}

/** A line of mathematics that can be rewritten in place. */
export class Formula {
  /** The `<math>` element. */
  root = /** @type {MathMLElement} */ (document.createElementNS(MATHML, "math"));
  /** @type {string[]} */
  #words = [];

  /** @param {string} text  words joined by spaces; `A_B` is A with the index B */
  show(text) {
    const words = text.split(" ");
    const same = words.length === this.#words.length && words.every((word, place) => kind(word) === kind(this.#words[place]));
    if (!same) this.root.replaceChildren(...words.map(token));
    else {
      words.forEach((word, place) => {
        if (word !== this.#words[place]) this.root.children[place].replaceWith(token(word));
      });
    }
    this.#words = words;
  }
}

/** ∂f or dw. @param {string} word */
const differential = (word) => [token(word[0]), token(word.slice(1))];

/** Digits that stand below the line, as they are. @param {string} digits */
const normal = (digits) => digits.replace(/./g, (digit) => String(digit.charCodeAt(0) - "₀".charCodeAt(0)));

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
  const slope = base.match(/^(\p{L})([′″])$/u);
  if (slope) {
    const primed = document.createElementNS(MATHML, "mrow");
    primed.append(token(slope[1]), token(slope[2]));
    return primed;
  }
  const nabla = base.length > 1 && base.startsWith("∇");
  if (nabla) {
    const row = document.createElementNS(MATHML, "mrow");
    row.append(token("∇"), token(base.slice(1)));
    return row;
  }
  const power = base.match(/^(.+)×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/);
  const made = document.createElementNS(MATHML, kind(base));
  made.textContent = power ? `${power[1]}\u2009×\u200910${power[2]}` : base;
  if (base === "∇") made.setAttribute("mathvariant", "normal");
  // What a line's parentheses hold is no higher than the line.
  if (made.localName === "mo") made.setAttribute("stretchy", "false");
  return made;
}
