/**
 * The JavaScript that the benchmarks hold beside the handle does the same work: its descents arrive where the data say.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TRUTH, WORKS, interleaved, samples } from "../../benches/side_by_side/data.js";
import { Draws } from "../../benches/side_by_side/draws.js";
import { Contest, median, speed } from "../../benches/side_by_side/contest.js";
import { descend16 } from "../../benches/side_by_side/sixteen.js";
import { descend2, descendSingly2, gradient2, gradient2ByTwo } from "../../benches/side_by_side/two.js";
import { Dataset, Trainer } from "./core.mjs";

const N = 1001;
const work = (/** @type {string} */ name) => WORKS.find((work) => work.name === name) ?? assert.fail(name);

/** @param {Float64Array} parameters @param {number[]} truth */
const near = (parameters, truth) => parameters.forEach((value, j) => assert.ok(Math.abs(value - truth[j]) < 0.05, `parameter ${j} is ${value}`));

test("stochastic and mini-batch descent of two parameters find slope and intercept", () => {
  const table = interleaved(samples(work("mini-2"), N), 1);
  const [single, batches] = [new Float64Array(2), new Float64Array(2)];
  descendSingly2(table, single, 20_000, 0.1, new Draws(N, 2));
  near(single, TRUTH);
  descend2(table, batches, 5000, 32, 0.5, new Draws(N, 2));
  near(batches, TRUTH);
});

test("so does descent of sixteen", () => {
  const data = samples(work("mini-16"), N);
  // There is no intercept to learn.
  data.y = data.y.map((target) => target - TRUTH[1]);
  const [table, weights] = [interleaved(data, 16), new Float64Array(16)];
  // What is read before it is used is the same.
  descend16(table, weights, 5000, 32, 0.2, new Draws(N, 17, table));
  near(weights, [TRUTH[0], ...new Array(15).fill(0)]);
  const untouched = new Float64Array(16);
  descend16(table, untouched, 5000, 32, 0.2, new Draws(N, 17));
  assert.deepEqual(untouched, weights);
});

test("both ways to a gradient are one, whatever the number of samples", () => {
  for (const n of [1, 2, 3, 4, 5, N]) {
    const { x, y } = samples(work("full-2"), n);
    const [one, other] = [new Float64Array(2), new Float64Array(2)];
    gradient2(x, y, new Float64Array([0.3, 0.2]), one);
    gradient2ByTwo(x, y, new Float64Array([0.3, 0.2]), other);
    one.forEach((slope, j) => assert.ok(Math.abs(slope - other[j]) < 1e-12 * n, `${n}: ${slope}, ${other[j]}`));
  }
});

test("draws are of all samples, and of no other", () => {
  const [draws, seen] = [new Draws(10, 3), new Set()];
  for (let block = 0; block < 4; block++) {
    draws.fill();
    draws.places.forEach((place) => seen.add(place));
  }
  assert.deepEqual([...seen].sort((one, other) => one - other), [0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
});

test("every work is one that the handle does too, with the same gradient", () => {
  for (const each of WORKS) new Contest(each, N, { Trainer, Dataset }).free();
});

test("a speed is the middle of what the rounds say", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(speed([1, 2, 4], [2, 2, 2]), 1);
});
