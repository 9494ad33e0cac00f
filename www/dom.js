/**
 * Elements from data, without HTML text.
 */

/**
 * An HTML element with properties and children; a property that is no property of the element becomes an attribute.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [properties]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) Object.assign(made, { [name]: value });
    else made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

/**
 * Sets a text unless it is there already: writing costs layout.
 * @param {Element} target @param {string} text
 */
export function say(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/**
 * Sets an attribute unless it is there already.
 * @param {Element} target @param {string} name @param {string} value
 */
export function mark(target, name, value) {
  if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * A small picture of one path, as large as the text.
 * @param {string} path  in a square of 16 units
 */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** @type {Record<string, string>} */
const MARKERS = {
  batch: "M8 3.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6z",
  stochastic: "M8 2.4L13.8 12.8H2.2z",
  "mini-batch": "M3.6 3.6h8.8v8.8H3.6z",
};

/**
 * The marker of a descent, in its colour.
 * @param {string | null} series
 */
export function marker(series) {
  const svg = icon(MARKERS[series ?? ""] ?? "");
  svg.setAttribute("class", `marker ${series ?? ""}`);
  return svg;
}
