/**
 * The handle as its contract has it, property by property.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Dataset, Trainer, memory } from "./core.mjs";

/** The whole of the data is one sample of one feature: E(w, b) = ½ (5 − 2w − b)². */
const ONE = () => new Dataset(new Float64Array([2]), 1, new Float64Array([5]));

/** y = 1 + 2x at 0, 1, 2, 3. */
const LINE = () => new Dataset(new Float64Array([0, 1, 2, 3]), 1, new Float64Array([1, 3, 5, 7]));

/** All that can be read of a trainer, as plain values. @param {InstanceType<typeof Trainer>} trainer */
const all = (trainer) => ({
  experiment: trainer.experiment,
  status: trainer.status,
  steps: trainer.steps,
  samplesSeen: trainer.samplesSeen,
  seed: trainer.seed,
  loss: trainer.loss,
  parameters: [...trainer.parameters],
  gradient: [...trainer.gradient],
  trajectory: [...trainer.trajectory()],
  losses: [...trainer.losses()],
});

/**
 * That something throws a real `Error` whose message has all these parts: the key, the value, what is allowed.
 * @param {() => unknown} attempt @param {...(string | RegExp)} parts
 */
function refuses(attempt, ...parts) {
  assert.throws(attempt, (error) => {
    assert.ok(error instanceof Error, `not an Error: ${error}`);
    assert.ok(!(error instanceof WebAssembly.RuntimeError), `a panic: ${error.message}`);
    for (const part of parts) {
      if (typeof part === "string") assert.ok(error.message.includes(part), `no ${part} in: ${error.message}`);
      else assert.match(error.message, part);
    }
    return true;
  });
}

/** Bypasses the types, as JavaScript without a checker does. @param {any} value @returns {any} */
const untyped = (value) => value;

describe("what a trainer has", () => {
  test("properties have their types and shapes", () => {
    const trainer = new Trainer("data=line&n=20&bias=true&seed=4");
    assert.equal(typeof trainer.experiment, "string");
    assert.equal(trainer.status, "running");
    assert.equal(trainer.steps, 0);
    assert.equal(trainer.samplesSeen, 0);
    assert.equal(trainer.seed, 4);
    assert.equal(typeof trainer.loss, "number");
    for (const vector of [trainer.parameters, trainer.gradient, trainer.trajectory(), trainer.losses()]) {
      assert.ok(vector instanceof Float64Array);
    }
    assert.equal(trainer.parameters.length, 2);
    assert.equal(trainer.gradient.length, 2);
  });

  test("what can only be read cannot be written", () => {
    const trainer = new Trainer("seed=4");
    for (const name of ["experiment", "status", "steps", "samplesSeen", "seed", "loss", "parameters", "gradient"]) {
      assert.throws(() => { untyped(trainer)[name] = 1; }, TypeError, name);
    }
  });

  test("what it gives is a copy: changing it changes no run", () => {
    const trainer = new Trainer("data=line&seed=4");
    trainer.step(3);
    const before = all(trainer);
    trainer.parameters.fill(99);
    trainer.gradient.fill(99);
    trainer.trajectory().fill(99);
    trainer.losses().fill(99);
    assert.deepEqual(all(trainer), before);
  });

  test("loss and gradient are the whole objective's, at the current parameters", () => {
    const trainer = new Trainer("data=own&sampler=uniform&batch=1&reduction=sum&lr=0.01&start=0,0", LINE());
    // ½ (1 + 9 + 25 + 49), and −Σ (y − ŷ) x, −Σ (y − ŷ).
    assert.equal(trainer.loss, 42);
    assert.deepEqual([...trainer.gradient], [-34, -16]);
    trainer.set("reduction", "mean");
    assert.equal(trainer.loss, 10.5);
    assert.deepEqual([...trainer.gradient], [-8.5, -4]);
  });

  test("weights come first, the bias last; a surface has x, then y", () => {
    const data = new Dataset(new Float64Array([1, 10, 2, 20]), 2, new Float64Array([0, 0]));
    const trainer = new Trainer("start=1,2,3", data);
    // ŷ = 1·1 + 2·10 + 3 and 1·2 + 2·20 + 3: the features' rows are rows.
    assert.equal(trainer.loss, (24 ** 2 + 45 ** 2) / 2);
    // z = y² − x² has the gradient (−2x, 2y).
    assert.deepEqual([...new Trainer("objective=surface&surface=saddle&start=0.5,0.25").gradient], [-1, 0.5]);
  });
});

