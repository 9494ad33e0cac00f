/**
 * Handles in wrong hands: every method called wrongly, over and over, is refused with an error that says what is wrong,
 * and everything goes on as before.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Dataset, Tape, Trainer, Var, externrefs, grad, memory } from "./core.mjs";

/** How often each method is called wrongly: a leak of a single slot, or of a frame of the stack, would show before. */
const TIMES = 100_000;

/** @typedef {Error & { code?: string, key?: string }} Refusal */

/** What a call throws. @param {() => unknown} attempt @returns {Refusal} */
function refusal(attempt) {
  try {
    attempt();
  } catch (error) {
    assert.ok(error instanceof Error, `not an Error: ${String(error)}`);
    assert.ok(!(error instanceof WebAssembly.RuntimeError), `a trap: ${error.message}`);
    return error;
  }
  return assert.fail(`allowed: ${attempt}`);
}

const failing = () => {
  throw new Error("the caller's own");
};
const revoked = Proxy.revocable([], {});
revoked.revoke();
const detached = new Float64Array(3);
structuredClone(detached.buffer, { transfer: [detached.buffer] });

/** What is no object that anything here takes, and fails when it is looked at. @type {any[]} */
const UNREADABLE = [
  new Proxy({}, { get: failing, ownKeys: failing, has: failing, getPrototypeOf: failing }),
  new Proxy([1], { get: failing }),
  revoked.proxy,
];

/** What no argument may be, but for those that are objects. @type {any[]} */
const WRONG = [null, Symbol("s"), 1n, () => 1, new Map(), Buffer.from("1"), new Date(), /1/, ...UNREADABLE];

/** All that can be called wrongly, with the argument that is to be named. */
function calls() {
  const tape = new Tape();
  const [trainer, data, w] = [new Trainer("data=line&n=5&seed=1"), new Dataset([1, 2], 1, [1, 2]), tape.leaf(1)];
  /** @type {[string, (wrong: any) => unknown, any[]][]} */
  const table = [
    ["features", (wrong) => new Dataset(wrong, 1, [1]), [...WRONG, undefined, 1, "1", {}, ["1"], detached]],
    ["featureCount", (wrong) => new Dataset([1], wrong, [1]), [...WRONG, undefined, "1", {}]],
    ["targets", (wrong) => new Dataset([1], 1, wrong), [...WRONG, undefined, 1, "1", {}, [null], detached]],
    ["text", (wrong) => Dataset.fromCsv(wrong, "y"), [...WRONG, undefined, 1, {}, ["x"]]],
    ["target", (wrong) => Dataset.fromCsv("x,y\n1,2", wrong), [...WRONG, undefined, 1, {}, ["x"]]],
    ["features", (wrong) => Dataset.fromCsv("x,y\n1,2", "y", wrong), [...WRONG, 1, "x", {}, [1]]],
    ["experiment", (wrong) => new Trainer(wrong), [...WRONG, undefined, 1, ["x"]]],
    ["data", (wrong) => new Trainer("", wrong), [...WRONG, 1, "x", {}, trainer, Object.create(data)]],
    ["key", (wrong) => Trainer.choices(wrong), [...WRONG, undefined, 3, {}]],
    ["key", (wrong) => trainer.set(wrong, 0.5), [Symbol("s"), 1n, () => 1, undefined, null, 1]],
    ["changes", (wrong) => untyped(trainer).set(wrong), [new Map(), [1], ...UNREADABLE]],
    ["lr", (wrong) => trainer.set("lr", wrong), [...WRONG, undefined, {}, ["x"]]],
    ["lr", (wrong) => trainer.set({ lr: wrong }), [...WRONG, undefined, {}, ["x"]]],
    ["count", (wrong) => trainer.step(wrong), [...WRONG, "1", {}, [1]]],
    ["seed", (wrong) => trainer.restart(wrong), [...WRONG, "1", {}, [1]]],
    ["parameters", (wrong) => trainer.moveTo(wrong), [...WRONG, undefined, 1, "1", {}, ["1", 2], detached]],
    ["canvas", (wrong) => trainer.drawLandscape(wrong), [...WRONG, undefined, 1, "canvas", {}]],
    ["canvas", (wrong) => trainer.drawLosses(wrong), [...WRONG, undefined, 1, "canvas", {}]],
    ["value", (wrong) => tape.leaf(wrong), [...WRONG, undefined, "1", {}, ["1"], true]],
    ["value", (wrong) => tape.constant(wrong), [...WRONG, undefined, "1", {}, ["1"], true]],
    ["formula", (wrong) => tape.formula(wrong, [w]), [...WRONG, undefined, 1, {}]],
    ["variables", (wrong) => tape.formula("x", wrong), [...WRONG, undefined, 1, {}, [1], [data], w]],
    ["other", (wrong) => w.mul(wrong), [...WRONG, undefined, "3", {}, [1], tape, Object.create(w)]],
    ["length", (wrong) => w.expand(wrong), [...WRONG, undefined, "1", {}]],
    ["value", (wrong) => w.set(wrong), [...WRONG, undefined, "1", {}, ["1"], true]],
    ["options", (wrong) => w.backward(wrong), [null, Symbol("s"), 1, "1", true, UNREADABLE[0], UNREADABLE[2]]],
    ["retainGraph", (wrong) => w.backward({ retainGraph: wrong }), [null, 1, "true", {}]],
    ["loss", (wrong) => grad(wrong, [w]), [...WRONG, undefined, 1, {}, tape]],
    ["inputs", (wrong) => grad(w, wrong), [...WRONG, undefined, 1, {}, [1], w]],
  ];
  return { table, trainer, data, tape, w };
}

