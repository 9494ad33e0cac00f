/**
 * The browser repeats, to the last bit, the runs that the native build has written down.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { repeat, runs } from "../golden.mjs";
import { launch, open, site } from "./page.mjs";

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

test("the same bits in the browser", async (context) => {
  // A file without figures, which would only take the time of a busy machine.
  const { page } = await open(browser, "www/tokens.css");
  /** @type {{ experiment: string, checkpoints: unknown[] }[]} */
  const repeated = await page.evaluate(async ({ address, source, runs }) => {
    const core = await import(address);
    await core.default();
    const repeat = new Function(`return ${source}`)();
    return runs.map(({ experiment, checkpoints }) =>
      ({ experiment, checkpoints: checkpoints.map(({ steps }) => repeat(core, experiment, steps)) }));
  }, { address: new URL("www/pkg/descent.js", site()).href, source: repeat.toString(), runs });
  for (const [run, { experiment, checkpoints }] of runs.entries()) {
    await context.test(experiment, () => assert.deepEqual(repeated[run].checkpoints, checkpoints));
  }
  assert.equal(repeated.length, runs.length);
});
