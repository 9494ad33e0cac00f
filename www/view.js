/**
 * A figure as it is shown: its pictures and what stands around them, what the reader does with it, and its time.
 */
import { sharing, siteOf } from "./core.js";
import { element } from "./dom.js";
import { movesLess } from "./environment.js";
import { Notices } from "./notices.js";
import { scripts } from "./pkg/files.js";
import { Player } from "./player.js";
import { Reports } from "./reports.js";
import { ask, fills, rest } from "./scheduler.js";
import { Stage } from "./stage.js";
import { Tabs } from "./tabs.js";
import { Transport } from "./transport.js";

/** @typedef {import("./core.js").Figure} Figure */
/** @typedef {import("./core.js").Words} Words */

/** In milliseconds. */
const clock = () => performance.now();

/** Words are rewritten so many times a second while a figure moves: nobody reads faster. */
const WORDS_PER_SECOND = 8;

export class View {
  /** @type {Figure | undefined} */
  figure;
  /** What is spoken. @type {Words | undefined} */
  words;
  /** Played, or was told what to show: it does not begin by itself any more. */
  begun = false;
  root = element("div", { className: "descent", part: "figure" });

  #player = new Player();
  /** @type {Stage[]} */
  #stages = [];
  /** Whether so much of it is seen that it plays. */
  #visible = false;
  /** Whether it begins by itself then. */
  #plays = false;
  /** Whether it is near enough to hold its pictures. */
  #around = false;
  /** Played when the reader took something in hand. */
  #playedOn = false;
  /** Went to its rest for the paper only. */
  #ahead = false;
  /** What is named in the pictures. @type {import("./pkg/comparison.js").Name[]} */
  #names = [];
  #dirty = false;
  /** Whether a frame is on its way. */
  #due = false;
  #then = 0;
  #worded = 0;
  #reports;
  #tell;

