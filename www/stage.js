/**
 * A panel: a heading above three stacked canvases, and the pointer and the keys over them.
 */
import { element, hide, mark, marker, say, write } from "./dom.js";
import { HandleButton, NUDGE, arrow } from "./handles.js";
import { Layer } from "./layer.js";
import { scaleOf, within } from "./place.js";

/**
 * What a panel asks of its figure.
 * @typedef {object} Host
 * @property {(panel: number, canvases: HTMLCanvasElement[], width: number, height: number, sharpness: number, bare: boolean) => void} attach
 * @property {(panel: number) => void} detach
 * @property {(panel: number, x: number, y: number) => void} hover
 * @property {() => void} leave
 * @property {(panel: number, x: number, y: number) => void} press
 * @property {(handle: number, x: number, y: number, done: boolean) => void} drag
 * @property {(handle: number, x: number, y: number, dx: number, dy: number) => void} nudge
 * @property {(panel: number, dx: number, dy: number, done: boolean) => void} turn
 * @property {(key: string, value: string, done: boolean) => string} set  what is wrong
 * @property {typeof import("./value-field.js").ValueField} [ValueField]  of a figure that has numbers in its pictures
 */

/** @typedef {import("./value-field.js").ValueField} ValueField */

/** Parts of a panel's size that an arrow key moves the cross-hair by. */
const STEP = 1 / 60;
const STRIDE = 1 / 12;
export class Stage {
  root = element("section", { className: "panel" });
  /** @type {{x: number, y: number} | undefined} */
  #crosshair;
  /** Of its box, as last measured: to ask for it is to wait for the layout. */
  #width = 1;
  #box = element("div", { className: "box", part: "canvas", tabIndex: 0 });
  #layers = [0, 1, 2].map(() => new Layer());
  #title = element("span", { className: "title", part: "title" });
  #status = element("span", { className: "status" });
  #detail = element("p", { className: "detail", part: "caption" });
  #legend = element("p", { className: "legend", hidden: true });
  /** Of its entries. */
  #styles = "";
  /** What chooses what is shown here. */
  controls = element("div", { className: "choices" });
  #sheet = element("canvas", { "aria-hidden": "true", className: "sheet" });
  #observer;
  #host;
  /** Whether it holds its pictures. */
  #holds = false;
  #starts;
  #turns;
  /** Whether the pointer has turned it since it was pressed. */
  #turned = false;
  /** @type {Map<number, HandleButton | ValueField>} */
  #handles = new Map();
  /** @type {HTMLElement[]} */
  #names = [];
  /** Whose each is. @type {string[]} */
  #series = [];
  /** @type {import("./words.js").Interface | undefined} */
  #words;