describe("steps", () => {
  test("a step is one step, and says how the run stands", () => {
    const trainer = new Trainer("data=line&lr=0.001&seed=1");
    assert.equal(trainer.step(), "running");
    assert.equal(trainer.steps, 1);
    assert.equal(trainer.step(undefined), "running");
    assert.equal(trainer.steps, 2);
    assert.equal(trainer.step(0), "running");
    assert.equal(trainer.steps, 2);
    assert.equal(trainer.step(10), "running");
    assert.equal(trainer.steps, 12);
    assert.equal(trainer.samplesSeen, 1200);
  });

  test("a step is w − η ∇E(w)", () => {
    const trainer = new Trainer("lr=0.125&start=0,0", ONE());
    trainer.step();
    assert.deepEqual([...trainer.parameters], [0.125 * 10, 0.125 * 5]);
    assert.deepEqual([...trainer.losses()], [12.5]);
  });

  test("the trajectory is row-major, the start first, the current point last; one loss for each step", () => {
    const trainer = new Trainer("data=line&reduction=mean&lr=0.1&start=-1,3");
    trainer.step(5);
    const trajectory = trainer.trajectory();
    assert.equal(trajectory.length, 6 * 2);
    assert.deepEqual([...trajectory.subarray(0, 2)], [-1, 3]);
    assert.deepEqual(trajectory.subarray(-2), trainer.parameters);
    assert.equal(trainer.losses().length, 5);
    // With all samples in a batch, its loss before a step is the objective there.
    for (let step = 0; step < 5; step++) {
      const there = new Trainer(`data=line&reduction=mean&start=${trajectory[2 * step]},${trajectory[2 * step + 1]}`);
      assert.equal(trainer.losses()[step], there.loss);
    }
  });

  test("a hundred thousand steps are one call, and all of them are kept", () => {
    const trainer = new Trainer("data=line&n=60&reduction=mean&sampler=uniform&batch=8&lr=0.06&seed=7");
    assert.equal(trainer.step(100_000), "running");
    assert.equal(trainer.steps, 100_000);
    assert.equal(trainer.samplesSeen, 800_000);
    assert.equal(trainer.trajectory().length, 100_001 * 2);
    assert.equal(trainer.losses().length, 100_000);
    assert.deepEqual(trainer.trajectory().subarray(-2), trainer.parameters);
  });

  test("a longer run keeps a bounded trajectory, both ends included", () => {
    const trainer = new Trainer("data=line&n=10&reduction=mean&sampler=uniform&batch=1&lr=0.01&start=4,4");
    trainer.step(1_000_000);
    const trajectory = trainer.trajectory();
    assert.ok(trajectory.length < 2 * 140_000, `${trajectory.length}`);
    assert.deepEqual([...trajectory.subarray(0, 2)], [4, 4]);
    assert.deepEqual(trajectory.subarray(-2), trainer.parameters);
  });

  test("one call or many give the same run", () => {
    const experiment = "data=engel&scale=standardize&reduction=mean&sampler=shuffle&batch=16&lr=0.1&seed=3";
    const [once, often] = [new Trainer(experiment), new Trainer(experiment)];
    once.step(100);
    for (let i = 0; i < 100; i++) often.step();
    assert.deepEqual(all(often), all(once));
  });

  test("a count that is none is refused, and no step taken", () => {
    const trainer = new Trainer("seed=1");
    for (const count of [-1, 1.5, NaN]) refuses(() => trainer.step(count), "count", String(count), "integer from 0");
    refuses(() => trainer.step(Infinity), "count", /inf/i, "integer from 0");
    assert.equal(trainer.steps, 0);
  });

  test("an experiment that can converge does, and then rests", () => {
    const trainer = new Trainer("data=line&n=50&reduction=mean&lr=0.1&seed=3");
    assert.equal(trainer.step(100_000), "converged");
    assert.equal(trainer.status, "converged");
    const before = all(trainer);
    assert.equal(trainer.step(10), "converged");
    assert.deepEqual(all(trainer), before);
  });

  test("a diverged run keeps its last finite point", () => {
    const trainer = new Trainer("data=line&reduction=mean&lr=5&seed=3");
    assert.equal(trainer.step(100_000), "diverged");
    assert.equal(trainer.status, "diverged");
    for (const numbers of [trainer.parameters, trainer.trajectory(), trainer.losses(), [trainer.loss]]) {
      assert.ok(Array.from(numbers).every(Number.isFinite));
    }
    assert.equal(trainer.trajectory().length, 2 * (trainer.steps + 1));
    assert.equal(trainer.losses().length, trainer.steps);
  });

  test("a diverged run goes on with a learning rate that is right", () => {
    const trainer = new Trainer("data=line&reduction=mean&lr=5&start=0,0");
    trainer.step(20);
    trainer.set("lr", "1e200");
    assert.equal(trainer.step(100), "diverged");
    trainer.set("lr", "0.1");
    assert.equal(trainer.status, "running");
    assert.equal(trainer.step(100_000), "converged");
  });
});

