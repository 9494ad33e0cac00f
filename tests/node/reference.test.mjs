/**
 * PyTorch's own runs through the handle: `tests/reference/reference.json`, made by the script beside it.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Trainer } from "./core.mjs";

// Python writes the numbers of a run that diverges as JSON does not know them.
const text = readFileSync(new URL("../reference/reference.json", import.meta.url), "utf8").replace(/-?\b(NaN|Infinity)\b/g, "null");
/** @type {{ f?: string, optimizer?: string, hyper: Record<string, any>, path: number[][], losses: number[] }[]} */
const runs = JSON.parse(text).runs.filter((/** @type {any} */ run) => run.f);

/** Hyper-parameters as an experiment names them: `betas` of two numbers are two keys. @param {Record<string, any>} hyper */
const keys = (hyper) =>
  Object.entries(hyper).map(([key, value]) => (key === "betas" ? `&beta1=${value[0]}&beta2=${value[1]}` : `&${key}=${value}`)).join("");

test("thirty-two runs of PyTorch's optimizers are there", () => assert.equal(runs.length, 32));

for (const { f = "", optimizer = "", hyper, path, losses } of runs) {
  test(`${optimizer} on ${f}, point by point and loss by loss`, () => {
    // A variant's name begins with its optimizer's.
    const experiment = new URLSearchParams({ objective: "expression", f, start: path[0].join(), optimizer: optimizer.split(" ")[0] });
    const trainer = new Trainer(`${experiment}${keys(hyper)}`);
    trainer.step(losses.length);
    const [points, values] = [trainer.trajectory(), trainer.losses()];
    // A run that leaves all numbers is compared as far as it has some.
    const [steps, wanted] = [values.length, path.flat()];
    assert.ok(steps === losses.length || (trainer.status === "diverged" && steps > 0), `${steps} steps`);
    /** @param {number} ours @param {number} theirs @param {string} what */
    const near = (ours, theirs, what) => assert.ok(Math.abs(ours - theirs) <= 1e-10 * Math.max(Math.abs(theirs), 1e-2), `${what}: ${ours}, PyTorch’s ${theirs}`);
    points.forEach((value, place) => near(value, wanted[place], `number ${place}`));
    values.forEach((value, place) => near(value, losses[place], `loss ${place}`));
    trainer.free();
  });
}