/** Bypasses the types, as JavaScript without a checker does. @param {any} value @returns {any} */
const untyped = (value) => value;

/**
 * The getters and methods of a class and of what it extends, each called.
 * @param {Function} Class
 * @returns {((self: any) => unknown)[]}
 */
function members(Class) {
  const own = Object.entries(Object.getOwnPropertyDescriptors(Class.prototype)).filter(([name]) => name !== "constructor");
  return own.map(([, { get, value }]) => (self) => (get ?? value).call(self));
}

describe("arguments", () => {
  test("one of a wrong type, or a missing one, is a TypeError that names the parameter", () => {
    for (const [key, call, wrongs] of calls().table) {
      for (const wrong of wrongs) {
        const error = refusal(() => call(wrong));
        assert.ok(error instanceof TypeError, `${call}: ${error}`);
        assert.equal(error.key, key, `${call}: ${error}`);
        assert.ok(error.message.startsWith(key), error.message);
        assert.match(String(error.code), /^(wrong-type|unreadable)$/);
      }
    }
  });

  test("a value that is not allowed is a RangeError", () => {
    const { trainer, data, w } = calls();
    /** @type {[string, () => unknown][]} */
    const rows = [
      ["count", () => trainer.step(NaN)], ["count", () => trainer.step(1e300)], ["count", () => trainer.step(-1)],
      ["seed", () => trainer.restart(2 ** 32)], ["featureCount", () => new Dataset([1], 0.5, [1])],
      ["length", () => w.expand(0)], ["lr", () => trainer.set("lr", NaN)], ["lr", () => trainer.set("lr", -1)],
      ["start", () => trainer.moveTo([NaN, 1])], ["batch", () => new Trainer("sampler=uniform&batch=3", data)],
      ["features", () => Dataset.fromCsv("x,y\n1,2", "y", ["x", "x"])],
      ["features", () => Dataset.fromCsv("x,y\n1,2\n2,3", "y", ["y"])],
      ["options", () => w.backward(untyped({ retain: true }))],
    ];
    for (const [key, attempt] of rows) {
      const error = refusal(attempt);
      assert.ok(error instanceof RangeError, String(error));
      assert.equal(error.key, key, String(error));
    }
    assert.equal(trainer.step(-0), "running", "minus nothing is nothing");
  });

  test("other mistakes have a code, and the key where there is one", () => {
    const { trainer, w } = calls();
    /** @type {[string, string | undefined, () => unknown][]} */
    const rows = [
      ["unknown-key", "speed", () => trainer.set("speed", 1)], ["duplicate-key", "lr", () => new Trainer("lr=1&lr=1")],
      ["no-value", undefined, () => new Trainer("lr")], ["formula", "f", () => new Trainer({ f: "x +" })],
      ["no-column", "z", () => Dataset.fromCsv("x,y\n1,2", "z")], ["empty-data", undefined, () => new Dataset([], 1, [])],
      ["own-data", "data", () => new Trainer("data=own")], ["lengths", undefined, () => w.add(w.expand(2))],
      ["rule", "rule", () => new Trainer({ optimizer: "own", rule: "theta = theta - eta h" })],
      ["too-many-parts", undefined, () => new Trainer("figure.x=1&".repeat(1001))],
    ];
    for (const [code, key, attempt] of rows) {
      const error = refusal(attempt);
      assert.deepEqual([error.code, error.key], [code, key], String(error));
    }
  });

  test("what throws in the caller's hands is told as the cause", () => {
    const error = refusal(() => new Trainer({ get lr() { return failing(); } }));
    assert.ok(error instanceof TypeError && error.cause instanceof Error);
    assert.equal(error.cause.message, "the caller's own");
  });

  test("no message goes on and on", () => {
    const long = "k".repeat(1_000_000);
    const columns = Array.from({ length: 100_000 }, (_, place) => `c${place}`);
    const wide = new Dataset(new Float64Array(100_000), 100_000, [1]);
    for (const attempt of [
      () => new Trainer(long), () => new Trainer({ [long]: 1 }), () => new Trainer(`lr=${long}`), () => Trainer.choices(long),
      () => new Trainer({ [long]: untyped(null) }), () => untyped(new Tape().leaf(1)).mul(long),
      () => Dataset.fromCsv(`${columns}\n`, long), () => Dataset.fromCsv(`${long}\n1`, "y"),
      () => new Trainer("start=1", wide), () => new Trainer({ f: long }), () => new Trainer({ start: [...wide.features] }),
    ]) {
      const { message } = refusal(attempt);
      assert.ok(message.length < 1000, message.slice(0, 2000));
    }
  });

  test("a string of many unknown keys is refused at once", () => {
    const keys = Array.from({ length: 90_000 }, (_, place) => `key${place}=1`).join("&");
    assert.equal(refusal(() => new Trainer(keys)).code, "unknown-key");
  });
});