describe("starts", () => {
  test("the same seed is the same run, another seed another", () => {
    const run = (/** @type {number} */ seed) => {
      const trainer = new Trainer(`data=line&sampler=uniform&batch=4&seed=${seed}`);
      trainer.step(20);
      return [...trainer.trajectory()];
    };
    assert.deepEqual(run(5), run(5));
    assert.notDeepEqual(run(5), run(6));
  });

  test("a restart with a seed is what a new trainer with that seed is", () => {
    const trainer = new Trainer("data=line&sampler=uniform&batch=4&seed=5&lr=0.02");
    trainer.step(7);
    assert.equal(trainer.restart(8), undefined);
    assert.equal(trainer.seed, 8);
    assert.equal(trainer.steps, 0);
    trainer.step(7);
    const fresh = new Trainer("data=line&sampler=uniform&batch=4&seed=8&lr=0.02");
    fresh.step(7);
    assert.deepEqual(all(trainer), all(fresh));
  });

  test("a restart without a seed takes a fresh one, and the string knows it", () => {
    const trainer = new Trainer("data=line&seed=5");
    const seeds = new Set();
    for (let i = 0; i < 8; i++) {
      trainer.restart();
      assert.ok(Number.isInteger(trainer.seed) && trainer.seed >= 0 && trainer.seed < 2 ** 32);
      seeds.add(trainer.seed);
      assert.deepEqual(new Trainer(trainer.experiment).parameters, trainer.parameters);
    }
    assert.ok(seeds.size > 6, "fresh seeds repeat");
  });

  test("a new initialization leaves the data as they are", () => {
    const trainer = new Trainer("data=line&noise=1&start=1,1&seed=5");
    const before = trainer.loss;
    trainer.restart(6);
    trainer.moveTo(new Float64Array([1, 1]));
    assert.equal(trainer.loss, before);
  });

  test("a rewind is the same start and the same run again", () => {
    const trainer = new Trainer("data=line&sampler=shuffle&batch=16&momentum=0.9&seed=5");
    const before = all(trainer);
    trainer.step(30);
    const after = all(trainer);
    trainer.rewind();
    assert.deepEqual(all(trainer), before);
    trainer.step(30);
    assert.deepEqual(all(trainer), after);
  });

  test("a move starts there, and the string knows it", () => {
    const trainer = new Trainer("data=line&seed=5&lr=0.01");
    trainer.step(3);
    trainer.moveTo(new Float64Array([0.1, -1e-20]));
    assert.deepEqual([...trainer.parameters], [0.1, -1e-20]);
    assert.equal(trainer.steps, 0);
    const copy = new Trainer(trainer.experiment);
    assert.deepEqual(all(copy), all(trainer));
    trainer.restart(5);
    assert.notDeepEqual([...trainer.parameters], [0.1, -1e-20]);
  });

  test("a start of the wrong length, or one that is not finite, is refused and the run unharmed", () => {
    const trainer = new Trainer("data=line&seed=5");
    trainer.step(3);
    const before = all(trainer);
    for (const start of [[], [1], [1, 2, 3], [NaN, 1], [1, Infinity]]) {
      refuses(() => trainer.moveTo(new Float64Array(start)), "start", "2 finite numbers", "w, b");
      assert.deepEqual(all(trainer), before);
    }
    refuses(() => new Trainer("data=line&start=1"), "start", "`1`", "w, b");
    refuses(() => new Trainer("data=line&bias=false&start=1,2"), "start", "`1,2`", "w");
    refuses(() => new Trainer("data=line&start=1,NaN"), "start", "NaN", "finite");
    refuses(() => new Trainer("objective=surface&start=1,2,3"), "start", "`1,2,3`", "x, y");
    refuses(() => new Trainer("start=1", LINE()), "start", "`1`", "2 finite numbers");
  });

  test("a seed outside of its range is refused", () => {
    const trainer = new Trainer("seed=4294967295");
    assert.equal(trainer.seed, 4294967295);
    for (const seed of [4294967296, -1, 0.5, NaN]) {
      refuses(() => trainer.restart(seed), "seed", String(seed), "integer from 0 to 4294967295");
      refuses(() => new Trainer(`seed=${seed}`), "seed", String(seed), "integer from 0 to 4294967295");
    }
    assert.equal(trainer.seed, 4294967295);
  });
});

