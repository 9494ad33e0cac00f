/**
 * What a figure tells of itself: that it plays or rests, at which step it is, and what the reader has changed.
 */

/** @typedef {(name: string, detail?: object) => void} Tell */

/** Whether a key moves what has the focus; a list of choices may open, and then nobody hears of its keys. @param {KeyboardEvent} event */
const moves = ({ key, target }) => /^(Arrow|Page|Home|End)/.test(key) && !(target instanceof HTMLSelectElement);

export class Reports {
  /** The step that was told last. */
  step = 0;
  #playing = false;
  /** Whether a key is held down that moves something. */
  #held = false;
  /** What is to be told when it is let go. @type {boolean | undefined} */
  #owed;
  #tell;
  #experiment;

  /** @param {HTMLElement} root  in which keys are pressed @param {Tell} tell @param {() => string} experiment  what is shown */
  constructor(root, tell, experiment) {
    this.#tell = tell;
    this.#experiment = experiment;
    for (const kind of ["keydown", "keyup", "focusout", "pointerdown"]) {
      root.addEventListener(kind, (event) => this.#hold(kind === "keydown" && moves(/** @type {KeyboardEvent} */ (event))), true);
    }
  }

  /** A key that is held moves in many steps; they are one change. @param {boolean} held */
  #hold(held) {
    this.#held = held;
    if (held || this.#owed === undefined) return;
    const commit = this.#owed;
    this.#owed = undefined;
    this.changed(commit);
  }

  /** The reader has changed something. @param {boolean} commit  deliberately, not only the place in a run */
  changed(commit) {
    if (this.#held) return void (this.#owed ||= commit);
    this.#tell("change", { experiment: this.#experiment(), commit });
  }

  /** What is owed is outdated. */
  forget() {
    this.#owed = undefined;
  }

  /** @param {number} step */
  at(step) {
    if (step !== this.step) this.#announce("step", { step: (this.step = step) });
  }

  /** @param {boolean} playing */
  plays(playing) {
    if (playing !== this.#playing) this.#announce((this.#playing = playing) ? "play" : "pause");
  }

  rested() {
    this.#announce("rest");
  }

  /** Tells once what it is about is over: who hears of it may do anything. @param {string} name @param {object} [detail] */
  #announce(name, detail) {
    queueMicrotask(() => this.#tell(name, detail));
  }
}
