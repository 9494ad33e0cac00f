/**
 * The article for every reader: by the keyboard, by the finger, by a voice.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { Figure, STILL, frames, launch, open } from "./page.mjs";

/** @typedef {import("./page.mjs").DescentFigure} DescentFigure */
/** @typedef {import("./page.mjs").Page} Page */

const THREE = "#three-descents";
const TOUCH = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** @type {import("./page.mjs").Browser} */
let browser;
/** The source of the checker of accessibility. */
let checker = "";
before(async () => {
  browser = await launch();
  checker = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
after(() => browser.close());

/**
 * Opens the article, at a figure; afterwards nothing may have been complained of.
 * @param {string} address @param {Parameters<typeof open>[2]} options
 * @param {(page: Page) => Promise<void>} look
 */
async function at(address, options, look) {
  const { page, complaints, close } = await open(browser, address, { ...STILL, ...options });
  try {
    await look(page);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** Every figure is there, with its folds open, and laid out wherever it is. @param {Page} page */
async function unfold(page) {
  const ids = await page.locator("descent-figure").evaluateAll((all) => all.map(({ id }) => `#${id}`));
  for (const id of ids) {
    const { root } = await new Figure(page, id).show();
    // At the top of the view it has begun.
    await root.evaluate((figure) => figure.scrollIntoView());
    await frames(page, 3);
  }
  await page.addStyleTag({ content: "section { content-visibility: visible !important }" });
  await page.locator("descent-figure details").evaluateAll((all) => all.forEach((fold) => fold.setAttribute("open", "")));
  return ids;
}

/** How many entries the browser's history has. @param {Page} page */
const entries = (page) => page.evaluate(() => history.length);

/**
 * Holds an arrow key: the browser repeats it until it is let go.
 * @param {Page} page @param {string} key @param {number} times
 */
async function hold(page, key, times) {
  for (let i = 0; i < times; i++) {
    await page.keyboard.down(key);
    await frames(page, 1);
  }
}

describe("a checker of accessibility has nothing to say of the article and its figures", () => {
  for (const lang of ["en", "zh"]) {
    for (const [colorScheme, device] of /** @type {const} */ ([["light", {}], ["dark", {}], ["light", TOUCH]])) {
      test(`in ${lang}, ${colorScheme}, ${"hasTouch" in device ? "on a phone" : "on a desk"}`, () =>
        at(`?lang=${lang}`, { colorScheme, ...device }, async (page) => {
          await unfold(page);
          await page.evaluate(checker);
          const violations = await page.evaluate(async () => {
            const { axe } = /** @type {any} */ (globalThis);
            const { violations } = await axe.run(document, { resultTypes: ["violations"] });
            return violations.flatMap((/** @type {any} */ { id, nodes }) => nodes.map((/** @type {any} */ { html }) => `${id}: ${html.slice(0, 200)}`));
          });
          assert.deepEqual(violations, []);
        }));
    }
  }
});

describe("a voice", () => {
  test("says nothing while a figure plays, and where it is to who asks", () =>
    at(`${THREE}?figure.step=0`, {}, async (page) => {
      const figure = await new Figure(page, THREE).show();
      await figure.root.evaluate((root) => {
        const spoken = /** @type {string[]} */ ((/** @type {any} */ (globalThis)).spoken = []);
        const speakers = root.shadowRoot?.querySelectorAll("output, [role=status], [role=alert], [role=log], [role=timer], [aria-live]");
        const listener = new MutationObserver((changes) => spoken.push(...changes.map(({ target }) => target.textContent ?? "")));
        for (const speaker of speakers ?? []) listener.observe(speaker, { childList: true, characterData: true, subtree: true });
      });
      await figure.play.click();
      await figure.until("figure.step", "at least", 30);
      await figure.play.click();
      assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).spoken), []);
      const tick = `step ${await figure.tick()}`;
      assert.equal(await figure.scrubber.getAttribute("aria-valuetext"), tick);
      assert.equal(await figure.root.locator(".tick").textContent(), tick);

      await figure.enter("lr", "5");
      await figure.play.click();
      await figure.root.locator("[role=status] .notice.trouble").first().waitFor();
      const said = await page.evaluate(() => /** @type {any} */ (globalThis).spoken.length);
      assert.ok(said > 0);
    }));

  for (const [lang, words] of [["en", "New start"], ["zh", "换个起点"]]) {
    test(`finds a new start by the words that are seen: ${words}`, () =>
      at(`?lang=${lang}`, {}, async (page) => {
        const button = (await new Figure(page, "#hero").show()).root.locator("button.restart");
        assert.equal(await button.innerText(), words);
        assert.ok((await button.getAttribute("aria-label"))?.startsWith(words));
      }));

    test(`has a name for every link that is mathematics alone, in ${lang}`, () =>
      at(`?lang=${lang}`, {}, async (page) => {
        await page.waitForSelector("#hero.settled");
        const names = await page.locator("a:has(> math)").evaluateAll((all) => all.map((link) => link.ariaLabel));
        assert.deepEqual(names, ["x₀ = 0", "x₀ = 0.2", "x⁴", "|x|", "η = 1", "η = 2.1"]);
      }));
  }

  test("is told what every named part is", () =>
    at("", {}, async (page) => {
      await unfold(page);
      const vague = await page.locator("[aria-label]").evaluateAll((all) =>
        all.filter((part) => /^(div|span|p)$/.test(part.localName) && !part.role).map((part) => part.outerHTML.slice(0, 100)));
      assert.deepEqual(vague, []);
    }));

  test("is told what a picture and a handle are, and where the handle is", () =>
    at("#curve", {}, async (page) => {
      const figure = await new Figure(page, "#curve").show();
      const box = figure.root.locator(".box.starts");
      assert.deepEqual(await box.evaluate((box) => [box.role, box.ariaRoleDescription]), ["application", "picture"]);
      assert.match((await box.getAttribute("aria-description")) ?? "", /Enter/);
      const handle = figure.root.locator(".handle");
      assert.deepEqual(await handle.evaluate((handle) => [handle.role, handle.ariaLabel]), ["slider", "draggable point"]);
      const before = await handle.getAttribute("aria-valuetext");
      assert.match(String(before), /−?\d/);
      await handle.press("Shift+ArrowRight");
      assert.notEqual(await handle.getAttribute("aria-valuetext"), before);
    }));
});

describe("a hand", () => {
  // A link in a sentence is as high as its line.
  const APART = ":not(p a, li[data-words] a)";
  for (const [who, device, least, sentences] of /** @type {const} */ ([
    ["a mouse", {}, 24, ""],
    ["a finger", TOUCH, 44, APART],
    ["a finger on a narrow phone", { ...TOUCH, viewport: { width: 320, height: 640 } }, 44, APART],
  ])) {
    test(`with ${who} has ${least} pixels to meet, wherever something answers`, () =>
      at("", device, async (page) => {
        await unfold(page);
        const small = await page.locator(`:is(a[href]${sentences}, button, input, select, summary, .handle):not(.skip)`).evaluateAll((all, least) =>
          all.filter((target) => target.checkVisibility()).map((target) => {
            const { width, height } = target.getBoundingClientRect();
            // A word of two letters is as wide as it is.
            const side = target.localName === "a" ? height : Math.min(width, height);
            return side < least - 0.01 ? `${target.localName} ${target.className} ${target.textContent}: ${width} × ${height}` : "";
          }).filter(Boolean), least);
        assert.deepEqual([...new Set(small)], []);
      }));
  }
});

describe("a complaint", () => {
  test("goes with the number that it is about, when the reader goes back", () =>
    at(`${THREE}?figure.step=0`, {}, async (page) => {
      const figure = await new Figure(page, THREE).show();
      const before = await figure.value("lr");
      await figure.enter("lr", "0.02");
      await figure.until("lr", "is", "0.02");
      await figure.enter("lr", "fast");
      assert.match(await figure.trouble("lr"), /fast/);
      await page.goBack();
      await figure.until("lr", "is", String(before));
      assert.equal(await figure.trouble("lr"), "");
      const field = figure.control("lr").locator("input[type=text]");
      assert.equal(await field.inputValue(), before);
      assert.notEqual(await field.getAttribute("aria-invalid"), "true");
    }));

  test("and when anything else changes it, while the focus is still there", () =>
    at("#curve", {}, async (page) => {
      const figure = await new Figure(page, "#curve").show();
      await figure.root.locator("summary").click();
      await figure.enter("start", "nowhere");
      assert.notEqual(await figure.trouble("start"), "");
      await figure.root.evaluate((root) => (/** @type {DescentFigure} */ (root).experiment = "start=1.25"));
      assert.equal(await figure.trouble("start"), "");
      assert.equal(await figure.control("start").locator("input[type=text]").inputValue(), "1.25");
    }));

  test("stays as long as the number does", () =>
    at(`${THREE}?figure.step=0`, {}, async (page) => {
      const figure = await new Figure(page, THREE).show();
      await figure.enter("lr", "fast");
      await figure.root.evaluate((root) => /** @type {HTMLElement | null} */ (root.shadowRoot?.querySelector("button.step"))?.click());
      await figure.until("figure.step", "is", 1);
      assert.match(await figure.trouble("lr"), /fast/);
    }));
});

describe("a key that is held", () => {
  for (const [what, id, part, changes] of /** @type {const} */ ([
    ["on a handle", "#curve", ".handle", 1],
    ["on a slider", "#curve", ".control[data-key=lr] input[type=range]", 1],
    ["on a surface that turns", "#partial-derivatives-figure", ".box.turns", 1],
    ["on a picture", "#surface", ".box:not(.turns)", 0],
    ["on the scrubber", `${THREE}?figure.step=9`, ".scrubber", 0],
  ])) {
    test(`makes ${changes ? "one entry" : "no entry"} in the history, when it is let go: ${what}`, () =>
      at(id, {}, async (page) => {
        const figure = await new Figure(page, id.split("?")[0]).show();
        const place = figure.root.locator(part).first();
        await place.focus();
        const [before, address] = [await entries(page), page.url()];
        await hold(page, "ArrowLeft", 5);
        assert.equal(await entries(page), before);
        assert.equal(page.url(), address);
        await page.keyboard.up("ArrowLeft");
        assert.equal(await entries(page), before + changes);
      }));
  }

  test("takes the reader back by one step to where it was pressed", () =>
    at("#curve", {}, async (page) => {
      const figure = await new Figure(page, "#curve").show();
      const [before, there] = [await entries(page), await figure.value("start")];
      await figure.root.locator(".handle").focus();
      await hold(page, "ArrowRight", 5);
      await page.keyboard.up("ArrowRight");
      assert.equal(await entries(page), before + 1);
      assert.notEqual(await figure.value("start"), there);
      await page.goBack();
      await figure.until("start", "is", String(there));
    }));

  test("is let go too when the focus leaves", () =>
    at("#curve", {}, async (page) => {
      const figure = await new Figure(page, "#curve").show();
      const before = await entries(page);
      await figure.root.locator(".handle").focus();
      await hold(page, "ArrowRight", 3);
      assert.equal(await entries(page), before);
      await figure.root.locator(".handle").evaluate((handle) => /** @type {HTMLElement} */ (handle).blur());
      assert.equal(await entries(page), before + 1);
    }));
});

describe("the Tab key", () => {
  test("reaches everything in the order it is read, always seen, and Escape holds nobody", () =>
    at("", {}, async (page) => {
      await unfold(page);
      const wanted = await page.evaluate(() => {
        /** @type {Element[]} */
        const all = [];
        const gather = (/** @type {ParentNode} */ root) => {
          for (const part of root.querySelectorAll("*")) {
            const answers = part.matches("a[href], button:enabled, input:enabled, select, summary, .box, .handle");
            // One of a row of choices is reached, the others by the arrow keys.
            const other = part instanceof HTMLInputElement && part.type === "radio" && !part.checked;
            if (answers && !other && part.checkVisibility()) all.push(part);
            if (part.shadowRoot) gather(part.shadowRoot);
          }
        };
        gather(document);
        (/** @type {any} */ (globalThis)).wanted = all;
        return all.length;
      });
      /** @type {number[]} */
      const order = [];
      // From the top, wherever the page has been scrolled to: without an index it takes no focus.
      await page.evaluate(() => {
        document.body.tabIndex = -1;
        document.body.focus();
        document.body.removeAttribute("tabindex");
      });
      for (let presses = 0; presses < 2 * wanted; presses++) {
        await page.keyboard.press("Tab");
        await page.keyboard.press("Escape");
        const { place, seen, what } = await page.evaluate(() => {
          let focus = document.activeElement;
          while (focus?.shadowRoot?.activeElement) focus = focus.shadowRoot.activeElement;
          const ring = focus?.matches("[type=radio]") ? focus.nextElementSibling : focus;
          const style = ring && getComputedStyle(ring);
          return {
            place: /** @type {any} */ (globalThis).wanted.indexOf(focus),
            seen: style?.outlineStyle !== "none" && parseFloat(style?.outlineWidth ?? "0") >= 2,
            what: focus?.outerHTML.slice(0, 150),
          };
        });
        if (what?.startsWith("<body")) break;
        assert.ok(seen, what);
        // A formula that is too long may be scrolled by the keyboard.
        if (place >= 0) order.push(place);
      }
      assert.deepEqual(order, Array.from({ length: wanted }, (_, place) => place));
    }));
});