describe("changes", () => {
  test("what belongs to the steps changes in mid-flight", () => {
    for (const [key, value] of [["lr", "0.02"], ["momentum", "0.5"], ["sampler", "shuffle"], ["batch", "8"]]) {
      const trainer = new Trainer("data=line&reduction=mean&sampler=uniform&batch=4&momentum=0.9&lr=0.01&seed=1");
      trainer.step(10);
      const before = [...trainer.parameters];
      assert.equal(trainer.set(key, value), undefined);
      assert.equal(trainer.steps, 10, key);
      assert.deepEqual([...trainer.parameters], before, key);
      assert.ok(trainer.experiment.includes(`${key}=${value}`));
      trainer.step(10);
      assert.equal(trainer.steps, 20);
      assert.equal(trainer.trajectory().length, 21 * 2);
    }
  });

  test("a new learning rate keeps the momentum", () => {
    const trainer = new Trainer("objective=surface&surface=bowl&momentum=0.9&lr=0.01&start=1,1");
    trainer.step(5);
    const before = trainer.parameters;
    trainer.set("lr", "0");
    trainer.step();
    assert.deepEqual(trainer.parameters, before, "without a learning rate nothing moves");
    trainer.set("lr", "0.01");
    trainer.step();
    const plain = new Trainer(`objective=surface&surface=bowl&lr=0.01&start=${[...before]}`);
    plain.step();
    assert.ok(Math.abs(trainer.parameters[0] - before[0]) > 2 * Math.abs(plain.parameters[0] - before[0]));
  });

  test("what changes the objective begins the run again", () => {
    const trainer = new Trainer("data=line&seed=1");
    trainer.step(10);
    trainer.set("noise", "2");
    assert.equal(trainer.steps, 0);
    assert.deepEqual(all(trainer), all(new Trainer("data=line&seed=1&noise=2")));
  });

  test("numbers and booleans do as well as strings", () => {
    const trainer = new Trainer("data=line&seed=1");
    trainer.set("lr", 0.25);
    trainer.set("momentum", 0.5);
    trainer.set("nesterov", true);
    assert.match(trainer.experiment, /lr=0.25&momentum=0.5&dampening=0&nesterov=true/);
  });

  test("a change that is refused names key, value and what is allowed, and leaves the run as it was", () => {
    const trainer = new Trainer("data=line&n=50&reduction=mean&sampler=uniform&batch=4&lr=0.01&seed=1");
    trainer.step(10);
    const before = all(trainer);
    refuses(() => trainer.set("lr", "fast"), "lr", "`fast`", "number from 0");
    refuses(() => trainer.set("lr", "-1"), "lr", "`-1`", "number from 0");
    refuses(() => trainer.set("lr", "NaN"), "lr", "`NaN`", "number from 0");
    refuses(() => trainer.set("lr", ""), "lr", "number from 0");
    refuses(() => trainer.set("lr", untyped({})), "lr", "object", "string");
    refuses(() => trainer.set("lr", untyped(undefined)), "lr", "undefined", "string");
    refuses(() => trainer.set("batch", "51"), "batch", "51", "n = 50", "from 1 to 50");
    refuses(() => trainer.set("batch", "0"), "batch", "`0`", "integer from 1");
    refuses(() => trainer.set("batch", "2.5"), "batch", "`2.5`", "integer from 1");
    refuses(() => trainer.set("momentum", "2"), "momentum", "`2`", "to");
    refuses(() => trainer.set("nesterov", "true"), "nesterov", "`true`", "momentum above 0", "dampening of 0");
    refuses(() => trainer.set("loss", "cubic"), "loss", "`cubic`", "half-squared-error, mse, mae, huber");
    refuses(() => trainer.set("data", "moon"), "data", "`moon`", "line, stream, blobs, engel, iris, own");
    refuses(() => trainer.set("data", "own"), "data", "`own`", "data set");
    refuses(() => trainer.set("speed", "1"), "`speed`", "lr", "batch");
    assert.deepEqual(all(trainer), before);
    trainer.step(10);
    const undisturbed = new Trainer(before.experiment);
    undisturbed.step(20);
    assert.deepEqual(all(trainer), all(undisturbed));
  });
});