  #pictures = element("div", { className: "pictures", role: "group" });
  #tabs = new Tabs(this.#pictures);
  #dock = element("div", { className: "dock" });
  #notices = new Notices((key, value) => {
    this.set(key, value, true);
    this.seek(0);
    this.play();
  });
  #transport = new Transport((action) => this.#act(action), (tick, done) => this.seek(tick, done), (speed) => this.#hurry(speed));
  /** Where there are any. @type {import("./controls.js").Controls | undefined} */
  #controls;

  /** Below them, where there are any. @type {import("./details.js").Details | undefined} */
  #details;
  /** Beside the first picture, where there is one. @type {import("./program.js").Program | undefined} */
  #program;

  /** Takes what not every figure needs. @param {import("./core.js").Parts} parts */
  equip({ Details, Program, ValueField, Controls }) {
    this.#details = Details && Controls && new Details(() => this.#word());
    this.#host.ValueField = ValueField;
    this.#controls = Controls && new Controls((key, value, done, kind) => this.set(key, value, done, kind === "choice"));
    this.#program = Program && Controls && new Program((line) => {
      this.figure?.pointToLine(line);
      this.#invalidate();
    });
  }

  /** @type {import("./stage.js").Host} */
  #host = {
    attach: (panel, [ground, still, moving], ...size) => {
      this.figure?.attach(panel, ground, still, moving, ...size);
      this.#draw();
    },
    detach: (panel) => this.figure?.detach(panel),
    hover: (panel, x, y) => {
      this.figure?.hover(panel, x, y);
      this.#invalidate();
    },
    leave: () => {
      this.figure?.leave();
      this.#invalidate();
    },
    press: (panel, x, y) => {
      if (this.figure?.press(panel, x, y)) this.#beginAgain();
    },
    drag: (handle, x, y, done) => {
      this.figure?.drag(handle, x, y, done);
      this.#taken(done);
    },
    // What takes whole numbers alone moves for a key all the same.
    nudge: (handle, x, y, dx, dy) => {
      const { figure } = this, before = figure?.experiment;
      for (let far = 1; far < 9 && figure?.experiment === before; far *= 2) figure?.drag(handle, x + far * dx, y + far * dy, true);
      this.#taken(true);
    },
    set: (key, value, done) => this.set(key, value, done),
    turn: (panel, dx, dy, done) => {
      this.figure?.turn(panel, dx, dy, done);
      this.#taken(done);
    },
  };

  /** @param {(name: string, detail?: object) => void} tell  hears of what happens */
  constructor(tell) {
    this.#tell = tell;
    this.#reports = new Reports(this.root, tell, () => this.figure?.experiment ?? "");
  }

  get playing() {
    return this.#player.playing;
  }

  /** Shows a figure; where it has controls, the rules with them. @param {Figure} figure */
  begin(figure) {
    this.figure = figure;
    figure.setTheme(this.root.dataset.theme ?? "");
    this.#reports.step = figure.clock.tick;
    const { panels, listing } = figure.speech();
    this.#stages = panels.map((panel) => new Stage(panel, this.#host));
    this.#pictures.replaceChildren(...this.#stages.map((stage) => stage.root));
    this.#tabs.begin(this.#stages);
    this.#controls?.begin(this.#stages);
    this.#dock.replaceChildren(...(this.#controls ? [this.#controls.dock] : []), this.#transport.root, this.#transport.around, this.#notices.root);
    this.root.replaceChildren(this.#notices.problems, this.#tabs.root, this.#pictures, this.#dock);
    // What is read out stands below what is played, before all that can be set.
    const [readout = "", rules = ""] = this.#details?.parts ?? [];
    if (this.#controls) this.root.append(readout, this.#controls.root, rules);
    if (this.#program && listing.length > 0) this.#stages[0].root.append(this.#program.root);
  }

  /** Gives everything back. @returns {string | undefined} what was shown */
  end() {
    rest(this);
    this.#visible = this.#around = this.#due = false;
    for (const stage of this.#stages.splice(0)) stage.release();
    const { figure } = this;
    this.figure = undefined;
    this.#player.pause();
    const shown = figure?.experiment;
    figure?.free();
    return shown;
  }

  /** @param {Words} words */
  speak(words) {
    this.words = words;
    this.#pictures.setAttribute("aria-label", words.interface.pictures);
    for (const part of [...this.#stages, this.#transport, this.#controls, this.#details, this.#program]) part?.speak(words.interface);
    this.#settle();
    this.#showProblems();
    this.#refresh();
  }

  /** @param {"light" | "dark"} theme */
  wear(theme) {
    if (this.root.dataset.theme === theme) return;
    this.root.dataset.theme = theme;
    this.figure?.setTheme(theme);
    this.#draw();
  }

  /** Shows another experiment, at rest unless its run goes on. @param {string} text */
  show(text) {
    const figure = /** @type {Figure} */ (this.figure);
    const { tick } = figure.clock;
    figure.apply(text);
    this.begun = true;
    this.#reports.forget();
    if (/(^|&)figure\.step=/.test(text) || figure.clock.tick !== tick) this.#player.pause();
    this.#showProblems();
    this.#refresh();
  }

  /** Something else is shown, which begins by itself as if it came now. */
  renew() {
    this.begun = false;
    this.#player.pause();
    this.#reports.forget();
    this.#showProblems();
    this.#refresh();
    this.#open();
  }

  #showProblems() {
    if (this.words) this.#notices.complain(this.figure?.problems ?? [], this.words.interface);
  }

  /** Before it is printed, and after. @param {boolean} printing */
  print(printing) {
    const { figure } = this;
    if (!figure) return;
    if (this.#ahead) figure.seek(0);
    // Nobody has seen it yet: paper shows where it leads.
    this.#ahead = printing && !this.begun && figure.clock.tick === 0;
    if (this.#ahead) figure.seek(figure.clock.leads);
    // Paper does not wait.
    while (printing && figure.measure(clock));
    for (const stage of this.#stages) stage.hold(printing || this.#around);
    this.#draw();
    this.#word();
    for (const stage of this.#stages) stage.print(printing);
  }

  /** Another sharpness of the display. */
  sharpen = () => this.#stages.forEach((stage) => stage.measure());

  // ---- What the reader does ----

  /** @param {import("./transport.js").Action} action */
  #act(action) {
    const tick = this.figure?.clock.tick ?? 0;
    if (action === "full") this.#fill();
    else if (action === "share") this.#share();
    else if (action === "restart") this.restart();
    else if (action === "play") this[this.playing ? "pause" : "play"]();
    else this.seek({ rewind: 0, back: tick - 1, step: tick + 1, ten: tick + 10 }[action]);
  }

  /** Fills the screen, or no longer. */
  #fill() {
    const { host } = /** @type {ShadowRoot} */ (this.root.getRootNode());
    if (host.matches(":fullscreen")) host.ownerDocument.exitFullscreen();
    // Where it may not, it stays as it is.
    else host.requestFullscreen().catch(() => {});
  }

  /** Opens what a reader takes away; who hears of it may know a better link, and write it into what is told. */
  async #share() {
    const root = /** @type {ShadowRoot} */ (this.root.getRootNode());
    const [figure, experiment, base] = [root.host.getAttribute("figure") ?? "", this.figure?.experiment ?? "", siteOf()];
    const told = { experiment, link: new URL(`embed/${figure}/?${experiment}`, base).href };
    this.#tell("share", told);
    const [{ share }, words] = await Promise.all([scripts.share(), sharing(this.root.lang)]);
    const pictures = this.#stages.map((stage) => stage.canvases);
    const { height } = root.host.getBoundingClientRect();
    await share(root, this.root, { figure, ...told, base, height, pictures, paper: getComputedStyle(this.root).backgroundColor }, words);
  }

  play() {
    const { figure } = this;
    if (!figure || this.playing) return;
    // Played to the end, it plays again.
    if (figure.clock.over) figure.seek(0);
    this.#player.play();
    this.begun = true;
    this.#refresh(true);
  }

  pause() {
    if (!this.playing) return;
    this.#player.pause();
    this.begun = true;
    this.#refresh();
    this.#reports.changed(false);
  }

  /** @param {number} [seed]  of the random initialization, otherwise fresh entropy */
  restart(seed) {
    this.figure?.restart(seed);
    this.#beginAgain();
  }

  /** Plays from a new start. */
  #beginAgain() {
    this.begun = true;
    this.#player.pause();
    if (movesLess()) this.figure?.seek(this.figure.clock.rest);
    else this.#player.play(this.figure?.clock.rest);
    this.#refresh(true);
    this.#reports.changed(true);
  }

  /** The reader has taken something in hand. @param {boolean} done */
  #taken(done) {
    this.begun = true;
    this.#playedOn ||= this.playing;
    this.#player.pause();
    if (!done) return this.#invalidate();
    // What moved before it was taken in hand moves on.
    if (this.#playedOn) this.#player.play(this.figure?.clock.rest);
    this.#playedOn = false;
    this.#refresh();
    this.#reports.changed(true);
  }

  /** @param {number} tick @param {boolean} [done] */
  seek(tick, done = true) {
    this.#player.pause();
    this.begun = true;
    this.figure?.seek(tick);
    this.#refresh();
    if (done) this.#reports.changed(false);
  }

  /** @param {number} speed */
  #hurry(speed) {
    this.#player.choose(speed);
    this.#invalidate();
    this.#word();
  }

  /**
   * @param {string} key @param {string} value @param {boolean} done
   * @param {boolean} [plays]  whether what begins anew by it, in place of what was played, plays too
   * @returns {string} what is wrong
   */
  set(key, value, done, plays) {
    const before = plays && this.figure?.clock.tick;
    try {
      this.figure?.set(key, value);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    // What nobody but the reader plays, the reader's hand stops.
    if (this.figure?.clock.rest === 0) this.#player.pause();
    if (done) this.#settle();
    if (before && this.figure?.clock.tick === 0 && this.figure.clock.rest > 0) this.#beginAgain();
    else {
      this.#refresh();
      if (done) this.#reports.changed(true);
    }
    return "";
  }

  // ---- What is seen ----

  /** Holds its pictures only as long as they may soon be seen, or have the focus. @param {IntersectionObserverEntry} entry */
  near({ isIntersecting }) {
    if (!isIntersecting && /** @type {ShadowRoot} */ (this.root.getRootNode()).activeElement) return;
    this.#around = isIntersecting;
    for (const stage of this.#stages) stage.hold(isIntersecting);
  }

  /** @param {IntersectionObserverEntry} entry @param {boolean} plays  whether it begins by itself */
  seen(entry, plays) {
    this.#visible = fills(entry);
    this.#plays = plays;
    if (!this.#visible) for (const stage of this.#stages) stage.rouse();
    this.#open();
    this.#invalidate();
  }

  /** Begins by itself, where it does. */
  #open() {
    const { figure } = this;
    if (this.#visible && figure && !this.begun && this.#plays) {
      this.begun = true;
      const { tick, rest, leads } = figure.clock;
      if (tick === 0) {
        // Who asked for less motion sees where it leads instead.
        if (movesLess()) figure.seek(rest && leads);
        else this.#player.play(rest);
      }
      this.#refresh();
    }
  }

  /** Keeps the room for what will be said below the controls, where there are any. */
  #settle() {
    this.#details?.settle(this.figure?.mostSaid());
  }

  /** Everything again: pictures, words and controls. @param {boolean} [first]  before other figures */
  #refresh(first) {
    this.#draw();
    this.#word();
    this.#invalidate(first);
  }

  #draw() {
    const { figure } = this;
    if (!figure) return;
    const { drawn, handles, names, clock } = figure.draw(this.#player.shown, this.playing);
    for (const stage of this.#stages) stage.after(drawn);
    for (const stage of this.#stages) stage.place(handles.filter(({ panel }) => panel === stage.index));
    this.#names = names;
    // What a picture and its heading say of one moment changes in both at once.
    this.#label(!this.playing);
    this.#reports.at(clock.tick);
  }

  /** @param {boolean} worded  whether names are written anew, or only move */
  #label(worded) {
    for (const stage of this.#stages) stage.label(this.#names.filter(({ panel }) => panel === stage.index), worded);
  }

  /** Asks for a frame, unless nothing could be seen of it. @param {boolean} [first]  before other figures */
  #invalidate(first) {
    this.#dirty = true;
    if (!this.#visible || document.hidden || !this.figure) return;
    if (!this.#due) this.#then = performance.now();
    this.#due = true;
    ask(this, first);
  }

  /** There is something to be seen again, or nothing any more. */
  sight() {
    if (document.hidden) {
      rest(this);
      this.#due = false;
    } else this.#invalidate();
  }

  /** Others play. @param {number} now */
  wait(now) {
    this.#then = now;
    ask(this);
  }

  /** @param {number} now */
  tick(now) {
    this.#due = false;
    const { figure } = this;
    if (!figure || !this.#visible) return;
    const ticks = this.#player.pass((now - this.#then) / 1000);
    this.#then = now;
    if (ticks > 0) figure.advance(ticks);
    const moving = this.playing && (ticks > 0 || this.#player.shown > 0);
    // What takes time on this machine is timed while it is looked at, a slice a frame.
    const measured = figure.measure(clock);
    const changed = moving || measured || this.#dirty;
    if (changed) this.#draw();
    this.#dirty = false;

    const { tick, over } = figure.clock;
    const wasPlaying = this.playing;
    if (wasPlaying && (over || tick >= this.#player.rest)) this.#player.pause();
    const rested = wasPlaying && !this.playing;
    if (rested) this.#draw();
    // A step that is slow enough to be followed is told when it is taken.
    const isTime = now - this.#worded > 1000 / WORDS_PER_SECOND || (ticks > 0 && this.#player.shown > 0);
    // What is in the reader's hand is answered at once, every number with the picture.
    if (isTime || rested || (changed && !this.playing)) this.#word(now);
    if (rested) {
      this.#reports.changed(false);
      this.#reports.rested();
    }
    if ((this.playing || measured || !(isTime || rested)) && !document.hidden) {
      this.#due = true;
      ask(this);
    }
  }

  /** Rewrites all that is said in words. */
  #word(now = performance.now()) {
    this.#worded = now;
    this.#say();
    // The first figure, for who knows no symbols yet, has none.
    this.#details?.rule(this.figure?.rules() ?? []);
  }

  /** All but the live mathematics, the controls' values among them. */
  #say() {
    const { figure } = this;
    if (!figure) return;
    this.#label(true);
    const speech = figure.speech();
    this.#stages.forEach((stage, place) => stage.show(speech.panels[place]));
    const { clock } = figure;
    this.#transport.root.hidden = clock.rest === 0 && clock.end === 0;
    this.#transport.show(clock, this.#player, speech);
    this.#tabs.show(speech.panels);
    this.#controls?.show(speech.controls);
    this.#details?.read(speech.readout);
    this.#notices.show(speech.notices);
    this.#program?.show(speech.listing);
    this.#reports.plays(this.playing);
  }
}
