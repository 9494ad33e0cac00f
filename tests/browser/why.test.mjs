/**
 * Why a step is the one that it is, in a browser.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Figure, STILL, blog, frames, launch, open, post } from "./page.mjs";

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** @param {string} experiment @param {(figure: Figure) => Promise<void>} look */
async function why(experiment, look) {
  const escaped = experiment.replaceAll("&", "&amp;");
  const host = await blog({ "/": post("", `<descent-figure id="why" figure="why-this-step" experiment="${escaped}"></descent-figure>`) });
  const { page, complaints, close } = await open(browser, host.address, STILL);
  try {
    await page.locator("#why .panel").first().waitFor();
    await look(await new Figure(page, "#why").show());
    assert.deepEqual(complaints, []);
  } finally {
    await close();
    host.close();
  }
}

/** The names on the landscape, with their colours. @param {Figure} figure */
const names = (figure) =>
  figure.panel("landscape").locator(".name").evaluateAll((all) =>
    all.map((name) => ({ text: name.textContent ?? "", color: getComputedStyle(name).color })));

/** What the calculation says to who cannot see it. @param {Figure} figure */
const said = async (figure) => (await figure.box("calculation").getAttribute("aria-label")) ?? "";

test("a step and −ηg are told apart by names in their colours, and the calculation leads from one to the other", () =>
  why("figure.step=1", async (figure) => {
    const [one, ...others] = (await names(figure)).filter(({ text }) => /^(step|−ηg|memory)$/.test(text));
    assert.ok(one && others.length > 0 && others.every(({ color }) => color !== one.color));
    assert.match(await said(figure), /g \(.*m̂ \(.*÷ \(√v̂ \+ ε\) \(.*= step \(/);
    await figure.root.locator("text=both about as long as η = 0.3").waitFor();
  }));

test("a step forward and back comes to the same step again", () =>
  why("figure.step=3", async (figure) => {
    const before = await said(figure);
    await figure.root.locator("button.step").click();
    await frames(figure.page, 3);
    assert.notEqual(await said(figure), before);
    await figure.root.locator("button.back").click();
    await frames(figure.page, 3);
    assert.equal(await said(figure), before);
  }));

test("without a memory the step is −ηg, and says so", () =>
  why("optimizer=sgd&figure.step=1", async (figure) => {
    assert.ok((await names(figure)).some(({ text }) => text === "step = −ηg"));
    await figure.root.locator("text=remembers nothing and divides by nothing").waitFor();
  }));

test("what stands below a figure stays where it is while its words change, and comes back once the reader changes it", () =>
  why("figure.step=0", async (figure) => {
    const height = () => figure.page.locator("#why").evaluate((element) => element.getBoundingClientRect().height);
    /** @type {number[]} */
    const heights = [];
    for (let step = 0; step < 8; step++) {
      heights.push(await height());
      await figure.root.locator("button.step").click();
      await frames(figure.page, 3);
    }
    assert.deepEqual(heights, [...heights].sort((one, other) => one - other));
    await figure.choose("optimizer", "sgd");
    await frames(figure.page, 3);
    assert.ok((await height()) < Math.max(...heights), "without a memory less is said");
  }));

for (const figure of ["why-this-step", "noise-floor"]) {
  test(`below a figure at rest nothing is measured again: ${figure}`, async () => {
    const host = await blog({ "/": post("", `<descent-figure id="why" figure="${figure}"></descent-figure>`) });
    const { page, close } = await open(browser, host.address, STILL);
    await page.locator("#why .panel").first().waitFor();
    await new Figure(page, "#why").show();
    await frames(page, 10);
    const measured = await page.evaluate(async () => {
      let times = 0;
      const measure = Element.prototype.getBoundingClientRect;
      Element.prototype.getBoundingClientRect = function () {
        times++;
        return measure.call(this);
      };
      for (let frame = 0; frame < 20; frame++) await new Promise(requestAnimationFrame);
      return times;
    });
    assert.equal(measured, 0);
    await close();
    host.close();
  });
}