describe("the experiment string", () => {
  const experiments = [
    "",
    "data=line&seed=1",
    "data=engel&scale=standardize&loss=huber&delta=50&sampler=shuffle&batch=16",
    "objective=surface&surface=rosenbrock&start=-1.2,1",
    "data=line&n=7&noise=0.1&slope=-2&intercept=1e-5&data_seed=9&bias=false&loss=mae&reduction=mean&sampler=sequential&batch=3",
    "momentum=0.9&nesterov=true&weight_decay=1e-4&lr=1e-300",
  ];

  for (const experiment of experiments) {
    test(`goes in and comes out, complete: ${experiment || "(empty)"}`, () => {
      const trainer = new Trainer(experiment);
      trainer.step(3);
      const copy = new Trainer(trainer.experiment);
      copy.step(3);
      assert.deepEqual(all(copy), all(trainer));
      const keys = trainer.experiment.split("&").map((pair) => pair.split("=")[0]);
      assert.ok(keys.includes("seed") && keys.includes("lr") && keys.includes("optimizer"));
      for (const pair of experiment.split("&").filter(Boolean)) {
        const [key] = pair.split("=");
        assert.ok(keys.includes(key), `${key} was lost`);
      }
    });
  }

  test("the order of keys does not matter, nor does how a character is written", () => {
    const canonical = new Trainer("data=engel&loss=mae&start=1,2").experiment;
    assert.equal(new Trainer("start=1%2C2&loss=mae&data=%65ngel").experiment, canonical);
    assert.equal(new Trainer("&loss=mae&&start=1,2&data=engel&").experiment, canonical);
  });

  test("a figure's keys are passed over", () => {
    const { experiment } = new Trainer("seed=3&figure.x=samples&figure.step=12");
    assert.equal(experiment, new Trainer("seed=3").experiment);
  });

  test("what is wrong in it is named with what is allowed", () => {
    refuses(() => new Trainer("colour=red"), "`colour`", "objective", "seed");
    refuses(() => new Trainer("seed"), "`seed`", "key=value");
    refuses(() => new Trainer("seed=1&seed=2"), "seed", "once");
    refuses(() => new Trainer("data=line&n=10&sampler=uniform&batch=11"), "batch", "11", "n = 10", "from 1 to 10");
    refuses(() => new Trainer("optimizer=magic"), "optimizer", "`magic`", "sgd");
    refuses(() => new Trainer("objective=surface&surface=egg"), "surface", "`egg`", "bowl, quadratic, turned-quadratic, saddle");
    refuses(() => new Trainer("objective=expression&f=x^"), "f:", "`x^`", "character 3");
    refuses(() => new Trainer("n=0"), "n:", "`0`", "integer from 1");
    refuses(() => new Trainer("noise=-1"), "noise", "`-1`", "number from 0");
    refuses(() => new Trainer("bias=maybe"), "bias", "`maybe`", "true");
    refuses(() => new Trainer(untyped(undefined)), "experiment", "undefined", "string");
    refuses(() => new Trainer(untyped(new Map())), "experiment", "object", "string");
  });

  test("an update rule of one's own is typed, and has the bits of the one that it says", () => {
    const rule = "v = 0.9 v + g; theta = theta - eta v";
    const common = { data: "line", n: 20, reduction: "mean", lr: 0.05, seed: 2 };
    const own = new Trainer({ ...common, optimizer: "own", rule });
    const momentum = new Trainer({ ...common, momentum: 0.9 });
    own.step(50);
    momentum.step(50);
    assert.deepEqual([...own.trajectory()], [...momentum.trajectory()]);
    assert.equal(new URLSearchParams(own.experiment).get("rule"), rule);
    assert.deepEqual(all(new Trainer(own.experiment)).parameters, all(new Trainer({ ...common, optimizer: "own", rule })).parameters);
    own.set("rule", "v = 0.5 v + g; theta = theta - eta v");
    assert.equal(own.steps, 50);
    refuses(() => own.set("rule", "theta = theta - eta h"), "rule:", "character 21", "`h`");
    assert.equal(new URLSearchParams(own.experiment).get("rule"), "v = 0.5 v + g; theta = theta - eta v");
  });

  test("a value that goes on and on is shown in short", () => {
    refuses(() => new Trainer(`lr=${"9x".repeat(10_000)}`), "lr", /^.{1,300}$/s);
  });

  test("choices are the words a key takes; a number has none", () => {
    assert.deepEqual(Trainer.choices("sampler"), ["full", "sequential", "shuffle", "uniform"]);
    assert.deepEqual(Trainer.choices("bias"), ["true", "false"]);
    assert.deepEqual(Trainer.choices("lr"), []);
    // The words of the model and of the loss are for classes too.
    for (const key of ["objective", "model", "loss", "reduction", "scale", "surface", "optimizer"]) {
      for (const word of Trainer.choices(key)) assert.ok(new Trainer(`data=blobs&${key}=${word}`), `${key}=${word}`);
    }
    refuses(() => Trainer.choices("speed"), "`speed`", "lr");
  });
});

