/**
 * `<descent-figure figure="three-descents" experiment="…" lang="zh" theme="dark"></descent-figure>`
 *
 * - `figure`      which figure
 * - `experiment`  the string of what it shows; what it leaves out has a default
 * - `lang`        a language that there is a file of, as `en` or `zh`; otherwise that of what it stands in
 * - `theme`       `light` or `dark`; otherwise that of what it stands in, its computed `color-scheme`
 * - `views`       names of the panels to show, by spaces; otherwise all but the optional ones
 * - `controls`    keys of the controls to show, by spaces; otherwise all, and `none`
 * - `loading`     `lazy`, as of an image, to load nothing before the figure comes near what is seen
 * - `autoplay`    `none`, so that it moves only when it is told to; otherwise it plays when it is seen
 *
 * Each may be set, changed and corrected at any time, and has a property of its name. The property `experiment` is the
 * complete string of what is shown; setting it shows that, at rest, or in flight where a run can take it. The property `data`
 * is data of the author's own, which the string calls `own`. `ready` is a promise. What stands inside the element, as a still picture, is shown until the figure is, and when it cannot be.
 *
 * Events: `load` and `error` (`detail.error`), `play`, `pause`, `rest`, `step` (`detail.step`), `change` (`detail`:
 * `experiment`, `commit`), `share` (`detail.link`, which may be replaced), none of which bubble. A `descentchange` event, which does, is a `change` that whoever holds
 * several figures hears of: the reader has changed something, and `commit` is true for a deliberate change, false for
 * another place in the same run.
 *
 * Styles: the parts `figure`, `title`, `canvas`, `controls`, `transport` and `caption`, and the properties
 * `--descent-paper` (may be `transparent`), `--descent-ink`, `--descent-quiet`, `--descent-hairline`, `--descent-accent`,
 * and `--room`, the height that is kept before anything is shown.
 */
import { addresses, load, setBase, trainer, translation } from "./core.js";
import { element } from "./dom.js";
import { attend, isPrinting, languageAt, themeAt } from "./environment.js";
import { keep } from "./keys.js";
import { scripts } from "./pkg/files.js";
import { ROOM, reserve, sheets } from "./room.js";
import { nears, shows, surrounds, turnOf } from "./scheduler.js";
import { View } from "./view.js";
import { before, language } from "./words.js";

/** Where there is no document, as on a server, there are no elements, and importing this does nothing. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? Object);

/** Whether it stands in something that cuts off what is too long. @param {Element | null} box @returns {boolean} */
const isFixed = (box) => !!box && (getComputedStyle(box).overflowY === "hidden" || isFixed(box.parentElement));

/** What has a property of its name. */
const REFLECTED = ["figure", "theme", "views", "controls", "loading", "autoplay"];

export class DescentFigure extends Base {
  static observedAttributes = ["figure", "experiment", "lang", "theme", "views", "controls", "loading"];

