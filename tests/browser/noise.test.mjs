/**
 * One step of a mini-batch taken apart, and the floor that noise keeps a run above, in a browser.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Figure, STILL, frames, keepOne, launch, open } from "./page.mjs";

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** @param {string} id @param {string} experiment @param {(figure: Figure) => Promise<void>} look */
async function at(id, experiment, look) {
  const { page, complaints, close } = await open(browser, `?only=${id}#${id}?${experiment}`, { ...STILL, script: keepOne });
  try {
    await look(await new Figure(page, `#${id}`).show());
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** Where the names of a panel stand. @param {Figure} figure @param {string} panel */
const names = (figure, panel) =>
  figure.panel(panel).locator(".name").evaluateAll((all) =>
    all.map((name) => ({ text: name.textContent ?? "", x: name.getBoundingClientRect().x, y: name.getBoundingClientRect().y, color: getComputedStyle(name).color })),
  );

/** The same of those in words. @param {Figure} figure @param {string} panel */
const worded = async (figure, panel) => (await names(figure, panel)).filter(({ text }) => /\p{Letter}/u.test(text));

/** The rows of what is told of the samples, below the head of the columns. @param {Figure} figure */
const cells = (figure) =>
  figure.panel("samples").locator(".legend:visible > span").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));

describe("a step, looked at before it is taken", () => {
  test("waits for the reader, and tells its samples by numbers in all that is shown of them", () =>
    at("one-step", "", async (figure) => {
      assert.equal(await figure.tick(), 0);
      const numbers = ["①", "②", "③", "④"];
      for (const panel of ["step", "samples"]) {
        const found = (await names(figure, panel)).map(({ text }) => text).filter((text) => numbers.includes(text));
        assert.deepEqual(found.sort(), numbers);
      }
      const rows = await cells(figure);
      assert.deepEqual(rows[0].map((cell) => cell.split(" ")[0]), ["error", "gradient", "arrow"]);
      assert.deepEqual(rows.slice(1).map(([first]) => first[0]), numbers);
    }));

  test("tells them in columns that are as wide as the widest of their numbers, within the panel", () =>
    at("one-step", "figure.step=20", async (figure) => {
      const { panel, columns } = await figure.panel("samples").evaluate((panel) => ({
        panel: panel.getBoundingClientRect().right,
        columns: [0, 1, 2].map((column) => {
          const cells = [...panel.querySelectorAll(".legend > span")].map((row) => row.children[column].getBoundingClientRect());
          return { lefts: [...new Set(cells.map(({ left }) => left))], right: Math.max(...cells.map(({ right }) => right)) };
        }),
      }));
      for (const [place, { lefts, right }] of columns.entries()) {
        assert.equal(lefts.length, 1);
        assert.ok(right <= (columns[place + 1]?.lefts[0] ?? panel), `column ${place}: ${right}`);
      }
    }));

  test("names what the batch and what all samples would do, each in its colour", () =>
    at("one-step", "figure.step=0", async (figure) => {
      const [one, other] = await worded(figure, "step");
      assert.deepEqual([one.text, other.text].sort(), ["by all samples", "by this batch"]);
      assert.notEqual(one.color, other.color);
      assert.equal((await cells(figure)).length, 1 + 4);
    }));

  test("leads to where the arrows lead", () =>
    at("one-step", "figure.step=0", async (figure) => {
      const [before] = await figure.pictures(2);
      await figure.root.locator("button.step").click();
      assert.equal(await figure.tick(), 1);
      assert.notEqual((await figure.pictures(2))[0], before);
    }));

  test("of all samples is that of batch descent: both names stand at one place", () =>
    at("one-step", "figure.step=0", async (figure) => {
      const apart = async () => {
        const [one, other] = await worded(figure, "step");
        return Math.hypot(one.x - other.x, one.y - other.y);
      };
      const before = await apart();
      await figure.choose("sampler", "full");
      await figure.until("sampler", "is", "full");
      await frames(figure.page, 3);
      const after = await apart();
      assert.ok(after < 20 && after < before, `${before} → ${after}`);
    }));
});

test("a pass over the data is one step of all samples beside one of each, for as many samples", () =>
  at("one-pass", "figure.step=60", async (figure) => {
    const told = await figure.panel("landscape").locator(".legend > span:visible").allTextContents();
    assert.match(told[0], /1 update · 60 samples/);
    assert.match(told[1], /60 updates · 60 samples/);
    assert.deepEqual((await names(figure, "landscape")).map(({ text }) => text).sort(), ["batch", "stochastic"]);
  }));

test("a direction that grows is said at its first step, and what helps", () =>
  at("eigen", "surface=booth&lr=0.12&start=-6,4&figure.step=1", async (figure) => {
    const notice = figure.root.locator(".notice.trouble", { hasText: /\|1 − ηλ₁\| = 1\.16/ });
    await notice.waitFor();
    await notice.locator("button").click();
    await figure.until("lr", "is not", "0.12");
    await notice.waitFor({ state: "detached" });
  }));

test("with a larger learning rate a run settles higher, and its point stands further right", () =>
  at("noise-floor", "figure.step=800", async (figure) => {
    const place = async () => (await names(figure, "levels")).find(({ text }) => text === "m′ = 8");
    const before = await place();
    await figure.enter("lr", "0.3");
    await figure.until("lr", "is", "0.3");
    await frames(figure.page, 3);
    const after = await place();
    assert.ok(before && after && after.x > before.x && after.y < before.y, JSON.stringify([before, after]));
    assert.equal((await names(figure, "loss")).length, 4);
  }));
