/**
 * What a figure takes from where it stands: the language and the theme of the page around it, the sharpness of the display,
 * whether it is seen on a screen or on paper. All figures of a page are told by the same few listeners.
 */

/** @typedef {"language" | "theme" | "sharpness" | "sight" | "paper"} Change */

/** @type {Set<(change: Change) => void>} */
const attending = new Set();

/** Between `beforeprint` and `afterprint`. */
let printing = false;

/** @type {MutationObserver | undefined} */
let tongues;

/** @param {Change} change */
const tell = (change) => attending.forEach((listener) => listener(change));

const theme = () => tell("theme");

/** Each sharpness has a query of its own. */
function sharpen() {
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => {
    sharpen();
    tell("sharpness");
  }, { once: true });
}

/** @param {boolean} now */
function print(now) {
  printing = now;
  tell("paper");
}

/** Tells of every change. @param {(change: Change) => void} listener @returns {() => void}  which ends it */
export function attend(listener) {
  if (!tongues) {
    tongues = new MutationObserver(() => tell("language"));
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", theme);
    document.addEventListener("visibilitychange", () => tell("sight"));
    addEventListener("beforeprint", () => print(true));
    addEventListener("afterprint", () => print(false));
    sharpen();
  }
  attending.add(listener);
  return () => attending.delete(listener);
}

/** The nearest language around an element, through the hosts of shadow trees, of which changes are told too. @param {Element} element */
export function languageAt(element) {
  /** @type {string | null | undefined} */
  let found;
  for (let at = /** @type {Element | undefined} */ (element); at; ) {
    found ??= at.closest("[lang]")?.getAttribute("lang");
    const root = at.getRootNode();
    if (element.isConnected) tongues?.observe(root, { subtree: true, attributeFilter: ["lang"] });
    at = /** @type {ShadowRoot} */ (root).host;
  }
  return found ?? navigator.language;
}

/** @param {string} query */
const is = (query) => matchMedia(query).matches;

/**
 * The theme of an element that asks for one, or for that of its page: its computed `color-scheme`, which a probe shows.
 * @param {string | null} named @param {Element} probe @returns {"light" | "dark"}
 */
export function themeAt(named, probe) {
  // Paper is white; colours that the reader forces have a ground of their own, which the system's theme goes by.
  if (printing) return "light";
  if (is("(forced-colors: active)")) return is("(prefers-color-scheme: dark)") ? "dark" : "light";
  if (named === "light" || named === "dark") return named;
  return /255/.test(getComputedStyle(probe).color) ? "dark" : "light";
}

/** Whether figures are being put on paper. */
export const isPrinting = () => printing;

/** Whether the reader has asked for less motion. */
export const movesLess = () => is("(prefers-reduced-motion: reduce)");
