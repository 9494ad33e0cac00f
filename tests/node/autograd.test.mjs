/**
 * Differentiation from JavaScript: PyTorch's manners, typed calls, and real errors.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Dataset, Tape, Var, grad, memory } from "./core.mjs";

/** Bypasses the types, as JavaScript without a checker does. @param {any} value @returns {any} */
const untyped = (value) => value;

/** The gradient that a variable holds. @param {{ grad?: { value: number } }} variable */
const gradient = (variable) => variable.grad?.value;

/**
 * That something throws a real `Error` whose message begins so.
 * @param {() => unknown} attempt @param {string} start
 */
function refuses(attempt, start) {
  assert.throws(attempt, (error) => {
    assert.ok(error instanceof Error, `not an Error: ${error}`);
    assert.ok(!(error instanceof WebAssembly.RuntimeError), `a panic: ${error.message}`);
    assert.ok(error.message.startsWith(start), error.message);
    return true;
  });
}

describe("gradients", () => {
  test("backward leaves them in grad", () => {
    const tape = new Tape();
    const [w, b] = [tape.leaf(0.5), tape.leaf(-1)];
    const loss = w.mul(3).add(b).sub(2).pow(2);
    assert.equal(loss.value, 2.25);
    assert.equal(gradient(w), undefined);
    loss.backward();
    assert.deepEqual([w.grad?.value, b.grad?.value], [-9, -3]);
    // They add up until they are zeroed.
    b.mul(2).backward();
    assert.equal(gradient(b), -1);
    b.zeroGrad();
    assert.equal(gradient(b), undefined);
    assert.equal(gradient(w), -9);
    tape.zeroGrad();
    assert.equal(gradient(w), undefined);
  });

  test("grad returns them, and leaves grad and the variables alone", () => {
    const tape = new Tape();
    const [w1, w2] = [tape.leaf(2), tape.leaf(5)];
    const gradients = grad(w1.mul(w2).add(w2), [w1, w2]);
    assert.deepEqual(gradients.map(({ value }) => value), [5, 3]);
    assert.ok(gradients[0] instanceof Var);
    assert.equal(gradient(w1), undefined);
    assert.equal(w1.value, 2);
  });

  test("a graph is gone through again when it is retained, and differentiated again when it is created", () => {
    const tape = new Tape();
    const w = tape.leaf(2);
    const cube = w.pow(3);
    cube.backward({ retainGraph: true });
    cube.backward();
    assert.equal(gradient(w), 24);
    const [slope] = grad(w.pow(3), [w], { createGraph: true });
    const [curvature] = grad(untyped(slope), [w], {});
    assert.equal(curvature?.value, 12);
    w.zeroGrad();
    w.pow(3).backward({ createGraph: true, retainGraph: undefined });
    assert.equal(w.grad?.requiresGrad, true);
  });

  test("a vector has gradients where its own is given", () => {
    const tape = new Tape();
    const [v, upstream] = [tape.leaf([1, 2]), tape.constant([10, 100])];
    v.mul(v).backward({ gradient: upstream });
    assert.deepEqual([...(v.grad?.values ?? [])], [20, 400]);
    const [slope] = grad(v.mul(v), [v], { gradOutputs: upstream });
    assert.deepEqual([...slope.values], [20, 400]);
    refuses(() => v.mul(v).backward({ gradient: tape.leaf(1) }), "backward: ");
    refuses(() => v.mul(v).backward({ gradient: untyped(1) }), "gradient: `1` is not allowed; it must be a Var");
    refuses(() => grad(v.mul(v), [v], { gradOutputs: untyped(null) }), "gradOutputs: ");
  });

  test("an input that is not used has none where that is allowed", () => {
    const tape = new Tape();
    const [w, other] = [tape.leaf(2), tape.leaf(5)];
    const gradients = grad(w.pow(3), [w, other], { allowUnused: true });
    assert.deepEqual(gradients.map((gradient) => gradient?.value), [12, undefined]);
    refuses(() => grad(w.pow(3), [w, other], { allowUnused: false }), "grad: input 1 (counted from 0) is not used");
  });

  test("a variable in the middle retains its own when it is told to", () => {
    const tape = new Tape();
    const w = tape.leaf(3);
    const [middle, other] = [w.mul(2), w.mul(5)];
    middle.retainGrad();
    middle.mul(other).backward();
    assert.deepEqual([middle.grad?.value, other.grad, w.grad?.value], [15, undefined, 60]);
  });

  test("constants and what is detached have none", () => {
    const tape = new Tape();
    const [w, x] = [tape.leaf(3), tape.constant(2)];
    w.mul(x).add(w.detach()).backward();
    assert.deepEqual([w.requiresGrad, x.requiresGrad, x.grad, w.grad?.value], [true, false, undefined, 2]);
  });
});

