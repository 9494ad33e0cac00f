/**
 * Where each start ends: a map that fills in while one watches, and answers the hand meanwhile.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Figure, STILL, frames, keepOne, launch, open } from "./page.mjs";

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** @param {string} experiment @param {(figure: Figure) => Promise<void>} look */
async function at(experiment, look) {
  const { page, complaints, close } = await open(browser, `?only=basins#basins?${experiment}`, { ...STILL, script: keepOne });
  try {
    await look(await new Figure(page, "#basins").show());
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** How many starts have been looked at. @param {Figure} figure */
const starts = async (figure) => Number(/([\d,]+) starts/.exec((await figure.panel("basins").textContent()) ?? "")?.[1].replaceAll(",", ""));

/** Percents of all starts that come to the minima. @param {Figure} figure */
const shares = async (figure) =>
  [...((await figure.panel("basins").textContent()) ?? "").matchAll(/to \([^)]*\): ([\d.]+) %/g)].map(([, percent]) => Number(percent));

test("all starts come to one of four minima, and the map of all of them stands still", () =>
  at("optimizer=sgd&lr=0.01", async (figure) => {
    await figure.panel("basins").getByText("65,536 starts").waitFor();
    const percents = await shares(figure);
    assert.equal(percents.length, 4);
    const sum = percents.reduce((sum, percent) => sum + percent);
    assert.ok(Math.abs(sum - 100) < 3, percents.join(" "));
    await frames(figure.page, 3);
    const pictures = await figure.pictures();
    await frames(figure.page, 3);
    assert.deepEqual(await figure.pictures(), pictures);
  }));

test("while it fills in, another rate begins it anew, and another start does not", () =>
  at("", async (figure) => {
    await figure.panel("basins").getByText(/\d,\d+ starts/).waitFor();
    await figure.enter("lr", "0.05");
    await figure.until("lr", "is", "0.05");
    await frames(figure.page, 1);
    const begun = await starts(figure);
    assert.ok(begun < 65_536, "it is not done yet");
    await figure.root.evaluate((element) => void (/** @type {any} */ (element).set("start", "1,1")));
    await frames(figure.page, 2);
    assert.ok((await starts(figure)) > begun, "it goes on");
    assert.match(await figure.root.evaluate((element) => /** @type {any} */ (element).experiment), /lr=0\.05&.*start=1,1/);
  }));
