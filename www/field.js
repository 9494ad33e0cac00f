/**
 * Fields that are typed into while a figure plays.
 */

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";

/** Numbers as they stand everywhere else: a true minus sign, powers of ten as powers. @param {string} text  as the core has it */
export const asWritten = (text) =>
  text.replace(/(-?)([\d.]+)(?:e(-?\d+))?/g, (_, minus, digits, power) =>
    (minus && "−") + (power ? (digits === "1" ? "10" : digits + "×10") + power.replace(/./g, (/** @type {any} */ digit) => RAISED[digit] ?? "⁻") : digits));

/** What the core understands of it: 1e-6, 10^-6, 10⁻⁶ and １ｅ－６ are one number. @param {string} text */
export const readNumber = (text) =>
  text
    .replace(/[⁰¹²³⁴-⁹⁻]+/g, (power) => "^" + power.replace(/./g, (digit) => "0123456789-"[RAISED.indexOf(digit)]))
    .normalize("NFKC")
    .replace(/。/g, ".")
    .replace(/−/g, "-")
    .replace(/(?:([\d.]+) *[×*·] *|\b)10\^/g, (_, digits = 1) => digits + "e");

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
