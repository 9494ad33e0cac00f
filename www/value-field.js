/**
 * Numbers that stand over a picture, to be typed where they are.
 */
import { element, mark, write } from "./dom.js";
import { asWritten, forget, readNumber, typing, watch } from "./field.js";
import { VALUE_FIELD_STYLE } from "./pkg/value-field-style.js";

/** @typedef {import("./stage.js").Host} Host */

/** A number over a picture, to be typed where it stands. */
export class ValueField {
  static style = VALUE_FIELD_STYLE;
  key;
  root = element("input", { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false, className: "value-field" });

  /** @param {string} key @param {Host} host */
  constructor(key, host) {
    this.key = key;
    const stop = (/** @type {Event} */ event) => event.stopPropagation();
    for (const kind of ["click", "keydown", "pointermove"]) this.root.addEventListener(kind, stop);
    watch(this.root);
    const set = (/** @type {boolean} */ done) => {
      this.#own = true;
      const trouble = host.set(key, readNumber(this.root.value), done);
      this.#own = false;
      return trouble;
    };
    // What is half typed may be no number yet; what is one is answered at once.
    this.root.addEventListener("input", () => {
      this.root.setCustomValidity("");
      set(false);
    });
    this.root.addEventListener("change", () => {
      const trouble = set(true);
      mark(this.root, "aria-invalid", String(trouble !== ""));
      // The browser's own words beside the field: there is no room for a line in the picture.
      this.root.setCustomValidity(trouble);
      if (trouble) this.root.reportValidity();
    });
  }

  #label = "";
  #own = false;
  /** @type {string | null} */
  #value = null;
  #at = { x: 0, y: 0 };

  /** On paper. @param {CanvasRenderingContext2D} context */
  draw(context) {
    write(context, this.root, this.root.value, this.#at.x, this.#at.y);
  }

  /** Says what it is: words, so not in every frame. */
  speak() {
    mark(this.root, "aria-label", this.#label);
  }

  /** @param {import("./pkg/comparison.js").Handle} handle */
  show({ x, y, label, value }) {
    this.#label = label;
    this.#at = { x, y };
    if (!this.root.hasAttribute("aria-label")) this.speak();
    this.root.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
    if (value !== this.#value && !this.#own) forget(this.root);
    this.#value = value;
    if (typing(this.root)) return;
    this.root.setCustomValidity("");
    const shown = asWritten(value ?? "");
    if (this.root.value !== shown) this.root.value = shown;
    mark(this.root, "aria-invalid", "false");
  }
}
