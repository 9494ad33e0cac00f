/**
 * The transport line: play or pause, step, back, rewind, scrubber, speed, new start.
 */
import { element, icon, mark, say } from "./dom.js";
import { SPEEDS } from "./player.js";
import { fill } from "./words.js";

const ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  rewind: "M3 2.5h2v11H3zM13 2.5v11L5.5 8z",
  back: "M9.5 2.5h2v11h-2zM8 2.5v11L2 8z",
  step: "M4.5 2.5h2v11h-2zM8 2.5v11L14 8z",
  ten: "M1.5 2.5v11L7 8zM7 2.5v11L12.500 8zM12.500 2.500h2v11h-2z",
  full: "M1.5 1.5h5v2h-3v3h-2zM9.5 1.5h5v5h-2v-3h-3zM1.5 9.5h2v3h3v2h-5zM12.5 9.5h2v5h-5v-2h3z",
  share: "M8 1l4 4h-3v6H7V5H4zM2 8h2v5h8V8h2v7H2z",
  restart: "M3 1.500h10a1.500 1.500 0 0 1 1.500 1.500v10a1.500 1.500 0 0 1-1.500 1.500H3A1.500 1.500 0 0 1 1.500 13V3A1.500 1.500 0 0 1 3 1.500zM4.500 4.500v2h2v-2zM7 7v2h2V7zM9.500 9.500v2h2v-2z",
};

/** Thousands apart, as the core writes them; a browser's own way costs the first picture twenty milliseconds. @param {number} number */
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** @typedef {"play" | "rewind" | "back" | "step" | "ten" | "restart" | "share" | "full"} Action */

export class Transport {
  root = element("div", { className: "transport", part: "transport", role: "group" });
  /** What is done with the figure as a whole. */
  around = element("span", { className: "around" });
  #buttons = /** @type {Record<Action, HTMLButtonElement>} */ ({});
  #scrubber = element("input", { type: "range", min: "0", step: "1", className: "scrubber" });
  // Not an <output>, which would be read out at every step; the scrubber says it to who asks.
  #tick = element("span", { className: "tick" });
  #speed = element("input", { type: "range", min: "0", max: "1", step: "any", className: "speed" });
  #rate = element("span", { className: "rate" });
  #speedLabel = element("label", { className: "speed-label" });
  /** @type {import("./words.js").Interface | undefined} */
  #words;
  #playing = false;

  /**
   * @param {(action: Action) => void} act
   * @param {(tick: number, done: boolean) => void} seek
   * @param {(ticksPerSecond: number) => void} hurry
   */
  constructor(act, seek, hurry) {
    const button = (/** @type {Action} */ action) => {
      const made = element("button", { type: "button", className: action });
      made.append(icon(ICONS[action]));
      made.addEventListener("click", () => act(action));
      this.#buttons[action] = made;
      return made;
    };
    this.#speedLabel.append(element("span", { className: "name" }), this.#speed, this.#rate);
    const left = element("span", { className: "buttons" }, ...["rewind", "back", "play", "step", "ten"].map((name) => button(/** @type {Action} */ (name))));
    const restart = button("restart");
    restart.append(element("span"));
    const full = button("full");
    full.hidden = !document.fullscreenEnabled;
    this.around.append(button("share"), full);
    this.root.append(left, this.#scrubber, this.#tick, this.#speedLabel, restart);
    this.#scrubber.addEventListener("input", () => seek(this.#scrubber.valueAsNumber, false));
    this.#scrubber.addEventListener("change", () => seek(this.#scrubber.valueAsNumber, true));
    this.#speed.addEventListener("input", () => hurry(SPEEDS.min * (SPEEDS.max / SPEEDS.min) ** this.#speed.valueAsNumber));
  }

  /** @param {import("./words.js").Interface} words */
  speak(words) {
    this.#words = words;
    this.root.setAttribute("aria-label", words.transport);
    for (const action of /** @type {const} */ (["rewind", "back", "step", "ten", "share", "full"])) this.#name(this.#buttons[action], words[action]);
    mark(this.#scrubber, "aria-label", words.progress);
    say(/** @type {Element} */ (this.#speedLabel.firstElementChild), words.speed);
    // Where there is little room it is not written.
    mark(this.#speed, "aria-label", words.speed);
    this.#namePlay();
  }

  /** @param {HTMLButtonElement} button @param {string} name */
  #name(button, name) {
    mark(button, "aria-label", name);
    mark(button, "title", name);
  }

  #namePlay() {
    if (this.#words) this.#name(this.#buttons.play, this.#playing ? this.#words.pause : this.#words.play);
  }

  /**
   * @param {import("./pkg/comparison.js").Clock} clock
   * @param {import("./player.js").Player} player
   * @param {import("./pkg/comparison.js").Speech} speech  what is begun anew here, and whether at random, as the dice say
   */
  show(clock, player, { restart, random }) {
    const [dice, name] = this.#buttons.restart.children;
    dice.toggleAttribute("hidden", !random);
    say(name, restart);
    this.#name(this.#buttons.restart, random ? `${restart}: ${this.#words?.initialize}` : restart);
    if (player.playing !== this.#playing) {
      this.#playing = player.playing;
      this.#buttons.play.replaceChildren(icon(player.playing ? ICONS.pause : ICONS.play));
      this.#namePlay();
    }
    this.#buttons.back.disabled = this.#buttons.rewind.disabled = clock.tick === 0;
    this.#buttons.step.disabled = this.#buttons.ten.disabled = clock.over;
    this.#buttons.play.disabled = clock.over && !player.playing && clock.tick === 0;
    mark(this.#scrubber, "max", String(Math.max(clock.end, 1)));
    if (this.#scrubber.valueAsNumber !== clock.tick) this.#scrubber.valueAsNumber = clock.tick;
    const tick = fill(this.#words?.tick ?? "", { tick: grouped(clock.tick) });
    say(this.#tick, tick);
    mark(this.#scrubber, "aria-valuetext", tick);
    const place = Math.log(player.speed / SPEEDS.min) / Math.log(SPEEDS.max / SPEEDS.min);
    if (Math.abs(this.#speed.valueAsNumber - place) > 1e-6) this.#speed.valueAsNumber = place;
    const worded = (/** @type {number} */ speed) => fill(this.#words?.rate ?? "", { rate: grouped(Number(speed.toPrecision(2))) });
    // It begins slowly, and says so; the slider says where it goes.
    say(this.#rate, worded(player.playing ? player.rate : player.speed));
    mark(this.#speed, "aria-valuetext", worded(player.speed));
  }
}
