/**
 * The language of the article's text. A page comes in one; the prose of another is a file of its own, whose sentences
 * take the place of those that are there, so that figures, focus and scroll position stay.
 */
const html = document.documentElement;

/** What says a sentence; each page has the same, in the same order. */
const sayers = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-words]")]);

/** Language → the link to its page, which tells where its prose is; the site's own address has the first. */
export const pages = new Map(
  [.../** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[hreflang]"))].map((link) => [link.hreflang, link]),
);

/** What the text is written in; the script in the page's head asks for another before the first paint. */
let written = html.dataset.written ?? html.lang;

/** What it is to be written in. */
let wanted = written;

/** The prose that has come, or that has given way to another, by language: what each says, as HTML. @type {Map<string, string[]>} */
const known = new Map();

/** The build's own words, to a page that wants to know whose HTML it takes. @type {(text: string) => string} */
const trusted = (text) => policy?.createHTML(text) ?? text;
/** @type {{ createHTML: (text: string) => string } | undefined} */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("descent-prose", { createHTML: (/** @type {string} */ text) => text });

/** @param {string} language */
async function prose(language) {
  const response = await fetch(pages.get(language)?.dataset.prose ?? "");
  if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
  known.set(language, await response.json());
}

/**
 * Writes the text in a language, which `<html>` has then. Where its prose does not come, or another language is asked
 * for meanwhile, all stays as it is.
 *
 * @param {string} language  one of {@link pages}
 */
export async function writeProse(language) {
  wanted = language;
  // Asked for again, it may come.
  if (language !== written && !known.has(language)) await prose(language).catch(() => {});
  if (wanted !== language) return;
  const there = known.get(language);
  if (there && language !== written) {
    // As it comes, the page stands where the browser put it.
    const stay = html.dataset.written ? () => {} : hold();
    known.set(written, sayers.map((sayer) => sayer.innerHTML));
    sayers.forEach((sayer, place) => (sayer.innerHTML = trusted(there[place] ?? sayer.innerHTML)));
    written = html.lang = language;
    stay();
  }
  html.lang = written;
}

/** Pixels on top of the view that nobody reads: the margin above what an address leads to. */
const MARGIN = 24;

/** Takes hold of what is on top of the view: what is returned scrolls it there again. */
function hold() {
  const { place, top } = topmost(document.body);
  return () => scrollBy({ top: place.getBoundingClientRect().top - top, behavior: "instant" });
}

/**
 * The first sentence, figure or formula that is not above the view.
 * @param {Element} place @returns {{ place: Element, top: number }}
 */
function topmost(place) {
  const { top } = place.getBoundingClientRect();
  const inside = place.matches("[data-words]") ? [] : [...place.children];
  const first = inside.find((child) => child.getBoundingClientRect().bottom > MARGIN);
  return first ? topmost(first) : { place, top };
}

/** Settles when the text is in the language of its reader, or in the one that it came in because there is no other. */
export const begun = writeProse(html.lang).then(() => void delete html.dataset.written);
