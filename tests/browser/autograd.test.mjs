/**
 * The figure of autograd in a browser: the graph, its fields, the program beside it, and what the lessons teach.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Figure, STILL, frames, keepOne, launch, open } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page */

const ID = "autograd-figure";
/** A linear model whose numbers are whole. */
const LINEAR = "figure.example=linear&figure.w=0.5&figure.b=-1&figure.target=3";

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/**
 * Opens the article at the figure; afterwards nothing may have been complained of.
 * @param {string} experiment @param {import("./page.mjs").ContextOptions} options
 * @param {(figure: Figure, page: Page) => Promise<void>} look
 */
async function at(experiment, options, look) {
  const { page, complaints, close } = await open(browser, `?only=${ID}#${ID}?${experiment}`, { ...STILL, script: keepOne, ...options });
  try {
    await look(await new Figure(page, `#${ID}`).show(), page);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** @param {Figure} figure @param {string} name */
const field = (figure, name) => figure.root.getByRole("textbox", { name: new RegExp(`^${name} = `) });
/** @param {Figure} figure */
const program = (figure) => figure.root.locator(".listing li");
/** The line that has been run last. @param {Figure} figure */
const current = (figure) => figure.root.locator('.listing li[aria-current="true"]').allTextContents();
/** @param {Figure} figure */
const rules = (figure) => figure.root.locator(".rule").allTextContents();
/** @param {Figure} figure */
const graph = (figure) => figure.pictures(0).then((pictures) => pictures[0]);

describe("the computation", () => {
  test("goes forward one operation at a time, then backward, and back again by the keyboard", () =>
    at(`${LINEAR}&figure.step=0`, {}, async (figure) => {
      const step = figure.root.locator("button.step");
      assert.deepEqual(await current(figure), []);
      await step.press("Enter");
      assert.deepEqual(await current(figure), ["    v1 = w * x"]);
      assert.match((await rules(figure))[0], /v1=w·x=0\.5·2=1$/);
      for (const line of ["v2 = v1 + b", "v3 = y - v2", "v4 = v3 ** 2", "loss = v4 * 0.5", "loss.backward()"]) {
        await step.press("Enter");
        assert.deepEqual((await current(figure)).map((text) => text.trim()), [line]);
      }
      const before = await graph(figure);
      await step.press("Enter");
      assert.match((await rules(figure))[0], /∂E\/∂v3\+=∂E\/∂v4·∂v4\/∂v3=0\.5·6=3$/);
      assert.notEqual(await graph(figure), before);
      await figure.root.locator("button.back").press("Enter");
      assert.equal(await graph(figure), before);
    }));

  test("follows a value that is changed where it stands", () =>
    at(`${LINEAR}&figure.step=5`, {}, async (figure) => {
      const before = await graph(figure);
      // As soon as what is typed is a number.
      await field(figure, "w").fill("2");
      await figure.until("figure.w", "is", "2");
      assert.equal(await figure.tick(), 5);
      assert.notEqual(await graph(figure), before);
      assert.match((await rules(figure))[0], /E=v4·0\.5=0·0\.5=0$/, "½(3 − (2 · 2 − 1))² = 0");
      assert.equal(await program(figure).first().textContent(), "w = torch.tensor(2.0, requires_grad=True)");
    }));

  test("lets a value be typed while it plays", async () => {
    const { page, complaints, close } = await open(browser);
    const figure = await new Figure(page, "#autograd-figure").show();
    await figure.until("figure.step", "at least", 1);
    await field(figure, "w").click({ clickCount: 3 });
    await field(figure, "w").pressSequentially("-3");
    await frames(page, 10);
    assert.equal(await field(figure, "w").inputValue(), "-3");
    await page.keyboard.press("Enter");
    await figure.until("figure.w", "is", "-3");
    assert.deepEqual(complaints, []);
    await close();
  });

  test("has its program beside it, and below it on a phone; whoever points at a node points at its line", async () => {
    await at("figure.step=3", {}, async (figure) => {
      const panel = figure.panel("graph");
      const [box, listing] = await Promise.all([panel.locator(".box").boundingBox(), panel.locator(".listing").boundingBox()]);
      assert.ok(box && listing && listing.x >= box.x + box.width && Math.abs(listing.y - box.y) < 1 && box.width > listing.width);
      const pointed = figure.root.locator('.listing li[data-pointed="true"]');
      const [v, h] = [await field(figure, "b").boundingBox(), await field(figure, "x").boundingBox()];
      assert.ok(v && h);
      // The first operation stands a level after x, between w and x.
      for (let right = 40; right < 130 && (await pointed.count()) === 0; right += 10) {
        for (let up = 0; up < 90 && (await pointed.count()) === 0; up += 12) {
          await figure.page.mouse.move(h.x + h.width / 2 + right, h.y - up);
          await frames(figure.page, 2);
        }
      }
      assert.match((await pointed.allTextContents()).join(), /^ *v1 = w \* x$/);
      // And the other way round.
      await figure.page.mouse.move(0, 0);
      await pointed.waitFor({ state: "detached" });
      const [before] = await figure.pictures(0);
      await figure.root.locator(".listing li", { hasText: "v2 =" }).hover();
      await pointed.filter({ hasText: "v2 =" }).waitFor();
      assert.notEqual((await figure.pictures(0))[0], before);
    });
    await at("figure.step=3", { viewport: { width: 390, height: 844 }, hasTouch: true }, async (figure) => {
      const panel = figure.panel("graph");
      const [box, listing] = await Promise.all([panel.locator(".box").boundingBox(), panel.locator(".listing").boundingBox()]);
      assert.ok(box && listing && listing.y >= box.y + box.height && listing.y < box.y + box.height + 30);
    });
  });

  test("counts the products of both ways, and compares derivatives at what is typed", () =>
    at("figure.step=8", {}, async (figure) => {
      await figure.root.locator(".readout", { hasText: /7 products.*6 for w and 5 for b, 11 in all/ }).waitFor();
      const detail = figure.panel("check").locator(".detail");
      const before = (await detail.textContent()) ?? "";
      await field(figure, "w").fill("5");
      await detail.filter({ hasText: /∂E\/∂w.*×10⁻⁹/ }).waitFor();
      assert.notEqual(await detail.textContent(), before);
    }));

  test("is what it was when a value is refused, and the field says why", () =>
    at("figure.step=5", {}, async (figure) => {
      const before = await figure.experiment();
      await field(figure, "b").fill("many");
      await field(figure, "b").press("Enter");
      assert.equal(await field(figure, "b").getAttribute("aria-invalid"), "true");
      assert.match(await field(figure, "b").evaluate((input) => /** @type {HTMLInputElement} */ (input).validationMessage), /many.*number/);
      assert.equal(await figure.experiment(), before);
    }));

  test("is stepped by touch on a phone, where the graph runs downwards", () =>
    at("figure.step=0", { viewport: { width: 360, height: 740 }, hasTouch: true }, async (figure, page) => {
      await figure.root.locator("button.step").tap();
      assert.equal(await figure.tick(), 1);
      const [w, y] = await Promise.all(["w", "y"].map((name) => field(figure, name).boundingBox()));
      assert.ok(w && y && w.y < y.y, "y is needed after w");
      await field(figure, "x").tap();
      assert.ok(await field(figure, "x").evaluate((input) => input.matches(":focus")));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    }));

  test("of one's own formula is drawn and written down; one without a value says where", () =>
    at("figure.example=formula&figure.step=3", {}, async (figure) => {
      await figure.enter("f", "x*tanh(y)^2");
      await figure.until("f", "is", "x*tanh(y)^2");
      const lines = await program(figure).allTextContents();
      assert.deepEqual(lines.slice(3, 6).map((line) => line.trim()), ["v1 = torch.tanh(y)", "v2 = v1 ** 2", "loss = x * v2"]);
      await figure.enter("f", "log(x) + y");
      await field(figure, "x").fill("-1");
      await field(figure, "x").press("Enter");
      await figure.root.locator(".readout", { hasText: /v₁ has no value.*log x/ }).waitFor();
      await figure.enter("f", "x + x + x + x + x + x + x + x + x + x + x + x + y*x + sin(x) + cos(y) + exp(x) + tan(y) + sqrt(x) + y^3 + x^5 + tanh(x*y) + 1/x");
      assert.match(await figure.trouble("f"), /nodes; at most 28/);
    }));
});

describe("the lessons", () => {
  test("without zero_grad the gradients add up, and the path swings", () =>
    at("figure.step=0", {}, async (figure) => {
      const path = () => figure.pictures(1).then((pictures) => pictures[1]);
      await figure.choose("figure.lesson", "forget");
      await figure.until("figure.lesson", "is", "forget");
      assert.ok((await program(figure).allTextContents()).some((line) => /^ *# w\.grad = b\.grad = None/.test(line)));
      const before = await path();
      for (let tens = 0; tens < 4; tens++) await figure.root.locator("button.ten").click();
      assert.notEqual(await path(), before);
      assert.match((await figure.panel("graph").locator(".box").getAttribute("aria-label")) ?? "", /./);
    }));

  test("backward() twice is refused, and the remedy keeps the graph and adds the gradients twice", () =>
    at(`${LINEAR}&figure.lesson=twice`, {}, async (figure, page) => {
      for (let steps = 0; steps < 11; steps++) await figure.root.locator("button.step").click();
      const notice = figure.root.locator(".notice");
      await notice.waitFor();
      assert.match((await notice.textContent()) ?? "", /freed.*retain_graph=True/);
      await notice.getByRole("button").click();
      await figure.until("figure.lesson", "is", "retain");
      assert.equal(await notice.count(), 0);
      await figure.root.locator("button.ten").click();
      await figure.root.locator("button.ten").click();
      await frames(page, 2);
      assert.deepEqual(await current(figure), ["loss.backward()"]);
      assert.equal((await program(figure).allTextContents()).filter((line) => line.startsWith("loss.backward(")).length, 2);
    }));

  test("grad returns the gradients", () =>
    at(`${LINEAR}&figure.lesson=grad&figure.step=9`, {}, async (figure) => {
      assert.deepEqual((await current(figure)).map((line) => line.trim()), ["dw, db = torch.autograd.grad(loss, [w, b])"]);
    }));
});

describe("languages", () => {
  for (const [locale, foreign] of [["en-GB", /[一-鿿]/], ["zh-CN", /\b(the|gradient|pass|loss of)\b/i]]) {
    test(`leave no word of the other one: ${locale}`, () =>
      at("figure.step=7", { locale: String(locale) }, async (figure) => {
        const words = (await figure.text()).replace(/loss\.backward\(\)|zero_grad|autograd\.grad\(loss, …\)|retain_graph|.*torch.*|.*loss.*/g, "");
        assert.doesNotMatch(words, /** @type {RegExp} */ (foreign));
      }));
  }
});
