/**
 * The keys that a figure answers stay with it: the page around may have plans of its own for them, as a deck of slides has
 * for arrows and points.
 */

/** What moves or presses what has the focus. */
const ANSWERED = /^(Arrow.*|Page.*|Home|End|Enter| )$/;

/** @param {KeyboardEvent} event */
const isAnswered = ({ key, target, defaultPrevented, ctrlKey, metaKey, altKey }) =>
  defaultPrevented ||
  (/** @type {Element} */ (target).matches("input, select") ? !/^(Tab|Escape)$/.test(key) : !ctrlKey && !metaKey && !altKey && ANSWERED.test(key));

/** Keeps them within an element. @param {HTMLElement} root */
export function keep(root) {
  for (const kind of /** @type {const} */ (["keydown", "keypress", "keyup"])) {
    root.addEventListener(kind, (event) => isAnswered(event) && event.stopPropagation());
  }
}
