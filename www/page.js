/**
 * The article's page: which language and theme it is shown in, and the URL fragment that holds what its
 * figures show. Each choice is an attribute on <html>, for the style sheets, and on every figure.
 */
import "./descent-figure.js";
import { formatFragment, parseFragment } from "./fragment.js";
import { begun, pages, writeProse } from "./prose.js";
import { scrolls } from "./scrolls.js";

/** @typedef {import("./descent-figure.js").DescentFigure} DescentFigure */

const root = document.documentElement;
const figures = /** @type {DescentFigure[]} */ ([...document.querySelectorAll("descent-figure")]);

// ---- What the reader chose last time; storage may be forbidden, and then nothing is remembered ----

/** @param {string} key */
function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} value */
function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice still holds until the page is closed.
  }
}

/**
 * Buttons of which one is pressed, told apart by the value of `data-<name>`.
 * @param {string} name  of the data attribute, as in `dataset`
 * @param {(value: string) => void} choose
 * @returns {(value: string) => void}  shows which one is pressed
 */
function exclusiveButtons(name, choose) {
  const buttons = [...document.querySelectorAll("button")].filter((button) => name in button.dataset);
  for (const button of buttons) button.addEventListener("click", () => choose(button.dataset[name] ?? ""));
  return (value) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset[name] === value));
  };
}

// ---- Language: the script in the page's head has chosen one before the first paint ----

const pressLanguage = exclusiveButtons("language", async (language) => {
  remember("descent.lang", language);
  readdress(language);
  await writeProse(language);
  pressLanguage(root.lang);
});

/**
 * Lets the address name no other language than the one chosen: it would win when the page is loaded again.
 * @param {string} language
 */
function readdress(language) {
  const url = new URL(location.href);
  if (url.searchParams.has("lang")) url.searchParams.set("lang", language);
  const [first, ...further] = pages.values();
  const here = further.find((link) => new URL(link.href).pathname === url.pathname);
  if (here && here.hreflang !== language) url.pathname = new URL(first.href).pathname;
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}


/** Shows the language that the address names, where it names one: the reader has gone back to it. */
async function followAddress() {
  const { searchParams, pathname } = new URL(location.href);
  const primary = (/** @type {string | null} */ tag) => tag?.split("-")[0];
  const named = [...pages].find(([tag, { href }], place) =>
    searchParams.has("lang") ? primary(tag) === primary(searchParams.get("lang")) : place > 0 && new URL(href).pathname === pathname);
  if (!named || named[0] === root.lang) return;
  await writeProse(named[0]);
  pressLanguage(root.lang);
}

// ---- Theme: the reader's choice, or the system's as long as the choice is "auto" ----

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
let themeChoice = recall("descent.theme") ?? "auto";

const pressTheme = exclusiveButtons("themeChoice", (choice) => {
  themeChoice = choice;
  remember("descent.theme", choice);
  showTheme();
});

function showTheme() {
  const system = systemIsDark.matches ? "dark" : "light";
  wear(themeChoice === "light" || themeChoice === "dark" ? themeChoice : system);
  pressTheme(themeChoice);
}

/** @param {"light" | "dark"} theme */
function wear(theme) {
  root.dataset.theme = theme;
  for (const figure of figures) figure.setAttribute("theme", theme);
}

// ---- The fragment: which figures differ from how the page first shows them, and where the reader is ----

/** @typedef {import("./fragment.js").Fragment} Fragment */

/** What the address says now. @type {Fragment} */
let shown = parseFragment("");

// Set while a figure is told what to show, so that what it then reports is not taken for the reader's doing.
let applying = false;

/**
 * Make the figures show what a fragment says. One that it doesn't name returns to its initial state; one of
 * which it says the same as before goes on undisturbed, even if it is playing.
 *
 * @param {Fragment} fragment
 */
function apply(fragment) {
  const before = shown;
  shown = fragment;
  for (const figure of figures) {
    if (fragment.figures.get(figure.id) === before.figures.get(figure.id)) continue;
    // One that cannot load says so itself, and may load later.
    if (figure.initialExperiment === null) figure.addEventListener("load", () => update(figure), { once: true });
    else update(figure);
  }
}

/** @param {DescentFigure} figure */
function update(figure) {
  const wanted = shown.figures.get(figure.id) ?? figure.initialExperiment;
  if (wanted === null || wanted === figure.experiment) return;
  applying = true;
  try {
    figure.experiment = wanted;
  } finally {
    applying = false;
  }
}

// Marks the entries of the browser's history that this page has written or answered: when the reader comes
// back to one of them, the browser restores the scroll position.
const ANSWERED = "answered";

/** @param {Fragment} fragment @param {boolean} commit  whether the reader can go back to what was before */
function write(fragment, commit) {
  shown = fragment;
  const text = formatFragment(fragment);
  if (text === location.hash.slice(1)) return;
  const url = text ? `#${text}` : location.pathname + location.search;
  if (commit) history.pushState(ANSWERED, "", url);
  else history.replaceState(ANSWERED, "", url);
}

