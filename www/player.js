/**
 * The clock of a figure: when to go on, by how much, and when to rest.
 */

/** Ticks a second at which playing begins, so that the first steps can be followed, and at which it arrives after so many seconds. */
const FIRST = 3;
const USUAL = 24;
const ARRIVES = 5;
/** Seconds that the whole way to a rest may take at that speed; to a farther one it arrives at a higher one. */
const LONGEST = 15;
/** Up to so many ticks a second a step is eased between its ends. */
const EASED = 12;
/** The slider's ends: one step a second, five thousand a frame. */
export const SPEEDS = { min: 1, max: 300_000 };

export class Player {
  playing = false;
  /** Ticks a second to arrive at. */
  speed = USUAL;
  /** The tick at which to rest; the reader's own play goes on. */
  rest = Infinity;
  /** A part of the next tick, from 0 to below 1. */
  fraction = 0;
  #chosen = false;
  #seconds = 0;

  /** @param {number} [rest]  0 where nothing plays by itself */
  play(rest = Infinity) {
    this.playing = rest > 0;
    this.rest = rest;
    if (!this.#chosen && rest < Infinity) this.speed = Math.max(USUAL, rest / LONGEST);
    this.#seconds = 0;
  }

  pause() {
    this.playing = false;
    this.fraction = 0;
  }

  /** @param {number} speed  ticks a second, from now on */
  choose(speed) {
    this.speed = speed;
    this.#chosen = true;
  }

  /** Ticks a second now. */
  get rate() {
    return this.#chosen ? this.speed : Math.min(this.speed, FIRST * (this.speed / FIRST) ** (this.#seconds / ARRIVES));
  }

  /**
   * Time has passed.
   * @param {number} seconds  since the last call
   * @returns {number} whole ticks to go on by
   */
  pass(seconds) {
    if (!this.playing) return 0;
    // A tab that was away has not been playing, and no clock goes backwards.
    const passed = Math.min(Math.max(seconds, 0), 0.1);
    const ticks = this.fraction + passed * this.rate;
    this.#seconds += passed;
    const whole = Math.floor(ticks);
    this.fraction = ticks - whole;
    return whole;
  }

  /** The fraction that is shown: fast steps are not eased. */
  get shown() {
    return this.playing && this.rate <= EASED ? this.fraction : 0;
  }
}
