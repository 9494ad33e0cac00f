/**
 * `<descent-figure figure="three-descents" experiment="…" lang="zh" theme="dark"></descent-figure>`
 *
 * - `figure`      which figure
 * - `experiment`  the string of what it shows; what it leaves out has a default
 * - `lang`        `en` or `zh`; otherwise the page's language
 * - `theme`       `light` or `dark`; otherwise the system's
 * - `views`       names of the panels to show, by spaces; otherwise all
 * - `controls`    keys of the controls to show, by spaces; otherwise all, and none when empty
 * - `loading`     `lazy`, as of an image, to load nothing before the figure comes near what is seen
 *
 * Its property `experiment` is the complete string of what is shown; setting it shows that, at rest. `ready` is a promise.
 * A `descentchange` event (detail: `experiment`, `commit`) says that the reader has changed something: `commit` is true
 * for a deliberate change, false for another place in the same run.
 */
import { Controls } from "./controls.js";
import { load } from "./core.js";
import { element } from "./dom.js";
import { Legend } from "./legend.js";
import { Player } from "./player.js";
import { Stage } from "./stage.js";
import { Transport } from "./transport.js";
import { words } from "./words.js";

/** @typedef {import("./core.js").Figure} Figure */

/** How far from what is seen a lazy figure begins to load: it will be met next. */
const NEAR = "150px 0px";

/** Words are rewritten so many times a second while a figure plays or is dragged: nobody reads faster. */
const WORDS_PER_SECOND = 8;

export class DescentFigure extends HTMLElement {
  static observedAttributes = ["figure", "experiment", "lang", "theme", "views", "controls"];

  /**
   * Resolves when the figure first shows something; rejects when its attributes ask for what there is not. A figure that
   * could not be loaded offers to try again, and keeps it waiting.
   * @type {Promise<void>}
   */
  ready;
  /** @type {() => void} */
  #resolve = () => {};
  /** @type {(reason: unknown) => void} */
  #reject = () => {};
  /** @type {Figure | undefined} */
  #figure;
  /** What the attributes were understood as. @type {string | null} */
  #initial = null;
  /** What was shown when the element was last taken out. @type {string | undefined} */
  #left;
  #player = new Player();
  /** @type {Stage[]} */
  #stages = [];
  #visible = false;
  #begun = false;
  #frame = 0;
  #dirty = false;
  #then = 0;
  #worded = 0;
  #generation = 0;
  /** @type {(() => void)[]} */
  #release = [];