describe("data of one's own", () => {
  test("a data set knows its shape, and takes plain arrays too", () => {
    const data = new Dataset([1, 2, 3, 4, 5, 6], 2, [1, 2, 3]);
    assert.equal(data.n, 3);
    assert.equal(data.featureCount, 2);
    assert.equal(new Trainer("", data).parameters.length, 3);
    assert.equal(new Trainer("bias=false", data).parameters.length, 2);
  });

  test("a data set stays usable for any number of trainers, and after they are gone", () => {
    const data = LINE();
    const first = new Trainer("reduction=mean&lr=0.1&start=0,0", data);
    const second = new Trainer("reduction=mean&lr=0.1&start=0,0", data);
    first.step(10);
    first.free();
    second.step(10_000);
    assert.equal(second.status, "converged");
    assert.ok(Math.abs(second.parameters[0] - 2) < 1e-6 && Math.abs(second.parameters[1] - 1) < 1e-6);
    assert.equal(data.n, 4);
  });

  test("a trainer keeps its data when their handle is freed", () => {
    const data = LINE();
    const trainer = new Trainer("start=0,0", data);
    data.free();
    assert.equal(trainer.loss, 42);
    trainer.set("reduction", "mean");
    assert.equal(trainer.loss, 10.5);
  });

  test("the arrays given stay the caller's", () => {
    const [features, targets] = [new Float64Array([0, 1, 2, 3]), new Float64Array([1, 3, 5, 7])];
    const trainer = new Trainer("start=0,0", new Dataset(features, 1, targets));
    features.fill(9);
    assert.equal(targets.length, 4);
    assert.equal(trainer.loss, 42);
  });

  test("data= may be left out, but not be something else", () => {
    assert.match(new Trainer("", LINE()).experiment, /data=own/);
    refuses(() => new Trainer("data=line", LINE()), "data", "own");
    refuses(() => new Trainer("objective=surface", LINE()), "data", "own");
    refuses(() => new Trainer("data=own"), "data", "`own`", "data set");
    refuses(() => new Trainer("", untyped({ n: 3 })), "data", "Dataset");
    refuses(() => new Trainer("sampler=uniform&batch=5", LINE()), "batch", "5", "n = 4", "from 1 to 4");
  });

  test("data that do not fit together are refused", () => {
    refuses(() => new Dataset([1, 2, 3], 2, [1, 2]), "ragged", "3", "2 × 2");
    refuses(() => new Dataset([1, 2], 1, [1]), "ragged", "2", "1 × 1");
    refuses(() => new Dataset([], 1, []), "empty", "at least one sample");
    refuses(() => new Dataset([1], 0, [1]), "featureCount", "`0`", "integer from 1");
    refuses(() => new Dataset([1], 1.5, [1]), "featureCount", "`1.5`", "integer from 1");
    refuses(() => new Dataset([1, 2, NaN, 4], 2, [1, 2]), "row 1", "feature 0", "NaN");
    refuses(() => new Dataset([1, 2], 1, [1, -Infinity]), "row 1", "target", "-inf");
  });
});

