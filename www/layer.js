/**
 * One of a panel's stacked canvases, which shows a copy of itself while nothing is drawn on it. A browser without a GPU
 * copies every canvas for every frame of the page, changed or not; a bitmap it need not copy.
 */
import { element } from "./dom.js";

/** Frames that a canvas is left alone before its copy takes its place. */
const PATIENCE = 6;

export class Layer {
  canvas = element("canvas", { "aria-hidden": "true" });
  #copy = element("canvas", { "aria-hidden": "true", className: "copy", hidden: true });
  #left = 0;

  /** What to put into the panel. */
  get parts() {
    return [this.canvas, this.#copy];
  }

  /** After a frame of the figure. @param {boolean} changed  whether the canvas was drawn on */
  after(changed) {
    if (changed) this.wake();
    else if (++this.#left === PATIENCE) this.#rest();
  }

  /** Shows the canvas itself. */
  wake() {
    this.#left = 0;
    if (this.#copy.hidden) return;
    this.canvas.hidden = false;
    this.#copy.hidden = true;
    // Without a picture it holds no memory.
    this.#copy.getContext("bitmaprenderer")?.transferFromImageBitmap(null);
  }

  #rest() {
    const { width, height } = this.canvas;
    const context = this.#copy.getContext("bitmaprenderer");
    if (!context || width * height === 0 || !globalThis.OffscreenCanvas) return;
    const picture = new OffscreenCanvas(width, height);
    picture.getContext("2d")?.drawImage(this.canvas, 0, 0);
    context.transferFromImageBitmap(picture.transferToImageBitmap());
    this.#copy.hidden = false;
    this.canvas.hidden = true;
  }

  /** Gives its pixels back at once: a canvas keeps them until the collector finds it. */
  release() {
    this.wake();
    this.canvas.width = this.canvas.height = 0;
  }
}
