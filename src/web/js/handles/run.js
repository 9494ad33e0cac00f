import { integer, options, refusal, wrongType } from "./argument.js";

/** How far a run is: steps that it has taken, and that it was asked for. */
/** @typedef {{ taken: number, count: number, status: import("./trainer.js").Status }} Progress */

/**
 * @typedef {object} RunOptions
 * @property {AbortSignal} [signal] stops the run where it is; the promise is then rejected with the signal's reason
 * @property {(progress: Progress) => void} [onProgress] called after each slice of the run; what it throws stops the
 * run
 */

/** The most steps that can be counted. */
export const MOST_STEPS = 2 ** 53 - 1;

/** How long the page may have to wait, in milliseconds: most of a frame is left to it. */
const SLICE = 8;

/** The trainers that are running. @type {WeakSet<object>} */
const running = new WeakSet();

/**
 * @param {import("./trainer.js").Trainer} trainer @param {unknown} steps @param {unknown} given
 * @returns {Promise<import("./trainer.js").Status>}
 */
export async function run(trainer, steps, given) {
  const count = integer("count", steps, 0, MOST_STEPS);
  const { signal, onProgress } = options(given, ["signal", "onProgress"]);
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw wrongType("signal", signal, "an AbortSignal");
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw wrongType("onProgress", onProgress, "a function");
  }
  let { status } = trainer;
  if (running.has(trainer)) {
    throw refusal(Error, "busy", undefined, "this Trainer is running; another run has to wait for the first");
  }
  running.add(trainer);
  try {
    signal?.throwIfAborted();
    // As many as fit a slice is found by doubling.
    for (let taken = 0, size = 1; taken < count && status === "running"; ) {
      const [began, slice] = [performance.now(), Math.min(size, count - taken)];
      status = trainer.step(slice);
      taken += slice;
      const time = performance.now() - began;
      size = Math.max(1, Math.floor(size * Math.min(2, SLICE / Math.max(time, SLICE / 4))));
      onProgress?.({ taken, count, status });
      await others();
      signal?.throwIfAborted();
    }
    return status;
  } finally {
    running.delete(trainer);
  }
}

/** When everything else that waits has had its turn: timers would wait for milliseconds of their own. */
function others() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(undefined);
  });
}
