/**
 * Measures beside the page, which stays free meanwhile: is told how much, tells of each round, and at the end of all.
 */
import { Contest } from "./contest.js";
import { WORKS } from "./data.js";

/** What is asked for. */
/** @typedef {{ samples: number, rounds: number }} Extent */
/** What is told of it: a round of a work, with seconds a step by name; the end; what went wrong. */
/** @typedef {{ kind: "round", work: string, times: Record<string, number> } | { kind: "end" } | { kind: "error", message: string }} Report */

/** @param {Report} report */
const tell = (report) => postMessage(report);

/** @param {Extent} extent */
async function measure({ samples, rounds }) {
  const { default: init, Trainer, Dataset } = await import(new URL("../pkg/descent.js", import.meta.url).href);
  await init();
  for (const work of WORKS) {
    const contest = new Contest(work, samples, { Trainer, Dataset });
    await contest.warmUp();
    for (let round = 0; round < rounds; round++) tell({ kind: "round", work: work.name, times: await contest.round() });
    contest.free();
  }
  tell({ kind: "end" });
}

addEventListener("message", ({ data }) => {
  measure(data).catch((reason) => tell({ kind: "error", message: String(reason?.message ?? reason) }));
});
