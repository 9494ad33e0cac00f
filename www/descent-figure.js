/**
 * `<descent-figure figure="three-descents" experiment="…" lang="zh" theme="dark"></descent-figure>`
 *
 * - `figure`      which figure
 * - `experiment`  the string of what it shows; what it leaves out has a default
 * - `lang`        a language that there is a file of, as `en` or `zh`; otherwise the page's
 * - `theme`       `light` or `dark`; otherwise the system's
 * - `views`       names of the panels to show, by spaces; otherwise all
 * - `controls`    keys of the controls to show, by spaces; otherwise all, and none when empty
 * - `loading`     `lazy`, as of an image, to load nothing before the figure comes near what is seen
 *
 * Each may be set, changed and corrected at any time. Its property `experiment` is the complete string of what is shown;
 * setting it shows that, at rest, also if it was set before this script had come. `ready` is a promise.
 * A `descentchange` event (detail: `experiment`, `commit`) says that the reader has changed something: `commit` is true
 * for a deliberate change, false for another place in the same run.
 */
import { Controls } from "./controls.js";
import { load, translation } from "./core.js";
import { element } from "./dom.js";
import { Legend } from "./legend.js";
import { Player } from "./player.js";
import { Stage } from "./stage.js";
import { Tabs } from "./tabs.js";
import { Transport } from "./transport.js";
import { before, language } from "./words.js";

/** @typedef {import("./core.js").Figure} Figure */
/** @typedef {import("./core.js").Words} Words */

/** How far from what is seen a lazy figure begins to load: it will be met next. */
const NEAR = "150px 0px";

/** Steps after which a figure that does not move shows where it leads. */
const LEADS = 100;

/** Words are rewritten so many times a second while a figure plays: nobody reads faster. */
const WORDS_PER_SECOND = 8;

/** Whether a key moves what has the focus; a list of choices may open, and then nobody hears of its keys. @param {KeyboardEvent} event */
const moves = ({ key, target }) => /^(Arrow|Page|Home|End)/.test(key) && !(target instanceof HTMLSelectElement);

/** Where there is no document, as on a server, there are no elements, and importing this does nothing. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? Object);

/** Parts of a figure at whose appearance it is asked whether it is seen. */
const PARTS = [...Array(16).keys()].map((part) => part / 100);

/**
 * Whether enough of a figure is in view: of one that is much higher than the window, a third of the window.
 * @param {IntersectionObserverEntry} entry
 */
const fills = ({ isIntersecting, intersectionRatio, intersectionRect }) =>
  isIntersecting && (intersectionRatio >= 0.15 || intersectionRect.height >= innerHeight / 3);

export class DescentFigure extends Base {
  static observedAttributes = ["figure", "experiment", "lang", "theme", "views", "controls", "loading"];

  /** @type {() => void} */
  #resolve = () => {};
  /** @type {(reason: unknown) => void} */
  #reject = () => {};
  #settled = false;
  /**
   * Resolves when the figure shows something; rejects when its attributes ask for what there is not. A figure that could
   * not be loaded offers to try again, and keeps it waiting. When another figure is asked for, or what was asked for is
   * corrected, there is a new one.
   * @type {Promise<void>}
   */
  ready = this.#promise();
  /** @type {Figure | undefined} */
  #figure;
  /** What is spoken. @type {Words | undefined} */
  #words;
  /** What the attributes were understood as. @type {string | null} */
  #initial = null;
  /** What was shown when the element was last taken out. @type {string | undefined} */
  #left;
  #player = new Player();
  /** @type {Stage[]} */
  #stages = [];
  #near = false;
  #visible = false;
  #begun = false;
  /** Played when the reader took something in hand. */
  #playedOn = false;
  /** On paper, which is white, each figure wears the light theme. */
  #printing = false;
  /** Went to its rest for the paper only. */
  #ahead = false;
  /** What is named in the pictures. @type {import("./pkg/comparison.js").Name[]} */
  #names = [];
  #frame = 0;
  #dirty = false;
  #then = 0;
  #worded = 0;
  /** Whether a key is held down that moves something. */
  #held = false;
  /** What is to be reported when it is let go. @type {boolean | undefined} */
  #owed;
  #generation = 0;
  /** @type {(() => void)[]} */
  #release = [];

