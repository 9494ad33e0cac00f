import { integer, list, numberOrNumbers, options as chosen, read, refusal, string, truth } from "./argument.js";
import { Handle, coreOf } from "./handle.js";
import { core } from "./load.js";

/** @typedef {import("../descent_bg.js").Tape} TapeCore */
/** @typedef {import("../descent_bg.js").Var} VarCore */
/** A number for a scalar, several for a vector. @typedef {number | readonly number[] | Float64Array} Numbers */

/**
 * What becomes of a graph, in PyTorch's words.
 * @typedef {object} GraphOptions
 * @property {boolean} [retainGraph] keeps the graph, so that it can be gone through again
 * @property {boolean} [createGraph] records how the gradients are computed, so that they can be differentiated; keeps
 * the graph too
 */

/**
 * PyTorch's keyword arguments of `backward`.
 * @typedef {GraphOptions & { gradient?: Var }} BackwardOptions gradient: that of the result itself, as many numbers as
 * it has; the result may then be a vector
 */

/**
 * PyTorch's keyword arguments of `grad`.
 * @typedef {GraphOptions & { gradOutputs?: Var, allowUnused?: boolean }} GradOptions gradOutputs: the gradient of the
 * result itself, as in `backward`; allowUnused: whether an input that the result does not depend on has no gradient,
 * instead of being refused
 */

/** @param {unknown} handle @returns {TapeCore} */
const tapeOf = (handle) => coreOf("this", handle, Tape, "Tape");

/** @param {unknown} handle @param {string} [name] @param {string} [allowed] @returns {VarCore} */
const varOf = (handle, name = "this", allowed) => coreOf(name, handle, Var, "Var", allowed);

/** The handle of what the core has made. @param {VarCore} made @returns {Var} */
const varFrom = (made) => Reflect.construct(Var, [made]);

/** Several variables, each by a handle that the core may keep. @param {string} name @param {unknown} values */
const shared = (name, values) =>
  list(name, values, "an array of Var")
    .map((value, place) => varOf(value, `${name}[${place}]`))
    .map((of) => of.share());

/** @type {Map<string, number> | undefined} */
let places;

/** By which number the core knows an operation. @param {string} name the core's own */
function place(name) {
  places ??= new Map(core().operations().map((name, place) => [name, place]));
  return places.get(name) ?? -1;
}

/**
 * The values of options that are switches.
 * @param {Record<string, unknown>} options
 * @param {string[]} names
 * @returns {boolean[]}
 */
const switches = (options, ...names) => names.map((name) => truth(name, options[name], false));

/** A variable among options, by a handle that the core may keep. @param {string} name @param {unknown} value */
const optional = (name, value) => (value === undefined ? undefined : varOf(value, name).share());

/**
 * The record of a computation, for its gradients: reverse-mode differentiation as PyTorch has it.
 * @extends {Handle<TapeCore>}
 */
export class Tape extends Handle {
  /** An empty tape. */
  constructor() {
    const { Tape } = core();
    super(new Tape());
  }

  /** A parameter, whose gradient is wanted: `requires_grad=True` in PyTorch. @param {Numbers} value @returns {Var} */
  leaf(value) {
    return varFrom(tapeOf(this).leaf(numberOrNumbers("value", value)));
  }

  /** What needs no gradient, such as data. @param {Numbers} value @returns {Var} */
  constant(value) {
    return varFrom(tapeOf(this).constant(numberOrNumbers("value", value)));
  }

  /**
   * Computes a formula of x and y, such as `x^2 + atan(y)`, on this tape. Throws where it has a mistake.
   * @param {string} formula @param {readonly Var[]} variables x, or x and y: of one length
   * @returns {Var}
   */
  formula(formula, variables) {
    return varFrom(tapeOf(this).formula(string("formula", formula), shared("variables", variables)));
  }

  /** Forgets the gradients of all variables. */
  zeroGrad() {
    tapeOf(this).zeroGrad();
  }

