/**
 * The samples of the side-by-side benchmarks: the same numbers in every engine and language, from one generator.
 */

/** A piece of work that is measured. A step of `batch` 0 is one over all samples. */
/** @typedef {{ name: string, features: 1 | 16, loss: "squares" | "logistic", batch: 0 | 1 | 32 }} Work */

/** @type {Work[]} */
export const WORKS = [
  { name: "full-2", features: 1, loss: "squares", batch: 0 },
  { name: "full-16", features: 16, loss: "squares", batch: 0 },
  { name: "logistic-2", features: 1, loss: "logistic", batch: 0 },
  { name: "single-2", features: 1, loss: "squares", batch: 1 },
  { name: "mini-2", features: 1, loss: "squares", batch: 32 },
  { name: "single-16", features: 16, loss: "squares", batch: 1 },
  { name: "mini-16", features: 16, loss: "squares", batch: 32 },
];

/** Where every descent begins, in each parameter. */
export const START = 0.1;

/** η: so small that nothing comes to rest while it is measured. */
export const LR = 1e-9;

/** The slope by the first feature, and the intercept, of what the targets follow. */
export const TRUTH = [3, 0.5];

/** The parameters that a work has: sixteen weights without an intercept, or slope and intercept. @param {Work} work */
export const dim = (work) => (work.features === 1 ? 2 : 16);

/** The work as the handle's experiment. @param {Work} work */
export function experiment({ features, loss, batch }) {
  const bias = features === 1;
  const of = loss === "logistic" ? "model=logistic&loss=cross-entropy" : "model=linear&loss=half-squared-error";
  const sampler = batch ? `sampler=uniform&batch=${batch}` : "sampler=full";
  const start = new Array(dim({ name: "", features, loss, batch })).fill(START);
  return `data=own&scale=none&${of}&bias=${bias}&reduction=mean&${sampler}&lr=${LR}&seed=3&start=${start}`;
}

/**
 * Features, row-major `[n, features]`, between −½ and ½, and targets `[n]`: 3 x₀ + ½ and some noise, or for classes whether
 * that is above 0.
 * @param {Work} work @param {number} n
 */
export function samples({ features, loss }, n) {
  let state = 12345;
  /** Marsaglia's xorshift32, between −½ and ½. */
  const draw = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32 - 0.5;
  };
  const x = new Float64Array(n * features), y = new Float64Array(n);
  for (let i = 0; i < x.length; i++) x[i] = draw();
  for (let i = 0; i < n; i++) {
    const follows = TRUTH[0] * x[i * features] + TRUTH[1];
    y[i] = loss === "logistic" ? Number(follows + 4 * draw() > 0) : follows + 0.1 * draw();
  }
  return { x, y };
}

/**
 * Features and target of each sample side by side, `[n, features + 1]`, as random draws want them.
 * @param {{ x: Float64Array, y: Float64Array }} samples @param {number} features
 */
export function interleaved({ x, y }, features) {
  const width = features + 1, table = new Float64Array(y.length * width);
  for (let i = 0; i < y.length; i++) {
    for (let j = 0; j < features; j++) table[i * width + j] = x[i * features + j];
    table[i * width + features] = y[i];
  }
  return table;
}
