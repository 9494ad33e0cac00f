/**
 * The figures of the first five chapters in a browser: what a reader takes in hand there, and what it then says.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Figure, STILL, draw, frames, keepOne, launch, middle, open, site } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page */
/** @typedef {import("../../www/descent-figure.js").DescentFigure} DescentFigure */

const DERIVATIVE = "derivative-figure";
const PARTIAL = "partial-derivatives-figure";
const GRADIENT = "gradient-figure";
const LOSS = "loss-figure";
const CURVE = "curve";
const CHAPTERS = [DERIVATIVE, PARTIAL, GRADIENT, LOSS, CURVE];

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/**
 * Opens the article at a figure, which shows `experiment` if there is one and otherwise rests where it leads; afterwards
 * nothing may have been complained of.
 * @param {string} id
 * @param {Parameters<typeof open>[2] & { experiment?: string, others?: boolean }} options
 * @param {(figure: Figure, page: Page) => Promise<void>} look
 */
async function at(id, { experiment, others = false, ...options }, look) {
  const address = (others ? "" : `?only=${id}`) + (experiment === undefined ? "" : `#${id}?${experiment}`);
  const { page, complaints, close } = await open(browser, address, { ...STILL, script: keepOne, ...options });
  try {
    await look(await new Figure(page, `#${id}`).show(), page);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** The handles of a panel. @param {Figure} figure @param {string} panel */
const handles = (figure, panel) => figure.panel(panel).locator(".handle");

/** The lines of mathematics, as they are read. @param {Figure} figure */
const rules = (figure) => figure.root.locator(".rule").allTextContents();

/** What stands under a panel's heading. @param {Figure} figure @param {string} panel */
const detail = async (figure, panel) => (await figure.panel(panel).locator(".detail").textContent()) ?? "";

/** What is named in a panel. @param {Figure} figure @param {string} panel */
const names = async (figure, panel) => (await figure.panel(panel).locator(".box .name").allTextContents()).sort();

/** The pixels of a panel. @param {Figure} figure @param {string} panel */
const picture = (figure, panel) =>
  figure.panel(panel).locator("canvas:not(.copy)").evaluateAll((all) => all.map((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL()).join());

/** A number as a reader sees it. @param {string | undefined} text */
function number(text) {
  const power = (/** @type {string} */ raised) => [...raised].map((digit) => (digit === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit))).join("");
  return Number((text ?? "").replace(/[−(]/g, (sign) => (sign === "−" ? "-" : "")).replace(/\s*×\s*10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/u, (_, raised) => `e${power(raised)}`));
}

/** The number that a line ends with. @param {string} line */
const result = (line) => number(line.split("=").at(-1));

/** To so many significant digits the same. @param {number} actual @param {number} expected @param {number} [part] */
function near(actual, expected, part = 1e-3) {
  assert.ok(Math.abs(actual - expected) <= part * Math.abs(expected) + 1e-9, `${actual} is not ${expected}`);
}

/** @param {Figure} figure @param {...string} keys */
const values = (figure, ...keys) => Promise.all(keys.map(async (key) => Number(await figure.value(key))));

describe("the derivative", () => {
  test("plays when it is first seen", () =>
    at(DERIVATIVE, { reducedMotion: "no-preference" }, async (figure) => {
      await figure.until("figure.step", "at least", 1);
      assert.equal(await figure.play.getAttribute("aria-label"), "Pause");
      await figure.until("figure.step", "at least", 3);
    }));

  test("x₀ is drawn along the axis, and the secant and its slope go with it", () =>
    at(DERIVATIVE, { experiment: "figure.step=0" }, async (figure, page) => {
      const [before, curve, [secant, tangent]] = [await figure.value("figure.x"), await picture(figure, "curve"), await rules(figure)];
      await draw(page, await middle(figure.root.locator('.handle[data-symbol="x₀"]')), [-60, 20]);
      const [x, dx] = await values(figure, "figure.x", "figure.dx");
      assert.ok(x < Number(before), `${x}`);
      assert.notEqual(await picture(figure, "curve"), curve);
      const [newSecant, newTangent] = await rules(figure);
      assert.notEqual(newSecant, secant);
      assert.notEqual(newTangent, tangent);
      const f = (/** @type {number} */ x) => x ** 3 / 3 - x;
      near(result(newSecant), (f(x + dx) - f(x)) / dx);
      near(number(/=([^,]+),/.exec(newTangent)?.[1]), x ** 2 - 1);
    }));

  test("where f has no value, or no derivative, nothing stale stands on the errors, and Δx can be held", async () => {
    for (const experiment of ["f=log(x)&figure.x=-1", "f=abs(x)&figure.x=0"]) {
      await at("rounding", { experiment }, async (figure) => {
        assert.deepEqual(await figure.panel("error").locator(".name").allTextContents(), []);
        await figure.root.locator('.handle[data-symbol="Δx"]').press("ArrowLeft");
        assert.doesNotMatch(await figure.text(), /NaN|undefined|null/);
      });
    }
  });

  test("x₀ and P are moved by the arrow keys, farther with Shift", () =>
    at(DERIVATIVE, { experiment: "figure.step=0" }, async (figure) => {
      const moved = async (/** @type {string} */ symbol, /** @type {string} */ key, /** @type {string} */ press) => {
        const before = Number(await figure.value(key));
        await figure.root.locator(`.handle[data-symbol="${symbol}"]`).press(press);
        await figure.until(key, "is not", before);
        return Number(await figure.value(key)) - before;
      };
      const step = await moved("x₀", "figure.x", "ArrowRight");
      assert.ok(step > 0);
      near(await moved("x₀", "figure.x", "Shift+ArrowLeft"), -8 * step, 0.05);
      assert.ok(await moved("P", "figure.dx", "ArrowLeft") < 0);
    }));

  test("rests where the secant is still told from the tangent; each is named with its slope, which is a height beside it", () =>
    at(DERIVATIVE, {}, async (figure) => {
      const dx = Number(await figure.control("figure.dx").locator("input[type=text]").inputValue());
      assert.ok(dx > 0.05 * 5 && dx < 0.08 * 5, `${dx}`);
      const [secant, tangent] = (await rules(figure)).map((line) => number(/=([^=,]+)(,|$)/.exec(line)?.[1]));
      const named = await names(figure, "curve");
      near(number(/^secant, slope (.*)$/.exec(named.find((name) => name.startsWith("secant")) ?? "")?.[1]), secant, 5e-3);
      near(number(/^tangent, slope (.*)$/.exec(named.find((name) => name.startsWith("tangent")) ?? "")?.[1]), tangent, 5e-3);
      assert.ok((await names(figure, "slope")).some((name) => name.startsWith("f′(x₀) = ")));
    }));

  test("where the secant cannot be told from the tangent, both P and x₀ can still be taken", () =>
    at(DERIVATIVE, { experiment: "figure.step=72" }, async (figure, page) => {
      const [x, dx] = await values(figure, "figure.x", "figure.dx");
      await draw(page, await middle(figure.root.locator('.handle[data-symbol="x₀"]')), [-60, 20]);
      assert.notEqual(Number(await figure.value("figure.x")), x);
      await draw(page, await middle(figure.root.locator('.handle[data-symbol="P"]')), [90, 0]);
      assert.notEqual(Number(await figure.value("figure.dx")), dx);
      assert.equal(await figure.value("figure.step"), "0");
    }));

  test("a window the wrong way round and an x₀ beyond it are told, and the rest is taken", () =>
    at(DERIVATIVE, { experiment: "figure.left=5&figure.right=2&figure.x=9&f=x^2" }, async (figure) => {
      const problems = figure.root.locator(".notice li");
      assert.match((await problems.allTextContents()).join("; "), /figure\.left: “5”.*from -1000 to 1\.999.*figure\.x: “9”.*from -2\.5 to 2/);
      assert.equal(await figure.value("f"), "x^2");
      assert.deepEqual(await values(figure, "figure.left", "figure.right", "figure.x"), [-2.5, 2, 2]);
    }));

  test("its rounding errors have a figure of their own", () =>
    at("rounding", {}, async (figure) => {
      assert.match((await names(figure, "error")).join("; "), /^central: .*; forward: /);
      assert.equal(await figure.panel("curve").count(), 0);
      // Δx is under the hand, to where digits run out.
      const [handle, before] = [figure.root.locator(".handle").first(), await figure.value("figure.dx")];
      for (let press = 0; press < 4; press++) await handle.press("Shift+ArrowLeft");
      assert.ok(Number(await figure.value("figure.dx")) < Number(before) / 10);
    }));

  test("is found with every letter of a formula; one that is wrong says where, in the reader's language", () =>
    at(DERIVATIVE, {}, async (figure, page) => {
      const [curve, field] = [await picture(figure, "curve"), figure.root.locator("input.formula")];
      await field.fill("sin(x)");
      assert.equal(await detail(figure, "slope"), "f′(x) = cos(x)");
      await frames(page, 2);
      const sine = await picture(figure, "curve");
      assert.notEqual(sine, curve);

      await field.fill("sin(");
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      assert.match(await figure.trouble("f"), /sin\(.*character 5/);
      assert.equal(await figure.value("f"), "sin(x)");
      await frames(page, 2);
      assert.equal(await picture(figure, "curve"), sine);

      await field.fill("sin(x)");
      assert.equal(await field.getAttribute("aria-invalid"), "false");
      assert.equal(await figure.trouble("f"), "");

      await page.getByRole("button", { name: "中文" }).click();
      await figure.speaks("zh-Hans");
      await field.fill("sin(");
      assert.match(await figure.trouble("f"), /sin\(.*第 5 个字符/);
      assert.doesNotMatch(await figure.trouble("f"), /character|number|must/);
    }));

  test("a formula that is right again, by whatever means, has nothing wrong beside it", () =>
    at(CURVE, {}, async (figure) => {
      await figure.enter("f", "sin(");
      assert.notEqual(await figure.trouble("f"), "");
      await figure.control("figure.preset").locator("select").focus();
      await figure.choose("figure.preset", "wave");
      assert.equal(await figure.root.locator("input.formula").inputValue(), "x^2/10 + sin(3x)");
      assert.equal(await figure.trouble("f"), "");
    }));

  for (const formula of ["sqrt(x)", "log(x)"]) {
    test(`that does not exist is said in words: ${formula}`, () =>
      at(DERIVATIVE, {}, async (figure) => {
        await figure.root.locator("input.formula").fill(formula);
        await figure.enter("figure.x", "-1");
        await figure.until("figure.x", "is", "-1");
        assert.doesNotMatch(await figure.text(), /NaN|Infinity|undefined/);
        await figure.root.locator(".readout", { hasText: /no value.*move x₀/ }).waitFor();
      }));
  }
});

describe("the partial derivatives", () => {
  test("name their slices and their slopes, and add up", () =>
    at(PARTIAL, { experiment: "figure.x=0.7&figure.y=-0.5&figure.step=0" }, async (figure) => {
      assert.deepEqual(await names(figure, "surface"), ["along x", "along y"]);
      assert.deepEqual([await names(figure, "along-x"), await names(figure, "along-y")].flat(), ["∂z/∂x = −1.4", "∂z/∂y = −1"]);
      assert.match((await rules(figure))[2], /=−0\.0383≈−1\.4·0\.02\+\(−1\)·0\.01=−0\.038$/);
    }));

  test("are one number in the picture and above it while the point runs", () =>
    at(PARTIAL, { experiment: "figure.step=0" }, async (figure) => {
      await figure.play.click();
      await figure.until("figure.step", "at least", 1);
      const pairs = await figure.panel("along-x").evaluate(async (panel) => {
        const found = [];
        for (let frame = 0; frame < 30; frame++) {
          await new Promise(requestAnimationFrame);
          found.push([".detail", ".name"].map((part) => panel.querySelector(part)?.textContent ?? ""));
        }
        return found;
      });
      for (const [detail, name] of pairs) near(number(name.split("= ").at(-1)), number(detail.split("= ").at(-1)), 6e-3);
    }));

  /** What the lines say has to be −2x and 2y of the point that they name. @param {Figure} figure */
  async function right(figure) {
    const [x, y] = await values(figure, "figure.x", "figure.y");
    const lines = await rules(figure);
    [{ formula: "−2x", slope: -2 * x }, { formula: "2y", slope: 2 * y }].forEach(({ formula, slope }, along) => {
      const [, left, name, value] = /^[^(]*\(([^)]*)\)=([^=]*)=(.*)$/.exec(lines[along]) ?? [];
      const place = left.split(",").map(number);
      near(place[0], x);
      near(place[1], y);
      assert.equal(name, formula);
      near(number(value), slope);
    });
    return lines;
  }

  test("are those of the point, wherever it is drawn", () =>
    at(PARTIAL, {}, async (figure, page) => {
      const before = [await right(figure)];
      for (const [panel, way] of /** @type {const} */ ([["surface", [-50, -20]], ["along-x", [-30, 0]], ["along-y", [40, 0]]])) {
        const slices = await picture(figure, "along-x");
        await draw(page, await middle(handles(figure, panel)), [...way]);
        const lines = await right(figure);
        assert.ok(before.every((other) => other.join() !== lines.join()), panel);
        assert.notEqual(await picture(figure, "along-x"), slices, panel);
        before.push(lines);
      }
    }));

  test("the surface turns under the mouse and by the arrow keys, and nothing else changes", () =>
    at(PARTIAL, {}, async (figure, page) => {
      const [point, lines] = [await values(figure, "figure.x", "figure.y"), await rules(figure)];
      const turned = async (/** @type {() => Promise<void>} */ turn) => {
        const [before, surface] = [await figure.value("figure.azimuth"), await picture(figure, "surface")];
        await turn();
        await figure.until("figure.azimuth", "is not", String(before));
        await frames(page, 2);
        assert.notEqual(await picture(figure, "surface"), surface);
      };
      await figure.box("surface").scrollIntoViewIfNeeded();
      const place = await figure.box("surface").boundingBox();
      assert.ok(place);
      await turned(() => draw(page, { x: place.x + 40, y: place.y + 60 }, [80, 0]));
      await turned(() => figure.box("surface").press("ArrowRight"));
      await turned(() => figure.box("surface").press("Shift+ArrowLeft"));
      assert.deepEqual(await values(figure, "figure.x", "figure.y"), point);
      assert.deepEqual(await rules(figure), lines);
    }));
});

describe("descent on a surface in relief", () => {
  test("a click starts there, a finger's way turns it and starts nothing", () =>
    at("surface", { experiment: "surface=saddle&start=0,1.6" }, async (figure, page) => {
      const [start, azimuth] = [await figure.value("start"), await figure.value("figure.azimuth")];
      await figure.box("relief").scrollIntoViewIfNeeded();
      const place = await middle(figure.box("relief"));
      await draw(page, place, [60, -20]);
      await figure.until("figure.azimuth", "is not", String(azimuth));
      assert.equal(await figure.value("start"), start);
      await page.mouse.click(place.x, place.y);
      await figure.until("start", "is not", String(start));
    }));

  test("the value is measured from the minimum where that is known", () =>
    at("surface", { experiment: "surface=rosenbrock&figure.step=100" }, async (figure) => {
      const before = await picture(figure, "values");
      await figure.choose("figure.y", "value");
      await figure.until("figure.y", "is", "value");
      assert.notEqual(await picture(figure, "values"), before);
    }));
});

describe("the gradient", () => {
  test("is to be pointed at first; when the dial has been round it is seen, and stays", () =>
    at(GRADIENT, { experiment: "figure.step=0" }, async (figure, page) => {
      const seen = async () => [await names(figure, "plane"), await names(figure, "angle")].flat();
      assert.deepEqual(await seen(), []);
      assert.match((await rules(figure))[1], /\(\?,\?\)$/);
      await draw(page, await middle(handles(figure, "plane").nth(0)), [-10, -40]);
      assert.deepEqual(await seen(), []);
      await figure.root.locator("input.speed").press("End");
      await figure.play.click();
      await figure.panel("plane").locator(".name", { hasText: "−∇f" }).waitFor();
      await draw(page, await middle(handles(figure, "plane").nth(0)), [20, 30]);
      assert.deepEqual(await seen(), ["∇f", "−∇f", "∇f", "−∇f"]);
    }));

  test("turns u a little by itself, leaves the steepest to the reader, and a hand on u or θ ends the turning", () =>
    at(GRADIENT, { reducedMotion: "no-preference" }, async (figure, page) => {
      const rests = async (/** @type {string} */ step) => {
        await figure.until("figure.step", "is", step);
        assert.equal(await figure.play.getAttribute("aria-label"), "Play");
      };
      await rests("10");
      assert.match((await rules(figure))[1], /\(\?,\?\)$/);
      for (const hand of [
        async () => draw(page, await middle(handles(figure, "plane").nth(0)), [-10, -40]),
        () => figure.enter("figure.angle", "170"),
      ]) {
        await figure.play.click();
        await figure.until("figure.step", "at least", 2);
        await hand();
        await frames(page, 3);
        await rests("0");
      }
    }));

  test("its opposite misses the minimum, by an angle that is said", () =>
    at(GRADIENT, { experiment: "figure.x=-0.9&figure.y=0.8&figure.step=114" }, async (figure) => {
      const expected = ((Math.atan2(1.3, 0.9 - 0.8 / 3) - Math.atan2(0.8, 0.9)) * 180) / Math.PI;
      await figure.root.locator(".readout", { hasText: `misses the minimum by ${Math.round(expected)}°` }).waitFor();
    }));

  test("the direction is chosen by drawing the dial round", () =>
    at(GRADIENT, {}, async (figure, page) => {
      const [before, curve] = [await figure.value("figure.angle"), await picture(figure, "angle")];
      const [dial, point] = await Promise.all([0, 1].map((place) => middle(handles(figure, "plane").nth(place))));
      const up = /** @type {[number, number]} */ ([point.x - dial.x, point.y - 80 - dial.y]);
      await draw(page, dial, up);
      assert.notEqual(await figure.value("figure.angle"), before);
      near(Number(await figure.value("figure.angle")), 90, 0.02);
      assert.notEqual(await picture(figure, "angle"), curve);
      await handles(figure, "angle").press("ArrowRight");
      await figure.until("figure.angle", "at least", 90.5);
    }));

  test("in its own direction the slope is its length, and in the opposite one minus that", () =>
    at(GRADIENT, { experiment: "figure.step=114" }, async (figure) => {
      const [x, y] = await values(figure, "figure.x", "figure.y");
      const gradient = [x + y / 3, x / 3 + 2 * y];
      const angle = (Math.atan2(gradient[1], gradient[0]) * 180) / Math.PI;
      const length = async () => number(/\|∇f\| = ([^,]+)/.exec((await figure.box("angle").getAttribute("aria-label")) ?? "")?.[1]);
      near(await length(), Math.hypot(...gradient));
      for (const [turn, part] of [[0, 1], [180, -1]]) {
        await figure.enter("figure.angle", String((angle + turn + 360) % 360));
        const slope = (await rules(figure)).at(-1) ?? "";
        assert.match(slope, /^D/);
        assert.equal(result(slope), part * (await length()));
      }
    }));
});

describe("the loss", () => {
  /** E at the weight that is shown. @param {Figure} figure */
  const loss = async (figure) => number(/\) = ([^,]+),/.exec(await detail(figure, "loss"))?.[1]);

  test("is another curve when a point is drawn elsewhere", () =>
    at(LOSS, { experiment: "figure.step=1" }, async (figure, page) => {
      const [curve, points] = [await picture(figure, "loss"), await figure.value("figure.points")];
      await draw(page, await middle(handles(figure, "data").nth(2)), [10, -50]);
      assert.notEqual(await figure.value("figure.points"), points);
      assert.notEqual(await picture(figure, "loss"), curve);
      const pairs = (await figure.value("figure.points"))?.split(",").map(Number) ?? [];
      const w = number(/w = ([^;]+)/.exec(await detail(figure, "data"))?.[1]);
      const expected = [0, 2, 4, 6, 8].map((place) => 0.5 * (pairs[place + 1] - w * pairs[place]) ** 2).reduce((sum, one) => sum + one);
      near(await loss(figure), expected, 5e-3);
    }));

  test("is seen at its bottom, on axes that stand while a point is drawn a little", () =>
    at(LOSS, { experiment: "figure.step=0" }, async (figure, page) => {
      const axes = async () => (await figure.pictures())[3];
      const [before, points] = [await axes(), await figure.value("figure.points")];
      await draw(page, await middle(handles(figure, "data").nth(2)), [10, -30]);
      assert.notEqual(await figure.value("figure.points"), points);
      assert.equal(await axes(), before);
    }));

  test("diverges with a rate beyond its limit, and the remedy helps", () =>
    at(LOSS, { experiment: "lr=0.06&figure.step=9" }, async (figure) => {
      const notice = figure.root.locator(".notice.trouble");
      assert.match((await notice.textContent()) ?? "", /η = 0\.06 ≥ 2\/E″ = 0\.0\d+\. Each step .* = 1\.\d+\./);
      await notice.getByRole("button").click();
      await figure.until("lr", "is not", "0.06");
      assert.equal(await notice.count(), 0);
    }));

  test("of classes is cross-entropy, and playing makes it smaller", () =>
    at(LOSS, {}, async (figure) => {
      const [pictures, lines] = [await figure.pictures(), await rules(figure)];
      await figure.choose("loss", "cross-entropy");
      await figure.until("loss", "is", "cross-entropy");
      assert.match(await detail(figure, "data"), /^σ\(wx\)/);
      await frames(figure.page, 2);
      assert.notDeepEqual(await figure.pictures(), pictures);
      assert.notDeepEqual(await rules(figure), lines);
      const before = await loss(figure);
      await figure.play.click();
      await figure.until("figure.step", "at least", 3);
      assert.ok((await loss(figure)) < before, `${await loss(figure)} after ${before}`);
    }));
});

describe("the loss of one example", () => {
  test("has one slope that stays and one that vanishes, moved by hand in each picture", () =>
    at("example-loss", { experiment: "figure.score=-5" }, async (figure, page) => {
      const slopes = async () => (/^cross-entropy (\S+), squared error (\S+)$/.exec(await detail(figure, "slopes")) ?? []).slice(1).map(number);
      const [steep, level] = await slopes();
      assert.ok(steep < -0.99 && level > -0.01, `${steep} and ${level}`);
      assert.match((await rules(figure))[1], /=−0\.0066$/);
      const before = await picture(figure, "probability");
      await draw(page, await middle(handles(figure, "probability").first()), [60, 0]);
      const [score] = await values(figure, "figure.score");
      assert.ok(score > -5, `s = ${score}`);
      assert.notEqual(await picture(figure, "probability"), before);
      const probability = 1 / (1 + Math.exp(-score));
      const [cross, squared] = await slopes();
      near(cross, probability - 1, 5e-3);
      near(squared, (probability - 1) * probability * (1 - probability), 5e-3);
    }));
});

describe("descent on a curve", () => {
  test("begins where the curve is clicked, and plays", () =>
    at(CURVE, { reducedMotion: "no-preference", experiment: "figure.step=2" }, async (figure) => {
      const before = await figure.value("start");
      await figure.box("curve").click({ position: { x: 320, y: 120 } });
      await figure.until("start", "is not", String(before));
      assert.equal(await figure.play.getAttribute("aria-label"), "Pause");
      await figure.until("figure.step", "at least", 3);
    }));

  test("a preset brings its formula and its learning rate along", () =>
    at(CURVE, {}, async (figure) => {
      const [rate, map] = [await figure.value("lr"), await picture(figure, "cobweb")];
      await figure.choose("figure.preset", "quartic");
      await figure.until("f", "is", "x^4");
      assert.notEqual(await figure.value("lr"), rate);
      assert.equal(await figure.root.locator("input.formula").inputValue(), "x^4");
      assert.match(await detail(figure, "curve"), /f′\(x\) = 4x³/);
      await frames(figure.page, 2);
      assert.notEqual(await picture(figure, "cobweb"), map);
      await figure.enter("f", "x^4 + 1");
      await figure.until("figure.preset", "is", "own");
    }));

  test("in a bowl with η = 2 goes back and forth for ever; with more it diverges, and the remedy works", () =>
    at(CURVE, {}, async (figure) => {
      await figure.enter("lr", "2");
      assert.match(await detail(figure, "cobweb"), /1 − ηf″ = −1: to and fro for ever/);
      assert.equal(await figure.notices.count(), 0);

      await figure.enter("lr", "2.5");
      assert.match(await detail(figure, "cobweb"), /= −1\.5: overshoots to 150\s%/);
      await figure.root.locator("input.speed").press("End");
      await figure.play.click();
      const notice = figure.root.locator(".notice.trouble");
      await notice.waitFor();
      await figure.panel("curve").getByText("diverged").waitFor();
      assert.match((await notice.textContent()) ?? "", /η = 2\.5 ≥ 2\/f″ = 2\. Each step .* by \|1 − ηf″\| = 1\.5, \d+ steps by /);
      assert.equal(await figure.play.getAttribute("aria-label"), "Play");
      assert.equal(await figure.panel("curve").locator(".status").textContent(), "diverged");
      assert.doesNotMatch(await figure.text(), /NaN|Infinity|∞|undefined|null/);

      await notice.getByRole("button").click();
      await figure.until("lr", "is not", "2.5");
      await figure.panel("curve").getByText("converged").waitFor();
      assert.equal(await notice.count(), 0);
      const [step, rate] = await values(figure, "figure.step", "lr");
      assert.ok(step >= 1 && rate < 2, `${step} steps with ${rate}`);
    }));

  test("with η = 2.1 is seen to leave, and said to, where it rests after playing by itself", () =>
    at(CURVE, { reducedMotion: "no-preference", experiment: "lr=2.1&figure.step=0" }, async (figure, page) => {
      await figure.root.locator("input.speed").press("End");
      await figure.box("curve").click({ position: { x: 300, y: 120 } });
      const notice = figure.root.locator(".notice.trouble");
      await notice.waitFor();
      assert.match((await notice.textContent()) ?? "", /^Descent (diverges|has diverged): η = 2\.1 ≥ 2\/f″ = 2\. Each step .* by \|1 − ηf″\| = 1\.1, \d+ steps by /);
      await page.waitForFunction((selector) => document.querySelector(selector)?.shadowRoot?.querySelector("button.play")?.getAttribute("aria-label") === "Play", `#${CURVE}`);
      await frames(page, 2);
      // What moves is an arrow at the border of each picture; what stood still before it left is there still.
      for (const panel of ["curve", "cobweb"]) {
        const inked = await figure.panel(panel).locator("canvas:not(.copy)").evaluateAll((layers) => layers.map((layer) => {
          const { width, height } = /** @type {HTMLCanvasElement} */ (layer);
          const pixels = new OffscreenCanvas(width, height).getContext("2d");
          pixels?.drawImage(/** @type {HTMLCanvasElement} */ (layer), 0, 0);
          return pixels?.getImageData(0, 0, width, height).data.filter((value, place) => place % 4 === 3 && value > 0).length ?? 0;
        }));
        assert.ok(inked.every((count) => count > 40), `${panel}: ${inked}`);
      }
      await notice.getByRole("button", { name: "Use η = 1" }).click();
      await figure.panel("curve").getByText("converged").waitFor();
    }));

  for (const [experiment, en, zh] of [
    ["figure.preset=quartic&lr=0.4&figure.step=99", /has diverged: η = 0\.4 is too large.*Use η = 0\./s, /下降已发散：η = 0\.4 太大.*改用 η = 0\./s],
    ["lr=1000&figure.step=1", /diverges: η = 1,?000 .*Each step .*\|1 − ηf″\| = 999\. .*Use η = 1/s, /下降正在发散/],
    ["f=log(x)&start=-1", /At x₀ = −1 f has no value or no slope/, /在 x₀ = −1 处 f 没有值或没有斜率/],
    ["f=-x^2&start=0.5&figure.step=999", /falls without end/, /没有最小值可达/],
  ]) {
    test(`says in both languages what goes wrong: ${experiment}`, () =>
      at(CURVE, { experiment: String(experiment) }, async (figure, page) => {
        const notice = figure.root.locator(".notice.trouble");
        assert.match((await notice.textContent()) ?? "", /** @type {RegExp} */ (en));
        await page.getByRole("button", { name: "中文" }).click();
        await figure.speaks("zh-Hans");
        assert.match((await notice.textContent()) ?? "", /** @type {RegExp} */ (zh));
        assert.doesNotMatch(await figure.text(), /NaN|Infinity|undefined|null/);
      }));
  }

  test("where the curve is straight it does not bend down", () =>
    at(CURVE, { experiment: "figure.preset=absolute" }, async (figure) => {
      assert.match(await detail(figure, "cobweb"), /1 − ηf″ = 1: no bend/);
      assert.doesNotMatch(await detail(figure, "cobweb"), /bends down/);
    }));
});

describe("the figures of the first chapters", () => {
  /** Every one of them on a page. @param {Page} page @param {(figure: Figure, id: string) => Promise<void>} look */
  async function each(page, look) {
    for (const id of CHAPTERS) await look(await new Figure(page, `#${id}`).show(), id);
  }

  test("ask nobody else for anything, and leave no word of the other language", async () => {
    const { page, complaints, requests, close } = await open(browser, `?lang=zh#${CURVE}?lr=2.5&figure.step=999`, STILL);
    await each(page, async (figure, id) => {
      assert.match(await figure.text(), /[一-鿿]/, id);
      assert.deepEqual((await figure.text()).match(/\b[a-z]{4,}\b/gi) ?? [], [], id);
    });
    assert.match((await new Figure(page, `#${CURVE}`).notices.allTextContents()).join(), /已发散/);
    await page.getByRole("button", { name: "English" }).click();
    await each(page, async (figure, id) => assert.doesNotMatch(await figure.text(), /[一-鿿]/, id));
    assert.deepEqual(complaints, []);
    const hosts = new Set(requests.filter((address) => !address.startsWith("data:")).map((address) => new URL(address).host));
    assert.deepEqual([...hosts], [new URL(site()).host]);
    await close();
  });

  test("are drawn in the dark with other pixels, panel by panel", () =>
    at(DERIVATIVE, { others: true, colorScheme: "light" }, async (_, page) => {
      // Those that nobody sees hold none.
      const pictures = async () => {
        const all = /** @type {string[]} */ ([]);
        await each(page, async (figure) => void all.push(...await figure.pictures()));
        return all;
      };
      const light = await pictures();
      await page.getByRole("button", { name: "Dark", exact: true }).click();
      const dark = await pictures();
      // Three layers each, of which any may be empty.
      const panels = Array.from({ length: light.length / 3 }, (_, panel) => 3 * panel);
      assert.equal(panels.length, 13);
      for (const first of panels) assert.ok(light.slice(first, first + 3).join() !== dark.slice(first, first + 3).join(), `panel ${first / 3}`);
    }));

  test("have room on a phone", () =>
    at(DERIVATIVE, { others: true, viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, async (_, page) => {
      await each(page, async (figure, id) => {
        // Long mathematics scrolls in its own box.
        const wider = await figure.root.evaluate((root) =>
          [...(root.shadowRoot?.querySelectorAll(".descent :not(.rules *)") ?? [])]
            .filter((element) => element.checkVisibility())
            .map((element) => ({ element, box: element.getBoundingClientRect() }))
            .filter(({ box }) => box.right > innerWidth + 0.5 || box.left < -0.5)
            .map(({ element, box }) => `${element.tagName}.${element.getAttribute("class")} ${box.left} to ${box.right}`));
        assert.deepEqual(wider, [], id);
      });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `${wider} px`);
    }));

  test("are a function of their string", () =>
    at(DERIVATIVE, { others: true }, async (_, page) => {
      const changes = /** @type {Record<string, [string, string]>} */ ({
        [DERIVATIVE]: ["f", "sin(2x) + x^2 - 1/(x + 9)"],
        [PARTIAL]: ["f", "x*y + cos(x)"],
        [GRADIENT]: ["f", "x^2 + 3*y^2"],
        [LOSS]: ["loss", "cross-entropy"],
        [CURVE]: ["f", "x^4 + x"],
      });
      await each(page, async (figure, id) => {
        const strings = [await figure.experiment()];
        const [key, value] = changes[id];
        if (key === "f") await figure.enter(key, value);
        else await figure.choose(key, value);
        const all = figure.root.locator(".handle");
        for (const handle of [all.first(), all.last()]) await handle.press("Shift+ArrowRight");
        strings.push(await figure.experiment());
        const ten = figure.root.locator("button.ten");
        await ((await ten.isEnabled()) ? ten : figure.root.locator("button.back")).click();
        strings.push(await figure.experiment());
        assert.equal(new Set(strings).size, 3, id);
        const copies = await figure.root.evaluate((root, strings) => Promise.all(strings.map(async (string) => {
          const fresh = /** @type {DescentFigure} */ (document.createElement("descent-figure"));
          fresh.setAttribute("figure", root.getAttribute("figure") ?? "");
          fresh.setAttribute("experiment", string);
          document.body.append(fresh);
          await fresh.ready;
          const found = [fresh.experiment, fresh.shadowRoot?.querySelectorAll(".notice:not(.trouble)").length];
          fresh.remove();
          return found;
        })), strings);
        assert.deepEqual(copies, strings.map((string) => [string, 0]), id);
      });
    }));
});
