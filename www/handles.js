/**
 * What stands over a picture to be taken in hand.
 */
import { element, hide, mark, write } from "./dom.js";
import { following } from "./place.js";

/** @typedef {import("./stage.js").Host} Host */

/** CSS pixels that an arrow key moves a handle by, or turns a panel by, with Shift and without. */
export const NUDGE = { far: 24, near: 3 };

/** The directions of the arrow keys. @param {string} key */
export const arrow = (key) => ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] })[key] ?? [0, 0];

/** A handle over a picture: a place to take hold of, large enough for a finger, which Tab reaches too. */
export class HandleButton {
  /** @type {string | null} */
  key = null;
  root = element("div", { className: "handle", tabIndex: 0, role: "slider" });
  #at = { x: NaN, y: NaN };
  #label = "";

  /** @param {number} index @param {HTMLElement} box @param {Host} host */
  constructor(index, box, host) {
    /** Where the pointer that holds it takes it. @type {ReturnType<typeof following> | undefined} */
    let held;
    let holding = new AbortController();
    this.root.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.root.setPointerCapture(event.pointerId);
      holding.abort();
      holding = new AbortController();
      held = following(box, event, this.#at, holding.signal);
      this.root.focus({ preventScroll: true });
      event.preventDefault();
    });
    this.root.addEventListener("pointermove", (event) => {
      event.stopPropagation();
      if (!held) return;
      const { x, y } = held(event);
      host.drag(index, x, y, false);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.root.addEventListener(end, () => {
        if (held) {
          host.drag(index, this.#at.x, this.#at.y, true);
          host.leave();
        }
        held = undefined;
        holding.abort();
      });
    }
    this.root.addEventListener("click", (event) => event.stopPropagation());
    this.root.addEventListener("keydown", (event) => {
      const [dx, dy] = arrow(event.key);
      if (!dx && !dy) return;
      const way = event.shiftKey ? NUDGE.far : NUDGE.near;
      host.nudge(index, this.#at.x, this.#at.y, dx * way, dy * way);
      event.preventDefault();
    });
  }

  /** @param {import("./pkg/comparison.js").Handle} handle */
  show({ x, y, symbol, side, label }) {
    mark(this.root, "data-symbol", symbol);
    // One letter and no number, whatever points where it is.
    this.root.classList.toggle("variable", /^[^\p{L}\d]*\p{L}[^\p{L}\d]*$/u.test(symbol));
    mark(this.root, "data-side", String(side));
    this.#label = label;
    // Above a hole of a surface there is no place.
    hide(this.root, x === null);
    if (x === null || (x === this.#at.x && y === this.#at.y)) return;
    this.#at = { x, y };
    this.root.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
  }

  /** On paper there is nothing to take hold of, but a name. @param {CanvasRenderingContext2D} context */
  draw(context) {
    write(context, this.root, this.root.dataset.symbol ?? "", this.#at.x + 13, this.#at.y - 16);
  }

  /** Says where it is: words, so not in every frame. @param {string} [name]  of one without a symbol @param {number} [width]  of its box */
  speak(name, width = 1) {
    mark(this.root, "aria-label", this.root.dataset.symbol || name || "");
    mark(this.root, "aria-valuetext", this.#label);
    // A slider has to have a number; where both directions count, the text is what is read.
    mark(this.root, "aria-valuenow", String(Math.round((100 * this.#at.x) / width)));
  }
}
