/**
 * What the figures know of an experiment, and the handle gives too.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Dataset, Trainer } from "./core.mjs";

/** @param {ArrayLike<number>} actual @param {ArrayLike<number>} expected @param {number} [tolerance] */
function close(actual, expected, tolerance = 1e-9) {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    assert.ok(difference <= tolerance * Math.max(1, Math.abs(expected[i])), `${actual} is not ${expected}`);
  }
}

describe("what a trainer knows", () => {
  test("the data as the model sees them, and the way back to what was measured", () => {
    const raw = new Dataset([1, 2, 3, 6], 1, [3, 5, 7, 13]);
    const trainer = new Trainer("scale=standardize&reduction=mean&lr=0.5&start=0,0", raw);
    const { data, standardization } = trainer;
    assert.ok(data && standardization);
    assert.deepEqual([standardization.mean[0], standardization.deviation[0]], [3, Math.sqrt(3.5)]);
    close(data.features, [-2, -1, 0, 3].map((x) => x / Math.sqrt(3.5)));
    assert.deepEqual([...data.targets], [...raw.targets]);
    trainer.step(1000);
    const [w, b] = trainer.parameters;
    const slope = w / standardization.deviation[0];
    close([slope, b - slope * standardization.mean[0]], [2, 1], 1e-6);
    const plain = new Trainer("", raw);
    assert.equal(plain.standardization, undefined);
    assert.deepEqual([...(plain.data?.features ?? [])], [1, 2, 3, 6]);
    const surface = new Trainer("objective=surface&surface=bowl");
    assert.deepEqual([surface.data, surface.standardization], [undefined, undefined]);
    plain.set("data", "engel");
    assert.equal(plain.data?.n, 235);
  });

  test("where the loss is smallest", () => {
    const line = new Trainer("data=own&start=0,0", new Dataset([0, 1, 2, 3], 1, [1, 3, 5, 7]));
    close(line.minimum?.parameters ?? [], [2, 1]);
    close([line.minimum?.loss ?? NaN], [0]);
    // Two of three are on the side that their sign says: σ(w) = 2/3.
    const classes = new Dataset([-1, 1, -1], 1, [0, 1, 1]);
    const logistic = new Trainer("model=logistic&loss=cross-entropy&bias=false", classes);
    close(logistic.minimum?.parameters ?? [], [Math.log(2)]);
    assert.equal(new Trainer("model=logistic&loss=cross-entropy&bias=false", new Dataset([-1, 1], 1, [0, 1])).minimum, undefined);
    assert.deepEqual([...(new Trainer("objective=surface&surface=rosenbrock").minimum?.parameters ?? [])], [1, 1]);
    assert.equal(new Trainer("objective=surface&surface=saddle").minimum, undefined);
  });

  test("how the loss bends", () => {
    // f = x² + 3y².
    const bowl = new Trainer("objective=surface&surface=bowl&start=1,1");
    assert.deepEqual([...bowl.hessian], [2, 0, 0, 6]);
    close(bowl.eigenvalues, [2, 6]);
    close([bowl.conditionNumber], [3]);
    assert.equal(new Trainer("objective=surface&surface=saddle").conditionNumber, Infinity);
    const wide = new Trainer("", new Dataset(new Float64Array(1001).fill(1), 1001, [1]));
    assert.throws(() => wide.hessian, { name: "RangeError" });
    assert.throws(() => wide.minimum, { name: "RangeError" });
  });

  test("the learning rate from which on it does not converge", () => {
    const engel = new Trainer("data=engel&scale=standardize&reduction=mean");
    // On standardised features with a bias the Hessian of half the mean squared error is the identity: 2(1 + β) / λ.
    close([engel.learningRateLimit ?? NaN], [2]);
    engel.set("momentum", 0.5);
    close([engel.learningRateLimit ?? NaN], [3]);
    engel.set({ momentum: 0, sampler: "uniform", batch: 1 });
    assert.ok((engel.learningRateLimit ?? NaN) < 1);
    engel.set("loss", "mae");
    assert.equal(engel.learningRateLimit, undefined);
    // f = x² + 3y² bends by 6.
    close([new Trainer("objective=surface&surface=bowl&start=1,1").learningRateLimit ?? NaN], [1 / 3]);
    assert.equal(new Trainer("objective=surface&surface=saddle&start=1,1").learningRateLimit, undefined);
  });

  test("the step of every row of the trajectory", () => {
    const trainer = new Trainer("data=line&n=10&reduction=mean&sampler=uniform&batch=1&lr=0.01&start=4,4");
    trainer.step(5);
    assert.deepEqual([...trainer.trajectorySteps()], [0, 1, 2, 3, 4, 5]);
    trainer.step(299_996);
    const steps = trainer.trajectorySteps();
    assert.equal(steps.length, trainer.trajectory().length / 2);
    assert.equal(steps.at(-1), trainer.steps);
    assert.ok(steps.every((step, row) => row === 0 || step > steps[row - 1]));
  });

  test("the samples of the newest step and the gradient that it followed", () => {
    const trainer = new Trainer("reduction=mean&sampler=sequential&batch=2&lr=0.5&start=0,0", new Dataset([0, 1, 2], 1, [1, 3, 5]));
    assert.equal(trainer.newestBatch?.samples, undefined);
    trainer.step();
    // −½ Σ (y − ŷ) x and −½ Σ (y − ŷ) over the first two.
    assert.deepEqual(trainer.newestBatch, { samples: new Uint32Array([0, 1]), gradient: new Float64Array([-1.5, -2]) });
    assert.deepEqual([...trainer.parameters], [0.75, 1]);
    trainer.step();
    assert.deepEqual([...(trainer.newestBatch?.samples ?? [])], [2]);
    const whole = new Trainer("data=line&n=4&seed=1");
    whole.step();
    assert.deepEqual([...(whole.newestBatch?.samples ?? [])], [0, 1, 2, 3]);
  });

  test("why a run has ended, and by which tolerance", () => {
    const trainer = new Trainer("objective=expression&f=x^2&start=1&lr=0.25");
    assert.equal(trainer.reason, undefined);
    trainer.tolerance = 1e-3;
    assert.equal(trainer.tolerance, 1e-3);
    assert.equal(trainer.step(100), "converged");
    assert.match(trainer.reason ?? "", /no step moves any parameter any more/);
    trainer.tolerance = 0;
    assert.deepEqual([trainer.status, trainer.reason], ["running", undefined]);
    for (const wrong of [-1, NaN, Infinity]) {
      assert.throws(() => { trainer.tolerance = wrong; }, { name: "RangeError", key: "tolerance" });
    }
    for (const wrong of [undefined, null, "1", 1n]) {
      assert.throws(() => { trainer.tolerance = /** @type {any} */ (wrong); }, { name: "TypeError", key: "tolerance" });
    }
    assert.equal(trainer.tolerance, 0);
    const undefinedThere = new Trainer("objective=expression&f=log(x)&start=-1");
    assert.match(undefinedThere.reason ?? "", /not defined at x = −1/);
  });
});
