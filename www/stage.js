/**
 * A panel: a heading above three stacked canvases, and the pointer and the keys over them.
 */
import { element, mark, marker, say } from "./dom.js";
import { forget, typing, watch } from "./field.js";
import { Layer } from "./layer.js";

/**
 * What a panel asks of its figure.
 * @typedef {object} Host
 * @property {(panel: number, canvases: HTMLCanvasElement[], width: number, height: number) => void} attach
 * @property {(panel: number, x: number, y: number) => void} hover
 * @property {() => void} leave
 * @property {(panel: number, x: number, y: number) => void} press
 * @property {(handle: number, x: number, y: number, done: boolean) => void} drag
 * @property {(panel: number, dx: number, dy: number, done: boolean) => void} turn
 * @property {(key: string, value: string, done: boolean) => string} set  what is wrong
 */

/** Parts of a panel's size that an arrow key moves the cross-hair by. */
const STEP = 1 / 60;
const STRIDE = 1 / 12;
/** CSS pixels that an arrow key moves a handle by, or turns a panel by, with Shift and without. */
const NUDGE = { far: 24, near: 3 };

/** The directions of the arrow keys. @param {string} key */
const arrow = (key) => ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] })[key] ?? [0, 0];

export class Stage {
  root = element("section", { className: "panel" });
  /** @type {{x: number, y: number} | undefined} */
  #crosshair;
  #box = element("div", { className: "box", tabIndex: 0 });
  #layers = [0, 1, 2].map(() => new Layer());
  #title = element("span", { className: "title" });
  #status = element("span", { className: "status" });
  #detail = element("p", { className: "detail" });
  #legend = element("p", { className: "legend", hidden: true });
  /** What chooses what is shown here. */
  controls = element("div", { className: "choices" });
  #sheet = element("canvas", { "aria-hidden": "true", className: "sheet" });
  #observer;
  #starts;
  #turns;
  /** Whether the pointer has turned it since it was pressed. */
  #turned = false;
  /** @type {Map<number, HandleButton | ValueField>} */
  #handles = new Map();
  /** @type {HTMLElement[]} */
  #names = [];
  /** @type {import("./words.js").Interface | undefined} */
  #words;

