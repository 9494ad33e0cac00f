import { experiment, integer, number, numbers, query, read, refusal, string, word, wrongType } from "./argument.js";
import { datasetFrom, datasetOf } from "./dataset.js";
import { Handle, coreOf } from "./handle.js";
import { core } from "./load.js";
import { MOST_STEPS, run } from "./run.js";

/** @typedef {import("../descent_bg.js").Trainer} TrainerCore */
/** How a run stands. @typedef {"running" | "converged" | "diverged"} Status */

/** @param {unknown} handle @returns {TrainerCore} */
const trainerOf = (handle) => coreOf("this", handle, Trainer, "Trainer");

/**
 * A descent: an experiment's objective, optimizer and batches, where it stands, and where it has been.
 * @extends {Handle<TrainerCore>}
 */
export class Trainer extends Handle {
  /**
   * @param {import("./argument.js").Experiment} given keys with their values, `{ data: "engel", lr: 0.1 }`, or a query
   * such as `data=engel&lr=0.1`, in which a plus is a plus; what it leaves out has a default
   * @param {import("./dataset.js").Dataset} [data] the data set of `data=own`
   */
  constructor(given, data) {
    const text = experiment("experiment", given);
    const { Trainer } = core();
    super(new Trainer(text, data === undefined ? undefined : datasetOf(data, "data").share()));
  }

  /** The words that can be chosen for a key; none for a number. @param {string} key @returns {string[]} */
  static choices(key) {
    return core().Trainer.choices(string("key", key));
  }

  /** The canonical string: defaults filled in, seed included. @returns {string} */
  get experiment() {
    return trainerOf(this).experiment;
  }

  /** Takes up to `count` steps, fewer when the run stops. @param {number} [count] @returns {Status} */
  step(count = 1) {
    return /** @type {Status} */ (trainerOf(this).step(integer("count", count, 0, MOST_STEPS)));
  }

  /**
   * As `step`, in slices that leave the page its time. A change in between holds from the next slice on; a second run
   * has to wait for the first.
   * @param {number} count @param {import("./run.js").RunOptions} [options]
   * @returns {Promise<Status>}
   */
  async run(count, options) {
    trainerOf(this);
    return run(this, count, options);
  }

  /** A new random initialization, with fresh entropy when no seed is given. @param {number} [seed] from 0 to 2³² − 1 */
  restart(seed) {
    const given = seed === undefined ? crypto.getRandomValues(new Uint32Array(1))[0] : seed;
    trainerOf(this).restart(integer("seed", given, 0, 2 ** 32 - 1));
  }

  /** The same start again. */
  rewind() {
    trainerOf(this).rewind();
  }

  /**
   * Starts from `parameters`: weights first, bias last; or x, then y.
   * @param {Float64Array | readonly number[]} parameters
   */
  moveTo(parameters) {
    trainerOf(this).moveTo(numbers("parameters", parameters));
  }

  /**
   * Changes any key of the experiment, or several at once: `set("lr", 0.1)`, `set({ lr: 0.1, momentum: 0.9 })`. The
   * learning rate, the optimizer and the sampler change in mid-flight; any other key begins the run again. When it
   * throws, nothing has changed.
   * @overload @param {string} key @param {string | number | boolean | readonly number[] | Float64Array} value @returns
   * {void}
   *
   * @overload @param {Exclude<import("./argument.js").Experiment, string>} changes @returns {void}
   *
   * @param {unknown} key @param {unknown} [value]
   */
  set(key, value) {
    const isOne = typeof key !== "object" || key === null;
    trainerOf(this).set(isOne ? query([[string("key", key), value]]) : experiment("changes", key));
  }

  /** How the run stands. @returns {Status} */
  get status() {
    return /** @type {Status} */ (trainerOf(this).status);
  }

  /** Why the run has ended, in a sentence; nothing while it goes on. @returns {string | undefined} */
  get reason() {
    return trainerOf(this).reason;
  }

  /**
   * How little a step moves a parameter that does not move any more, relative to its size; 0 where a run is not to end by
   * coming to rest. By default 2⁻⁵⁴: a run has converged when neither its next step nor any later one under the same
   * gradient would change a number. Setting it judges anew whether the run has.
   * @returns {number}
   */
  get tolerance() {
    return trainerOf(this).tolerance;
  }

  set tolerance(tolerance) {
    trainerOf(this).setTolerance(number("tolerance", tolerance));
  }

  /** Steps taken. @returns {number} */
  get steps() {
    return trainerOf(this).steps;
  }

  /** Samples that all steps used, those drawn twice counted twice. @returns {number} */
  get samplesSeen() {
    return trainerOf(this).samplesSeen;
  }

  /** The seed, from 0 to 2³² − 1. @returns {number} */
  get seed() {
    return trainerOf(this).seed;
  }

  /** The whole objective at the current parameters. @returns {number} */
  get loss() {
    return trainerOf(this).loss;
  }

  /** The current parameters, `[dim]`. @returns {Float64Array} */
  get parameters() {
    return trainerOf(this).parameters;
  }

  /** The gradient of the whole objective at the current parameters, `[dim]`. @returns {Float64Array} */
  get gradient() {
    return trainerOf(this).gradient;
  }