describe("operations", () => {
  test("numbers may stand wherever a variable may", () => {
    const [u, v] = (() => { const tape = new Tape(); return [tape.leaf(6), tape.leaf(2)]; })();
    for (const two of [2, v]) {
      const values = [u.add(two), u.sub(two), u.mul(two), u.div(two), u.pow(two), u.max(two), u.min(two), u.dot(two)];
      assert.deepEqual(values.map((result) => result.value), [8, 4, 12, 3, 36, 6, 2, 12]);
    }
    // A variable may stand twice.
    assert.equal(u.mul(u).value, 36);
  });

  test("functions are those of Math", () => {
    const u = new Tape().leaf(0.3);
    const rows = /** @type {const} */ ([
      "exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "abs", "sign",
    ]);
    for (const name of rows) assert.ok(Math.abs(u[name]().value - Math[name](0.3)) < 1e-15, name);
    assert.equal(u.neg().value, -0.3);
    assert.equal(u.neg().relu().value, 0);
    assert.ok(Math.abs(u.sigmoid().value - 1 / (1 + Math.exp(-0.3))) < 1e-15);
    assert.ok(Math.abs(u.softplus().value - Math.log(1 + Math.exp(0.3))) < 1e-15);
    assert.equal(new Tape().leaf(1000).softplus().value, 1000);
  });

  test("a formula brings its functions along", () => {
    const tape = new Tape();
    const [x, y] = [tape.leaf(0.3), tape.leaf([1, 2])];
    const f = tape.formula("asin(x) + 2^x", [x]);
    f.backward();
    assert.ok(Math.abs(f.value - (Math.asin(0.3) + 2 ** 0.3)) < 1e-15);
    assert.ok(Math.abs((x.grad?.value ?? NaN) - (1 / Math.sqrt(1 - 0.09) + 2 ** 0.3 * Math.LN2)) < 1e-14);
    assert.deepEqual([...tape.formula("3x y", [y, y]).values], [3, 12]);
    refuses(() => tape.formula("x + y", [x]), "variables: `1` is not allowed; it must be an integer from 2 to 2");
    refuses(() => tape.formula("x +* 2", [x]), "f: `x +* 2` is not allowed; character 4 must be");
    refuses(() => tape.formula("x + y", [x, y]), "add: a scalar and a vector of 2 numbers");
    refuses(() => tape.formula("x", [new Tape().leaf(1)]), "on_tape: the variables are on two tapes");
    refuses(() => tape.formula("x", untyped(x)), "variables: `object` is not allowed; it must be an array of Var");
    refuses(() => tape.formula("x", untyped([0.3])), "variables[0]: `0.3` is not allowed; it must be a Var");
  });

  test("vectors come from arrays, go number by number, and lead back to scalars", () => {
    const tape = new Tape();
    const [w, b] = [tape.leaf(2), tape.leaf(0)];
    const [x, y] = [tape.constant([1, 2, 3]), tape.constant(new Float64Array([1, 3, 5]))];
    const residual = w.expand(3).mul(x).add(b.expand(3)).sub(y);
    const loss = residual.dot(residual).mul(0.5);
    loss.backward();
    assert.ok(residual.values instanceof Float64Array);
    assert.deepEqual([...residual.values], [1, 1, 1]);
    assert.deepEqual([loss.value, w.grad?.value, b.grad?.value], [1.5, 6, 3]);
    const v = tape.leaf([1, 2]);
    v.exp().sum().backward();
    assert.deepEqual([...(v.grad?.values ?? [])], [...v.exp().values]);
  });

  test("a variable prints as a tensor does", () => {
    const w = new Tape().leaf(2);
    assert.equal(`${w}`, "tensor(2.0, requires_grad=True)");
    assert.equal(`${w.mul(3)}`, "tensor(6.0, grad_fn=<MulBackward0>)");
  });
});

describe("training", () => {
  test("clear keeps parameters and data, and the tape does not grow", () => {
    const tape = new Tape();
    const [w, b, x, y] = [tape.leaf(0), tape.leaf(0), tape.constant([0, 1, 2]), tape.constant([1, 3, 5])];
    let length = NaN;
    for (let step = 0; step < 500; step++) {
      const residual = w.expand(3).mul(x).add(b.expand(3)).sub(y);
      tape.zeroGrad();
      residual.dot(residual).backward();
      for (const parameter of [w, b]) parameter.set(parameter.value - 0.1 * (parameter.grad?.value ?? NaN));
      tape.clear();
      if (step === 0) length = tape.length;
      assert.equal(tape.length, length);
    }
    assert.ok(Math.abs(w.value - 2) < 1e-9 && Math.abs(b.value - 1) < 1e-9);
  });

  test("what is freed leaves nothing behind, and variables outlive the handle of their tape", () => {
    const come = () => {
      for (let i = 0; i < 200; i++) {
        const tape = new Tape();
        const w = tape.leaf(new Float64Array(1000));
        tape.free();
        const sum = w.sum();
        sum.backward();
        const gradient = w.grad;
        assert.equal(gradient?.values.length, 1000);
        for (const var_ of [w, sum, gradient]) var_?.free();
      }
    };
    come();
    const before = memory.buffer.byteLength;
    for (let i = 0; i < 10; i++) come();
    assert.equal(memory.buffer.byteLength, before);
  });
});

