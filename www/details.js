/**
 * What is said below the controls: what is read out, and what runs do in this step, in live mathematics.
 */
import { element, mark, marker, outlines, say, typesets } from "./dom.js";
import { Formula, typesetter } from "./math.js";
import { DETAILS_STYLE } from "./pkg/details-style.js";

/** Packed, those that come later share a copy of what takes these. */
export { outlines, typesets, typesetter };

/** Of more rules than so many the first is shown, and the others are folded away. */
const FEW = 4;

export class Details {
  static style = DETAILS_STYLE;
  /** Of a figure that has one to show: there is room for it from its first words on. */
  #readout = element("p", { className: "readout", hidden: true });
  #summary = element("summary");
  #folded = element("details", { className: "folded" }, this.#summary);
  #rules = element("div", { className: "rules", role: "group" });
  parts = [this.#readout, this.#rules];
  /** @type {{ series: string | null, root: HTMLElement, formula: Formula }[]} */
  #lines = [];
  #reflow;
  #width = 0;
  /** What there is room for. @type {import("./pkg/comparison.js").MostSaid | undefined} */
  #most;
  /** They stay as high as they have been: nothing below them moves as their words change. */
  #heights = new ResizeObserver((parts) => {
    for (const { target, contentRect: { width, height } } of parts) {
      /** @type {HTMLElement} */ (target).style.minHeight = `${height}px`;
      // What is hidden has no width.
      if (width > 0 && width !== this.#width) {
        requestAnimationFrame(() => this.#refit());
        this.#width = width;
      }
    }
  });

  /** @param {() => void} reflow  says what is said now, once there is room for the most of it on lines of another width */
  constructor(reflow) {
    this.#reflow = reflow;
    // Folded away they need no room.
    this.#folded.addEventListener("toggle", () => this.#refit());
  }

  /**
   * Something else is said from now on: there is room for the most of it before it comes. What is said now has to follow.
   * @param {import("./pkg/comparison.js").MostSaid} [most]
   */
  settle(most) {
    this.#most = most;
    this.#fit();
  }

  #refit() {
    this.#fit();
    this.#reflow();
  }

  /** Keeps room for the most that will be said, on lines as wide as they are now. */
  #fit() {
    const most = this.#most;
    for (const part of this.parts) part.style.minHeight = "";
    if (most) {
      this.read(most.readout);
      this.rule(most.rules);
    }
    for (const part of this.parts) {
      if (most) part.style.minHeight = `${part.getBoundingClientRect().height}px`;
      // What is observed already is not told of again.
      this.#heights.unobserve(part);
      this.#heights.observe(part);
    }
  }

  /** @param {import("./words.js").Interface} words */
  speak(words) {
    mark(this.#rules, "aria-label", words.rules);
    say(this.#summary, words.rules);
  }

  /** @param {string} readout */
  read(readout) {
    say(this.#readout, readout);
    this.#readout.hidden &&= !readout;
  }

  /** Rewrites what has changed of the live mathematics. @param {import("./pkg/comparison.js").RuleLine[]} lines */
  rule(lines) {
    for (const { root } of this.#lines.splice(lines.length)) root.remove();
    const areMany = lines.length > FEW;
    lines.forEach(({ series, mathematics }, place) => {
      let line = this.#lines[place];
      if (line?.series !== series) {
        const formula = new Formula();
        // In a line of its own: a formula that is itself laid out in the row has no line's height.
        const root = element("div", { className: "rule" }, marker(series), element("span", {}, formula.root));
        line?.root.replaceWith(root);
        line = this.#lines[place] = { series, root, formula };
      }
      const home = areMany && place > 0 ? this.#folded : this.#rules;
      if (line.root.parentElement !== home) home.append(line.root);
      line.formula.show(mathematics);
    });
    if (!areMany) this.#folded.remove();
    else if (this.#rules.lastElementChild !== this.#folded) this.#rules.append(this.#folded);
  }
}
