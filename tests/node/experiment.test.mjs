/**
 * Experiments given as objects and as URLSearchParams, and several keys changed at once.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Trainer } from "./core.mjs";

describe("an experiment", () => {
  test("may be an object, whose values are taken as they are", () => {
    for (const f of ["x y", "x + y", "x+y", "2^x & y".slice(0, 3), "50*x*y"]) {
      const trainer = new Trainer({ objective: "expression", f, start: [0.5, -2].slice(0, f.includes("y") ? 2 : 1), lr: 0.25 });
      assert.equal(new URLSearchParams(trainer.experiment).get("f"), f);
      assert.equal(new Trainer(trainer.experiment).loss, trainer.loss, "its string is the same");
    }
    assert.equal(new Trainer({ objective: "expression", f: "x y", start: new Float64Array([3, 4]) }).loss, 12);
    const { experiment } = new Trainer({ lr: 1e-3, momentum: 0.9, nesterov: true, seed: 5, noise: -0 });
    assert.equal(experiment, new Trainer("lr=0.001&momentum=0.9&nesterov=true&seed=5&noise=0").experiment);
    assert.equal(new Trainer({}).experiment, new Trainer("").experiment);
    assert.equal(new Trainer(Object.create(null)).experiment, new Trainer("").experiment);
  });

  test("may be URLSearchParams, in which a plus was a blank", () => {
    const product = new URLSearchParams({ objective: "expression", f: "x y", start: "3,4" });
    assert.equal(new Trainer(product).loss, 12);
    // A string is no form: there, a plus is a plus.
    assert.equal(new Trainer(String(product)).loss, 7);
    assert.equal(new Trainer("objective=expression&f=x%20y&start=3,4").loss, 12);
    product.set("f", "x+y");
    assert.equal(new Trainer(product).loss, 7);
    product.append("f", "x");
    assert.throws(() => new Trainer(product), { code: "duplicate-key", key: "f" });
  });

  test("changes several keys, or none of them", () => {
    const trainer = new Trainer("data=line&n=50&reduction=mean&sampler=uniform&batch=4&lr=0.01&seed=1");
    trainer.step(10);
    trainer.set({ lr: 0.02, momentum: 0.5, nesterov: true });
    assert.equal(trainer.steps, 10, "in mid-flight");
    trainer.set(new URLSearchParams("batch=8&lr=0.03"));
    const before = trainer.experiment;
    assert.match(before, /batch=8&optimizer=sgd&lr=0.03&momentum=0.5&dampening=0&nesterov=true/);
    assert.throws(() => trainer.set({ lr: 0.5, momentum: 2 }), { name: "RangeError", key: "momentum" });
    assert.throws(() => trainer.set({ lr: 0.5, nesterov: true, momentum: 0 }), { code: "nesterov-needs-momentum" });
    assert.throws(() => trainer.set({ lr: 0.5, speed: 1 }), { code: "unknown-key", key: "speed" });
    assert.deepEqual([trainer.experiment, trainer.steps], [before, 10]);
    // What is right only together.
    trainer.set({ nesterov: false, momentum: 0, dampening: 0.5 });
    trainer.set({ objective: "surface", surface: "saddle", start: [1, 2] });
    assert.deepEqual([[...trainer.parameters], trainer.loss, trainer.steps], [[1, 2], 3, 0]);
    trainer.set({});
  });
});
