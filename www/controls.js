/**
 * Controls made from what the core says of them. Nothing here knows a key.
 */
import { element, mark, marker, quoted, say } from "./dom.js";
import { asWritten, forget, readNumber, typing, watch } from "./field.js";
import { CONTROLS_STYLE } from "./pkg/controls-style.js";

/** @typedef {import("./pkg/comparison.js").Control} Control */
/** Answers with what is wrong, or "". @typedef {(key: string, value: string, done: boolean, kind: string) => string} Setter */

/** Choices whose labels together are no longer than this are laid out side by side; a Chinese character is two long. */
const SIDE_BY_SIDE = 38;
/** The steps of a slider. */
const FINENESS = 1000;
/** The most characters of a number that is shown whole. */
const ROOM = 8;

let made = 0;

export class Controls {
  static style = CONTROLS_STYLE;
  root = element("div", { className: "controls", part: "controls", role: "group" });
  /** What the figure is about; it stands at the pictures. */
  dock = element("div", { className: "open docked" });
  #open = element("div", { className: "open" });
  #folded = element("details", { className: "folded" });
  #summary = element("summary");
  #inside = element("div", { className: "open" });
  /** Where a control goes, by its place: what has none is folded away. @type {Record<string, HTMLElement>} */
  #boxes = {};
  /** @type {Map<string, Row>} */
  #rows = new Map();
  #set;

