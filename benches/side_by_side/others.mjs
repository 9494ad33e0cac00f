/**
 * Those who work outside of this process, each in its own way and all in turn: a page of Chromium, programs that are told by
 * a line.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { launch, open } from "../../tests/browser/page.mjs";
import { experiment } from "./data.js";

/** @typedef {import("./data.js").Work} Work */
/**
 * One who takes turns: is made ready for a work, measures once a round, and says seconds a step by name.
 * @typedef {{ begin: (work: Work, samples: number) => Promise<void>, round: () => Promise<Record<string, number>>, end: () => Promise<void> }} Side
 */

const require = createRequire(import.meta.url);

/**
 * A program that is told by a line, and answers by one.
 * @param {string} program @param {string[]} options @returns {Side}
 */
export function program(program, options) {
  const child = spawn(program, options, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const broken = new Promise((_, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`${program} ended with ${code}`)));
  });
  broken.catch(() => {});
  /** @param {string} line */
  const ask = async (line) => {
    child.stdin.write(`${line}\n`);
    const { value } = /** @type {IteratorResult<string>} */ (await Promise.race([lines.next(), broken]));
    return JSON.parse(value);
  };
  return {
    begin: (work, samples) => ask(JSON.stringify({ ...work, samples, experiment: experiment(work) })),
    round: () => ask("round"),
    end: async () => void child.stdin.end(),
  };
}

/** A page of Chromium with the site's own modules, and TensorFlow.js beside them. @returns {Promise<Side & { version: string }>} */
export async function chromium() {
  const browser = await launch();
  const { page } = await open(browser, "bench.html");
  // A million samples of sixteen features take their time.
  page.setDefaultTimeout(600_000);
  await page.addScriptTag({ path: require.resolve("@tensorflow/tfjs/dist/tf.min.js") });
  await page.evaluate(async () => {
    const { default: init, Trainer, Dataset } = await import(new URL("www/pkg/descent.js", location.href).href);
    const { Contest } = await import(new URL("www/bench/contest.js", location.href).href);
    await init();
    /** @type {any} */
    const tf = /** @type {any} */ (globalThis).tf;
    await tf.setBackend("cpu");
    /**
     * As its guide has it: what is learned are variables, an optimizer minimises. Its numbers have 32 bits.
     * @param {import("./data.js").Work} work @param {{ x: Float64Array, y: Float64Array }} data
     */
    const tensorflow = ({ features, loss, batch }, { x, y }) => {
      const n = y.length;
      const [rows, targets] = [tf.tensor2d(Float32Array.from(x), [n, features]), tf.tensor1d(Float32Array.from(y))];
      const [weights, bias] = [tf.variable(tf.fill([features, 1], 0.1)), tf.variable(tf.scalar(features === 1 ? 0.1 : 0))];
      const optimizer = tf.train.sgd(1e-9);
      const learned = features === 1 ? [weights, bias] : [weights];
      return (/** @type {number} */ steps) => {
        for (let step = 0; step < steps; step++) {
          optimizer.minimize(() => {
            const drawn = batch ? tf.randomUniform([batch], 0, n, "int32") : null;
            const [some, their] = drawn ? [tf.gather(rows, drawn), tf.gather(targets, drawn)] : [rows, targets];
            const score = some.matMul(weights).squeeze([1]).add(bias);
            return loss === "logistic" ? tf.losses.sigmoidCrossEntropy(their, score) : score.sub(their).square().mean().mul(0.5);
          }, false, learned);
        }
        // What is still under way belongs to it.
        return weights.data();
      };
    };
    Object.assign(globalThis, { makeContest: (/** @type {any} */ work, /** @type {number} */ n) => new Contest(work, n, { Trainer, Dataset }, { tensorflow }) });
  });
  return {
    version: browser.version(),
    begin: (work, samples) => page.evaluate(async ([work, samples]) => {
      const all = /** @type {any} */ (globalThis);
      all.contest?.free();
      all.tf.disposeVariables();
      all.contest = all.makeContest(work, samples);
      await all.contest.warmUp();
    }, /** @type {const} */ ([work, samples])),
    round: () => page.evaluate(() => /** @type {any} */ (globalThis).contest.round()),
    end: () => browser.close(),
  };
}
