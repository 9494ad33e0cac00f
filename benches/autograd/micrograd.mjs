/**
 * micrograd (github.com/karpathy/micrograd, MIT licence) in plain JavaScript, operation for operation, and the network of
 * `autograd.rs` trained with it. It reads the task as JSON from its standard input, and prints milliseconds and losses.
 */
import { readFileSync } from "node:fs";

/** Stores a single scalar value and its gradient. */
class Value {
  /** @param {number} data @param {Value[]} children */
  constructor(data, children = []) {
    this.data = data;
    this.grad = 0;
    this._backward = () => {};
    this._prev = new Set(children);
  }

  /** @param {Value | number} other */
  add(other) {
    const that = other instanceof Value ? other : new Value(other);
    const out = new Value(this.data + that.data, [this, that]);
    out._backward = () => {
      this.grad += out.grad;
      that.grad += out.grad;
    };
    return out;
  }

  /** @param {Value | number} other */
  mul(other) {
    const that = other instanceof Value ? other : new Value(other);
    const out = new Value(this.data * that.data, [this, that]);
    out._backward = () => {
      this.grad += that.data * out.grad;
      that.grad += this.data * out.grad;
    };
    return out;
  }

  /** @param {number} exponent */
  pow(exponent) {
    const out = new Value(this.data ** exponent, [this]);
    out._backward = () => {
      this.grad += exponent * this.data ** (exponent - 1) * out.grad;
    };
    return out;
  }

  tanh() {
    const t = Math.tanh(this.data);
    const out = new Value(t, [this]);
    out._backward = () => {
      this.grad += (1 - t * t) * out.grad;
    };
    return out;
  }

  backward() {
    /** @type {Value[]} */
    const topo = [];
    const visited = new Set();
    const build = (/** @type {Value} */ v) => {
      if (visited.has(v)) return;
      visited.add(v);
      for (const child of v._prev) build(child);
      topo.push(v);
    };
    build(this);
    this.grad = 1;
    for (const v of topo.reverse()) v._backward();
  }
}

/** @type {{ inputs: [number, number][], targets: number[], start: number[], hidden: number, lr: number, steps: number, rounds: number }} */
const { inputs, targets, start, hidden, lr, steps, rounds } = JSON.parse(readFileSync(0, "utf8"));

/** Trains from the start, and returns the loss of each step. */
function train() {
  const parameters = start.map((value) => new Value(value));
  const losses = [];
  for (let step = 0; step < steps; step++) {
    let loss = new Value(0);
    for (const [i, [x1, x2]] of inputs.entries()) {
      let output = /** @type {Value} */ (parameters[4 * hidden]);
      for (let j = 0; j < hidden; j++) {
        const [w1, w2, b, v] = /** @type {[Value, Value, Value, Value]} */ (parameters.slice(4 * j, 4 * j + 4));
        output = output.add(w1.mul(x1).add(w2.mul(x2)).add(b).tanh().mul(v));
      }
      loss = loss.add(output.add(-(targets[i] ?? NaN)).pow(2));
    }
    loss = loss.mul(1 / targets.length);
    for (const parameter of parameters) parameter.grad = 0;
    loss.backward();
    for (const parameter of parameters) parameter.data -= lr * parameter.grad;
    losses.push(loss.data);
  }
  return losses;
}

let [best, losses] = [Infinity, /** @type {number[]} */ ([])];
for (let round = 0; round < rounds; round++) {
  const before = performance.now();
  losses = train();
  best = Math.min(best, performance.now() - before);
}
console.log(JSON.stringify({ milliseconds: best / steps, losses }));