  /** @param {import("./pkg/comparison.js").Panel} panel @param {Host} host */
  constructor(panel, host) {
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
      // What a keyboard or a voice clicks has no place, nor has the end of a turn.
      if (event.detail > 0 && !this.#turned) host.press(this.index, event.offsetX, event.offsetY);
    });
    this.#box.addEventListener("keydown", (event) => this.#key(event, host));
    if (panel.turns) this.#turn(host);
  }

  /** Turns with the finger; a swipe up or down scrolls the page as ever. @param {Host} host */
  #turn(host) {
    let turning = false;
    this.#box.addEventListener("pointerdown", (event) => {
      if (event.target !== this.#box || event.button !== 0) return;
      turning = true;
      this.#turned = false;
      this.#box.setPointerCapture(event.pointerId);
    });
    this.#box.addEventListener("pointermove", (event) => {
      if (!turning || !(event.movementX || event.movementY)) return;
      this.#turned = true;
      host.turn(this.index, event.movementX, event.movementY, false);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.#box.addEventListener(end, () => {
        if (turning && this.#turned) host.turn(this.index, 0, 0, true);
        turning = false;
      });
    }
  }

  /** @param {import("./pkg/comparison.js").Handle[]} handles  this panel's @param {Host} host */
  place(handles, host) {
    for (const [index, handle] of this.#handles) {
      if (handles.some((wanted) => wanted.index === index && wanted.key === handle.key)) continue;
      handle.root.remove();
      this.#handles.delete(index);
    }
    for (const wanted of handles) {
      let handle = this.#handles.get(wanted.index);
      if (!handle) {
        handle = wanted.key === null ? new HandleButton(wanted.index, this.#box, host) : new ValueField(wanted.key, host);
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
    names.forEach(({ x, y, text, series }, place) => {
      const one = (this.#names[place] ??= this.#box.appendChild(element("span", { className: "name", "aria-hidden": "true" })));
      if (worded || !one.textContent) say(one, text);
      one.style.color = `var(--${series})`;
      one.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translateY(-50%)`;
    });
  }

  /** After a frame. @param {number} drawn  a bit for each layer of each panel that was drawn on */
  after(drawn) {
    this.#layers.forEach((layer, place) => layer.after(((drawn >>> (3 * this.index + place)) & 1) === 1));
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
    this.#detail.hidden = panel.detail === "" && panel.legend.length > 0;
    this.#legend.hidden = panel.legend.length === 0;
    while (this.#legend.children.length > panel.legend.length) this.#legend.lastElementChild?.remove();
    panel.legend.forEach(({ series, text }, place) => {
      const entry = this.#legend.children[place] ?? this.#legend.appendChild(element("span", {}, marker(series), element("span")));
      say(/** @type {Element} */ (entry.lastElementChild), text);
    });
    mark(this.#box, "aria-label", panel.description);
    for (const handle of this.#handles.values()) handle.speak(this.#words?.handle);
  }

  /** @param {Host} host */
  #measure(host) {
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (!(width > 0 && height > 0)) return;
    this.rouse();
    host.attach(this.index, this.#layers.map((layer) => layer.canvas), width, height);
  }

  /** Measures again, for a display of another sharpness. @param {Host} host */
  refresh(host) {
    this.#measure(host);
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
    const box = this.#box.getBoundingClientRect();
    for (const name of this.#names) {
      const { left, right, top, bottom } = name.getBoundingClientRect();
      write(context, name, name.textContent, (left + right) / 2 - box.left, (top + bottom) / 2 - box.top);
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
    for (const layer of this.#layers) layer.release();
    this.root.remove();
  }
}

/** Writes in an element's font and colour, about a place. @param {CanvasRenderingContext2D} context @param {Element} like @param {string} text @param {number} x @param {number} y */
function write(context, like, text, x, y) {
  const { color, fontSize, fontFamily } = getComputedStyle(like);
  Object.assign(context, { fillStyle: color, font: `${fontSize} ${fontFamily}`, textAlign: "center", textBaseline: "middle" });
  context.fillText(text, x, y);
}

/** A number over a picture, to be typed where it stands. */
class ValueField {
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
      const trouble = host.set(key, this.root.value, done);
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
    if (this.root.value !== value) this.root.value = value ?? "";
    mark(this.root, "aria-invalid", "false");
  }
}

/** A handle over a picture: a place to take hold of, large enough for a finger, which Tab reaches too. */
class HandleButton {
  /** @type {string | null} */
  key = null;
  root = element("div", { className: "handle", tabIndex: 0, role: "slider" });
  #at = { x: NaN, y: NaN };
  #label = "";

  /** @param {number} index @param {HTMLElement} box @param {Host} host */
  constructor(index, box, host) {
    /** Where in the handle it was taken. @type {{ x: number, y: number } | undefined} */
    let held;
    this.root.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.root.setPointerCapture(event.pointerId);
      held = { x: event.clientX - this.#at.x, y: event.clientY - this.#at.y };
      this.root.focus({ preventScroll: true });
      event.preventDefault();
    });
    this.root.addEventListener("pointermove", (event) => {
      event.stopPropagation();
      if (held) host.drag(index, event.clientX - held.x, event.clientY - held.y, false);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.root.addEventListener(end, () => {
        if (held) {
          host.drag(index, this.#at.x, this.#at.y, true);
          host.leave();
        }
        held = undefined;
      });
    }
    this.root.addEventListener("click", (event) => event.stopPropagation());
    this.root.addEventListener("keydown", (event) => {
      const [dx, dy] = arrow(event.key);
      if (!dx && !dy) return;
      const way = event.shiftKey ? NUDGE.far : NUDGE.near;
      host.drag(index, this.#at.x + dx * way, this.#at.y + dy * way, true);
      event.preventDefault();
    });
  }

  /** @param {import("./pkg/comparison.js").Handle} handle */
  show({ x, y, symbol, side, label }) {
    mark(this.root, "data-symbol", symbol);
    mark(this.root, "data-side", String(side));
    this.#label = label;
    // Above a hole of a surface there is no place.
    this.root.hidden = x === null;
    if (x === null || (x === this.#at.x && y === this.#at.y)) return;
    this.#at = { x, y };
    this.root.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
  }

  /** On paper there is nothing to take hold of, but a name. @param {CanvasRenderingContext2D} context */
  draw(context) {
    write(context, this.root, this.root.dataset.symbol ?? "", this.#at.x + 13, this.#at.y - 16);
  }

  /** Says where it is: words, so not in every frame. @param {string} [name]  of one without a symbol */
  speak(name) {
    mark(this.root, "aria-label", this.root.dataset.symbol || name || "");
    mark(this.root, "aria-valuetext", this.#label);
    // A slider has to have a number; where both directions count, the text is what is read.
    mark(this.root, "aria-valuenow", String(Math.round((100 * this.#at.x) / (this.root.parentElement?.clientWidth || 1))));
  }
}