  #body = element("div", { className: "descent" });
  #pictures = element("div", { className: "pictures" });
  #legend = new Legend((key, value) => {
    this.#set(key, value, true);
    this.#act("rewind");
    this.#act("play");
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
    set: (/** @type {string} */ key, /** @type {string} */ value) => this.#set(key, value, true),
    turn: (/** @type {number} */ panel, /** @type {number} */ dx, /** @type {number} */ dy, /** @type {boolean} */ done) => {
      this.#figure?.turn(panel, dx, dy, done);
      this.#taken(done);
    },
  };

  constructor() {
    super();
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever waits hears of a failure; who does not wait sees the sentence in the figure.
    this.ready.catch(() => {});
    const root = this.attachShadow({ mode: "open" });
    root.append(this.#body);
  }

  /** The complete string of what is shown. */
  get experiment() {
    return this.#figure?.experiment ?? this.#left ?? this.getAttribute("experiment") ?? "";
  }

  set experiment(text) {
    if (!this.#figure) {
      this.#left = text;
      return;
    }
    this.#player.pause();
    this.#begun = true;
    this.#figure.apply(text);
    this.#showProblems();
    this.#refresh();
  }

  /** What the attributes stand for as a complete string; null until the figure is ready. */
  get initialExperiment() {
    return this.#initial;
  }

  connectedCallback() {
    this.#language();
    const generation = ++this.#generation;
    if (this.getAttribute("loading") !== "lazy") {
      this.#start(generation);
      return;
    }
    const near = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      this.#start(generation);
    }, { rootMargin: NEAR });
    near.observe(this);
    this.#release.push(() => near.disconnect());
  }

  disconnectedCallback() {
    this.#generation++;
    this.#stop();
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#figure) return;
    if (name === "theme") this.#theme();
    else if (name === "lang") this.#language();
    else if (name === "experiment") this.experiment = after ?? "";
    else if (this.isConnected) {
      // Another figure, or other parts of it: begin again, with what is shown if it still fits.
      if (name === "figure") this.#left = undefined;
      this.#stop();
      if (name === "figure") this.#left = undefined;
      this.#start(++this.#generation);
    }
  }

  /** @param {number} generation  outdated when the element has left, or has begun again */
  async #start(generation) {
    // The frame has its final size from the start; a stylesheet of the page cannot reach inside.
    if (!this.#figure) this.#body.replaceChildren(element("p", { className: "loading" }, words(this.#tag()).loading));
    /** @type {Awaited<ReturnType<typeof load>>} */
    let loaded;
    try {
      loaded = await load(this.getAttribute("figure") ?? "");
    } catch {
      if (generation === this.#generation) this.#failToLoad();
      return;
    }
    if (generation !== this.#generation || !this.isConnected || this.#figure) return;
    try {
      /** @type {ShadowRoot} */ (this.shadowRoot).adoptedStyleSheets = loaded.sheets;
      this.#build(loaded.Figure);
      this.#resolve();
    } catch (error) {
      this.#stop();
      this.#body.replaceChildren(element("p", { className: "failure", role: "alert" }, error instanceof Error ? error.message : String(error)));
      this.#reject(error);
    }
  }

  /** A connection that has failed may come back. */
  #failToLoad() {
    const { failed, retry } = words(this.#tag());
    const again = element("button", { type: "button" }, retry);
    again.addEventListener("click", () => this.#start(++this.#generation));
    this.#body.replaceChildren(element("p", { className: "failure", role: "alert" }, failed, " ", again));
  }

  /** @param {import("./core.js").Module["Figure"]} Figure */
  #build(Figure) {
    const name = this.getAttribute("figure") ?? "";
    const given = this.getAttribute("experiment") ?? "";
    const figure = new Figure(name, given, this.#tag());
    this.#figure = figure;
    this.#initial ??= figure.experiment;
    const problems = figure.problems;
    if (this.#left !== undefined) {
      figure.apply(this.#left);
      this.#begun = true;
      this.#left = undefined;
    }
    this.#stages = figure.panels(this.#list("views")).map((panel) => new Stage(panel, this.#host));
    const shown = figure.controls(this.#list("controls"));
    const bare = shown.length === 0;
    this.#pictures.replaceChildren(...this.#stages.map((stage) => stage.root));
    this.#body.replaceChildren(this.#legend.problems, this.#pictures, this.#transport.root);
    if (!bare) this.#body.append(this.#controls.root, ...this.#legend.details);
    this.#body.append(this.#legend.notices);
    this.#showProblems(problems);

    const observer = new IntersectionObserver(([entry]) => this.#seen(entry.isIntersecting), { threshold: 0.15 });
    observer.observe(this);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const theme = () => this.#theme();
    dark.addEventListener("change", theme);
    const hidden = () => this.#invalidate();
    document.addEventListener("visibilitychange", hidden);
    const sharpness = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const sharpen = () => this.#stages.forEach((stage) => stage.refresh(this.#host));
    sharpness.addEventListener("change", sharpen);
    this.#release.push(
      () => observer.disconnect(),
      () => dark.removeEventListener("change", theme),
      () => document.removeEventListener("visibilitychange", hidden),
      () => sharpness.removeEventListener("change", sharpen),
    );
    this.#theme();
    this.#language();
    this.#refresh();
  }

  /** Gives everything back; what was shown is remembered as a string. */
  #stop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#visible = false;
    for (const release of this.#release.splice(0)) release();
    for (const stage of this.#stages.splice(0)) stage.release();
    if (this.#figure) {
      this.#left = this.#figure.experiment;
      this.#figure.free();
      this.#figure = undefined;
    }
    this.#player.pause();
  }

  /** @param {"views" | "controls"} name */
  #list(name) {
    return this.getAttribute(name) ?? undefined;
  }

  #tag() {
    return this.getAttribute("lang") ?? (document.documentElement.lang || navigator.language);
  }

  #language() {
    const tag = this.#tag();
    this.#body.lang = /^zh\b/i.test(tag) ? "zh-Hans" : "en";
    this.#transport.speak(tag);
    this.#controls.speak(tag);
    this.#pictures.setAttribute("aria-label", words(tag).pictures);
    this.#legend.speak(tag);
    if (!this.#figure) return;
    this.#figure.setLanguage(tag);
    this.#showProblems();
    this.#refresh();
  }

  #theme() {
    const named = this.getAttribute("theme");
    const theme = named === "light" || named === "dark" ? named : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    this.#body.dataset.theme = theme;
    this.#figure?.setTheme(theme);
    this.#draw();
  }

  /** @param {string[]} [problems] */
  #showProblems(problems = this.#figure?.problems ?? []) {
    this.#legend.complain(problems, this.#tag());
  }

  // ---- What the reader does ----

  /** @param {import("./transport.js").Action} action */
  #act(action) {
    const figure = this.#figure;
    if (!figure) return;
    const { tick, atRest } = figure.clock;
    if (action === "restart") {
      figure.restart();
      return this.#beginAgain();
    }
    if (action === "play") {
      if (this.#player.playing) this.#player.pause();
      else {
        // Played to the end, it plays again.
        if (atRest) figure.seek(0);
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
    this.#player.pause();
    if (!done) return this.#invalidate();
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
    this.#refresh();
    if (done) this.#report(true);
    return "";
  }

  /** @param {boolean} commit */
  #report(commit) {
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
        if (matchMedia("(prefers-reduced-motion: reduce)").matches) figure.seek(Math.min(rest, 100));
        else this.#player.play(rest);
      }
      this.#refresh();
    }
    this.#invalidate();
  }

  /** Everything again: pictures, words and controls. */
  #refresh() {
    const figure = this.#figure;
    if (!figure) return;
    this.#draw();
    this.#controls.show(figure.controls(this.#list("controls")));
    this.#word();
    this.#invalidate();
  }

  #draw() {
    const figure = this.#figure;
    if (!figure) return;
    const drawn = figure.draw(this.#player.shown);
    for (const stage of this.#stages) stage.after(drawn);
    const handles = figure.handles();
    for (const stage of this.#stages) stage.place(handles.filter(({ panel }) => panel === stage.index), this.#host);
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

    const { tick, atRest } = figure.clock;
    const wasPlaying = this.#player.playing;
    if (wasPlaying && (atRest || tick >= this.#player.rest)) this.#player.pause();
    const rested = wasPlaying && !this.#player.playing;
    if (rested) this.#draw();
    const due = rested || now - this.#worded > 1000 / WORDS_PER_SECOND;
    if (due) this.#word(now);
    if (rested) this.#report(false);
    if ((this.#player.playing || !due) && !document.hidden) this.#frame = requestAnimationFrame((then) => this.#tick(then));
  }

  /** Rewrites what is said in words. */
  #word(now = performance.now()) {
    const figure = this.#figure;
    if (!figure) return;
    this.#worded = now;
    const panels = new Map(figure.panels().map((panel) => [panel.index, panel]));
    for (const stage of this.#stages) {
      const panel = panels.get(stage.index);
      if (panel) stage.show(panel);
    }
    const { clock } = figure;
    this.#transport.root.hidden = clock.rest === 0;
    this.#transport.show(clock, this.#player);
    // Values that play along are seen to.
    if (this.#player.playing) this.#controls.show(figure.controls(this.#list("controls")));
    this.#legend.show(figure);
  }
}

if (!customElements.get("descent-figure")) customElements.define("descent-figure", DescentFigure);
