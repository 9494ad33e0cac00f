/**
 * A figure in a frame of somebody else's page: `embed/<figure>/?<experiment>`. Of the query `lang`, `theme`, `views` and
 * `controls` are attributes of the element; the rest is its experiment.
 *
 * The frame's page is told the figure's height, as `{ type: "descent-height", height }` and as WordPress expects it. It
 * works where it has no origin, as in a frame with `sandbox="allow-scripts"`, if its server lets any origin read it.
 */
import "./descent-figure.js";

/** Names of the query that are the element's attributes. */
const ATTRIBUTES = ["lang", "theme", "views", "controls"];

const figure = /** @type {HTMLElement} */ (document.querySelector("descent-figure"));

const experiment = [];
for (const pair of location.search.slice(1).split("&")) {
  const [name, value = ""] = pair.split("=", 2);
  if (!ATTRIBUTES.includes(name)) experiment.push(pair);
  else figure.setAttribute(name, decoded(value));
}
figure.setAttribute("experiment", experiment.join("&"));
document.documentElement.lang = figure.lang ||= navigator.language.split("-")[0];
const theme = figure.getAttribute("theme");
if (theme === "light" || theme === "dark") document.documentElement.style.colorScheme = theme;

/** What cannot be decoded means itself. @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** WordPress gives each of its frames a word to be known by. */
const secret = new URLSearchParams(location.hash.replace(/^#\??/, "")).get("secret");

if (parent !== window) {
  new ResizeObserver(() => {
    const height = Math.ceil(figure.getBoundingClientRect().height);
    parent.postMessage({ type: "descent-height", height }, "*");
    if (secret) parent.postMessage({ message: "height", value: height, secret }, "*");
  }).observe(figure);
}