describe("handles", () => {
  test("a freed one says so at every touch, and harms no other; freeing it again does nothing", () => {
    const other = new Trainer("seed=1");
    const tape = new Tape();
    /** @type {[any, Function, string][]} */
    const rows = [
      [new Trainer("seed=1"), Trainer, "Trainer"], [new Dataset([1], 1, [1]), Dataset, "Dataset"], [tape.leaf(1), Var, "Var"],
      [tape, Tape, "Tape"],
    ];
    for (const [handle, Class, name] of rows) {
      handle.free();
      for (const touch of members(Class).filter((touch) => !isAsync(touch, handle))) {
        const error = refusal(() => touch(handle));
        assert.deepEqual([error.code, error.message], ["freed", `this ${name} has been freed`]);
      }
      handle.free();
      handle[Symbol.dispose]();
    }
    const data = new Dataset([1], 1, [1]);
    data.free();
    const error = refusal(() => new Trainer("", data));
    assert.deepEqual([error.code, error.key, error.message], ["freed", "data", "data: the Dataset has been freed"]);
    assert.equal(other.step(), "running");
  });

  test("what is no handle is a TypeError", () => {
    const { trainer, data, tape, w } = calls();
    /** @type {[Function, any][]} */
    const rows = [[Trainer, data], [Dataset, trainer], [Tape, w], [Var, tape]];
    for (const [Class, other] of rows) {
      for (const self of [undefined, null, 1, {}, other, Object.create(Class.prototype), new Proxy(other, {}), ...UNREADABLE]) {
        for (const touch of members(Class).filter((touch) => !isAsync(touch, self))) {
          assert.ok(refusal(() => touch(self)) instanceof TypeError, `${Class.name}: ${touch}`);
        }
      }
    }
    assert.ok(refusal(() => Object.create(trainer).free()) instanceof TypeError);
    assert.ok(refusal(() => new (untyped(Var))(1)) instanceof TypeError);
    assert.equal(trainer.step(), "running");
  });

  test("a class may extend one", () => {
    class Named extends Trainer {
      name = "mine";
    }
    const trainer = new Named("seed=1");
    assert.equal(trainer.step(), "running");
    assert.equal(trainer.name, "mine");
    trainer.free();
    assert.equal(refusal(() => trainer.step()).code, "freed");
  });

  /** What answers with a promise is refused by it. @param {(self: any) => unknown} touch @param {any} self */
  function isAsync(touch, self) {
    try {
      const answer = touch(self);
      if (!(answer instanceof Promise)) return false;
      answer.catch(() => {});
      return true;
    } catch {
      return false;
    }
  }
});

describe(`${TIMES} times`, () => {
  const { table, trainer, tape, w } = calls();
  const alone = tape.leaf(1);
  const freed = new Trainer("seed=1");
  freed.free();
  /** @type {[string, () => unknown][]} */
  const rows = [
    ["a freed handle", () => freed.step()],
    ["no handle", () => Trainer.prototype.step.call(untyped({}))],
    ["an experiment that is refused", () => new Trainer("n=none")],
    ["a change that is refused", () => trainer.set("lr", "fast")],
    ["data that are refused", () => new Dataset([1, 2, 3], 2, [1, 2])],
    ["a table that is refused", () => Dataset.fromCsv("x,y\n1,z", "y", ["x"])],
    ["a graph that is refused", () => grad(w, [w, alone])],
    ...table.map(([key, call, wrongs], row) => {
      let turn = 0;
      return /** @type {[string, () => unknown]} */ ([`${key} of row ${row}`, () => call(wrongs[turn++ % wrongs.length])]);
    }),
  ];
  for (const [name, call] of rows) {
    test(`${name} leaves nothing behind`, () => {
      const wrongly = (/** @type {number} */ times) => {
        for (let i = 0; i < times; i++) refusal(call);
      };
      wrongly(100);
      const before = [memory.buffer.byteLength, externrefs.length];
      wrongly(TIMES);
      assert.deepEqual([memory.buffer.byteLength, externrefs.length], before);
    });
  }

  test("everything goes on", () => {
    assert.equal(trainer.step(3), "running");
    w.mul(2).backward();
    assert.equal(w.grad?.value, 2);
  });
});
