/**
 * The WebAssembly build repeats, to the last bit, the runs that the native build has written down.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { repeat, runs } from "../golden.mjs";
import { Trainer } from "./core.mjs";

for (const { experiment, checkpoints } of runs) {
  test(`the same bits in Node: ${experiment}`, () => {
    const repeated = checkpoints.map(({ steps }) => repeat({ Trainer }, experiment, steps));
    assert.deepEqual(repeated, checkpoints);
  });
}
