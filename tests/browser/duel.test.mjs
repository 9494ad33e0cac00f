/**
 * The figure of the two losses in a browser: squared error creeps where cross-entropy walks straight out.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Figure, STILL, keepOne, launch, open } from "./page.mjs";

const ID = "duel";

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** @param {string} experiment @param {import("./page.mjs").ContextOptions} options @param {(figure: Figure) => Promise<void>} look */
async function at(experiment, options, look) {
  const { page, complaints, close } = await open(browser, `?only=${ID}#${ID}?${experiment}`, { ...STILL, script: keepOne, ...options });
  try {
    await look(await new Figure(page, `#${ID}`).show());
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** The percentages of a panel's detail. @param {Figure} figure */
const accuracies = async (figure) =>
  [...((await figure.panel("curves").locator(".detail").textContent()) ?? "").matchAll(/([\d.]+)\s?%/g)].map((found) => Number(found[1]));

describe("the two losses", () => {
  test("from a wrong start, cross-entropy is right long before squared error", () =>
    at("figure.step=60", {}, async (figure) => {
      const [cross, squared] = await accuracies(figure);
      assert.ok(squared < 30 && cross > 80, `${squared} ${cross}`);
      await figure.root.locator(".readout", { hasText: /saturate the sigmoid/ }).waitFor();
      assert.match((await figure.panel("data").locator(".detail").textContent()) ?? "", /tinted/);
    }));

  test("begin where a landscape is clicked, and go on by the keyboard", () =>
    at("figure.step=0", {}, async (figure) => {
      const before = await figure.value("start");
      const box = figure.box("squared-error");
      await box.click({ position: { x: 200, y: 120 } });
      await figure.until("start", "is not", String(before));
      await figure.root.locator("button.rewind").press("Enter");
      await figure.root.locator("button.ten").press("Enter");
      assert.equal(await figure.tick(), 10);
    }));

  test("the start is drawn by its handle, on both landscapes at once", () =>
    at("figure.step=20", {}, async (figure) => {
      const handle = figure.panel("cross-entropy").locator(".handle");
      const before = await figure.pictures(1);
      await handle.press("Shift+ArrowRight");
      await figure.until("start", "is not", "-7,-6");
      const after = await figure.pictures(1);
      assert.notEqual(after[1], before[1]);
      assert.notEqual(after[2], before[2]);
    }));

  test("classes that a line parts have no minimum, and the figure says why, in the reader's language", () =>
    at("distance=6&noise=0.3&figure.step=100", { locale: "zh-CN" }, async (figure) => {
      assert.match((await figure.notices.first().textContent()) ?? "", /没有最小值.*\|w\| = \d/);
      await figure.enter("noise", "2");
      await figure.until("noise", "is", "2");
      assert.equal(await figure.notices.count(), 0);
    }));

  test("on Iris there are no controls of generated data, and a wrong number is answered beside its control", () =>
    at("figure.step=5", {}, async (figure) => {
      await figure.enter("noise", "-1");
      assert.match(await figure.trouble("noise"), /-1.*from 0 to/);
      await figure.choose("data", "iris");
      await figure.until("data", "is", "iris");
      assert.equal(await figure.control("noise").count(), 0);
      await figure.choose("sampler", "uniform");
      await figure.until("sampler", "is", "uniform");
      await figure.enter("batch", "4");
      await figure.until("batch", "is", "4");
    }));
});
