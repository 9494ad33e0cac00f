/**
 * Data of an author's own in a figure, whenever they come, and whatever is wrong with them.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { STILL, blog, launch, open, post, site } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page */
/** @typedef {import("../../www/descent-figure.js").DescentFigure} DescentFigure */
/** @typedef {import("../../www/element.js").Data} Data */

const TABLE = "income,food\n420,256\n541,311\n901,486\n1200,600\n";
/** @type {Data} */
const NUMBERS = { features: [0, 1, 2, 3, 4], targets: [1, 3, 5, 7, 9], names: ["t", "s"] };

/** Whom the page tells before the script has come. */
const EARLY = `<descent-figure id="one" figure="fit-a-line" experiment="data=own&scale=none&lr=0.125"></descent-figure>
  <script>document.getElementById("one").data = { features: [0, 1, 2], targets: [1, 3, 5] }</script>`;

/** @type {import("./page.mjs").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof blog>>} */
let host;
before(async () => {
  browser = await launch();
  host = await blog({
    "/none": post("", ""),
    "/early": post("", EARLY),
    "/small": post("", `<descent-figure id="one" figure="fit-a-line" experiment="lr=0.125"></descent-figure>`),
    "/three": post("", `<descent-figure id="one" figure="three-descents" experiment="n=40&lr=0.125"></descent-figure>`),
    "/gradient": post("", `<descent-figure id="one" figure="gradient"></descent-figure>`),
  });
});
after(async () => {
  await browser.close();
  host.close();
});

