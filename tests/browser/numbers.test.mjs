/**
 * One number at every moment: whatever is drawn by the hand, and wherever a figure comes to rest, fields, sliders and words
 * say what the figure's string says.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { readNumber } from "../../www/field.js";
import { Figure, STILL, frames, keepOne, launch, middle, open } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page */

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/**
 * @param {string} id @param {string} experiment @param {import("./page.mjs").ContextOptions} options
 * @param {(figure: Figure, page: Page) => Promise<void>} look
 */
async function at(id, experiment, options, look) {
  const { page, complaints, close } = await open(browser, `?only=${id}#${id}?${experiment}`, { script: keepOne, ...options });
  try {
    await look(await new Figure(page, `#${id}`).show(), page);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** Every handle that a hand can draw: where it is, and what of the string it moves. */
const HANDLES = /** @type {const} */ ([
  ["derivative-figure", "figure.step=0", "curve", 1, "figure.x"],
  ["derivative-figure", "figure.step=0", "curve", 0, "figure.dx"],
  ["partial-derivatives-figure", "", "surface", 0, "figure.x"],
  ["partial-derivatives-figure", "", "along-x", 0, "figure.x"],
  ["partial-derivatives-figure", "", "along-y", 0, "figure.y"],
  ["gradient-figure", "figure.step=0", "plane", 1, "figure.x"],
  ["gradient-figure", "figure.step=0", "plane", 0, "figure.angle"],
  ["gradient-figure", "figure.step=0", "angle", 0, "figure.angle"],
  ["loss-figure", "figure.step=2", "data", 1, "figure.points"],
  ["loss-figure", "figure.step=2", "loss", 0, "figure.w"],
  ["curve", "figure.step=2", "curve", 0, "start"],
  ["cost", "", "cost", 0, "n"],
  ["example-loss", "", "example", 0, "figure.score"],
  ["example-loss", "", "slopes", 0, "figure.score"],
  ["example-loss", "", "probability", 0, "figure.score"],
]);

/** Controls, and where they show another number than the string's on purpose: a value that plays, at another tick. */
const PLAYS = ["figure.dx", "figure.angle", "figure.w"];

/** What each control shows: the text of its field, and the number under its thumb. @param {Figure} figure */
const shown = (figure) =>
  figure.root.locator(".control").evaluateAll((rows) => rows.map((row) => ({
    key: /** @type {HTMLElement} */ (row).dataset.key ?? "",
    field: /** @type {HTMLInputElement | null} */ (row.querySelector("input[type=text]"))?.value,
    thumb: row.querySelector("input[type=range]")?.getAttribute("aria-valuetext"),
    place: Number(/** @type {HTMLInputElement | null} */ (row.querySelector("input[type=range]"))?.value),
  })));

/** Headings, rules and descriptions. @param {Figure} figure */
const said = (figure) =>
  figure.root.locator(".rule, .detail, .box").evaluateAll((all) => all.map((part) => part.getAttribute("aria-label") ?? part.textContent).join("\n"));

/** A number as it is written for a reader. @param {string} text */
const number = (text) => Number(readNumber(text));

/**
 * Holds what the controls show against the string.
 * @param {Figure} figure @param {string} when @param {readonly string[]} [but]
 */
async function agree(figure, when, but = []) {
  const string = new URLSearchParams(await figure.experiment());
  for (const { key, field, thumb } of await shown(figure)) {
    if (field === undefined) continue;
    if (thumb !== undefined && thumb !== null) assert.equal(thumb, field, `${key}, ${when}: the slider`);
    const value = string.get(key) ?? "";
    if (but.includes(key)) continue;
    if (Number.isNaN(Number(value))) assert.equal(field, value, `${key}, ${when}`);
    // Three digits, as far as a slider tells.
    else assert.ok(Math.abs(number(field) - Number(value)) <= 6e-3 * Math.abs(Number(value)), `${key}, ${when}: ${field} for ${value}`);
  }
}

describe("while a handle is drawn, every field and slider shows its number", () => {
  for (const [id, experiment, panel, place, key] of HANDLES) {
    test(`${id}: ${key} in ${panel}`, () =>
      at(id, experiment, STILL, async (figure, page) => {
        const handle = figure.panel(panel).locator(".handle").nth(place);
        const { x, y } = await middle(handle);
        await page.mouse.move(x, y);
        await page.mouse.down();
        for (const [dx, dy] of [[14, -9], [27, -21], [-18, 12]]) {
          const [before, words] = [await figure.value(key), await said(figure)];
          await page.mouse.move(x + dx, y + dy, { steps: 3 });
          // The frame that draws it also says it.
          await frames(page, 2);
          assert.notEqual(await figure.value(key), before, "the handle moves it");
          assert.notEqual(await said(figure), words, "and what is said");
          await agree(figure, `drawn by ${dx} px`, key === "figure.dx" ? [] : PLAYS.filter((other) => other !== key));
        }
        await page.mouse.up();
        await frames(page, 2);
        await agree(figure, "let go", PLAYS.filter((other) => other !== key));
      }));
  }

  for (const [id, panel, place] of /** @type {const} */ ([["derivative-figure", "curve", 0], ["gradient-figure", "plane", 1], ["loss-figure", "loss", 0]])) {
    test(`${id}: and the mathematics below it follows, frame by frame`, () =>
      at(id, "figure.step=0", STILL, async (figure, page) => {
        const handle = figure.panel(panel).locator(".handle").nth(place);
        const { x, y } = await middle(handle);
        await page.mouse.move(x, y);
        await page.mouse.down();
        const told = await handle.evaluate(async (target, { x, y }) => {
          const { parentNode: root } = /** @type {Element} */ (target.closest(".descent"));
          const frame = () => new Promise(requestAnimationFrame), told = [];
          for (let move = 1; move <= 12; move++) {
            target.dispatchEvent(new PointerEvent("pointermove", { clientX: x - 3 * move, clientY: y - 2 * move, bubbles: true }));
            // This one draws it, the next one finds it drawn.
            await frame();
            await frame();
            told.push([.../** @type {ParentNode} */ (root).querySelectorAll(".rule")].map((rule) => rule.textContent).join("\n"));
          }
          return told;
        }, { x, y });
        await page.mouse.up();
        assert.equal(new Set(told).size, told.length);
      }));
  }

  test("but the field that somebody is typing in is left alone", () =>
    at("curve", "figure.step=2", STILL, async (figure, page) => {
      const field = figure.control("lr").locator("input[type=text]");
      await field.fill("0.");
      await figure.box("curve").hover();
      await frames(page, 3);
      assert.equal(await field.inputValue(), "0.");
    }));
});

describe("a field takes a number in any way of writing it, and shows it as the page does", () => {
  for (const [typed, shown, told] of [
    ["−10^-6", "−10⁻⁶", "-1e-6"],
    ["-2 × 10⁻¹", "−0.2", "-0.2"],
    ["1e-6", "10⁻⁶", "1e-6"],
    ["−1.5", "−1.5", "-1.5"],
  ]) {
    test(typed, () =>
      at("derivative-figure", "figure.step=0", STILL, async (figure) => {
        await figure.enter("figure.dx", typed);
        await figure.until("figure.dx", "is", told);
        assert.equal(await figure.control("figure.dx").locator("input[type=text]").inputValue(), shown);
      }));
  }
});

describe("where a figure has come to rest, its fields show where", () => {
  test("x₀, Δx and the rule are those of the picture, after a drag far out", () =>
    at("derivative-figure", "figure.x=0.4&figure.step=0", STILL, async (figure, page) => {
      await figure.root.locator('.handle[data-symbol="x₀"]').press("Shift+ArrowLeft");
      await frames(page, 2);
      const field = await figure.control("figure.x").locator("input[type=text]").inputValue();
      assert.equal(number(field), Number(await figure.value("figure.x")));
      assert.notEqual(field, "0.4");
    }));

  for (const [id, key, read] of /** @type {const} */ ([
    ["loss-figure", "figure.w", /w = ([^,，;；\s]+)/],
    ["gradient-figure", "figure.angle", /θ = ([\d.]+)°/],
    ["derivative-figure", "figure.dx", /Δx = ([^,]+),/],
  ])) {
    test(`${id}: ${key} as the heading says it, when it stops by itself and when it is stopped`, () =>
      at(id, "figure.step=0", { reducedMotion: "no-preference" }, async (figure, page) => {
        const same = async (/** @type {string} */ when) => {
          await frames(page, 2);
          const said = (await figure.root.locator(".box").evaluateAll((boxes) => boxes.map((box) => box.getAttribute("aria-label")).join("\n")));
          const [field] = (await shown(figure)).filter((control) => control.key === key);
          const words = read.exec(said)?.[1] ?? "";
          const power = words.replace(/\s*×\s*10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/u, (_, raised) => `e${[...raised].map((digit) => (digit === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit))).join("")}`);
          assert.ok(Math.abs(number(power) - number(field.field ?? "")) <= 6e-3 * Math.abs(number(power)), `${when}: ${field.field} for ${words}`);
          assert.equal(field.thumb, field.field, when);
        };
        await figure.play.click();
        await figure.until("figure.step", "at least", 4);
        await figure.play.click();
        assert.equal(await figure.play.getAttribute("aria-label"), "Play");
        await same("stopped");
        await figure.root.locator("input.speed").press("End");
        await figure.play.click();
        await page.waitForFunction((selector) => document.querySelector(selector)?.shadowRoot?.querySelector("button.play")?.getAttribute("aria-label") === "Play", `#${id}`);
        await same("at rest");
      }));
  }

  for (const [id, experiment] of [["surface", ""], ["autograd-figure", ""], ["duel", ""], ["three-descents", ""], ["logistic", ""], ["batch-figure", ""]]) {
    test(`${id}: every control as the string says it, after a step, ten, and a new start`, () =>
      at(id, experiment, STILL, async (figure, page) => {
        for (const button of ["rewind", "step", "ten", "restart", "back"]) {
          const pressed = figure.root.locator(`button.${button}`);
          if (await pressed.isEnabled()) await pressed.click();
          await frames(page, 2);
          await agree(figure, button);
        }
      }));
  }
});

for (const width of [1280, 700, 390]) {
  test(`lines of mathematics keep clear of each other, indices and all, at ${width} px`, async () => {
    const { page, close } = await open(browser, "", { ...STILL, viewport: { width, height: 900 } });
    const ids = await page.locator("descent-figure").evaluateAll((figures) => figures.map(({ id }) => id));
    let lines = 0;
    for (const [name, language] of /** @type {const} */ ([["English", "en"], ["中文", "zh-Hans"]])) {
      await page.getByRole("button", { name }).click();
      for (const id of ids) {
        const figure = await new Figure(page, `#${id}`).show();
        await figure.speaks(language);
        const found = await figure.root.locator(".rule").evaluateAll((rules) => rules.map((rule) => {
          const parts = [...rule.querySelectorAll("math *")].map((part) => part.getBoundingClientRect());
          const { top, bottom } = rule.getBoundingClientRect();
          return { top, bottom, highest: Math.min(...parts.map((part) => part.top)), lowest: Math.max(...parts.map((part) => part.bottom)) };
        }));
        found.forEach(({ top, bottom, highest, lowest }, place) => {
          assert.ok(bottom - top >= 20, `${id}: a line of ${bottom - top} px`);
          assert.ok(highest >= top - 0.5 && lowest <= bottom + 0.5, `${id}: ${highest} to ${lowest} in ${top} to ${bottom}`);
          if (place > 0) assert.ok(found[place - 1].lowest <= highest, `${id}: ${found[place - 1].lowest} over ${highest}`);
        });
        lines += found.length;
      }
    }
    assert.ok(lines >= 2 * 18, `${lines} lines`);
    await close();
  });
}