  #body = element("div", { className: "descent" });
  #pictures = element("div", { className: "pictures", role: "group" });
  #tabs = new Tabs(this.#pictures);
  #dock = element("div", { className: "dock" });
  #legend = new Legend((key, value) => {
    this.#set(key, value, true);
    this.#act("rewind");
    this.#act("play");
  }, (line) => {
    this.#figure?.pointToLine(line);
    this.#invalidate();
  });
  #transport = new Transport((action) => this.#act(action), (tick, done) => this.#seek(tick, done), (speed) => this.#hurry(speed));
  #controls = new Controls((key, value, done) => this.#set(key, value, done));
  #host = {
    attach: (/** @type {number} */ panel, /** @type {HTMLCanvasElement[]} */ [axes, trail, moving], /** @type {number} */ width, /** @type {number} */ height) => {
      this.#figure?.attach(panel, axes, trail, moving, width, height, devicePixelRatio);
      this.#draw();
    },
    hover: (/** @type {number} */ panel, /** @type {number} */ x, /** @type {number} */ y) => {
      this.#figure?.hover(panel, x, y);
      this.#invalidate();
    },
    leave: () => {
      this.#figure?.leave();
      this.#invalidate();
    },
    press: (/** @type {number} */ panel, /** @type {number} */ x, /** @type {number} */ y) => {
      if (this.#figure?.press(panel, x, y)) this.#beginAgain();
    },
    drag: (/** @type {number} */ handle, /** @type {number} */ x, /** @type {number} */ y, /** @type {boolean} */ done) => {
      this.#figure?.drag(handle, x, y);
      this.#taken(done);
    },
    set: (/** @type {string} */ key, /** @type {string} */ value, /** @type {boolean} */ done) => this.#set(key, value, done),
    turn: (/** @type {number} */ panel, /** @type {number} */ dx, /** @type {number} */ dy, /** @type {boolean} */ done) => {
      this.#figure?.turn(panel, dx, dy, done);
      this.#taken(done);
    },
  };

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).append(element("div", { className: "frame" }, this.#body));
    for (const kind of ["keydown", "keyup", "focusout", "pointerdown"]) {
      this.#body.addEventListener(kind, (event) => this.#hold(event instanceof KeyboardEvent && kind === "keydown" && moves(event)), true);
    }
  }

  /** The complete string of what is shown. */
  get experiment() {
    return this.#figure?.experiment ?? this.#left ?? this.getAttribute("experiment") ?? "";
  }

  set experiment(given) {
    const text = String(given ?? "");
    if (!this.#figure) {
      this.#left = text;
      return;
    }
    this.#player.pause();
    this.#begun = true;
    this.#owed = undefined;
    this.#figure.apply(text);
    this.#showProblems();
    this.#refresh();
  }

  /** What the attributes stand for as a complete string; null until the figure is ready. */
  get initialExperiment() {
    return this.#initial;
  }

  connectedCallback() {
    // What was set before the element was one of these lies in the way of its own properties.
    const set = Object.getOwnPropertyDescriptor(this, "experiment");
    for (const name of ["experiment", "initialExperiment"]) Reflect.deleteProperty(this, name);
    if (set) this.experiment = set.value;
    this.#theme();
    this.#begin();
  }

  disconnectedCallback() {
    this.#generation++;
    this.#near = false;
    this.#stop();
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "theme") return this.#theme();
    if (name === "lang" && this.#figure) this.#translate();
    if (name === "experiment") {
      this.#initial = null;
      if (this.#figure) {
        this.experiment = after ?? "";
        this.#initial = this.#figure.experiment;
      } else this.#left = undefined;
    }
    if (this.#figure && ["lang", "experiment", "loading"].includes(name)) return;
    if (name === "figure") {
      this.#stop();
      // Another figure shows what its own attributes say, unless it has been told before it could.
      if (this.#initial !== null) this.#left = undefined;
      this.#initial = null;
      this.#begun = false;
    }
    if (this.isConnected) this.#begin();
  }

  /** Shows what the attributes ask for, once whoever sets them has set them all: with what was shown, if it still fits. */
  #begin() {
    this.#stop();
    if (this.#settled) this.ready = this.#promise();
    const generation = ++this.#generation;
    queueMicrotask(() => {
      if (generation !== this.#generation) return;
      if (this.#near || this.getAttribute("loading") !== "lazy") this.#start(generation);
      else this.#await(generation);
    });
  }

  /** Begins when the figure comes near. @param {number} generation */
  #await(generation) {
    const near = new IntersectionObserver((entries) => {
      if (!entries.at(-1)?.isIntersecting) return;
      near.disconnect();
      this.#near = true;
      this.#start(generation);
    }, { rootMargin: NEAR });
    near.observe(this);
    // Printing does not wait: what is here already comes onto the paper, the rest says that it is missing.
    const print = () => {
      near.disconnect();
      this.#near = this.#printing = true;
      this.#start(generation);
    };
    const printed = () => (this.#printing = false);
    addEventListener("beforeprint", print, { once: true });
    addEventListener("afterprint", printed, { once: true });
    this.#release.push(
      () => near.disconnect(),
      () => removeEventListener("beforeprint", print),
      () => removeEventListener("afterprint", printed),
    );
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

  /** @param {number} generation  outdated when the element has left, or has begun again */
  async #start(generation) {
    // The frame has its final size from the start; a stylesheet of the page cannot reach inside.
    this.#body.replaceChildren(element("p", { className: "loading" }, before(this.#tag()).loading));
    this.#body.lang = before(this.#tag()).lang;
    /** @type {Awaited<ReturnType<typeof load>>} */
    let loaded;
    try {
      loaded = await load(this.#name(), this.#tag());
    } catch {
      if (generation === this.#generation) this.#body.replaceChildren(this.#failure(() => this.#begin()));
      return;
    }
    if (generation !== this.#generation) return;
    try {
      /** @type {ShadowRoot} */ (this.shadowRoot).adoptedStyleSheets = loaded.sheets;
      this.#build(loaded.Figure, loaded.words);
      this.#resolve();
    } catch (error) {
      this.#body.replaceChildren(element("p", { className: "failure", role: "alert" }, error instanceof Error ? error.message : String(error)));
      this.#reject(error);
    }
    this.#settled = true;
  }

  /** A connection that has failed may come back. @param {() => void} again */
  #failure(again) {
    const words = before(this.#tag());
    const button = element("button", { type: "button" }, words.retry);
    button.addEventListener("click", again);
    return element("p", { className: "failure", role: "alert", lang: words.lang }, words.failed, " ", button);
  }

  /** @param {import("./core.js").Module["Figure"]} Figure @param {Words} words */
  #build(Figure, words) {
    const given = this.getAttribute("experiment") ?? "";
    const controls = this.getAttribute("controls") ?? undefined;
    const figure = new Figure(this.#name(), given, words.core, this.getAttribute("views") ?? undefined, controls);
    const initial = figure.experiment;
    if (this.#left !== undefined) figure.apply(this.#left);
    this.#figure = figure;
    this.#initial ??= initial;
    this.#begun ||= this.#left !== undefined;
    this.#left = undefined;
    this.#stages = figure.speech().panels.map((panel) => new Stage(panel, this.#host));
    this.#pictures.replaceChildren(...this.#stages.map((stage) => stage.root));
    this.#tabs.begin(this.#stages);
    this.#controls.begin(this.#stages);
    this.#dock.replaceChildren(this.#controls.dock, this.#transport.root);
    this.#body.replaceChildren(this.#legend.problems, this.#tabs.root, this.#pictures, this.#dock);
    // Without controls the rules are left out too; those that are asked for may come with other values.
    if (controls?.trim() !== "") {
      this.#body.append(this.#controls.root, ...this.#legend.details);
      if (figure.speech().listing.length > 0) this.#stages[0].root.append(this.#legend.program);
    }
    this.#body.append(this.#legend.notices);

    // Several that come at once are a history; the last one is how it is.
    const observer = new IntersectionObserver((entries) => this.#seen(fills(entries[entries.length - 1])), { threshold: PARTS });
    observer.observe(this);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const theme = () => this.#theme();
    dark.addEventListener("change", theme);
    const hidden = () => this.#invalidate();
    document.addEventListener("visibilitychange", hidden);
    /** @type {MediaQueryList} */
    let sharpness;
    // Each sharpness has a query of its own.
    const attend = () => {
      sharpness = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
      sharpness.addEventListener("change", sharpen, { once: true });
    };
    const sharpen = () => {
      attend();
      this.#stages.forEach((stage) => stage.refresh(this.#host));
    };
    attend();
    const forced = matchMedia("(forced-colors: active)");
    forced.addEventListener("change", theme);
    const print = () => this.#print(true);
    const printed = () => this.#print(false);
    addEventListener("beforeprint", print);
    addEventListener("afterprint", printed);
    this.#release.push(
      () => observer.disconnect(),
      () => dark.removeEventListener("change", theme),
      () => document.removeEventListener("visibilitychange", hidden),
      () => sharpness.removeEventListener("change", sharpen),
      () => forced.removeEventListener("change", theme),
      () => removeEventListener("beforeprint", print),
      () => removeEventListener("afterprint", printed),
    );
    this.#theme();
    this.#speak(words);
    if (this.#printing) this.#print(true);
  }

  /** Gives everything back; what was shown is remembered as a string. */
  #stop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#visible = this.#printing = false;
    for (const release of this.#release.splice(0)) release();
    for (const stage of this.#stages.splice(0)) stage.release();
    if (this.#figure) {
      this.#left = this.#figure.experiment;
      this.#figure.free();
      this.#figure = undefined;
    }
    this.#player.pause();
  }

  #name() {
    return this.getAttribute("figure") ?? "";
  }

  #tag() {
    return this.getAttribute("lang") ?? (document.documentElement.lang || navigator.language);
  }

  /** Speaks the language asked for as soon as its words are there, and until then the one before. */
  async #translate() {
    const [figure, tag] = [this.#figure, this.#tag()];
    const isWanted = () => figure === this.#figure && language(tag) === language(this.#tag());
    this.#body.querySelector(":scope > .failure")?.remove();
    try {
      const words = await translation(this.#name(), tag);
      if (!isWanted() || words === this.#words) return;
      figure?.setWords(words.core);
      this.#speak(words);
    } catch {
      if (isWanted()) this.#body.prepend(this.#failure(() => this.#translate()));
    }
  }

  /** @param {Words} words */
  #speak(words) {
    this.#words = words;
    this.#body.lang = before(this.#tag()).lang;
    this.#pictures.setAttribute("aria-label", words.interface.pictures);
    for (const part of [...this.#stages, this.#transport, this.#controls, this.#legend]) part.speak(words.interface);
    this.#showProblems();
    this.#refresh();
  }

  #theme() {
    // Colours that the reader forces have a ground of their own, which the system's theme goes by.
    const named = this.#printing ? "light" : matchMedia("(forced-colors: active)").matches ? null : this.getAttribute("theme");
    const theme = named === "light" || named === "dark" ? named : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    this.#body.dataset.theme = theme;
    this.#figure?.setTheme(theme);
    this.#draw();
  }

  /** Before it is printed, and after. @param {boolean} printing */
  #print(printing) {
    const figure = this.#figure;
    if (!figure) return;
    this.#printing = printing;
    if (this.#ahead) figure.seek(0);
    // Nobody has seen it yet: paper shows where it leads.
    this.#ahead = printing && !this.#begun && figure.clock.tick === 0;
    if (this.#ahead) figure.seek(Math.min(figure.clock.rest || figure.clock.end, LEADS));
    for (const stage of this.#stages) stage.refresh(this.#host);
    this.#theme();
    this.#word();
    for (const stage of this.#stages) stage.print(printing);
  }

  #showProblems() {
    if (this.#words) this.#legend.complain(this.#figure?.problems ?? [], this.#words.interface);
  }

  // ---- What the reader does ----

  /** @param {import("./transport.js").Action} action */
  #act(action) {
    const figure = this.#figure;
    if (!figure) return;
    const { tick, over } = figure.clock;
    if (action === "restart") {
      figure.restart();
      return this.#beginAgain();
    }
    if (action === "play") {
      if (this.#player.playing) this.#player.pause();
      else {
        // Played to the end, it plays again.
        if (over) figure.seek(0);
        this.#player.play();
      }
    } else {
      this.#player.pause();
      figure.seek({ rewind: 0, back: tick - 1, step: tick + 1, ten: tick + 10 }[action]);
    }
    this.#begun = true;
    this.#refresh();
    if (!this.#player.playing) this.#report(false);
  }

  /** Plays from a new start. */
  #beginAgain() {
    this.#begun = true;
    this.#player.pause();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.#figure?.seek(this.#figure.clock.rest);
    else this.#player.play(this.#figure?.clock.rest);
    this.#refresh();
    this.#report(true);
  }

  /** The reader has taken something in hand. @param {boolean} done */
  #taken(done) {
    this.#begun = true;
    this.#playedOn ||= this.#player.playing;
    this.#player.pause();
    if (!done) return this.#invalidate();
    // What moved before it was taken in hand moves on.
    if (this.#playedOn) this.#player.play(this.#figure?.clock.rest);
    this.#playedOn = false;
    this.#refresh();
    this.#report(true);
  }

  /** @param {number} tick @param {boolean} done */
  #seek(tick, done) {
    this.#player.pause();
    this.#begun = true;
    this.#figure?.seek(tick);
    this.#refresh();
    if (done) this.#report(false);
  }

  /** @param {number} speed */
  #hurry(speed) {
    this.#player.choose(speed);
    this.#invalidate();
    this.#word();
  }

  /** @param {string} key @param {string} value @param {boolean} done @returns {string} what is wrong */
  #set(key, value, done) {
    try {
      this.#figure?.set(key, value);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    // What nobody but the reader plays, the reader's hand stops.
    if (this.#figure?.clock.rest === 0) this.#player.pause();
    this.#refresh();
    if (done) this.#report(true);
    return "";
  }

  /** A key that is held moves in many steps; they are one change. @param {boolean} held */
  #hold(held) {
    this.#held = held;
    if (held || this.#owed === undefined) return;
    const commit = this.#owed;
    this.#owed = undefined;
    this.#report(commit);
  }

  /** @param {boolean} commit */
  #report(commit) {
    if (this.#held) return void (this.#owed ||= commit);
    const detail = { experiment: this.experiment, commit };
    this.dispatchEvent(new CustomEvent("descentchange", { bubbles: true, composed: true, detail }));
  }

  // ---- What is seen ----

  /** @param {boolean} visible */
  #seen(visible) {
    this.#visible = visible;
    if (!visible) for (const stage of this.#stages) stage.rouse();
    const figure = this.#figure;
    if (visible && figure && !this.#begun) {
      this.#begun = true;
      const { tick, rest } = figure.clock;
      if (tick === 0) {
        // Who asked for less motion sees where it leads instead.
        if (matchMedia("(prefers-reduced-motion: reduce)").matches) figure.seek(Math.min(rest, LEADS));
        else this.#player.play(rest);
      }
      this.#refresh();
    }
    this.#invalidate();
  }

  /** Everything again: pictures, words and controls. */
  #refresh() {
    this.#draw();
    this.#word();
    this.#invalidate();
  }

  #draw() {
    const figure = this.#figure;
    if (!figure) return;
    const { drawn, handles, names } = figure.draw(this.#player.shown);
    for (const stage of this.#stages) stage.after(drawn);
    for (const stage of this.#stages) {
      stage.place(handles.filter(({ panel }) => panel === stage.index), this.#host);
    }
    this.#names = names;
    // What a picture and its heading say of one moment changes in both at once.
    this.#label(!this.#player.playing);
  }

  /** @param {boolean} worded  whether names are written anew, or only move */
  #label(worded) {
    for (const stage of this.#stages) stage.label(this.#names.filter(({ panel }) => panel === stage.index), worded);
  }

  /** Asks for a frame, unless nothing could be seen of it. */
  #invalidate() {
    this.#dirty = true;
    if (this.#frame || !this.#visible || document.hidden || !this.#figure) return;
    this.#then = performance.now();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
  }

  /** @param {number} now */
  #tick(now) {
    this.#frame = 0;
    const figure = this.#figure;
    if (!figure || !this.#visible) return;
    const ticks = this.#player.pass((now - this.#then) / 1000);
    this.#then = now;
    if (ticks > 0) figure.advance(ticks);
    const moving = this.#player.playing && (ticks > 0 || this.#player.shown > 0);
    if (moving || this.#dirty) this.#draw();
    this.#dirty = false;

    const { tick, over } = figure.clock;
    const wasPlaying = this.#player.playing;
    if (wasPlaying && (over || tick >= this.#player.rest)) this.#player.pause();
    const rested = wasPlaying && !this.#player.playing;
    if (rested) this.#draw();
    // What is in the reader's hand is answered at once, the number with the picture.
    if (!this.#player.playing || now - this.#worded > 1000 / WORDS_PER_SECOND) this.#word(now);
    if (rested) this.#report(false);
    if (this.#player.playing && !document.hidden) this.#frame = requestAnimationFrame((then) => this.#tick(then));
  }

  /** Rewrites what is said in words, the controls' values among them. */
  #word(now = performance.now()) {
    const figure = this.#figure;
    if (!figure) return;
    this.#worded = now;
    this.#label(true);
    const speech = figure.speech();
    this.#stages.forEach((stage, place) => stage.show(speech.panels[place]));
    const { clock } = figure;
    this.#transport.root.hidden = clock.rest === 0 && clock.end === 0;
    this.#transport.show(clock, this.#player, speech.restart);
    this.#tabs.show(speech.panels);
    this.#controls.show(speech.controls);
    this.#legend.show(speech);
  }
}

if (globalThis.customElements && !customElements.get("descent-figure")) customElements.define("descent-figure", DescentFigure);