  /**
   * Forgets what was computed, after a step of training. The leaves and constants that were made before the first
   * operation stay, with their gradients.
   */
  clear() {
    tapeOf(this).clear();
  }

  /** How many nodes there are. @returns {number} */
  get length() {
    return tapeOf(this).length;
  }
}

/**
 * A scalar or a vector on a tape. Operations take another variable of the same length, or a number.
 * @extends {Handle<VarCore>}
 */
export class Var extends Handle {
  /** @param {never} made by a tape, and by operations */
  constructor(made) {
    const { Var } = core();
    /** @type {unknown} */
    const given = made;
    if (!read("made", () => given instanceof Var)) {
      throw refusal(TypeError, "wrong-type", undefined, "a Var is made by a Tape: tape.leaf(1), tape.constant(2)");
    }
    super(/** @type {VarCore} */ (given));
  }

  /** @param {string} name */
  #to(name) {
    return varFrom(varOf(this).function(place(name)));
  }

  /** @param {string} name @param {unknown} other */
  #with(name, other) {
    const self = varOf(this);
    if (typeof other === "number") return varFrom(self.operationWithNumber(place(name), other));
    return varFrom(self.operation(place(name), varOf(other, "other", "a Var or a number")));
  }

  /** u + v @param {Var | number} other @returns {Var} */
  add(other) {
    return this.#with("Add", other);
  }

  /** u − v @param {Var | number} other @returns {Var} */
  sub(other) {
    return this.#with("Subtract", other);
  }

  /** u · v @param {Var | number} other @returns {Var} */
  mul(other) {
    return this.#with("Multiply", other);
  }

  /** u / v @param {Var | number} other @returns {Var} */
  div(other) {
    return this.#with("Divide", other);
  }

  /** uᵛ @param {Var | number} other @returns {Var} */
  pow(other) {
    return this.#with("Power", other);
  }

  /** The larger, PyTorch's `maximum`; at a tie each has the derivative ½. @param {Var | number} other @returns {Var} */
  max(other) {
    return this.#with("Max", other);
  }

  /**
   * The smaller, PyTorch's `minimum`; at a tie each has the derivative ½.
   * @param {Var | number} other
   * @returns {Var}
   */
  min(other) {
    return this.#with("Min", other);
  }

  /** Σᵢ uᵢ vᵢ, a scalar. @param {Var | number} other @returns {Var} */
  dot(other) {
    return this.#with("Dot", other);
  }

  /** −u @returns {Var} */
  neg() {
    return this.#to("Negate");
  }

  /** eᵘ @returns {Var} */
  exp() {
    return this.#to("Exp");
  }

  /** The natural logarithm; NaN below 0. @returns {Var} */
  log() {
    return this.#to("Log");
  }

  /** eᵘ − 1, exact where u is small. @returns {Var} */
  expm1() {
    return this.#to("Expm1");
  }

  /** log(1 + u), exact where u is small; NaN below −1. @returns {Var} */
  log1p() {
    return this.#to("Log1p");
  }

  /** √u @returns {Var} */
  sqrt() {
    return this.#to("Sqrt");
  }

  /** sin u @returns {Var} */
  sin() {
    return this.#to("Sin");
  }

  /** cos u @returns {Var} */
  cos() {
    return this.#to("Cos");
  }

  /** tan u @returns {Var} */
  tan() {
    return this.#to("Tan");
  }

  /** arcsin u; NaN outside of −1 to 1. @returns {Var} */
  asin() {
    return this.#to("Asin");
  }

  /** arccos u; NaN outside of −1 to 1. @returns {Var} */
  acos() {
    return this.#to("Acos");
  }

  /** arctan u @returns {Var} */
  atan() {
    return this.#to("Atan");
  }

  /** sinh u @returns {Var} */
  sinh() {
    return this.#to("Sinh");
  }

  /** cosh u @returns {Var} */
  cosh() {
    return this.#to("Cosh");
  }

  /** tanh u @returns {Var} */
  tanh() {
    return this.#to("Tanh");
  }

  /** 1 / (1 + e⁻ᵘ), for any logit u. @returns {Var} */
  sigmoid() {
    return this.#to("Sigmoid");
  }

  /**
   * log(1 + eᵘ), for any logit u. The cross-entropy of a logit u and a target y is softplus(u) − y·u.
   * @returns {Var}
   */
  softplus() {
    return this.#to("Softplus");
  }

  /** The larger of u and 0, whose derivative at 0 is 0. @returns {Var} */
  relu() {
    return this.#to("Relu");
  }

  /** |u|, whose derivative at 0 is 0. @returns {Var} */
  abs() {
    return this.#to("Abs");
  }

  /** −1, 0 or 1: the sign of u, whose derivative is 0. @returns {Var} */
  sign() {
    return this.#to("Sign");
  }

  /** Σᵢ uᵢ, a scalar. @returns {Var} */
  sum() {
    return this.#to("Sum");
  }

  /** A scalar repeated to a vector of `length` numbers. @param {number} length @returns {Var} */
  expand(length) {
    return varFrom(varOf(this).expand(integer("length", length, 1, 2 ** 32 - 1)));
  }

  /** The same numbers, cut off from the graph. @returns {Var} */
  detach() {
    return varFrom(varOf(this).detach());
  }

  /** The number of a scalar; throws for a vector, which has `values`. @returns {number} */
  get value() {
    return varOf(this).value;
  }

  /** The numbers of a vector, or of a scalar. @returns {Float64Array} */
  get values() {
    return varOf(this).values;
  }

  /**
   * The gradient that `backward` has left here, if any: of a leaf, or of a variable that retains it.
   * @returns {Var | undefined}
   */
  get grad() {
    const made = varOf(this).grad;
    return made && varFrom(made);
  }

  /** Whether it is a leaf or depends on one. @returns {boolean} */
  get requiresGrad() {
    return varOf(this).requiresGrad;
  }

  /**
   * Gives a leaf or a constant new numbers, as many as before. What has been computed from the old ones has no
   * gradients any more.
   * @param {Numbers} value
   */
  set(value) {
    varOf(this).set(numberOrNumbers("value", value));
  }

  /** Forgets the gradient; the next `backward` begins anew instead of adding to it. */
  zeroGrad() {
    varOf(this).zeroGrad();
  }

  /** Has `backward` leave the gradient here too, though this is no leaf. */
  retainGrad() {
    varOf(this).retainGrad();
  }

  /**
   * Adds the gradient of this scalar by each leaf of its graph to that leaf's `grad`, then frees the graph.
   * @param {BackwardOptions} [options]
   */
  backward(options) {
    const self = varOf(this);
    const given = chosen(options, ["retainGraph", "createGraph", "gradient"]);
    const [retainGraph, createGraph] = switches(given, "retainGraph", "createGraph");
    self.backward(retainGraph, createGraph, optional("gradient", given.gradient));
  }

  /** As PyTorch prints it, with the operation that it comes from. @returns {string} */
  toString() {
    return varOf(this).toString();
  }
}

/**
 * The gradients of a scalar by each of `inputs`, in their order, as `torch.autograd.grad`; their `grad` stays as it is.
 * @overload @param {Var} loss @param {readonly Var[]} inputs @param {GradOptions & { allowUnused?: false }} [options]
 * @returns {Var[]}
 *
 * @overload @param {Var} loss @param {readonly Var[]} inputs @param {GradOptions} options
 * @returns {(Var | undefined)[]}
 *
 * @param {Var} loss @param {readonly Var[]} inputs @param {GradOptions} [options]
 */
export function grad(loss, inputs, options) {
  const of = varOf(loss, "loss");
  const given = chosen(options, ["retainGraph", "createGraph", "gradOutputs", "allowUnused"]);
  const [retainGraph, createGraph, allowUnused] = switches(given, "retainGraph", "createGraph", "allowUnused");
  const by = shared("inputs", inputs);
  const made = of.gradients(by, retainGraph, createGraph, optional("gradOutputs", given.gradOutputs), allowUnused);
  return made.map((gradient) => gradient && varFrom(gradient));
}
