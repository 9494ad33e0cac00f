/**
 * What a reader takes away of a figure, exactly as it is: a link, the lines that put it into another page, and a code for
 * the cameras of a class. Loaded when somebody asks for it.
 */
import { element } from "./dom.js";
import { scripts } from "./pkg/files.js";
import { fill } from "./words.js";

/** What is said, by name. @typedef {Record<"title" | "link" | "element" | "frame" | "markdown" | "code" | "copy" | "copied" | "picture" | "close" | "name" | "without" | "own-data", string>} Words */

/**
 * @typedef {object} Shared
 * @property {string} figure  its name
 * @property {string} experiment  all that it shows
 * @property {string} link  an address that shows the same
 * @property {URL} base  the folder of the site that has the figure
 * @property {number} height  in CSS pixels
 * @property {HTMLCanvasElement[][]} pictures  each panel's canvases, the lowest first
 * @property {string} paper  the colour behind them
 */

const STYLE = `
  dialog { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--hairline); border-radius: 8px; padding: 16px 20px 20px; width: min(36rem, calc(100vw - 32px)); box-sizing: border-box; max-height: calc(100vh - 32px); overflow: auto }
  dialog::backdrop { background: rgb(0 0 0 / .4) }
  .share-top { display: flex; align-items: center; justify-content: space-between; gap: 1em; font-weight: 600 }
  .share-row { display: grid; grid-template-columns: 1fr auto; gap: 2px 8px; margin-top: 10px; font-size: 14px }
  .share-row label { grid-column: 1 / -1; color: var(--quiet) }
  .share-row textarea { font: 12px/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--ink); background: color-mix(in srgb, var(--ink) 4%, transparent); border: 1px solid var(--hairline); border-radius: 5px; padding: 6px; height: 3.2em; resize: vertical; overflow-wrap: anywhere }
  .share-code { display: block; width: min(100%, 15rem); margin: 12px auto 0; background: #fff; border-radius: 5px }
  .share-code path { fill: #000 }
  dialog p { margin: 8px 0 0; font-size: 13px; color: var(--quiet) }
  dialog button { min-height: 32px; padding: 2px 12px; border-color: var(--hairline) }
  @media (pointer: coarse) { dialog button { min-height: 44px } }
`;

/** @type {CSSStyleSheet | undefined} */
let sheet;

/**
 * Opens a dialog in a figure.
 * @param {ShadowRoot} root @param {Node} parent  what the dialog is put into
 * @param {Shared} shared @param {Words} words
 */
export async function share(root, parent, shared, words) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  const status = element("p", { role: "status" });
  const close = element("button", { type: "button", textContent: words.close });
  const rows = Object.entries(texts(shared, fill(words.name, { figure: shared.figure }))).map(([name, text]) => row(words[/** @type {keyof Words} */ (name)], text, words, status));
  const title = element("span", { id: "share-title", textContent: words.title });
  const picture = element("button", { type: "button", textContent: words.picture });
  picture.addEventListener("click", () => save(shared));
  const code = await codeOf(shared.link, words).catch(() => null);
  const dialog = element("dialog", { part: "share", "aria-labelledby": "share-title" },
    element("div", { className: "share-top" }, title, close), ...(isOfOwnData(shared) ? [element("p", { textContent: words["own-data"] })] : []), ...rows, element("p", {}, picture), status, ...(code ? [code] : []));
  close.addEventListener("click", () => dialog.close());
  // A click beside it; of what is in it the target is another.
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  parent.appendChild(dialog);
  dialog.showModal();
}

/** Whether it shows data that stand beside the experiment, and so in no text. @param {Shared} shared */
const isOfOwnData = ({ experiment }) => new URLSearchParams(experiment).get("data") === "own";

/** The same figure in so many languages. @param {Shared} shared @param {string} title  what it is called where only text is */
function texts({ figure, experiment, link, base, height }, title) {
  const script = new URL("www/descent-figure.js", base).href;
  const frame = new URL(`embed/${figure}/`, base).href + (experiment && `?${experiment}`);
  return {
    link,
    element: `<script type="module" src="${escaped(script)}"></script>\n<descent-figure figure="${escaped(figure)}" experiment="${escaped(experiment)}"></descent-figure>`,
    frame: `<iframe src="${escaped(frame)}" title="${escaped(title)}" width="100%" height="${Math.ceil(height)}" style="border:0" loading="lazy"></iframe>`,
    markdown: `[![${title.replace(/[[\]\\]/g, "\\$&")}](${figure}.png)](${link.replace(/[()\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)})`,
  };
}

/** As the value of an attribute. @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** @param {string} name @param {string} text @param {Words} words @param {HTMLElement} status */
function row(name, text, words, status) {
  const field = element("textarea", { readOnly: true, value: text, spellcheck: false, id: `share-${name}` });
  field.addEventListener("focus", () => field.select());
  const copy = element("button", { type: "button", textContent: words.copy, "aria-label": `${words.copy}: ${name}` });
  copy.addEventListener("click", async () => {
    field.focus();
    // A frame may not write to the clipboard; the text is chosen then, and the reader's own keys copy it.
    await navigator.clipboard?.writeText(text).then(() => (status.textContent = `${words.copied} ${name}`), () => document.execCommand("copy"));
  });
  return element("div", { className: "share-row" }, element("label", { htmlFor: field.id, textContent: name }), field, copy);
}

/** A link as a code for cameras, unless it is too long for one. @param {string} link @param {Words} words */
async function codeOf(link, words) {
  const { encodeQR } = await scripts.qr();
  /** @type {boolean[][]} */
  let cells;
  try {
    cells = encodeQR(link, "raw", { ecc: "low", border: 4 });
  } catch {
    return element("p", { textContent: words.without });
  }
  const size = cells.length;
  const path = cells.flatMap((line, y) => line.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("class", "share-code");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", words.code);
  const shape = document.createElementNS(svg.namespaceURI, "path");
  shape.setAttribute("d", path);
  shape.setAttribute("shape-rendering", "crispEdges");
  svg.append(shape);
  return svg;
}

/** The panels side by side, as a file. @param {Shared} shared */
function save({ figure, pictures, paper }) {
  const panels = pictures.filter(([lowest]) => lowest && lowest.width > 0);
  const width = panels.reduce((sum, [lowest]) => sum + lowest.width, 0);
  const canvas = element("canvas", { width, height: Math.max(...panels.map(([lowest]) => lowest.height)) });
  const context = canvas.getContext("2d");
  if (!context) return;
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  let left = 0;
  for (const layers of panels) {
    const { width, height } = layers[0];
    for (const layer of layers) if (layer.width > 0) context.drawImage(layer, left, 0, width, height);
    left += width;
  }
  canvas.toBlob((blob) => {
    if (!blob) return;
    const link = element("a", { href: URL.createObjectURL(blob), download: `${figure}.png` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}
