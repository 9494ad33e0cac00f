/**
 * The URL fragment holds what the page's figures show, and where the reader wants to be:
 * `#batch;three-descents?objective=regression&…&seed=7`. Sections are joined by `;`. A section is a
 * figure's id, `?` and its experiment string; or an experiment string alone, meant for `three-descents`;
 * or else the id of an element to scroll to.
 *
 * @typedef {object} Fragment
 * @property {string} anchor  id of the element to scroll to; "" when there is none
 * @property {ReadonlyMap<string, string>} figures  figure id → experiment string, in the order written
 */

/** The figure that an experiment string without an id is meant for. */
const DEFAULT_FIGURE = "three-descents";

/**
 * @param {string} hash  `location.hash`, with or without the `#`
 * @returns {Fragment}
 */
export function parseFragment(hash) {
  let anchor = "";
  /** @type {Map<string, string>} */
  const figures = new Map();
  for (const section of hash.replace(/^#/, "").split(";")) {
    const [, id, experiment] = /^([\w-]+)\?(.*)$/.exec(section) ?? [];
    if (id !== undefined && experiment !== undefined) figures.set(id, experiment);
    else if (section.includes("=")) figures.set(DEFAULT_FIGURE, section);
    else anchor ||= section;
  }
  return { anchor, figures };
}

/**
 * The inverse of `parseFragment`, without the `#`. A `;` inside an experiment is written as `%3B`, which
 * the experiment string, being a URL query, reads as the same character.
 *
 * @param {Fragment} fragment
 */
export function formatFragment({ anchor, figures }) {
  const sections = [...figures].map(([id, experiment]) => `${id}?${experiment.replaceAll(";", "%3B")}`);
  return [anchor, ...sections].filter(Boolean).join(";");
}
