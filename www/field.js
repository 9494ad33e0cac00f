/**
 * Fields that are typed into while a figure plays.
 */

/** Fields with a text that is not finished. @type {WeakSet<HTMLInputElement>} */
const unfinished = new WeakSet();

/** Notes when somebody begins and ends to type. @param {HTMLInputElement} field */
export function watch(field) {
  field.addEventListener("input", () => unfinished.add(field));
  for (const end of ["change", "blur"]) field.addEventListener(end, () => unfinished.delete(field));
}

/** Whatever is typed in a field is outdated, for its value has been changed by other means. @param {HTMLInputElement} field */
export function forget(field) {
  unfinished.delete(field);
  field.removeAttribute("aria-invalid");
}

/**
 * Whether a field's text is its reader's alone, who is typing it or has not left it since it was found wrong; the figure
 * that plays meanwhile must not replace it.
 * @param {HTMLInputElement} field
 */
export function typing(field) {
  const root = /** @type {Document | ShadowRoot} */ (field.getRootNode());
  return unfinished.has(field) || (root.activeElement === field && field.getAttribute("aria-invalid") === "true");
}