describe("misuse is an Error", () => {
  const make = () => {
    const tape = new Tape();
    return { tape, w: tape.leaf(1), v: tape.leaf([1, 2]) };
  };

  test("shapes that do not go together", () => {
    const { tape, w, v } = make();
    refuses(() => w.mul(v), "mul: a scalar and a vector of 2 numbers do not go together; they must have the same length");
    refuses(() => v.dot(tape.leaf([1, 2, 3])), "dot: a vector of 2 numbers and a vector of 3 numbers");
    refuses(() => v.backward(), "backward: a vector of 2 numbers is not allowed; it must be a scalar");
    refuses(() => v.value, "value: a vector of 2 numbers is not allowed; it must be a scalar");
    refuses(() => v.expand(3), "expand: a vector of 2 numbers is not allowed; it must be a scalar");
    refuses(() => w.set([1, 2]), "set: a scalar and a vector of 2 numbers");
    for (const length of [0, -1, 1.5, NaN, 1e10]) refuses(() => w.expand(length), "length: ");
    refuses(() => w.expand(1e9), "the tape is full");
    refuses(() => tape.leaf([]), "leaf: no numbers; there must be at least one");
    refuses(() => tape.constant(new Float64Array(5_000_000)), "the tape is full; it may have at most");
    // What was refused has spoilt nothing.
    w.mul(2).backward();
    assert.equal(gradient(w), 2);
  });

  test("graphs that cannot be gone through", () => {
    const { tape, w } = make();
    const square = w.mul(w);
    square.backward();
    refuses(() => square.backward(), "backward: the graph has been freed by an earlier backward or grad");
    refuses(() => grad(square, [w]), "grad: the graph has been freed by an earlier backward or grad");
    refuses(() => grad(w.mul(2), [w, tape.leaf(1)]), "grad: input 1 (counted from 0) is not used");
    refuses(() => grad(w.mul(2), [tape.constant(1)]), "grad: the variable requires no gradient");
    refuses(() => tape.constant(1).backward(), "backward: the variable requires no gradient");
    refuses(() => tape.constant(1).retainGrad(), "retain_grad: the variable requires no gradient");
    refuses(() => square.set(1), "set: the variable was computed");
    const doubled = w.mul(2);
    w.set(3);
    refuses(() => doubled.backward(), "backward: a leaf got a new value after the graph was made");
  });

  test("variables of another tape, of a tape that was cleared, or freed", () => {
    const { tape, w } = make();
    const other = new Tape().leaf(1);
    refuses(() => w.add(other), "add: the variables are on two tapes");
    refuses(() => grad(w.mul(2), [other]), "grad: the variables are on two tapes");
    const gone = w.mul(2);
    tape.clear();
    const touches = {
      value: () => gone.value, values: () => gone.values, backward: () => gone.backward(), add: () => w.add(gone),
      tanh: () => gone.tanh(), mul: () => gone.mul(2), set: () => gone.set(1), detach: () => gone.detach(),
      expand: () => gone.expand(2), retain_grad: () => gone.retainGrad(), grad: () => grad(gone, [w]),
    };
    for (const [name, touch] of Object.entries(touches)) refuses(touch, `${name}: the variable is gone`);
    assert.equal(gone.grad, undefined);
    other.free();
    refuses(() => w.add(other), "other: the Var has been freed");
    refuses(() => other.value, "this Var has been freed");
    refuses(() => other.tanh(), "this Var has been freed");
  });

  test("arguments of another kind", () => {
    const { tape, w } = make();
    for (const wrong of [undefined, null, "1", {}, [1], true, 1n, Symbol("1"), new Dataset([1], 1, [1]), tape, { shareVar: () => 1 }]) {
      refuses(() => w.add(untyped(wrong)), "other: ");
      refuses(() => grad(untyped(wrong), [w]), "loss: ");
      refuses(() => grad(w, untyped([wrong])), "inputs[0]: ");
      if (!Array.isArray(wrong)) refuses(() => tape.leaf(untyped(wrong)), "value: ");
    }
    refuses(() => grad(w, untyped(w)), "inputs: `object` is not allowed; it must be an array of Var");
    refuses(() => grad(w, untyped(3)), "inputs: ");
    refuses(() => tape.leaf(untyped([1, "2"])), "value[1]: `2` is not allowed; it must be a number");
    refuses(() => w.backward(untyped({ retain_graph: true })), "options: `retain_graph` is not allowed; it must be one of retainGraph");
    refuses(() => w.backward(untyped({ retainGraph: 1 })), "retainGraph: `1` is not allowed; it must be true or false");
    refuses(() => w.backward(untyped(5)), "options: ");
    assert.equal(gradient(w), undefined);
    refuses(() => w.backward(untyped(null)), "options: `null` is not allowed; it must be an object");
    w.backward(undefined);
    assert.equal(gradient(w), 1);
  });

  test("a graph too large", () => {
    const { tape, w } = make();
    const wide = w.expand(1 << 20);
    refuses(() => { for (let i = 0; i < 10; i++) wide.exp(); }, "the tape is full; it may have at most 1048576 nodes and 4194304 numbers");
    tape.clear();
    assert.equal(w.mul(2).value, 2);
  });
});
