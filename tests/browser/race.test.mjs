/**
 * Optimizers raced from one start, in a browser.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Figure, STILL, keepOne, launch, open } from "./page.mjs";

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** @param {string} experiment @param {(figure: Figure) => Promise<void>} look */
async function race(experiment, look) {
  const { page, complaints, close } = await open(browser, `?only=race#race?${experiment}`, { ...STILL, script: keepOne });
  try {
    await look(await new Figure(page, "#race").show());
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** How high above the minimum each rule stands, as the chart says to who cannot see it. @param {Figure} figure */
async function values(figure) {
  const said = (await figure.box("values").getAttribute("aria-label")) ?? "";
  const number = (/** @type {string} */ text) => {
    const [digits, power] = text.replace(/−/g, "-").split("×10");
    return Number(digits) * 10 ** Number((power ?? "⁰").replace(/./g, (sign) => (sign === "⁻" ? "-" : String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(sign)))));
  };
  return Object.fromEntries([...said.matchAll(/(\S+): f = ([^,.]*(?:\.[^,. ]+)?)/g)].map(([, name, value]) => [name, number(value)]));
}

test("in a valley across the axes momentum and Adam arrive, and a scale for each parameter helps nobody", () =>
  race("figure.step=100", async (figure) => {
    const ends = await values(figure);
    assert.deepEqual(Object.keys(ends), ["SGD", "momentum", "Adagrad", "RMSprop", "Adam"]);
    assert.ok(ends.momentum < ends.SGD / 100 && ends.Adam < ends.SGD / 100, JSON.stringify(ends));
    assert.ok(ends.Adagrad > ends.SGD / 10 && ends.RMSprop > ends.SGD / 10, JSON.stringify(ends));
  }));

test("along an axis it does", () =>
  race("surface=quadratic&condition=100&start=-1.9,-1.5&figure.step=100", async (figure) => {
    const ends = await values(figure);
    assert.ok(ends.Adagrad < ends.momentum / 1e3 && ends.RMSprop < ends.momentum / 1e3, JSON.stringify(ends));
  }));

test("what the search has cost is said, and the steps that the article names are those of the race", () =>
  race("figure.step=100", async (figure) => {
    const panel = figure.panel("rates");
    await panel.locator("text=15,500 gradients").waitFor();
    await panel.locator("text=steps 91 to 100").first().waitFor();
  }));

test("a press on the rates makes all run by that one, and each at its best again when that is asked for", () =>
  race("figure.step=40", async (figure) => {
    assert.equal(await figure.control("lr").count(), 0);
    const box = figure.box("rates");
    const { width, height } = (await box.boundingBox()) ?? { width: 0, height: 0 };
    await box.click({ position: { x: width / 2, y: height / 2 } });
    await figure.until("figure.rates", "is", "linked");
    await figure.control("lr").waitFor();
    await figure.choose("figure.rates", "best");
    await figure.until("figure.rates", "is", "best");
    await figure.control("lr").waitFor({ state: "detached" });
  }));

test("another surface, chosen after a race, is raced on; another valley is seen at the step that was looked at", () =>
  race("figure.step=40", async (figure) => {
    await figure.enter("condition", "50");
    await figure.until("condition", "is", "50");
    assert.equal(await figure.tick(), 40);
    await figure.choose("surface", "bowl");
    await figure.until("surface", "is", "bowl");
    // Who asked for less motion sees where it leads.
    await figure.until("figure.step", "is", "100");
  }));

test("while it plays each name stands in its own colour, whoever comes or goes before it", () =>
  race("figure.step=0", async (figure) => {
    await figure.play.click();
    const named = await figure.root.evaluate(async (root) => {
      const seen = new Set();
      while (!/figure\.step=([2-9]\d|\d{3})/.test(/** @type {any} */ (root).experiment)) {
        await new Promise(requestAnimationFrame);
        for (const name of root.shadowRoot?.querySelectorAll(".box > .name") ?? []) seen.add(`${/** @type {HTMLElement} */ (name).style.color} ${name.textContent}`);
      }
      return [...seen];
    });
    assert.equal(named.length, 5, named.join());
    assert.deepEqual(new Set(named.map((one) => one.split(" ")[1])), new Set(["SGD", "momentum", "Adagrad", "RMSprop", "Adam"]));
  }));
