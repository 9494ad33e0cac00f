/**
 * Update rules as texts in a browser: one that a reader types into the race, and five of which one is Adam.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Figure, STILL, launch, open } from "./page.mjs";

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** @param {string} figure @param {string} experiment @param {import("./page.mjs").ContextOptions} options @param {(figure: Figure) => Promise<void>} look */
async function shown(figure, experiment, options, look) {
  const { page, complaints, close } = await open(browser, `embed/${figure}/?${experiment}`, { ...STILL, ...options });
  try {
    await look(await new Figure(page, "descent-figure").show());
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** Who races, as it is said below the pictures. @param {Figure} figure */
const raced = async (figure) => (await figure.root.locator(".readout").textContent()) ?? "";

describe("a rule that is typed", () => {
  test("races beside the others, and a mistake is told at its field", () =>
    shown("optimizer-race", "figure.step=100", {}, async (figure) => {
      assert.doesNotMatch(await raced(figure), /yours/);
      await figure.enter("figure.rule", "v = 0.9 v + g; theta = theta - eta v");
      await figure.until("figure.rule", "is", "v = 0.9 v + g; theta = theta - eta v");
      assert.match(await raced(figure), /yours/);
      await figure.enter("figure.rule", "theta = theta - eta h");
      assert.match(await figure.trouble("figure.rule"), /character 21.*does not set “h”/);
      assert.match(await raced(figure), /yours/);
      await figure.enter("figure.rule", "");
      await figure.until("figure.rule", "is", "");
      assert.doesNotMatch(await raced(figure), /yours/);
    }));
});

describe("which Adam is broken", () => {
  test("is not said before the pick, and then with steps and numbers", () =>
    shown("broken-adam", "figure.step=40", {}, async (figure) => {
      assert.doesNotMatch(await figure.text(), /β₁|bias correction/);
      const verdicts = [];
      for (const pick of ["a", "b", "c", "d", "e"]) {
        await figure.choose("figure.pick", pick);
        await figure.until("figure.pick", "is", pick);
        verdicts.push((await figure.root.locator(".readout").textContent()) ?? "");
      }
      const [yes, ...further] = verdicts.filter((verdict) => verdict.startsWith("Yes: "));
      assert.equal(yes.match(/apart from step \d+ on/g)?.length, 4);
      assert.deepEqual(further, []);
      const no = verdicts.filter((verdict) => /^No: .* After step \d+, [A-E] is at \(.*\), where Adam is at \(/.test(verdict));
      assert.equal(no.length, 4);
      // The pictures stay to be seen.
      assert.equal(await figure.notices.count(), 0);
    }));

  test("a new start shuffles the letters, and takes the pick back", () =>
    shown("broken-adam", "figure.pick=b", { locale: "zh-CN" }, async (figure) => {
      await figure.speaks("zh-Hans");
      assert.match((await figure.root.locator(".readout").textContent()) ?? "", /^(对了|不对)：/);
      await figure.root.locator("button.restart").click();
      await figure.until("figure.pick", "is", "none");
      await figure.root.locator(".readout").filter({ hasNotText: /^(对了|不对)：/ }).waitFor();
    }));
});
