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

/** How a text stands in an element: plainly, until what sets mathematics has come. @type {(target: Element, text: string) => void} */
let set = (target, text) => void (target.textContent = text);

/** Takes what sets the mathematics in a text. @param {typeof set} typeset */
export function typesets(typeset) {
  set = typeset;
}

/**
 * Sets a text unless it is there already: writing costs layout.
 * @param {Element} target @param {string} text
 */
export function say(target, text) {
  if (target.textContent !== text) set(target, text);
}

/** What programmers are told, as a reader is: what it quotes stands in quotation marks. @param {string} message */
export const quoted = (message) => message.replace(/`(.*?)`/g, "“$1”");

/**
 * Sets an attribute unless it is there already.
 * @param {Element} target @param {string} name @param {string} value
 */
export function mark(target, name, value) {
  if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}

/** Hides an element or shows it, unless it is so already. @param {HTMLElement} target @param {boolean} hidden */
export function hide(target, hidden) {
  if (target.hidden !== hidden) target.hidden = hidden;
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * A small picture of one path, as large as the text.
 * @param {string} path @param {string} [square]  that the path is in
 */
export function icon(path, square = "0 0 16 16") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", square);
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** The shape of a style's marker: the core has it. @type {(style: string) => string} */
let outline = () => "";

/** Takes the shapes of markers from a module that has been loaded. @param {typeof outline} marker */
export function outlines(marker) {
  outline = marker;
}

/**
 * The marker of a style, in its colour.
 * @param {string | null} style
 */
export function marker(style) {
  const svg = icon(style ? outline(style) : "", "-160 -160 320 320");
  svg.setAttribute("class", `marker ${style ?? ""}`);
  if (style) svg.style.color = `var(--${style})`;
  return svg;
}

/** Writes in an element's font and colour, about a place. @param {CanvasRenderingContext2D} context @param {Element} like @param {string} text @param {number} x @param {number} y */
export function write(context, like, text, x, y) {
  const { color, fontSize, fontFamily } = getComputedStyle(like);
  Object.assign(context, { fillStyle: color, font: `${fontSize} ${fontFamily}`, textAlign: "center", textBaseline: "middle" });
  context.fillText(text, x, y);
}
