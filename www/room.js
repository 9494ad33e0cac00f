/**
 * The room that a figure takes from the moment it is made: a width of its own, and at that width the height that it will have.
 */

/**
 * Figure → its height in CSS pixels with panels side by side, two in a row, and one at a time: what its box measures, at rest, in
 * a window 1280, 700 and 390 wide.
 * @type {Record<string, number[]>}
 */
const HEIGHTS = {
  "derivative": [601, 654, 967],
  "partial-derivatives": [700, 1017, 1022],
  "gradient": [704, 1185, 892],
  "loss": [664, 697, 934],
  "curve-descent": [734, 1151, 952],
  "surface-descent": [734, 1151, 972],
  "fit-a-line": [594, 665, 910],
  "three-descents": [997, 1068, 1049],
  "batch-descent": [772, 1170, 926],
  "eigen-directions": [640, 737, 922],
  "why-this-step": [802, 956, 1199],
  "one-step": [655, 1143, 882],
  "one-pass": [751, 784, 1005],
  "noise-floor": [760, 831, 1165],
  "optimizer-race": [721, 1221, 1034],
  "momentum-map": [617, 1117, 862],
  "feature-scaling": [721, 773, 1028],
  "adam-edge": [659, 1162, 890],
  "second-order": [762, 833, 1167],
  "fork": [725, 778, 1059],
  "basins": [747, 816, 1061],
  "broken-adam": [661, 1142, 861],
  "logistic-descents": [773, 1359, 1095],
  "cost-of-an-update": [454, 526, 800],
  "example-loss": [560, 885, 629],
  "loss-duel": [1037, 1334, 1042],
  "autograd": [1010, 1497, 1375],
};

/** Puts the heights of a figure where the style sheet finds them. @param {HTMLElement} box @param {string} figure */
export function reserve(box, figure) {
  const heights = Object.hasOwn(HEIGHTS, figure) ? HEIGHTS[figure] : [0, 0, 0];
  heights.forEach((height, place) => box.style.setProperty(`--room-${place}`, `${height}px`));
}

/*
 * A container's width says nothing of its content, and where the content decides (floated, centred, in a cell) it would be none.
 * A line of nothing stands for it: as wide as a figure likes to be, or the window has room for, but it may break.
 *
 * The probe shows which `color-scheme` the page around the figure has, and tells when that changes.
 */
export const ROOM = `:host{display:block;min-inline-size:0;contain:layout style}
:host([hidden]){display:none}
.frame{all:initial;display:block;inline-size:100%}
.frame::before{content:". .";display:block;block-size:0;overflow:hidden;visibility:hidden;font-size:0;text-indent:14rem;word-spacing:calc(min(60rem, 100vw - 3rem) - 14rem)}
.descent{all:initial;direction:ltr;display:block;container-type:inline-size}
.loading{box-sizing:border-box;min-block-size:var(--room,var(--room-0));padding:4rem 0;text-align:center;font:15px system-ui;color:gray}
@container (max-width:760px){.loading{min-block-size:var(--room,var(--room-1))}}
@container (max-width:479px){.loading{min-block-size:var(--room,var(--room-2))}}
@media print{.loading{min-block-size:0}}
.probe{position:absolute;visibility:hidden;color:light-dark(#000,#fff);transition:color 1ms}`;

/** The sheets that have been made for a document, by their text. @type {WeakMap<Document, Map<string, CSSStyleSheet>>} */
const adopted = new WeakMap();

/** The style sheets of some texts, each made once for all figures of a document. @param {Document} document @param {string[]} texts */
export function sheets(document, texts) {
  const known = adopted.get(document) ?? new Map();
  adopted.set(document, known);
  return texts.map((text) => {
    if (!known.has(text)) {
      const sheet = new (document.defaultView ?? globalThis).CSSStyleSheet();
      sheet.replaceSync(text);
      known.set(text, sheet);
    }
    return known.get(text);
  });
}