  /** @param {Setter} set */
  constructor(set) {
    this.#set = set;
    this.#folded.append(this.#summary, this.#inside);
    this.root.append(this.#open, this.#folded);
  }

  /** @param {import("./words.js").Interface} words */
  speak(words) {
    mark(this.root, "aria-label", words.controls);
    say(this.#summary, words.more);
  }

  /**
   * Other panels are shown.
   * @param {readonly import("./stage.js").Stage[]} stages
   */
  begin(stages) {
    const panels = stages.map((stage) => /** @type {const} */ ([stage.name, stage.controls]));
    this.#boxes = { ...Object.fromEntries(panels), docked: this.dock, open: this.#open };
  }

  /** @param {Control[]} controls */
  show(controls) {
    const keys = new Set(controls.map((control) => control.key));
    for (const [key, row] of this.#rows) {
      if (!keys.has(key)) {
        row.root.remove();
        this.#rows.delete(key);
      }
    }
    controls.forEach((control) => {
      let row = this.#rows.get(control.key);
      const told = JSON.stringify(control);
      if (row?.told === told) return;
      if (row && !row.suits(control)) {
        row.root.remove();
        row = undefined;
      }
      if (!row) {
        row = new Row(control, this.#set);
        this.#rows.set(control.key, row);
      }
      row.show(control);
      row.told = told;
    });
    /** @type {Map<HTMLElement, number>} */
    const filled = new Map();
    for (const { key, place } of controls) {
      const box = this.#boxes[place] ?? this.#inside;
      const [root, at] = [/** @type {Row} */ (this.#rows.get(key)).root, filled.get(box) ?? 0];
      if (box.children[at] !== root) box.insertBefore(root, box.children[at] ?? null);
      filled.set(box, at + 1);
    }
    this.dock.hidden = !filled.has(this.dock);
    this.#open.hidden = !filled.has(this.#open);
    this.#folded.hidden = !filled.has(this.#inside);
    this.root.hidden = this.#open.hidden && this.#folded.hidden;
  }
}

/** What form a control has. @param {Control} control */
const kindOf = ({ slider, choices, formula }) => (slider ? "slider" : choices ? "choice" : formula ? "formula" : "integer");

/** The words of which one is chosen. @param {Control} control */
const choices = (control) => control.choices ?? [];

/** One control: a label, its input, and a line for what is wrong. */
class Row {
  root;
  /** What it shows, unless its reader has been at it since: most controls rest in most frames. */
  told = "";
  #kind;
  #grouped;
  #name = element("span", { className: "name" });
  #trouble = element("p", { className: "trouble", role: "alert" });
  #input;
  /** While the value is being changed here. */
  #own = false;
  #value = "";

  /** @param {Control} control @param {Setter} set */
  constructor(control, set) {
    this.#kind = kindOf(control);
    const id = `control-${++made}`;
    /** @param {string} value @param {boolean} done */
    const change = (value, done) => {
      this.#own = true;
      const trouble = set(control.key, value, done, this.#kind);
      this.#own = false;
      // The label stands above it: the key need not.
      say(this.#trouble, quoted(trouble).replace(/^[\w.]+[:：] ?/, ""));
      return !trouble;
    };
    this.#trouble.id = `${id}-trouble`;
    const make = control.slider ? Slider : control.choices ? Choice : Typed;
    this.#input = new make(id, change, this.#trouble.id, this.#kind);
    const grouped = (this.#grouped = this.#input.grouped(control));
    const label = element(grouped ? "span" : "label", { className: "label", id: `${id}-label` }, this.#name);
    if (!grouped) label.setAttribute("for", id);
    if (control.series) label.prepend(marker(control.series));
    this.root = element("div", { className: `control ${this.#kind}`, "data-key": control.key }, label, this.#input.root, this.#trouble);
    for (const touch of ["input", "change", "focusout"]) this.root.addEventListener(touch, () => void (this.told = ""));
  }

  /** Whether a control still has this form: in another language its words may be too long for it. @param {Control} control */
  suits(control) {
    return kindOf(control) === this.#kind && this.#input.grouped(control) === this.#grouped;
  }

  /** @param {Control} control */
  show(control) {
    say(this.#name, control.label);
    if (control.value !== this.#value && !this.#own) this.root.querySelectorAll("input").forEach(forget);
    this.#value = control.value;
    this.#input.show(control);
    // What was wrong has been replaced.
    if (!this.root.querySelector('[aria-invalid="true"]')) say(this.#trouble, "");
  }
}

/** @typedef {(value: string, done: boolean) => boolean} Change */

/** A slider with an editable number; marks stand on it, and the range past its limit is tinted. */
class Slider {
  root = element("div", { className: "slider-box" });
  #range;
  #number;
  #track = element("div", { className: "track" });
  #marks = element("div", { className: "marks" });
  /** @type {Control | undefined} */
  #control;
  #byKey = false;
  #effects = "";
  /** What was typed. */
  #typed = "";

  /** @param {string} id @param {Change} change @param {string} trouble */
  constructor(id, change, trouble) {
    this.#range = element("input", { type: "range", min: "0", max: String(FINENESS), step: "1", id });
    this.#number = element("input", { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false, className: "number" });
    this.#number.setAttribute("aria-describedby", trouble);
    this.#number.setAttribute("aria-labelledby", `${id}-label`);
    this.#track.append(this.#marks, this.#range);
    this.root.append(this.#track, this.#number);
    watch(this.#number);
    this.#range.addEventListener("keydown", () => (this.#byKey = true));
    let before = "";
    this.#range.addEventListener("pointerdown", () => {
      this.#byKey = false;
      before = this.#control?.value ?? "";
    });
    // A finger that scrolls the page has not meant the slider.
    this.#range.addEventListener("pointercancel", () => before === this.#control?.value || change(before, true));
    this.#range.addEventListener("input", () => change(this.#byKey ? this.#stepped() : this.#value(), false));
    this.#range.addEventListener("change", () => change(/** @type {Control} */ (this.#control).value, true));
    const enter = () => {
      const typed = readNumber(this.#number.value);
      // The core knows no powers of integers.
      this.#typed = this.#slider().integer && /e/.test(typed) && Number.isSafeInteger(Number(typed)) ? String(Number(typed)) : typed;
      const right = change(this.#typed, true);
      mark(this.#number, "aria-invalid", String(!right));
    };
    this.#number.addEventListener("change", enter);
    this.#number.addEventListener("keydown", (event) => {
      // What nobody has changed is not set again.
      if (event.key === "Escape" && this.#control && this.#number.value !== this.#shown()) {
        this.#number.value = asWritten(this.#control.value);
        event.preventDefault();
        enter();
      }
    });
  }

  grouped() {
    return false;
  }

  /** What each place of the track would do, as a colour: the more it wins, the stronger. @param {number[]} effects */
  #shade(effects) {
    const stop = (/** @type {number} */ effect, /** @type {number} */ place) =>
      `color-mix(in srgb, var(--${effect < 0 ? "trouble" : "accent"}) ${Math.round(effect < 0 ? 14 - 16 * effect : 45 * effect)}%, transparent)` +
      ` calc(var(--thumb) / 2 + ${(place / (effects.length - 1)).toFixed(4)} * (100% - var(--thumb)))`;
    return `linear-gradient(to right, ${effects.map(stop).join()})`;
  }

  #slider() {
    return /** @type {import("./pkg/comparison.js").Slider} */ (this.#control?.slider);
  }

  /** The place of a value, from 0 to 1. @param {number} value */
  #place(value) {
    const { min, max, logarithmic } = this.#slider();
    const place = logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
    return Number.isFinite(place) ? Math.min(1, Math.max(0, place)) : 0;
  }

  /** The value under the thumb, with as many digits as the slider can tell apart. */
  #value() {
    const { min, max, logarithmic, integer } = this.#slider();
    const place = this.#range.valueAsNumber / FINENESS;
    const value = logarithmic ? min * (max / min) ** place : min + place * (max - min);
    const short = Number(value.toPrecision(3));
    if (!integer) return String(short);
    return String(place === 1 ? max : Math.round(logarithmic ? short : value));
  }

  /** The value that a key moved the thumb to: at least the next integer, where they lie further apart than its steps. */
  #stepped() {
    const { value } = /** @type {Control} */ (this.#control);
    const { min, max, integer } = this.#slider();
    const to = this.#value();
    const by = Math.sign(this.#range.valueAsNumber - Math.round(this.#place(Number(value)) * FINENESS));
    return integer && to === value ? String(Math.min(max, Math.max(min, Number(to) + by))) : to;
  }

  /**
   * The value as the field has room for it: what nobody has typed, but follows from other values, may have many digits, and a large
   * integer many zeros.
   */
  #shown() {
    const { value } = /** @type {Control} */ (this.#control);
    const number = Number(value);
    if (value.length <= ROOM) return asWritten(value);
    if (this.#slider().integer) return asWritten(value.replace(/^\d\d{0,2}?0{6,}$/, () => number.toExponential().replace("+", "")));
    return asWritten(number === Number(this.#typed) ? value : String(Number(number.toPrecision(4))));
  }

  /** @param {Control} control */
  show(control) {
    this.#control = control;
    const place = Math.round(this.#place(Number(control.value)) * FINENESS);
    const root = /** @type {Document | ShadowRoot} */ (this.root.getRootNode());
    // Under the hand the thumb stays where the hand is.
    if (root.activeElement !== this.#range || this.#byKey || this.#value() !== control.value) this.#range.valueAsNumber = place;
    mark(this.#range, "aria-valuetext", this.#shown());
    if (!typing(this.#number)) {
      const shown = this.#shown();
      if (this.#number.value !== shown) this.#number.value = shown;
      mark(this.#number, "aria-invalid", "false");
    }
    const { min, max, ...slider } = this.#slider();
    // The same for all values, so that the track stays as long as it is under the hand.
    this.#number.style.setProperty("--digits", String(slider.integer ? String(max).length : 0));
    const danger = slider.danger === null ? 1 : this.#place(slider.danger);
    this.#track.style.setProperty("--danger", String(danger));
    const effects = slider.effects.join();
    if (effects !== this.#effects) this.#track.style.setProperty("--effects", slider.effects.length ? this.#shade(slider.effects) : "");
    this.#effects = effects;
    mark(this.#track, "title", slider.hint);
    const marks = slider.marks.filter(({ value }) => value >= min && value <= max);
    if (this.#marks.children.length !== marks.length) {
      this.#marks.replaceChildren(...marks.map(() => element("i")));
    }
    marks.forEach(({ value, series, label }, index) => {
      const at = /** @type {HTMLElement} */ (this.#marks.children[index]);
      at.style.setProperty("--at", String(this.#place(value)));
      at.style.background = series ? `var(--${series})` : "";
      mark(at, "title", label);
      // What belongs to no run names an end.
      mark(at, "data-end", series ? "" : String(this.#place(value)));
    });
  }
}

/** Words of which one is chosen: side by side if they are few, in a list if they are many. */
class Choice {
  root = element("div", { className: "choice-box" });
  #id;
  #change;
  #names = "";

  /** @param {string} id @param {Change} change */
  constructor(id, change) {
    this.#id = id;
    this.#change = change;
  }

  /** @param {Control} control */
  grouped(control) {
    const length = choices(control).map(({ label }) => 4 + label.length + (label.match(/[\u2e80-\u9fff]/g)?.length ?? 0));
    return length.reduce((sum, one) => sum + one, 0) <= SIDE_BY_SIDE;
  }

  /** @param {Control} control */
  show(control) {
    const names = choices(control).map((choice) => choice.name).join(" ");
    if (names !== this.#names) {
      this.#names = names;
      this.root.replaceChildren(...(this.grouped(control) ? this.#radios(control) : [this.#list(control)]));
    }
    const labels = choices(control).map((choice) => choice.label);
    if (this.grouped(control)) {
      [...this.root.querySelectorAll("label")].forEach((label, place) => say(/** @type {Element} */ (label.lastElementChild), labels[place]));
      for (const input of this.root.querySelectorAll("input")) input.checked = input.value === control.value;
    } else {
      const select = /** @type {HTMLSelectElement} */ (this.root.firstElementChild);
      [...select.options].forEach((option, place) => say(option, labels[place]));
      select.value = control.value;
    }
  }

  /** @param {Control} control */
  #radios(control) {
    this.root.setAttribute("role", "radiogroup");
    this.root.setAttribute("aria-labelledby", `${this.#id}-label`);
    return choices(control).map(({ name }) => {
      const input = element("input", { type: "radio", name: this.#id, value: name });
      input.addEventListener("change", () => this.#change(name, true));
      return element("label", {}, input, element("span"));
    });
  }

  /** @param {Control} control */
  #list(control) {
    const select = element("select", { id: this.#id }, ...choices(control).map(({ name }) => element("option", { value: name })));
    select.addEventListener("change", () => this.#change(select.value, true));
    return select;
  }
}

/** What is typed: an integer such as a seed, or a formula, which is tried with every letter. */
class Typed {
  root;
  #written;

  /** @param {string} id @param {Change} change @param {string} trouble @param {string} kind */
  constructor(id, change, trouble, kind) {
    const formula = kind === "formula";
    this.#written = formula ? String : asWritten;
    const className = formula ? "number formula" : "number wide";
    this.root = element("input", { type: "text", inputMode: formula ? "text" : "numeric", autocomplete: "off", spellcheck: false, className, id });
    this.root.setAttribute("autocapitalize", "off");
    this.root.setAttribute("aria-describedby", trouble);
    watch(this.root);
    const enter = (/** @type {boolean} */ done) => mark(this.root, "aria-invalid", String(!change(formula ? this.root.value : readNumber(this.root.value), done)));
    if (formula) this.root.addEventListener("input", () => enter(false));
    this.root.addEventListener("change", () => enter(true));
  }

  grouped() {
    return false;
  }

  /** @param {Control} control */
  show(control) {
    if (typing(this.root)) return;
    const shown = this.#written(control.value);
    if (this.root.value !== shown) this.root.value = shown;
    mark(this.root, "aria-invalid", "false");
  }
}
