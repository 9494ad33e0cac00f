/**
 * Long runs in slices: the rest of the page goes on, and the run can be watched and stopped.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Trainer } from "./core.mjs";

/** A run that would take hours. */
const ENDLESS = "data=engel&scale=standardize&reduction=mean&sampler=shuffle&batch=16&lr=0.01&seed=1";

/** Bypasses the types, as JavaScript without a checker does. @param {any} value @returns {any} */
const untyped = (value) => value;

describe("run", () => {
  test("is the run that step takes, to the last bit", async () => {
    const [sliced, once] = [new Trainer(ENDLESS), new Trainer(ENDLESS)];
    assert.equal(await sliced.run(50_000), "running");
    once.step(50_000);
    assert.equal(sliced.steps, 50_000);
    assert.deepEqual(sliced.parameters, once.parameters);
    assert.equal(await sliced.run(0), "running");
    assert.equal(sliced.steps, 50_000);
  });

  test("ends early when the run stops", async () => {
    const trainer = new Trainer("data=line&n=50&reduction=mean&lr=0.1&seed=3");
    assert.equal(await trainer.run(1e8), "converged");
    assert.ok(trainer.steps < 1e5);
    assert.equal(await trainer.run(1e8), "converged", "at once");
  });

  test("lets everything else have its turn, and tells how far it is", async () => {
    const [trainer, controller] = [new Trainer(ENDLESS), new AbortController()];
    let ticks = 0;
    const ticking = setInterval(() => { if (++ticks === 3) controller.abort(); }, 1);
    /** @type {number[]} */
    const seen = [];
    const run = trainer.run(1e12, {
      signal: controller.signal,
      onProgress: ({ taken, count, status }) => {
        assert.deepEqual([count, status, trainer.steps], [1e12, "running", taken]);
        seen.push(taken);
      },
    });
    await assert.rejects(run, (error) => error === controller.signal.reason);
    clearInterval(ticking);
    assert.equal(ticks, 3);
    assert.deepEqual(seen, [...new Set(seen)].sort((a, b) => a - b), "each slice goes further");
    assert.equal(trainer.steps, seen.at(-1), "the run stays as far as it came");
    assert.equal(trainer.step(), "running");
  });

  test("takes no step when it is aborted before, and rejects with the signal's reason", async () => {
    const trainer = new Trainer(ENDLESS);
    await assert.rejects(trainer.run(10, { signal: AbortSignal.abort("enough") }), (error) => error === "enough");
    assert.equal(trainer.steps, 0);
  });

  test("stops with what its listener throws", async () => {
    const trainer = new Trainer(ENDLESS);
    const run = trainer.run(1e12, { onProgress: () => { throw new Error("the listener's own"); } });
    await assert.rejects(run, { message: "the listener's own" });
    assert.equal(await trainer.run(10), "running", "another may begin");
  });

  test("is one at a time", async () => {
    const [trainer, controller] = [new Trainer(ENDLESS), new AbortController()];
    const first = trainer.run(1e12, { signal: controller.signal });
    await assert.rejects(trainer.run(10), { code: "busy" });
    controller.abort();
    await assert.rejects(first, { name: "AbortError" });
  });

  test("takes up changes, and says so when its trainer is freed", async () => {
    const trainer = new Trainer(ENDLESS);
    let slices = 0;
    const run = trainer.run(1e12, {
      onProgress: () => {
        if (++slices === 1) trainer.set("lr", 0.02);
        else trainer.free();
      },
    });
    await assert.rejects(run, { code: "freed", message: "this Trainer has been freed" });
    assert.equal(slices, 2);
  });

  test("refuses what is wrong by its promise", async () => {
    const trainer = new Trainer(ENDLESS);
    for (const count of [undefined, null, "1", 1n, {}]) {
      await assert.rejects(trainer.run(untyped(count)), { name: "TypeError", key: "count" });
    }
    for (const count of [-1, 0.5, NaN, Infinity]) await assert.rejects(trainer.run(count), { name: "RangeError", key: "count" });
    const wrong = { signal: [null, 1, {}, new EventTarget()], onProgress: [null, 1, {}, "f"] };
    for (const [key, values] of Object.entries(wrong)) {
      for (const value of values) {
        await assert.rejects(trainer.run(1, untyped({ [key]: value })), { name: "TypeError", key });
      }
    }
    await assert.rejects(trainer.run(1, untyped({ progress: () => 1 })), { name: "RangeError", key: "options" });
    await assert.rejects(Trainer.prototype.run.call(untyped({}), 1), { name: "TypeError", code: "wrong-type" });
    assert.equal(trainer.steps, 0);
  });
});
