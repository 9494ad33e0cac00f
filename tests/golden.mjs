/**
 * The runs of `golden/trajectories.json` repeated through the JavaScript handle.
 */
import { readFileSync } from "node:fs";

/**
 * @typedef {object} Checkpoint
 * @property {number} steps  asked for
 * @property {string[]} parameters  of each the sixteen hexadecimal digits of its bits
 * @property {string | null} batch_loss  likewise, of the last step's batch
 * @property {number} samples_seen
 * @property {string} status
 */

/** @type {{ experiment: string, checkpoints: Checkpoint[] }[]} */
export const runs = JSON.parse(readFileSync(new URL("golden/trajectories.json", import.meta.url), "utf8"));

/**
 * Stands alone, so that its source can be sent to a browser.
 * @param {Pick<typeof import("../www/pkg/descent.js"), "Trainer">} core
 * @param {string} experiment @param {number} steps
 * @returns {Checkpoint}
 */
export function repeat({ Trainer }, experiment, steps) {
  const trainer = new Trainer(experiment);
  const view = new DataView(new ArrayBuffer(8));
  const hex = (/** @type {number} */ number) => {
    view.setFloat64(0, number);
    return view.getBigUint64(0).toString(16).padStart(16, "0");
  };
  trainer.step(steps);
  const last = trainer.losses().at(-1);
  const checkpoint = {
    steps,
    parameters: Array.from(trainer.parameters, hex),
    batch_loss: last === undefined ? null : hex(last),
    samples_seen: trainer.samplesSeen,
    status: trainer.status,
  };
  trainer.free();
  return checkpoint;
}