  /** @type {() => void} */
  #resolve = () => {};
  /** @type {(reason: unknown) => void} */
  #reject = () => {};
  #settled = false;
  /**
   * Resolves when the figure shows something; rejects when it cannot. When it is tried again, when another figure is asked
   * for, or what was asked for is corrected, there is a new one.
   * @type {Promise<void>}
   */
  ready = this.#promise();
  /** What the attributes were understood as. @type {string | null} */
  #initial = null;
  /** Data of the author's own. @type {import("./element.js").Data | null} */
  #data = null;
  /** Hands them over, once what does that is there. @type {typeof import("./own.js").give | undefined} */
  #hand;
  /** Whether there ever were some: what can show them stays loaded. */
  #owns = false;
  /** Whether they have not been shown yet. */
  #fresh = false;
  /** What was shown when the element was last taken out. @type {string | undefined} */
  #left;
  #near = false;
  /** Whether something has been begun that is to be shown. */
  #busy = false;
  #generation = 0;
  /** What the style sheets of the figure are, once they are there. @type {string[]} */
  #styles = [];
  /** Ends what belongs to what is shown. @type {(() => void)[]} */
  #release = [];
  /** Ends what belongs to where the element is. @type {(() => void) | undefined} */
  #unattend;
  #probe = element("i", { className: "probe" });
  #view = new View((name, detail) => {
    this.#tell(name, detail);
    if (name === "change") this.dispatchEvent(new CustomEvent("descentchange", { bubbles: true, composed: true, detail }));
  });

  constructor() {
    super();
    const frame = element("div", { className: "frame" }, this.#view.root);
    this.attachShadow({ mode: "open" }).append(this.#probe, frame);
    this.#dress();
    keep(frame);
    for (const end of ["transitionend", "transitioncancel"]) this.#probe.addEventListener(end, () => this.#theme());
  }

  /** @param {string} name @param {object} [detail] */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** The complete string of what is shown. */
  get experiment() {
    return this.#view.figure?.experiment ?? this.#left ?? this.getAttribute("experiment") ?? "";
  }

  set experiment(given) {
    const text = String(given ?? "");
    if (this.#view.figure) this.#view.show(text);
    else this.#left = text;
  }

  /**
   * Data of the author's own, in the place of those that its string names; null for none. What is wrong with them is said in the
   * figure, which goes on as it was, and in an event `error`. The first have to wait for what shows them, as `ready` does.
   */
  get data() {
    return this.#data;
  }

  set data(given) {
    const [{ figure }, before] = [this.#view, this.#data];
    this.#data = given ?? null;
    this.#fresh = this.#data !== null;
    this.#owns ||= this.#fresh;
    if (figure && this.#hand) {
      if (this.#give(figure, before)) this.#view.renew();
      this.#fresh = false;
    } else if (this.#fresh && this.isConnected) this.#begin();
  }

  /** Shows the data, or says what is wrong with them. @param {import("./core.js").Figure} figure @param {import("./element.js").Data | null} before */
  #give(figure, before) {
    this.#view.root.querySelector(":scope > .data")?.remove();
    try {
      this.#hand?.(figure, this.#data);
      return true;
    } catch (error) {
      this.#data = before;
      const line = this.#failure(error instanceof Error ? error.message : String(error));
      line.classList.add("data");
      this.#view.root.prepend(line);
      this.#tell("error", { error });
      return false;
    }
  }

  /** What the attributes stand for as a complete string; null until the figure is ready. */
  get initialExperiment() {
    return this.#initial;
  }

  /**
   * The descent that its keys describe as a handle for programs, at the step that is shown, and from then on by itself; null where
   * it shows none. Loads what programs need. @type {Promise<import("./pkg/descent.js").Trainer | null>}
   */
  get trainer() {
    return this.ready.then(() => trainer(this.experiment, this.#view.figure));
  }

  /** Whether it plays. */
  get playing() {
    return this.#view.playing;
  }

  /** Plays on, or again from the start when it is at its end. */
  play() {
    this.#do(() => this.#view.play());
  }

  pause() {
    this.#do(() => this.#view.pause());
  }

  /** Goes so many steps on, or back, as far as a reader would wait. @throws {Error} for what is no number */
  step(count = 1) {
    this.#do(({ clock }) => this.#view.seek(clock.tick + +count));
  }

  /** Goes to a step, or as far as a reader would wait. @param {number} step @throws {Error} for what is no number */
  seek(step) {
    this.#do(() => this.#view.seek(step));
  }

  /** Goes back to the start. */
  rewind() {
    this.seek(0);
  }

  /**
   * Plays from another start drawn at random.
   * @param {number} [seed]  an integer from 0 to 2³² − 1; otherwise fresh entropy
   * @throws {Error} for any other
   */
  restart(seed) {
    this.#do(() => this.#view.restart(seed));
  }

  /**
   * Changes one key of the experiment. Where a run can take it in flight, it is shown at the same step, as it would have gone from its
   * start: so the string of what is shown has it all. The handle's `set` bends the run from its step on.
   * @param {string} key @param {unknown} value
   * @throws {RangeError} when it is not allowed; all is then as it was
   */
  set(key, value) {
    this.#do(() => {
      const trouble = this.#view.set(String(key), String(value), true);
      if (trouble) throw new RangeError(trouble);
    });
  }

  /** Does something with the figure, or will once it is there; nothing with one that is taken out. @param {(figure: import("./core.js").Figure) => void} what */
  #do(what) {
    const { figure } = this.#view;
    if (figure) what(figure);
    else if (!this.#settled) this.ready.then(() => this.#do(what), () => {});
  }

  connectedCallback() {
    // What was set before the element was one of these lies in the way of its own properties.
    for (const name of [...REFLECTED, "experiment", "initialExperiment", "data"]) {
      const set = Object.getOwnPropertyDescriptor(this, name);
      Reflect.deleteProperty(this, name);
      if (set && name !== "initialExperiment") Object.assign(this, { [name]: set.value });
    }
    this.#unattend ??= attend((change) => this.#changed(change));
    if (this.#view.figure) {
      this.#theme();
      this.#translate();
    } else if (!this.#busy) this.#begin();
  }

  /** It may only be on its way to another place, and goes on there. */
  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#generation++;
      this.#near = this.#busy = false;
      this.#stop();
      this.#unattend?.();
      this.#unattend = undefined;
    });
  }

  /** As it moves, so that nothing is taken out (`moveBefore`). */
  connectedMoveCallback() {
    this.#theme();
  }

  adoptedCallback() {
    this.#dress();
  }

  /** Style sheets belong to a document. */
  #dress() {
    /** @type {ShadowRoot} */ (this.shadowRoot).adoptedStyleSheets = sheets(this.ownerDocument, [ROOM, ...this.#styles]);
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "theme") return this.#theme();
    const { figure } = this.#view;
    if (name === "lang" && figure) this.#translate();
    if (name === "experiment") {
      this.#initial = null;
      if (figure) {
        this.experiment = after ?? "";
        this.#initial = figure.experiment;
      } else this.#left = undefined;
    }
    if (figure && ["lang", "experiment", "loading"].includes(name)) return;
    this.#stop();
    if (name === "figure") {
      // Another figure shows what its own attributes say, unless it has been told before it could.
      if (this.#initial !== null) this.#left = undefined;
      this.#initial = null;
      this.#view.begun = false;
    }
    this.#busy = false;
    if (this.isConnected) this.#begin();
  }

  /** Around the figure. @param {import("./environment.js").Change} change */
  #changed(change) {
    if (change === "theme") this.#theme();
    else if (change === "language" && this.#view.figure) this.#translate();
    else if (change === "sharpness") this.#view.sharpen();
    else if (change === "sight") this.#view.sight();
    else if (change === "paper") {
      this.#theme();
      if (this.#view.figure) this.#view.print(isPrinting());
      // Printing does not wait: what is here already comes onto the paper, the rest says that it is missing.
      else if (isPrinting() && !this.#near && this.#busy) this.#meet();
    }
  }

  /** Shows what the attributes ask for, once whoever sets them has set them all: with what was shown, if it still fits. */
  #begin() {
    this.#stop();
    this.#busy = true;
    if (this.#settled) this.ready = this.#promise();
    this.#wait();
    const generation = ++this.#generation;
    queueMicrotask(() => {
      if (generation !== this.#generation) return;
      this.#wait();
      if (this.#near || this.getAttribute("loading") !== "lazy") this.#start();
      else this.#release.push(nears(this, ({ isIntersecting }) => isIntersecting && this.#meet()));
    });
  }

  /** A lazy one has come near. */
  #meet() {
    this.#near = true;
    this.#end();
    this.#start();
  }

  #promise() {
    this.#settled = false;
    const promise = /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
      [this.#resolve, this.#reject] = [resolve, reject];
    }));
    // Whoever waits hears of a failure; who does not wait sees the sentence in the figure.
    promise.catch(() => {});
    return promise;
  }

  /** Keeps the room for what will be shown; what the author has put there stands in it. */
  #wait() {
    const { lang, loading } = before(this.#tag());
    const box = element("div", { className: "loading" }, element("slot", {}, loading));
    reserve(box, this.#name());
    this.#view.root.replaceChildren(box);
    this.#view.root.lang = lang;
  }

  async #start() {
    const generation = ++this.#generation;
    const isWanted = () => generation === this.#generation;
    const [name, tag] = [this.#name(), this.#tag()];
    try {
      const loaded = await load(name, tag, this.#owns, this.#controlled);
      if (isWanted() && !isPrinting()) await turnOf(this);
      if (!isWanted()) return;
      [this.#styles, this.#hand] = [loaded.styles, loaded.give];
      this.#view.equip(loaded.parts);
      this.#dress();
      try {
        this.#build(loaded.Figure, loaded.words);
      } catch (error) {
        return this.#fail(error);
      }
    } catch (error) {
      const why = scripts.failure().then(({ explain }) => explain(error, addresses(name, tag, this.#owns), language(tag)));
      const message = (await why.catch(() => undefined)) ?? before(tag).failed;
      return isWanted() ? this.#fail(new Error(message, { cause: error }), () => this.#begin()) : undefined;
    }
    this.#settled = true;
    this.#resolve();
    this.#tell("load");
    // Another language may have been asked for on the way.
    if (language(tag) !== language(this.#tag())) this.#translate();
  }

  /** @param {unknown} error @param {() => void} [again]  what may help */
  #fail(error, again) {
    this.#theme();
    this.#view.root.replaceChildren(this.#failure(error instanceof Error ? error.message : String(error), again), element("slot"));
    console.error(`<descent-figure figure="${this.#name()}">`, error);
    this.#settled = true;
    this.#reject(error);
    this.#tell("error", { error });
  }

  /** A connection that has failed may come back. @param {string} message @param {() => void} [again] */
  #failure(message, again) {
    const said = before(this.#tag());
    const line = element("p", { className: "failure", role: "alert", lang: said.lang }, message);
    if (again) {
      const button = element("button", { type: "button" }, said.retry);
      button.addEventListener("click", again);
      line.append(" ", button);
    }
    return line;
  }

  /** @param {import("./core.js").Module["Figure"]} Figure @param {import("./core.js").Words} words */
  #build(Figure, words) {
    const [given, views, listed] = ["experiment", "views", "controls"].map((name) => this.getAttribute(name)?.trim());
    const controls = this.#controlled ? listed || undefined : "";
    const figure = new Figure(this.#name(), given ?? "", words.core, views, controls);
    const owns = this.#data !== null && this.#give(figure, null);
    // What names them is understood now.
    if (owns) figure.apply(given ?? "");
    this.#initial ??= figure.experiment;
    if (this.#left !== undefined) {
      figure.apply(this.#left);
      this.#view.begun = !this.#fresh;
    }
    if (owns && this.#fresh && !figure.experiment.includes("&data=own")) {
      figure.set("data", "own");
      figure.seek(0);
    }
    this.#left = undefined;
    this.#fresh = false;
    const trouble = this.#view.root.querySelector(":scope > .data");
    this.#view.begin(figure);
    if (trouble) this.#view.root.prepend(trouble);
    this.#release.push(
      surrounds(this, (entry) => this.#view.near(entry)),
      shows(this, (entry) => this.#view.seen(entry, this.getAttribute("autoplay") !== "none")),
    );
    this.#theme();
    this.#view.root.lang = before(this.#tag()).lang;
    this.#view.root.classList.toggle("fixed", isFixed(this.parentElement));
    this.#view.speak(words);
    if (isPrinting()) this.#view.print(true);
  }

  /** Ends what has been begun for what is shown. */
  #end() {
    for (const release of this.#release.splice(0)) release();
  }

  /** Gives everything back; what was shown is remembered as a string. */
  #stop() {
    this.#end();
    this.#left = this.#view.end() ?? this.#left;
  }

  get #controlled() {
    return this.getAttribute("controls")?.trim() !== "none";
  }

  #name() {
    return this.getAttribute("figure") ?? "";
  }

  #tag() {
    return languageAt(this);
  }

  /** Speaks the language asked for as soon as its words are there, and until then the one before. */
  async #translate() {
    const [{ figure, root }, tag] = [this.#view, this.#tag()];
    const isWanted = () => figure === this.#view.figure && language(tag) === language(this.#tag());
    const clear = () => root.querySelector(":scope > .failure:not(.data)")?.remove();
    clear();
    try {
      const words = await translation(this.#name(), tag, this.#owns);
      if (!isWanted() || words === this.#view.words) return;
      figure?.setWords(words.core);
      root.lang = before(tag).lang;
      this.#view.speak(words);
    } catch {
      if (!isWanted()) return;
      clear();
      root.prepend(this.#failure(before(tag).failed, () => this.#translate()));
    }
  }

  /** To ask for it is to wait for the layout: who shows nothing yet asks when there is something to show. */
  #theme() {
    this.#view.wear(themeAt(this.getAttribute("theme"), this.#probe));
  }
}

for (const name of globalThis.document ? REFLECTED : []) {
  Object.defineProperty(DescentFigure.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return this.getAttribute(name) ?? "";
    },
    set(value) {
      if (value == null) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}

export { setBase };