/** Frames in which a reader who is being brought somewhere is brought there again. */
const ARRIVING = 2;

/** Ends the way to where the reader is being brought: another is begun, or the reader scrolls. */
let arriving = new AbortController();
for (const type of ["wheel", "touchstart", "pointerdown", "keydown"]) {
  addEventListener(type, () => arriving.abort(), { capture: true, passive: true });
}

/**
 * Scrolls to a place, and again in the next frames: chapters above it that have never been in view have the height they
 * were guessed to have, until they are laid out on the way. As long as the reader stays there, the place stays too when
 * a figure above it takes another height than the page has kept for it: some browsers leave that to the page.
 *
 * @param {Element} place
 */
function arrive(place) {
  arriving.abort();
  const { signal } = (arriving = new AbortController());
  // Its chapter has the height that it has, and not the one that it was guessed to have.
  place.closest("section")?.style.setProperty("content-visibility", "visible");
  let reached = NaN;
  const scroll = () => {
    // This page alone: a page that has it in a frame stays where it is.
    scrollTo(0, scrollY + place.getBoundingClientRect().top - parseFloat(getComputedStyle(place).scrollMarginTop));
    reached = scrollY;
  };
  const approach = (/** @type {number} */ left) => {
    if (signal.aborted) return;
    scroll();
    if (left > 0) requestAnimationFrame(() => approach(left - 1));
  };
  approach(ARRIVING);
  // Elsewhere, the reader has scrolled by what tells nothing else, or the browser has kept the place itself.
  const height = new ResizeObserver(() => scrollY === reached && scroll());
  height.observe(document.body);
  signal.addEventListener("abort", () => height.disconnect());
}

/** Bring the reader to the anchor, or else to the first figure named. @param {Fragment} fragment */
function goTo({ anchor, figures }) {
  const place = document.getElementById(anchor || (figures.keys().next().value ?? ""));
  if (!place) return;
  arrive(place);
  if (!anchor) return;
  // As after any jump within a page, the Tab key goes on from here.
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

// A reload would restore the scroll position that figures of other heights had left.
const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
let reloaded = navigation?.type === "reload";

function readAddress() {
  arriving.abort();
  apply(parseFragment(location.hash));
  if (history.state === ANSWERED && !reloaded) return;
  // The entry that is reloaded keeps it; those that come after are restored as ever.
  if (reloaded) history.scrollRestoration = "manual";
  reloaded = false;
  goTo(shown);
  history.replaceState(ANSWERED, "");
}

// A figure that comes to rest by itself, before the reader has touched it, is not worth a line in the address.
const touched = new Set();
for (const type of ["pointerdown", "keydown", "click", "input"]) {
  document.addEventListener(type, (event) => touched.add(event.target), { capture: true, passive: true });
}

document.addEventListener("descentchange", (event) => {
  const figure = figures.find((candidate) => candidate === event.target);
  if (!figure || applying || !touched.has(figure)) return;
  const { experiment, commit } = /** @type {CustomEvent<{ experiment: string, commit: boolean }>} */ (event).detail;
  const others = [...shown.figures].filter(([id]) => id !== figure.id);
  const own = /** @type {[string, string][]} */ (experiment === figure.initialExperiment ? [] : [[figure.id, experiment]]);
  // A deliberate change comes first, so that whoever opens the link is taken to it.
  write({ anchor: commit ? "" : shown.anchor, figures: new Map(commit ? [...own, ...others] : [...others, ...own]) }, commit);
});

// A figure that is shared from here is opened here.
for (const figure of figures) {
  figure.addEventListener("share", (event) => {
    const { detail } = /** @type {CustomEvent<{ experiment: string, link: string }>} */ (event);
    const url = new URL(location.href);
    url.hash = formatFragment({ anchor: "", figures: new Map([[figure.id, detail.experiment]]) });
    detail.link = url.href;
  });
}

// A link within the page moves the reader, or sets one figure; the other figures stay as they are.
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.getAttribute("href")?.startsWith("#")) return;
  event.preventDefault();
  const target = parseFragment(link.hash);
  const others = [...shown.figures].filter(([id]) => !target.figures.has(id));
  const next = { anchor: target.anchor, figures: new Map([...target.figures, ...others]) };
  apply(next);
  write(next, true);
  goTo(target);
});

addEventListener("popstate", () => {
  followAddress();
  readAddress();
});

showTheme();
systemIsDark.addEventListener("change", showTheme);
// Paper is white.
addEventListener("beforeprint", () => wear("light"));
addEventListener("afterprint", showTheme);

for (const formula of document.querySelectorAll(".formula")) scrolls(/** @type {HTMLElement} */ (formula));

await begun;
pressLanguage(root.lang);
readAddress();

// Until then the style sheet keeps the room that a figure will take.
for (const figure of figures) {
  const settled = () => figure.classList.add("settled");
  figure.ready.then(settled, settled);
}
