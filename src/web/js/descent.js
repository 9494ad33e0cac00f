/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Gradient descent for programmers: the handles of a core in WebAssembly.
 *
 * What is refused is thrown, with a `code` that stays the same and, where there is one, the `key` that it is about: a
 * `TypeError` for an argument that is missing or of a wrong type, a `RangeError` for a value that is not allowed, an
 * `Error` for the rest. All is then as it was.
 */
export { init as default, initSync } from "./handles/load.js";
export { Dataset } from "./handles/dataset.js";
export { Trainer } from "./handles/trainer.js";
export { Tape, Var, grad } from "./handles/tape.js";

/** @typedef {import("./handles/argument.js").Refusal} Refusal */
/** @typedef {import("./handles/argument.js").Experiment} Experiment */
/** @typedef {import("./handles/trainer.js").Status} Status */
/** @typedef {import("./handles/run.js").RunOptions} RunOptions */
/** @typedef {import("./handles/run.js").Progress} Progress */
/** @typedef {import("./handles/tape.js").BackwardOptions} BackwardOptions */
/** @typedef {import("./handles/tape.js").GradOptions} GradOptions */
