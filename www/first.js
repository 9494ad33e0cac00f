/**
 * Runs in the page's head before the first paint, so that nobody sees a flash of the other language or theme.
 */
{
  const root = document.documentElement;
  /** How long the first picture may keep the chapters waiting once it is there, in milliseconds. */
  const MOST = 200;
  const languages = /** @type {HTMLLinkElement[]} */ ([...document.querySelectorAll("link[hreflang]")]);
  // A crawler takes whole addresses alone, and where the page lies is not known before.
  for (const link of languages) link.href = link.href;

  const remembered = (/** @type {string} */ key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const ask = (/** @type {string} */ href) =>
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "", href }));
  const primary = (/** @type {string | null} */ tag) => tag?.toLowerCase().split("-")[0];

  const named = new URLSearchParams(location.search).get("lang");
  // The first page is for everybody; that of a further language was asked for by its address.
  const wanted = root.lang === languages[0].hreflang ? [named, remembered("descent.lang"), ...navigator.languages] : [named];
  const spoken = wanted.flatMap((tag) => languages.filter(({ hreflang }) => primary(hreflang) === primary(tag)))[0];
  if (spoken && spoken.hreflang !== root.lang) {
    // The text stays unseen until prose.js has put it into this language, or has not come.
    root.dataset.written = root.lang;
    addEventListener("error", ({ target }) => target instanceof HTMLScriptElement && delete root.dataset.written, true);
    root.lang = spoken.hreflang;
    ask(spoken.dataset.prose ?? "");
  }
  // What the first figure needs comes with the page, not one after the other; in one file it is there.
  if (location.protocol !== "file:") ask(`www/pkg/words/${primary(root.lang)}/opening.json`);

  const theme = remembered("descent.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  // The first picture does not wait for the chapters below it, whose formulas take longest to set. Who comes to another place
  // than the top has them at once.
  const [way] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (way?.type === "navigate" && !location.hash) {
    root.dataset.opening = "";
    /** @type {(open: () => void, options: IdleRequestOptions) => void} */
    const soon = window.requestIdleCallback ?? requestAnimationFrame;
    requestAnimationFrame(() => soon(() => void delete root.dataset.opening, { timeout: MOST }));
  }
}
