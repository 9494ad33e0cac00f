/**
 * A panel: a heading above three stacked canvases, and the pointer and the keys over them.
 */
import { element, mark, marker, say } from "./dom.js";

/**
 * What a panel asks of its figure.
 * @typedef {object} Host
 * @property {(panel: number, canvases: HTMLCanvasElement[], width: number, height: number) => void} attach
 * @property {(panel: number, x: number, y: number) => void} hover
 * @property {() => void} leave
 * @property {(panel: number, x: number, y: number) => void} press
 */

/** Parts of a panel's size that an arrow key moves the cross-hair by. */
const STEP = 1 / 60;
const STRIDE = 1 / 12;

export class Stage {
  root = element("section", { className: "panel" });
  /** @type {{x: number, y: number} | undefined} */
  #crosshair;
  #box = element("div", { className: "box", tabIndex: 0 });
  #canvases = [0, 1, 2].map(() => element("canvas", { "aria-hidden": "true" }));
  #title = element("span", { className: "title" });
  #status = element("span", { className: "status" });
  #detail = element("p", { className: "detail" });
  #observer;
  #starts;

  /** @param {import("./pkg/descent.js").Panel} panel @param {Host} host */
  constructor(panel, host) {
    this.index = panel.index;
    this.#starts = panel.starts;
    this.root.dataset.name = panel.name;
    this.root.style.setProperty("--columns", String(panel.columns));
    const heading = element("p", { className: "heading" }, ...(panel.series ? [marker(panel.series)] : []), this.#title, this.#status);
    this.#box.append(...this.#canvases);
    this.#box.setAttribute("role", panel.starts ? "button" : "img");
    this.#box.classList.toggle("starts", panel.starts);
    this.root.append(heading, this.#detail, this.#box);
    this.show(panel);

    this.#observer = new ResizeObserver(() => this.#measure(host));
    this.#observer.observe(this.#box);
    this.#box.addEventListener("pointermove", (event) => {
      this.#crosshair = undefined;
      host.hover(this.index, event.offsetX, event.offsetY);
    });
    this.#box.addEventListener("pointerleave", () => host.leave());
    this.#box.addEventListener("blur", () => {
      this.#crosshair = undefined;
      host.leave();
    });
    this.#box.addEventListener("click", (event) => {
      // A button's Enter arrives as a click without a place.
      if (event.detail > 0) host.press(this.index, event.offsetX, event.offsetY);
    });
    this.#box.addEventListener("keydown", (event) => this.#key(event, host));
  }

  /** @param {import("./pkg/descent.js").Panel} panel */
  show(panel) {
    say(this.#title, panel.title);
    say(this.#detail, panel.detail);
    say(this.#status, panel.status);
    mark(this.#box, "aria-label", panel.description);
  }

  /** @param {Host} host */
  #measure(host) {
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (width > 0 && height > 0) host.attach(this.index, this.#canvases, width, height);
  }

  /** Measures again, for a display of another sharpness. @param {Host} host */
  refresh(host) {
    this.#measure(host);
  }

  /** @param {KeyboardEvent} event @param {Host} host */
  #key(event, host) {
    const { clientWidth: width, clientHeight: height } = this.#box;
    const step = event.shiftKey ? STRIDE : STEP;
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (dx || dy) {
      const { x, y } = this.#crosshair ?? { x: width / 2, y: height / 2 };
      const within = (/** @type {number} */ value, /** @type {number} */ most) => Math.min(most, Math.max(0, value));
      this.#crosshair = { x: within(x + dx * step * width, width), y: within(y + dy * step * width, height) };
      host.hover(this.index, this.#crosshair.x, this.#crosshair.y);
    } else if (event.key === "Escape") {
      this.#crosshair = undefined;
      host.leave();
    } else if (this.#starts && this.#crosshair && (event.key === "Enter" || event.key === " ")) {
      host.press(this.index, this.#crosshair.x, this.#crosshair.y);
    } else return;
    event.preventDefault();
  }

  /** Gives back what it holds. */
  release() {
    this.#observer.disconnect();
    // A canvas keeps its memory until the collector finds it; without pixels there is none to keep.
    for (const canvas of this.#canvases) canvas.width = canvas.height = 0;
    this.root.remove();
  }
}
