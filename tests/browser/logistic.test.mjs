/**
 * The three descents on logistic regression, in a browser: data space, landscapes, losses and error rates, every sampler.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESCENTS, Figure, STILL, frames, keepOne, launch, open } from "./page.mjs";

const ID = "logistic";

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

/** What a descent's description says of it now. @param {Figure} figure @param {string} name */
async function state(figure, name) {
  const description = await figure.standing(name);
  const number = (/** @type {RegExp} */ pattern) => Number(pattern.exec(description)?.[1].replace("−", "-"));
  return { w1: number(/w₁ = ([−\d.]+)/), E: number(/E = ([\d.]+)/), right: number(/([\d.]+)\s% right/) };
}

describe("three descents on two classes", () => {
  for (const sampler of ["sequential", "shuffle", "uniform"]) {
    test(`all come to classify well, with samples drawn by ${sampler}`, () =>
      at(`lr=0.5&sampler=${sampler}&figure.step=300`, {}, async (figure) => {
        for (const name of DESCENTS) {
          const { E, right } = await state(figure, name);
          assert.ok(E < 0.3 && right > 85, `${name}: ${E} ${right}`);
        }
      }));
  }

  test("start together where a landscape is clicked, and go on by the keyboard", () =>
    at("figure.step=30", {}, async (figure) => {
      const before = await figure.value("start");
      await figure.box("landscape").click({ position: { x: 120, y: 150 } });
      await figure.until("start", "is not", String(before));
      await figure.root.locator("button.rewind").press("Enter");
      await figure.until("figure.step", "is", 0);
      const starts = await Promise.all(DESCENTS.map((name) => state(figure, name)));
      assert.deepEqual(starts[0], starts[1]);
      assert.deepEqual(starts[0], starts[2]);
      await figure.root.locator("button.ten").press("Enter");
      await figure.until("figure.step", "is", 10);
      const after = await Promise.all(DESCENTS.map((name) => state(figure, name)));
      assert.equal(new Set(after.map((state) => JSON.stringify(state))).size, 3);
    }));

  test("start by a tap, on a phone, in Chinese", () =>
    at("figure.step=5", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: "zh-CN" }, async (figure) => {
      const before = await figure.value("start");
      await figure.root.getByRole("tab").nth(1).tap();
      await figure.box("landscape").tap({ position: { x: 150, y: 90 } });
      await figure.until("start", "is not", String(before));
      assert.match((await figure.box("landscape").getAttribute("aria-label")) ?? "", /判对 [\d.]+%/);
      const wide = await figure.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false, "nothing is wider than the phone");
    }));

  test("losses and error rates stand on one axis, against updates, samples and epochs", () =>
    at("figure.step=40", {}, async (figure) => {
      assert.match((await figure.panel("loss").textContent()) ?? "", /Loss, and error rate/);
      for (const [axis, word] of [["samples", "samples seen"], ["epochs", "epochs"]]) {
        await figure.choose("figure.x", axis);
        await figure.until("figure.x", "is", axis);
        assert.match((await figure.box("loss").getAttribute("aria-label")) ?? "", new RegExp(`against ${word}`));
      }
      const said = (await figure.panel("loss").locator(".legend").textContent()) ?? "";
      const rate = Number(/batch: ([\d.]+)\s%/.exec(said)?.[1]);
      const { right } = await state(figure, "batch");
      assert.equal(rate + right, 100, `${said}: ${right} % right`);
    }));

  test("the landscape lies over any two of the three parameters, or over both without a bias", () =>
    at("figure.step=10", {}, async (figure) => {
      const pictures = [await figure.pictures(0)];
      for (const shown of ["w1,b", "w2,b"]) {
        await figure.choose("figure.shown", shown);
        await figure.until("figure.shown", "is", shown);
        pictures.push(await figure.pictures(0));
      }
      assert.equal(new Set(pictures.map(([, landscape]) => landscape)).size, 3);
      await figure.root.locator("details.more > summary, details > summary").first().click();
      await figure.choose("bias", "false");
      await figure.until("bias", "is", "false");
      assert.equal(await figure.control("figure.shown").count(), 0);
    }));

  test("a sample under the pointer is named with its class", () =>
    at("data=iris&scale=standardize&figure.step=3", {}, async (figure) => {
      await figure.box("samples").scrollIntoViewIfNeeded();
      const box = await figure.box("samples").boundingBox();
      assert.ok(box);
      const readout = figure.root.locator(".readout");
      const samples = [];
      for (let part = 0.2; part < 0.95; part += 0.05) {
        await figure.page.mouse.move(box.x + part * box.width, box.y + (1 - part) * 0.8 * box.height);
        await frames(figure.page, 2);
        samples.push(await readout.textContent());
      }
      assert.ok(samples.some((text) => /petal length \(cm\) = [\d.]+, petal width \(cm\) = [\d.]+, class [01]/.test(text ?? "")), samples.join());
    }));

  test("classes that a line parts are told of, and a wrong distance is answered beside its control", () =>
    at("figure.step=20", {}, async (figure) => {
      assert.equal(await figure.notices.count(), 0);
      await figure.enter("distance", "7");
      await figure.until("distance", "is", "7");
      await figure.enter("noise", "0.3");
      await figure.until("noise", "is", "0.3");
      assert.match((await figure.notices.first().textContent()) ?? "", /no minimum.*batch \|w\| = \d/);
      await figure.enter("distance", "-1");
      assert.match(await figure.trouble("distance"), /-1.*from 0 to/);
      assert.equal(await figure.value("distance"), "7");
    }));
});