describe("tables", () => {
  const TABLE = "weight,size,price\n1,2,3\n4,5,6\n";

  test("a table gives its columns by name", () => {
    const data = Dataset.fromCsv(TABLE, "price");
    assert.deepEqual([data.n, data.featureCount], [2, 2]);
    // Features in the order asked for: ŷ = 1·size + 10·weight.
    const trainer = new Trainer("bias=false&start=1,10", Dataset.fromCsv(TABLE, "price", ["size", "weight"]));
    assert.equal(trainer.loss, ((3 - 12) ** 2 + (6 - 45) ** 2) / 2);
    assert.equal(Dataset.fromCsv(TABLE, "price", ["size"]).featureCount, 1);
  });

  test("quotes, spaces, blank lines and line ends of any kind are read", () => {
    const data = Dataset.fromCsv("\ufeff\"x\", y\r\n\"1.5\",2e3\r\n\r\n -4 ,5\r\n", "y");
    assert.deepEqual([data.n, data.featureCount], [2, 1]);
  });

  test("mistakes are named by line and column", () => {
    refuses(() => Dataset.fromCsv("x,y\n1,2\n3,four\n", "y"), "line 3", /column `?y`?/, "`four`", "number");
    refuses(() => Dataset.fromCsv("x,y\n1,2\n\nNaN,4\n", "y"), "line 4", /column `?x`?/, "`NaN`");
    refuses(() => Dataset.fromCsv("x,y\n1,2\n3\n", "y"), "line 3", "1", "2");
    refuses(() => Dataset.fromCsv(TABLE, "prize"), "`prize`", "weight, size, price");
    refuses(() => Dataset.fromCsv(TABLE, "price", ["height"]), "`height`", "weight, size, price");
    refuses(() => Dataset.fromCsv("x,y\n", "y"), "no data", "header row");
    refuses(() => Dataset.fromCsv("", "y"), "no data", "header row");
    refuses(() => Dataset.fromCsv(" \r\n\t", "y"), "no data", "header row");
    refuses(() => Dataset.fromCsv('x,y\n"1"5,2\n', "y"), "line 2", "cell 1", "`5`");
    refuses(() => Dataset.fromCsv('x,y\n1,"2\n', "y"), "line 2", "quote");
    refuses(() => Dataset.fromCsv("x,y\r1,2\r3,four\r", "y"), "line 3", "`four`");
    refuses(() => Dataset.fromCsv("x,x,y\n1,2,3\n", "y"), "two columns", "`x`");
  });

  test("a million rows are a table like any other, and a row more than ten million is refused", () => {
    const data = Dataset.fromCsv("x,y\n" + "1,2\n".repeat(1_000_000) + "  ", "y");
    assert.deepEqual([data.n, data.featureCount], [1_000_000, 1]);
    const trainer = new Trainer("data=own&reduction=mean&start=0,0&lr=0.1", data);
    assert.equal(trainer.loss, 2);
    trainer.step();
    assert.deepEqual([...trainer.parameters], [0.2, 0.2]);
    refuses(() => new Dataset(new Float64Array(10_000_001), 1, new Float64Array(10_000_001)), "at most 10000000 samples");
  });
});

