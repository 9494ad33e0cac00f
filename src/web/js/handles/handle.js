import { refusal, wrongType } from "./argument.js";

/** Something in the core's memory. @typedef {{ free(): void }} Core */

/**
 * @type {<C extends Core>(name: string, value: unknown, Class: { prototype: Handle<C> }, allowed: string) => C |
 * undefined}
 */
let coreIn;

/**
 * What JavaScript holds of something in the core's memory. It is freed with the last reference to it, or by `free`
 * before.
 * @template {Core} C
 */
export class Handle {
  /** @type {C | undefined} */
  #core;

  /** @param {C} core */
  constructor(core) {
    this.#core = core;
  }

  static {
    coreIn = (name, value, Class, allowed) => {
      // A private field is no one's to forge, inherit or proxy.
      const isOne = typeof value === "object" && value !== null && #core in value;
      if (!isOne || !(value instanceof /** @type {any} */ (Class))) throw wrongType(name, value, allowed);
      return /** @type {any} */ (value).#core;
    };
  }

  /** Gives the memory back at once. The handle is then of no use; freeing it again does nothing. */
  free() {
    const core = coreIn("this", this, Handle, "a handle");
    this.#core = undefined;
    core?.free();
  }

  /** Frees at the end of a block: `using trainer = new Trainer(…)`, in languages that have it. */
  [Symbol.dispose]() {
    this.free();
  }
}

/**
 * What a handle stands for, if it is one of `Class` and has not been freed.
 * @template {Core} C @param {string} name the argument, or `this` @param {unknown} value
 * @param {{ prototype: Handle<C> }} Class @param {string} what its name @param {string} [allowed] @returns {C}
 */
export function coreOf(name, value, Class, what, allowed = `a ${what}`) {
  const core = coreIn(name, value, Class, allowed);
  if (core) return core;
  const message = `${what} has been freed`;
  if (name === "this") throw refusal(Error, "freed", undefined, `this ${message}`);
  throw refusal(Error, "freed", name.replace(/\[.*/s, ""), `${name}: the ${message}`);
}
