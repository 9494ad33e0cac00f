/**
 * What one update costs, by the clock of this machine.
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
  const { page, complaints, close } = await open(browser, `?only=cost#cost?${experiment}`, { ...STILL, script: keepOne });
  try {
    const figure = await new Figure(page, "#cost").show();
    // It measures while it is seen, and then says what.
    await figure.root.locator(".readout", { hasText: "updates" }).waitFor();
    await look(figure);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** @param {Figure} figure */
const readout = async (figure) => (await figure.root.locator(".readout").textContent()) ?? "";

/** The pictures' names. @param {Figure} figure @param {string} panel */
const names = (figure, panel) => figure.panel(panel).locator(".name").allTextContents();

/** Seconds of a time in words. @param {string} text */
function seconds(text) {
  const units = /** @type {Record<string, number>} */ ({ ns: 1e-9, "µs": 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, days: 86_400 });
  const [, number, unit] = /([\d.]+) (ns|µs|ms|s|min|h|days)\b/.exec(text) ?? [];
  assert.ok(unit, text);
  return Number(number) * units[unit];
}

/** By all samples, and by a mini-batch. @param {Figure} figure */
async function costs(figure) {
  const [batch, few] = await names(figure, "cost");
  return [seconds(batch), seconds(few)];
}

test("an update by all samples costs as many times more as there are, one by a mini-batch the same", () =>
  at("n=1000000", async (figure) => {
    const [all, few] = await costs(figure);
    assert.doesNotMatch(await readout(figure), /about/);
    await figure.enter("n", "1000000000000");
    await figure.until("n", "is", "1000000000000");
    await frames(figure.page, 3);
    assert.match(await readout(figure), /would take about/);
    assert.match((await names(figure, "cost"))[0], /^batch: ≈ /);
    const [later, still] = await costs(figure);
    // What else the machine does is measured with it.
    assert.ok(later / all > 1e5 && later / all < 1e7, `${all} s and ${later} s`);
    assert.ok(still / few > 1 / 4 && still / few < 4, `${few} s and ${still} s`);
    assert.deepEqual(await names(figure, "race"), ["batch", "mini-batch"]);
  }));

test("it is measured once for all numbers of samples, anew for another batch, and no string knows of it", () =>
  at("", async (figure) => {
    const pictures = await figure.pictures();
    const before = await readout(figure);
    await frames(figure.page, 3);
    assert.deepEqual(await figure.pictures(), pictures, "it stands still when it is done");
    assert.equal(await readout(figure), before);
    await figure.enter("batch", "1024");
    await figure.until("batch", "is", "1024");
    await figure.root.locator(".readout", { hasText: "updates" }).waitFor();
    assert.notEqual(await readout(figure), before);
    assert.doesNotMatch(await figure.root.evaluate((element) => /** @type {any} */ (element).experiment), /measur|cost|\bs=/);
  }));

test("the track stays as long as it is, whatever the number beside it", () =>
  at("", async (figure) => {
    const widths = [];
    for (const n of ["100", "1000000", "1000000000000"]) {
      await figure.enter("n", n);
      await figure.until("n", "is", n);
      widths.push(await figure.root.locator('[data-key="n"] .track').evaluate(({ clientWidth }) => clientWidth));
      assert.ok(await figure.root.locator('[data-key="n"] .number').evaluate(({ clientWidth, scrollWidth }) => scrollWidth <= clientWidth));
    }
    assert.deepEqual(widths, Array(3).fill(widths[0]));
  }));