  /** @param {import("./pkg/comparison.js").Panel} panel @param {Host} host */
  constructor(panel, host) {
    this.#host = host;
    this.index = panel.index;
    this.name = panel.name;
    this.#starts = panel.starts;
    this.#turns = panel.turns;
    this.root.dataset.name = panel.name;
    this.root.classList.toggle("tall", panel.tall);
    this.root.style.setProperty("--columns", String(panel.columns));
    const heading = element("p", { className: "heading" }, ...(panel.series ? [marker(panel.series)] : []), this.#title, this.#status);
    this.#box.append(...this.#layers.flatMap((layer) => layer.parts));
    // Not a button, which must not hold handles: it has an answer to the arrow keys of its own.
    this.#box.setAttribute("role", "application");
    this.#box.classList.toggle("starts", panel.starts);
    this.#box.classList.toggle("turns", panel.turns);
    this.root.append(heading, this.#detail, this.#legend, this.#box, this.controls);
    this.show(panel);

    this.#observer = new ResizeObserver(() => this.measure());
    this.#observer.observe(this.#box);
    this.#box.addEventListener("pointermove", (event) => {
      this.#crosshair = undefined;
      const { x, y } = within(this.#box, event);
      host.hover(this.index, x, y);
    });
    this.#box.addEventListener("pointerleave", () => host.leave());
    this.#box.addEventListener("blur", () => {
      this.#crosshair = undefined;
      host.leave();
    });
    this.#box.addEventListener("click", (event) => {
      // What a keyboard or a voice clicks has no place, nor has the end of a turn.
      if (!(event.detail > 0) || this.#turned) return;
      const { x, y } = within(this.#box, event);
      host.press(this.index, x, y);
    });
    this.#box.addEventListener("keydown", (event) => this.#key(event, host));
    if (panel.turns) this.#turn(host);
  }

  /** Turns with the finger; a swipe up or down scrolls the page as ever. @param {Host} host */
  #turn(host) {
    /** CSS pixels on the screen for one of its own, while it turns. */
    let turning = 0;
    this.#box.addEventListener("pointerdown", (event) => {
      if (event.target !== this.#box || event.button !== 0) return;
      turning = scaleOf(this.#box);
      this.#turned = false;
      // Nor is text marked on the way.
      if (event.pointerType === "mouse") event.preventDefault();
      this.#box.setPointerCapture(event.pointerId);
    });
    this.#box.addEventListener("pointermove", (event) => {
      if (!turning || !(event.movementX || event.movementY)) return;
      this.#turned = true;
      host.turn(this.index, event.movementX / turning, event.movementY / turning, false);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.#box.addEventListener(end, () => {
        if (turning && this.#turned) host.turn(this.index, 0, 0, true);
        turning = 0;
      });
    }
  }

  /** @param {import("./pkg/comparison.js").Handle[]} handles  this panel's */
  place(handles) {
    // Far from what is seen they stay, for who comes by the Tab key.
    if (!this.#holds) return;
    const host = this.#host;
    for (const [index, handle] of this.#handles) {
      if (handles.some((wanted) => wanted.index === index && wanted.key === handle.key)) continue;
      handle.root.remove();
      this.#handles.delete(index);
    }
    for (const wanted of handles) {
      let handle = this.#handles.get(wanted.index);
      if (!handle) {
        handle = wanted.key !== null && host.ValueField ? new host.ValueField(wanted.key, host) : new HandleButton(wanted.index, this.#box, host);
        this.#handles.set(wanted.index, handle);
        this.#box.append(handle.root);
      }
      handle.show(wanted);
    }
  }

  /**
   * Names stand beside what moves.
   * @param {import("./pkg/comparison.js").Name[]} names  this panel's
   * @param {boolean} worded  whether they are written anew, or only move
   */
  label(names, worded) {
    for (const one of this.#names.splice(names.length)) one.remove();
    this.#series.length = names.length;
    names.forEach(({ x, y, text, series }, place) => {
      const one = (this.#names[place] ??= this.#box.appendChild(element("span", { className: "name", "aria-hidden": "true" })));
      // Another's place in the list may have come to it.
      const another = this.#series[place] !== series;
      if (another) one.style.color = `var(--${(this.#series[place] = series)})`;
      if (worded || another) say(one, text);
      one.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translateY(-50%)`;
    });
  }

  /** After a frame. @param {number} drawn  a bit for each layer of each panel that was drawn on */
  after(drawn) {
    this.#layers.forEach((layer, place) => layer.after(((drawn >>> (3 * this.index + place)) & 1) === 1));
  }

  /** The lowest first. */
  get canvases() {
    return this.#layers.map(({ canvas }) => canvas);
  }

  /** Layers that rest hold two pictures each; nobody looks. */
  rouse() {
    for (const layer of this.#layers) layer.wake();
  }

  /** @param {import("./words.js").Interface} words */
  speak(words) {
    this.#words = words;
    mark(this.#box, "aria-roledescription", words.picture);
    if (this.#starts) mark(this.#box, "aria-description", words.starts);
  }

  /** @param {import("./pkg/comparison.js").Panel} panel */
  show(panel) {
    say(this.#title, panel.title);
    say(this.#detail, panel.detail);
    say(this.#status, panel.status);
    hide(this.#detail, panel.detail === "" && panel.legend.length > 0);
    hide(this.#legend, panel.legend.length === 0);
    // Many short ones stand in columns; what has several parts, or a number, which grow, has a line of its own.
    const many = panel.legend.length > 3, short = panel.legend.every(({ text }) => text.length <= 26);
    this.#legend.classList.toggle("columns", many && short);
    this.#legend.classList.toggle("lines", many ? !short : panel.legend.some(({ text }) => / · | = /.test(text)));
    this.#legend.classList.toggle("table", panel.legend.some(({ text }) => text.includes("\t")));
    const styles = panel.legend.map(({ series }) => series).join();
    if (styles !== this.#styles) this.#legend.replaceChildren();
    this.#styles = styles;
    panel.legend.forEach(({ series, text }, place) => {
      const cells = text.split("\t");
      const entry = this.#legend.children[place] ?? this.#legend.appendChild(element("span", {}, series ? marker(series) : "", ...cells.map(() => element("span"))));
      cells.reverse().forEach((cell, back) => say(entry.children[entry.children.length - 1 - back], cell));
    });
    mark(this.#box, "aria-label", panel.description);
    for (const handle of this.#handles.values()) handle.speak(this.#words?.handle, this.#width);
  }

  /** Draws it anew: it has another size, or the display another sharpness. */
  measure() {
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (!(this.#holds && width > 0 && height > 0)) return;
    this.#width = width;
    this.rouse();
    const bare = getComputedStyle(this.#box).getPropertyValue("--descent-paper") === "transparent" && !this.#box.matches(":host(:fullscreen) *");
    this.#host.attach(this.index, this.#layers.map((layer) => layer.canvas), width, height, devicePixelRatio * scaleOf(this.#box), bare);
  }

  /** Holds its pictures, or gives their pixels back. @param {boolean} holds */
  hold(holds) {
    this.#holds = holds;
    if (holds) return this.measure();
    this.#host.detach(this.index);
    for (const layer of this.#layers) layer.release();
  }

  /** On paper the layers are one picture, in the proportions of the screen: of stacked canvases only the top one prints. @param {boolean} printing */
  print(printing) {
    this.#sheet.remove();
    // A layer that nothing is ever drawn on has no size.
    const layers = this.#layers.map((layer) => layer.canvas).filter(({ width, height }) => width * height > 0);
    if (!printing || layers.length === 0) return;
    const { width, height } = layers[0];
    Object.assign(this.#sheet, { width, height });
    this.#sheet.style.width = `${this.#box.clientWidth}px`;
    const context = this.#sheet.getContext("2d");
    if (!context) return;
    for (const layer of layers) context.drawImage(layer, 0, 0);
    const sharpness = width / this.#box.clientWidth;
    context.scale(sharpness, sharpness);
    for (const handle of this.#handles.values()) handle.draw(context);
    const [box, scale] = [this.#box.getBoundingClientRect(), scaleOf(this.#box)];
    for (const name of this.#names) {
      const { left, right, top, bottom } = name.getBoundingClientRect();
      write(context, name, name.textContent, ((left + right) / 2 - box.left) / scale, ((top + bottom) / 2 - box.top) / scale);
    }
    this.#box.prepend(this.#sheet);
  }

  /** @param {KeyboardEvent} event @param {Host} host */
  #key(event, host) {
    if (event.target !== this.#box) return;
    const { clientWidth: width, clientHeight: height } = this.#box;
    const step = event.shiftKey ? STRIDE : STEP;
    const [dx, dy] = arrow(event.key);
    if ((dx || dy) && this.#turns) {
      const way = 4 * (event.shiftKey ? NUDGE.far : NUDGE.near);
      host.turn(this.index, dx * way, dy * way, true);
    } else if (dx || dy) {
      const { x, y } = this.#crosshair ?? { x: width / 2, y: height / 2 };
      const clamp = (/** @type {number} */ value, /** @type {number} */ most) => Math.min(most, Math.max(0, value));
      this.#crosshair = { x: clamp(x + dx * step * width, width), y: clamp(y + dy * step * width, height) };
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
    for (const layer of this.#layers) layer.release();
    this.root.remove();
  }
}