describe("freed handles", () => {
  test("trainers made and freed leave nothing behind", () => {
    const come = () => {
      for (let i = 0; i < 1000; i++) {
        const trainer = new Trainer("data=line&n=1000");
        trainer.step(10);
        trainer.free();
        // An experiment that is refused has nothing to free.
        refuses(() => new Trainer("data=line&n=none"), "n");
      }
    };
    come();
    const before = memory.buffer.byteLength;
    for (let i = 0; i < 10; i++) come();
    assert.equal(memory.buffer.byteLength, before);
  });
});

describe("a stream of samples", () => {
  const STREAM = { data: "stream", sampler: "uniform", batch: 32, reduction: "mean", lr: 0.05, seed: 3 };

  test("has a trillion of them, of which steps draw some and memory holds none", () => {
    const trainer = new Trainer({ ...STREAM, n: 1e12 });
    const [held, before] = [memory.buffer.byteLength, trainer.loss];
    trainer.step(20_000);
    assert.equal(trainer.samplesSeen, 640_000);
    assert.ok(trainer.loss < before && trainer.status === "running");
    const samples = [...(trainer.newestBatch?.samples ?? [])];
    assert.equal(samples.length, 32);
    assert.ok(samples.every((index) => Number.isInteger(index) && index >= 0 && index < 1e12));
    assert.ok(samples.some((index) => index > 2 ** 32), "beyond what 32 bits count");
    // The path grows, and nothing else.
    const grown = memory.buffer.byteLength - held;
    assert.ok(grown < 4e6, `${grown} bytes`);
    assert.equal(new Trainer(trainer.experiment).experiment, trainer.experiment);
    assert.equal(trainer.data, undefined);
    // Of the distribution: the generating line, and the noise about it.
    assert.deepEqual({ ...trainer.minimum, parameters: [...(trainer.minimum?.parameters ?? [])] }, { parameters: [2, 1], loss: 0.125 });
  });

  test("is that of the stored line, to the bit", () => {
    const [stream, line] = ["stream", "line"].map((data) => new Trainer({ ...STREAM, data, n: 1000 }));
    for (const trainer of [stream, line]) trainer.step(500);
    assert.deepEqual(stream.trajectory(), line.trajectory());
    assert.deepEqual(stream.newestBatch, line.newestBatch);
  });

  test("cannot be passed over, nor shuffled, where it is long", () => {
    refuses(() => new Trainer({ data: "stream", n: 1e9 }), "sampler", "`full`", "n = 1000000000", "uniform or sequential");
    refuses(() => new Trainer({ ...STREAM, n: 1e9, sampler: "shuffle" }), "sampler", "`shuffle`", "4000 MB");
    refuses(() => new Trainer({ ...STREAM, data: "line", n: 1e9 }), "n", "`1000000000`", "16000 MB", "data=stream");
    refuses(() => new Trainer({ ...STREAM, n: 1e13 }), "n", "1000000000000");
  });
});
