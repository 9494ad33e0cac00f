/**
 * Where there is room for one panel only: a tab for each, above the one that is shown.
 */
import { element, mark, say } from "./dom.js";

/** @typedef {import("./stage.js").Stage} Stage */

/** So many panels stand one below the other, and a hand still sees what it does. */
const STACKED = 2;

export class Tabs {
  root = element("div", { className: "tabs", role: "tablist" });
  #pictures;
  /** @type {readonly Stage[]} */
  #stages = [];
  #chosen = 0;

  /** @param {HTMLElement} pictures */
  constructor(pictures) {
    this.#pictures = pictures;
    this.root.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      this.#choose((this.#chosen + step + this.#stages.length) % this.#stages.length);
      /** @type {HTMLElement} */ (this.root.children[this.#chosen]).focus();
      event.preventDefault();
    });
  }

  /** @param {readonly Stage[]} stages */
  begin(stages) {
    this.#stages = stages;
    const are = stages.length > STACKED;
    this.root.hidden = !are;
    this.#pictures.classList.toggle("tabbed", are);
    this.root.replaceChildren(...stages.map((_, place) => {
      const tab = element("button", { type: "button", role: "tab", className: "tab" });
      tab.addEventListener("click", () => this.#choose(place));
      return tab;
    }));
    this.#choose(0);
  }

  /** @param {number} chosen */
  #choose(chosen) {
    this.#chosen = chosen;
    this.#stages.forEach((stage, place) => {
      stage.root.classList.toggle("chosen", place === chosen);
      const tab = /** @type {HTMLElement} */ (this.root.children[place]);
      mark(tab, "aria-selected", String(place === chosen));
      tab.tabIndex = place === chosen ? 0 : -1;
    });
  }

  /** @param {import("./pkg/comparison.js").Panel[]} panels */
  show(panels) {
    panels.forEach(({ title }, place) => say(this.root.children[place], title));
  }
}
