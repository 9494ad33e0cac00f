/**
 * One work done by several, in turn, so that what else the machine does falls on all.
 */
import { LR, START, dim, experiment, interleaved, samples } from "./data.js";
import { Draws } from "./draws.js";
import { descend16, gradient16 } from "./sixteen.js";
import { descend2, descendSingly2, gradient2, gradient2ByTwo, logistic2 } from "./two.js";

/** @typedef {import("./data.js").Work} Work */
/** Takes so many steps. */
/** @typedef {(steps: number) => void | Promise<unknown>} Run */
/** What the programmers' module has of it. */
/** @typedef {{ Trainer: any, Dataset: any }} Handles */

/** How long one measurement takes at least, in milliseconds: clocks of browsers count in whole ones at worst. */
const LONG = 60;

/**
 * The work in JavaScript, in each way that may be the fastest.
 * @param {Work} work @param {{ x: Float64Array, y: Float64Array }} data
 * @returns {Run[]}
 */
export function inJavaScript({ features, loss, batch }, data) {
  const { x, y } = data, n = y.length;
  const parameters = new Float64Array(features === 1 ? 2 : 16).fill(START);
  if (!batch) {
    const gradient = new Float64Array(parameters.length);
    const kernels = features === 16 ? [gradient16] : loss === "logistic" ? [logistic2] : [gradient2, gradient2ByTwo];
    return kernels.map((kernel) => (steps) => {
      for (let step = 0; step < steps; step++) {
        kernel(x, y, parameters, gradient);
        for (let j = 0; j < parameters.length; j++) parameters[j] -= (LR / n) * gradient[j];
      }
    });
  }
  const table = interleaved(data, features);
  return [new Draws(n, features + 1), new Draws(n, features + 1, table)].map((draws) => {
    if (features === 16) return (steps) => descend16(table, parameters, steps, batch, LR, draws);
    if (batch === 1) return (steps) => descendSingly2(table, parameters, steps, LR, draws);
    return (steps) => descend2(table, parameters, steps, batch, LR, draws);
  });
}

/** Whoever does a work, and how many steps make a measurement of it. */
class Contestant {
  #steps = 1;
  /** @type {Run} */
  #run;
  #ways;

  /** @param {Run[]} ways  of which the fastest counts */
  constructor(ways) {
    this.#ways = ways;
    this.#run = ways[0];
  }

  /** Seconds that some steps take. @param {Run} run @param {number} steps */
  async #seconds(run, steps) {
    const begin = performance.now();
    const done = run(steps);
    if (done) await done;
    return (performance.now() - begin) / 1000;
  }

  /** Has its code compiled, finds its fastest way, and how many steps make a measurement. */
  async warmUp() {
    let best = Infinity;
    for (const run of this.#ways) {
      let steps = 1, seconds;
      while ((seconds = await this.#seconds(run, steps)) < LONG / 1000) steps *= 2;
      // Once more, for the compiler may have come in between.
      const each = Math.min(seconds, await this.#seconds(run, steps)) / steps;
      if (each >= best) continue;
      best = each;
      [this.#run, this.#steps] = [run, Math.max(1, Math.ceil(LONG / 1000 / each))];
    }
  }

  /** Seconds a step. */
  async measure() {
    return (await this.#seconds(this.#run, this.#steps)) / this.#steps;
  }
}

/** A work and who does it. */
export class Contest {
  /** @type {Map<string, Contestant>} */
  #contestants = new Map();
  #trainer;
  #dataset;

  /**
   * @param {Work} work @param {number} n  samples @param {Handles} handles
   * @param {Record<string, (work: Work, data: { x: Float64Array, y: Float64Array }) => Run>} others  further ones, by name
   */
  constructor(work, n, { Trainer, Dataset }, others = {}) {
    const data = samples(work, n);
    this.#dataset = new Dataset(data.x, work.features, data.y);
    this.#trainer = new Trainer(experiment(work), this.#dataset);
    assertSame(work, data, this.#trainer.gradient);
    this.#contestants.set("js", new Contestant(inJavaScript(work, data)));
    this.#contestants.set("handle", new Contestant([(steps) => {
      // Who has come to rest would be measured doing nothing.
      if (this.#trainer.step(steps) !== "running") throw new Error(`${work.name}: the trainer stopped: ${this.#trainer.status}`);
    }]));
    for (const [name, other] of Object.entries(others)) this.#contestants.set(name, new Contestant([other(work, data)]));
  }

  async warmUp() {
    for (const contestant of this.#contestants.values()) await contestant.warmUp();
  }

  /** One measurement of each: seconds a step, by name. @returns {Promise<Record<string, number>>} */
  async round() {
    /** @type {Record<string, number>} */
    const times = {};
    for (const [name, contestant] of this.#contestants) times[name] = await contestant.measure();
    return times;
  }

  /** Gives its memory back. */
  free() {
    this.#trainer.free();
    this.#dataset.free();
    this.#contestants.clear();
  }
}

/**
 * The kernel computes what the handle does.
 * @param {Work} work @param {{ x: Float64Array, y: Float64Array }} data @param {Float64Array} gradient  of the mean
 */
function assertSame(work, { x, y }, gradient) {
  const kernel = work.features === 16 ? gradient16 : work.loss === "logistic" ? logistic2 : gradient2;
  const ours = new Float64Array(dim(work));
  kernel(x, y, new Float64Array(ours.length).fill(START), ours);
  ours.forEach((slope, j) => {
    const off = Math.abs(slope / y.length - gradient[j]);
    if (!(off <= 1e-9)) throw new Error(`${work.name}: the kernel's gradient is off by ${off} in parameter ${j}`);
  });
}

/** The middle of some numbers. @param {number[]} numbers */
export function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other), half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * How many times as fast one is as another: the median over the rounds, in each of which both were measured.
 * @param {number[]} times @param {number[]} than
 */
export const speed = (times, than) => median(times.map((time, round) => than[round] / time));