  /**
   * The samples of the newest step, by index, and the gradient over them, `[dim]`, that it followed; nothing before the
   * first step, after a change of the sampler, and where a run has gone back.
   * Of a stream of more than 2³² samples the indices are a `Float64Array`.
   * @returns {{ samples: Uint32Array | Float64Array, gradient: Float64Array } | undefined}
   */
  get newestBatch() {
    const trainer = trainerOf(this);
    const [samples, gradient] = [trainer.newestSamples(), trainer.newestGradient()];
    return samples && gradient && { samples, gradient };
  }

  /**
   * Row-major `[steps + 1, dim]`, the start first; complete up to 131,072 steps, decimated beyond, both ends kept.
   * @returns {Float64Array}
   */
  trajectory() {
    return trainerOf(this).trajectory();
  }

  /** The number of steps before each row of the trajectory. @returns {Float64Array} */
  trajectorySteps() {
    return trainerOf(this).trajectorySteps();
  }

  /**
   * `[steps]`: the loss of each step's batch before the step, as PyTorch prints it; decimated as the trajectory.
   * @returns {Float64Array}
   */
  losses() {
    return trainerOf(this).losses();
  }

  /**
   * The data as the model sees them, standardised if the experiment says so; none of a surface, a formula or a stream.
   * @returns {import("./dataset.js").Dataset | undefined}
   */
  get data() {
    const made = trainerOf(this).data;
    return made && datasetFrom(made);
  }

  /**
   * What became of each feature, x ↦ (x − mean) / deviation, if anything did. Weights for the features as they were
   * measured are w / deviation, and their bias is b − Σ w · mean / deviation.
   * @returns {{ mean: Float64Array, deviation: Float64Array } | undefined}
   */
  get standardization() {
    const both = trainerOf(this).standardization;
    return both && { mean: both.slice(0, both.length / 2), deviation: both.slice(both.length / 2) };
  }

  /**
   * Where the loss is smallest, by the closed form or, for logistic regression, the maximum likelihood; nothing where
   * there is no such place, where there are many, or where neither way leads there.
   * @returns {{ parameters: Float64Array, loss: number } | undefined}
   */
  get minimum() {
    const trainer = trainerOf(this);
    const parameters = trainer.minimum;
    return parameters && { parameters, loss: trainer.lossAt(parameters) };
  }

  /**
   * The second derivatives of the whole objective at the current parameters, row-major `[dim, dim]`; of at most 1,000
   * parameters, as all that is computed of it.
   * @returns {Float64Array}
   */
  get hessian() {
    return trainerOf(this).hessian;
  }

  /** The eigenvalues of the Hessian, in rising order, `[dim]`. @returns {Float64Array} */
  get eigenvalues() {
    return trainerOf(this).eigenvalues;
  }

  /** λmax / λmin of the Hessian; infinite when the smallest is not positive, or lost in rounding. @returns {number} */
  get conditionNumber() {
    return trainerOf(this).conditionNumber;
  }

  /**
   * The learning rate from which on the run does not converge (in the mean square, where batches are drawn), or, on a
   * surface or a formula, does not stay where small steps from its start come to rest; nothing where theory has none: for
   * batches in the order of the data with momentum, which may resonate with that order far below, and for shuffled epochs so
   * unlike one another that an estimate would be arbitrary.
   * @returns {number | undefined}
   */
  get learningRateLimit() {
    return trainerOf(this).learningRateLimit;
  }

  /**
   * Draws the landscape over the two parameters, with the path so far, onto the whole of a canvas. Throws when there
   * are not two parameters.
   * @param {HTMLCanvasElement} canvas @param {"light" | "dark"} [theme]
   */
  drawLandscape(canvas, theme = "light") {
    const trainer = trainerOf(this);
    drawn(trainer.drawLandscape(drawable(canvas), isDark(theme)));
  }

  /** Draws the losses of the batches against the steps onto the whole of a canvas. */
  /** @param {HTMLCanvasElement} canvas @param {"light" | "dark"} [theme] */
  drawLosses(canvas, theme = "light") {
    const trainer = trainerOf(this);
    drawn(trainer.drawLosses(drawable(canvas), isDark(theme)));
  }
}

/** @param {unknown} theme */
const isDark = (theme) => word("theme", theme, ["light", "dark"]) === "dark";

/** A canvas that has a context to draw with. @param {unknown} canvas @returns {HTMLCanvasElement} */
function drawable(canvas) {
  const isCanvas = () => typeof HTMLCanvasElement === "function" && canvas instanceof HTMLCanvasElement;
  if (!read("canvas", isCanvas)) throw wrongType("canvas", canvas, "a canvas element");
  const element = /** @type {HTMLCanvasElement} */ (canvas);
  drawn(read("canvas", () => Number.isInteger(element.width + element.height) && element.getContext("2d") !== null));
  return element;
}

/** @param {boolean} done */
function drawn(done) {
  const message = "canvas: it must be one that can be drawn on in two dimensions";
  if (!done) throw refusal(RangeError, "not-allowed", "canvas", message);
}
