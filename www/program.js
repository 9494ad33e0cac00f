/**
 * A program beside a picture.
 */
import { element, mark } from "./dom.js";
import { PROGRAM_STYLE } from "./pkg/program-style.js";
import { scrolls } from "./scrolls.js";

/** Its lines: one is lit while it runs, and what a line makes is lit in the picture while it is pointed to. */
export class Program {
  static style = PROGRAM_STYLE;
  root = element("ol", { className: "listing" });
  #long = scrolls(this.root);

  /** @param {(line: number) => void} point  to a line, or to none, which is −1 */
  constructor(point) {
    this.root.addEventListener("pointerover", ({ target }) => point([...this.root.children].indexOf(/** @type {Element} */ (target))));
    // A finger that has left has pointed all the same.
    this.root.addEventListener("pointerleave", ({ pointerType }) => pointerType === "touch" || point(-1));
  }

  /** @param {import("./words.js").Interface} words */
  speak(words) {
    mark(this.root, "aria-label", words.program);
  }

  /** @param {import("./pkg/comparison.js").CodeLine[]} lines */
  show(lines) {
    this.root.hidden = lines.length === 0;
    while (this.root.children.length > lines.length) this.root.lastElementChild?.remove();
    lines.forEach(({ text, current, pointed }, place) => {
      let line = this.root.children[place];
      if (!line) this.#long.observe((line = this.root.appendChild(element("li", {}))));
      // As it is typed, not as mathematics.
      if (line.textContent !== text) line.textContent = text;
      mark(line, "data-pointed", String(pointed));
      if (line.getAttribute("aria-current") === String(current)) return;
      mark(line, "aria-current", String(current));
      // A program longer than its picture is high goes on by itself; the page stays where it is.
      if (current) this.root.scrollTop = /** @type {HTMLElement} */ (line).offsetTop - this.root.clientHeight / 2;
    });
  }
}