/** @param {string} path @param {(page: Page, requests: string[]) => Promise<void>} look @param {Parameters<typeof open>[2]} [options] */
async function on(path, look, options = STILL) {
  const { page, complaints, requests, close } = await open(browser, host.address + path, options);
  try {
    await page.evaluate(() => customElements.whenDefined("descent-figure"));
    await page.evaluate(() => /** @type {DescentFigure | null} */ (document.querySelector("#one"))?.ready);
    await look(page, requests);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

const one = (/** @type {Page} */ page) => page.locator("#one");

/** Gives the element data, and waits until it is ready. @param {Page} page @param {unknown} data */
const give = (page, data) =>
  one(page).evaluate((figure, data) => {
    const own = /** @type {DescentFigure} */ (figure);
    own.data = /** @type {any} */ (data);
    return own.ready;
  }, data);

/** @param {Page} page @param {string} key */
const value = (page, key) =>
  one(page).evaluate((figure, key) => new URLSearchParams(/** @type {DescentFigure} */ (figure).experiment).get(key), key);

/** What the trainer of the element has found after many steps, slope and intercept. @param {Page} page */
const minimum = (page) =>
  one(page).evaluate(async (figure) => {
    const trainer = await /** @type {DescentFigure} */ (figure).trainer;
    return Array.from(trainer?.minimum?.parameters ?? [], (value) => Math.round(value * 1e6) / 1e6);
  });

describe("data of an author's own", () => {
  test("are shown where they come before the script, as the attribute has them", () =>
    on("/early", async (page, requests) => {
      assert.deepEqual([await value(page, "data"), await value(page, "scale"), await value(page, "lr")], ["own", "none", "0.125"]);
      assert.deepEqual(await minimum(page), [2, 1]);
      assert.equal(await one(page).locator(".notice:not(.trouble)").count(), 0);
      assert.ok(!requests.some((request) => request.includes("opening_bg.wasm")), "the module that knows of no data is not loaded for them");
    }));

  test("are shown where they come while the figure does, before it is in the page or after", () =>
    on("/none", async (page) => {
      const found = await page.evaluate(async (data) => {
        const told = [];
        for (const order of ["before", "while", "after"]) {
          const figure = /** @type {DescentFigure} */ (document.createElement("descent-figure"));
          figure.setAttribute("figure", "three-descents");
          if (order === "before") figure.data = data;
          document.body.append(figure);
          if (order === "while") figure.data = data;
          await figure.ready;
          if (order === "after") figure.data = data;
          await figure.ready;
          told.push(new URLSearchParams(figure.experiment).get("data"), figure.data === data);
        }
        return told;
      }, TABLE);
      assert.deepEqual(found, ["own", true, "own", true, "own", true]);
    }));

  test("bring the module that can show them to a figure that has come without", () =>
    on("/small", async (page) => {
      await give(page, NUMBERS);
      assert.deepEqual([await value(page, "data"), await value(page, "lr")], ["own", "0.125"]);
      assert.deepEqual(await minimum(page), [2.828427, 5], "standardised");
      await give(page, null);
      assert.equal(await value(page, "data"), "line");
      await one(page).evaluate((figure) => figure.setAttribute("lang", "zh"));
      await one(page).locator(".descent[lang^=zh]").waitFor();
    }));

  test("agree with the controls, and go and come as they are given", () =>
    on("/three", async (page) => {
      const offers = () => one(page).locator('.control[data-key="data"]').innerText();
      assert.doesNotMatch(await offers(), /your own/);
      await give(page, TABLE);
      assert.match(await offers(), /your own/);
      assert.equal(await one(page).locator('.control[data-key="data"] :checked').count(), 1);
      assert.equal(await value(page, "n"), null);
      // Without a Dataset's own module, by its shape alone.
      await give(page, { ...NUMBERS, featureCount: 1 });
      assert.deepEqual(await minimum(page), [2.828427, 5]);
      await give(page, null);
      assert.deepEqual([await value(page, "data"), await value(page, "n"), await value(page, "lr")], ["line", "40", "0.125"]);
      assert.doesNotMatch(await offers(), /your own/);
    }));

  test("may be a Dataset", () =>
    on("/three", async (page) => {
      await page.evaluate(async (site) => {
        const { default: init, Dataset } = await import(`${site}www/pkg/descent.js`);
        await init();
        const figure = /** @type {DescentFigure} */ (document.querySelector("#one"));
        figure.data = new Dataset([0, 1, 2], 1, [1, 3, 5]);
        await figure.ready;
      }, site());
      assert.equal(await value(page, "data"), "own");
      assert.deepEqual((await minimum(page)).slice(1), [3]);
    }));

  test("stay through another language, other views and a way through the page", () =>
    on("/three", async (page) => {
      await give(page, TABLE);
      await one(page).evaluate((figure) => void /** @type {DescentFigure} */ (figure).seek(12));
      const before = await one(page).evaluate((figure) => /** @type {DescentFigure} */ (figure).experiment);
      for (const [name, given] of [["views", "loss samples"], ["lang", "zh"]]) {
        await one(page).evaluate((figure, [name, given]) => {
          figure.setAttribute(name, given);
          document.body.prepend(figure);
          return /** @type {DescentFigure} */ (figure).ready;
        }, [name, given]);
        assert.equal(await one(page).evaluate((figure) => /** @type {DescentFigure} */ (figure).experiment), before);
      }
    }));

  test("are not in what is shared of the figure, which says so", () =>
    on("/three", async (page) => {
      const says = async () => {
        await one(page).getByRole("button", { name: "Share" }).click();
        const dialog = one(page).getByRole("dialog");
        await dialog.waitFor();
        const said = await dialog.getByText("Your own data is not in these texts").count();
        await page.keyboard.press("Escape");
        await dialog.waitFor({ state: "detached" });
        return said;
      };
      assert.equal(await says(), 0);
      await give(page, NUMBERS);
      assert.equal(await says(), 1);
    }));

  for (const [data, message] of /** @type {[unknown, RegExp][]} */ ([
    [{ features: [1, NaN, 3], targets: [1, 2, 3] }, /row 1 of the data, feature 0: `NaN` is not allowed; it must be a number from/],
    [{ features: [1, null, 3], targets: [1, 2, 3] }, /row 1 of the data, feature 0/],
    [{ features: [1, 2, 3], targets: [1, 2, "3"] }, /row 2 of the data, target: `NaN`/],
    [{ features: [1, 2, 3], featureCount: 1, targets: [1, 2] }, /3 feature values in rows of 1 for 2 targets/],
    [{ features: [1, 2, 3, 4], targets: [1, 2] }, /featureCount: `2` is not allowed; this figure draws 1/],
    ["x,y\n1,2\n3,four", /CSV line 3, column `y`: `four` is not allowed/],
    [{ csv: "x,y\n1,2", target: "z" }, /there is no column `z`; the columns are x, y/],
    ["", /CSV: no data/],
    [{ csv: 5 }, /^data: they must be a text of CSV, \{ csv, target, features \} or/],
    [{ features: "x", targets: [1] }, /^data: they must be a text of CSV/],
    [{ csv: "x,y\n1,2\n2,3", target: "y", features: ["y"] }, /^features: `y` is not allowed; it must be a column other than the target/],
    [{}, /the data is empty/],
    [42, /the data is empty/],
  ])) {
    test(`are refused in the figure, which goes on: ${JSON.stringify(data)}`, () =>
      on("/three", async (page) => {
        await give(page, NUMBERS);
        await one(page).evaluate((figure) => void /** @type {DescentFigure} */ (figure).seek(7));
        const before = await one(page).evaluate((figure) => /** @type {DescentFigure} */ (figure).experiment);
        const [told, kept] = await one(page).evaluate((figure, data) => {
          const own = /** @type {DescentFigure} */ (figure);
          const before = own.data;
          /** @type {unknown} */
          let told;
          own.addEventListener("error", (event) => (told = /** @type {any} */ (event).detail.error.message), { once: true });
          own.data = /** @type {any} */ (data);
          return [told, own.data === before];
        }, data);
        assert.match(String(told), message);
        assert.ok(kept);
        assert.equal(await one(page).locator(".data[role=alert]").innerText(), told);
        assert.equal(await one(page).evaluate((figure) => /** @type {DescentFigure} */ (figure).experiment), before);
        await give(page, TABLE);
        assert.equal(await one(page).locator(".data").count(), 0);
      }));
  }

  test("are refused in the reader's language, by figures that show none too", () =>
    on("/gradient", async (page) => {
      await one(page).evaluate((figure) => figure.setAttribute("lang", "zh"));
      await one(page).locator(".descent[lang^=zh]").waitFor();
      await give(page, TABLE);
      assert.match(await one(page).locator(".data[role=alert]").innerText(), /这张图不支持使用自己的数据/);
      assert.notEqual(await value(page, "figure.angle"), null);
    }));

  test("play as the figure had played", () =>
    on("/three", async (page) => {
      await page.waitForFunction(() => Number(new URLSearchParams(/** @type {DescentFigure} */ (document.querySelector("#one")).experiment).get("figure.step")) > 3);
      await give(page, TABLE);
      await page.waitForFunction(() => {
        const { experiment, playing } = /** @type {DescentFigure} */ (document.querySelector("#one"));
        return playing && experiment.includes("data=own") && Number(new URLSearchParams(experiment).get("figure.step")) > 3;
      });
    }, {}));
});
