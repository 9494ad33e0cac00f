/**
 * The article in a browser, as a reader meets it.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESCENTS, Figure, STILL, frames, launch, open, site } from "./page.mjs";

/** The figure of the seventh chapter, the one with everything. */
const THREE = "#three-descents";

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** Types are not for what tests hang on `window`. */
const own = () => /** @type {any} */ (globalThis);

/**
 * Opens the article at its figure of three descents; afterwards nothing may have been complained of.
 * @param {Parameters<typeof open>[2] & { address?: string, selector?: string }} options
 * @param {(figure: Figure, page: import("./page.mjs").Page) => Promise<void>} look
 */
async function at({ address = "", selector = THREE, ...options }, look) {
  const { page, complaints, close } = await open(browser, address, options);
  try {
    await look(await new Figure(page, selector).show(), page);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

/** @param {string} query */
const link = (query) => `#three-descents?${query}`;

describe("a start", () => {
  for (const selector of ["#hero", THREE]) {
    test(`clicked on a landscape is the start of all three: ${selector}`, () =>
      at({ selector, ...STILL }, async (figure) => {
        const before = await figure.value("start");
        await figure.box("landscape").click({ position: { x: 150, y: 100 } });
        await figure.until("start", "is not", String(before));
        const start = (await figure.value("start"))?.split(",").map(Number) ?? [];
        assert.equal(start.length, 2);
        await figure.root.locator("button.rewind").click();
        await figure.until("figure.step", "is", 0);
        const places = await Promise.all(DESCENTS.map((name) => figure.place(name)));
        assert.deepEqual(places[1], places[0]);
        assert.deepEqual(places[2], places[0]);
        const shown = places[0].map((number) => Number(number.replace("−", "-")));
        for (const i of [0, 1]) assert.ok(Math.abs(shown[i] - start[i]) <= 0.005 * Math.abs(start[i]) + 1e-9, `${shown} for ${start}`);
      }));
  }

  test("clicked, with motion, begins to play at once", () =>
    at({}, async (figure) => {
      await figure.box("landscape").click({ position: { x: 150, y: 100 } });
      assert.ok((await figure.tick()) < 30);
      await figure.until("figure.step", "at least", 2);
      assert.equal(await figure.play.getAttribute("aria-label"), "Pause");
    }));

  test("is chosen by the keyboard too: arrows, then Enter", () =>
    at(STILL, async (figure, page) => {
      await figure.box("landscape").focus();
      for (const key of ["ArrowLeft", "ArrowLeft", "ArrowUp", "Shift+ArrowUp"]) await page.keyboard.press(key);
      await figure.root.locator(".readout", { hasText: /w = .*b = .*E = / }).waitFor();
      await page.keyboard.press("Enter");
      await figure.until("start", "is not", "null");
      const first = await figure.value("start");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Space");
      await figure.until("start", "is not", String(first));
    }));

  test("by the button is a new one on the same landscape", () =>
    at(STILL, async (figure) => {
      const [seed, data, ground] = [await figure.value("seed"), await figure.value("data_seed"), await figure.pictures(0)];
      await figure.root.locator("button.rewind").click();
      const before = await figure.place("batch");
      await figure.root.locator("button.restart").click();
      await figure.until("seed", "is not", String(seed));
      await figure.root.locator("button.rewind").click();
      await figure.until("figure.step", "is", 0);
      assert.notDeepEqual(await figure.place("batch"), before);
      assert.equal(await figure.value("data_seed"), data);
      // Words of a landscape keep off the paths; the data have none.
      assert.equal((await figure.pictures(0))[1], ground[1]);
    }));
});

describe("the transport", () => {
  test("steps, ten at a time, back, to the start, and to any place", () =>
    at({ address: link("figure.step=3"), ...STILL }, async (figure) => {
      const press = async (/** @type {string} */ name, /** @type {number} */ tick) => {
        await figure.root.locator(`button.${name}`).click();
        await figure.until("figure.step", "is", tick);
      };
      assert.equal(await figure.tick(), 3);
      await press("step", 4);
      await press("ten", 14);
      await press("back", 13);
      await figure.scrubber.fill("5");
      await figure.until("figure.step", "is", 5);
      await figure.scrubber.press("ArrowRight");
      await figure.until("figure.step", "is", 6);
      assert.equal(await figure.root.locator(".tick").textContent(), "step 6");
      // To where it would rest, though it has not been there.
      await figure.scrubber.press("End");
      await figure.until("figure.step", "is", 400);
      await press("rewind", 0);
      assert.ok(await figure.root.locator("button.back").isDisabled());
    }));

  test("a step back shows exactly what was there before", () =>
    at({ address: link("figure.step=20"), ...STILL }, async (figure) => {
      const before = await figure.pictures();
      await figure.root.locator("button.ten").click();
      await figure.until("figure.step", "is", 30);
      assert.notDeepEqual(await figure.pictures(), before);
      await figure.scrubber.fill("20");
      await figure.until("figure.step", "is", 20);
      await frames(figure.page, 2);
      assert.deepEqual(await figure.pictures(), before);
    }));

  test("plays and pauses, by mouse and by keyboard", () =>
    at({ address: link("figure.step=0"), ...STILL }, async (figure, page) => {
      await figure.play.click();
      await figure.until("figure.step", "at least", 2);
      await figure.play.press("Space");
      const tick = await figure.tick();
      await frames(page, 30);
      assert.equal(await figure.tick(), tick);
      await figure.play.press("Enter");
      await figure.until("figure.step", "at least", tick + 1);
    }));

  test("as fast as the reader wants", () =>
    at({ address: link("figure.step=0"), ...STILL }, async (figure) => {
      const speed = figure.root.locator("input.speed");
      await speed.focus();
      await speed.press("End");
      assert.match((await figure.root.locator(".rate").textContent()) ?? "", /300,000/);
      await figure.play.click();
      await figure.until("figure.step", "at least", 100_000);
      await figure.play.click();
      assert.doesNotMatch(await figure.text(), /NaN|undefined/);
    }));

  test("a figure that nobody sees rests, while the one in view goes on", () =>
    at({ selector: "#hero" }, async (hero, page) => {
      await hero.until("figure.step", "at least", 1);
      const three = await new Figure(page, THREE).show();
      await three.until("figure.step", "at least", 1);
      const [there, here] = [await hero.tick(), await three.tick()];
      await three.until("figure.step", "at least", here + 3);
      assert.equal(await hero.tick(), there);
      await hero.show();
      await hero.until("figure.step", "at least", there + 1);
    }));

  test("a figure at rest asks for no frames", () =>
    at({
      address: link("figure.step=9"),
      ...STILL,
      script: () => {
        const page = /** @type {any} */ (globalThis);
        page.frame = requestAnimationFrame.bind(globalThis);
        page.asked = 0;
        globalThis.requestAnimationFrame = (callback) => {
          page.asked++;
          return page.frame(callback);
        };
      },
    }, async (_, page) => {
      const asked = await page.evaluate(() => new Promise((resolve) => {
        const page = /** @type {any} */ (globalThis);
        const before = page.asked;
        let left = 30;
        const next = () => (left-- > 0 ? page.frame(next) : resolve(page.asked - before));
        next();
      }));
      assert.equal(asked, 0);
    }));
});

describe("the controls", () => {
  test("every slider answers to mouse, arrow keys and numbers", () =>
    at(STILL, async (figure, page) => {
      await figure.root.locator("summary").click();
      await figure.choose("figure.rates", "own");
      for (const slider of await figure.root.locator(".control.slider").all()) {
        const key = (await slider.getAttribute("data-key")) ?? "";
        const range = slider.locator("input[type=range]");
        const number = slider.locator("input[type=text]");
        const before = String(await figure.value(key));
        await range.focus();
        await range.press(before === (await number.inputValue()) ? "PageUp" : "PageDown");
        await figure.until(key, "is not", before);
        const after = String(await figure.value(key));
        assert.equal(await number.inputValue(), after, key);
        assert.equal(await range.getAttribute("aria-valuetext"), after, key);
        const place = await range.boundingBox();
        assert.ok(place);
        // On the far side of the thumb: a click on the thumb itself moves nothing.
        const part = Number(await range.inputValue()) > 500 ? 0.2 : 0.8;
        await range.click({ position: { x: place.width * part, y: place.height / 2 } });
        await figure.until(key, "is not", after);
        await figure.enter(key, before);
        await figure.until(key, "is", before);
      }
    }));

  test("what a figure is about is docked at its pictures, on the screen with them", () =>
    at({ ...STILL, viewport: { width: 1280, height: 720 } }, async (figure, page) => {
      await figure.box("landscape").scrollIntoViewIfNeeded();
      await frames(page, 3);
      const [landscape, slider] = await Promise.all([figure.box("landscape").boundingBox(), figure.control("lr").boundingBox()]);
      assert.ok(landscape && slider && slider.y > landscape.y && slider.y + slider.height <= 720, JSON.stringify(slider));
      assert.match((await figure.control("lr").locator(".track").getAttribute("style")) ?? "", /--effects: linear-gradient/);
    }));

  test("on a phone its panels share one stage, by tabs", () =>
    at({ ...STILL, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, async (figure, page) => {
      const tabs = figure.root.getByRole("tab");
      assert.deepEqual(await tabs.allTextContents(), ["Landscape of the loss", "Data and lines", "Loss"]);
      const shown = () => figure.root.locator(".panel:visible").evaluateAll((panels) => panels.map((panel) => /** @type {HTMLElement} */ (panel).dataset.name));
      assert.deepEqual(await shown(), ["landscape"]);
      await tabs.nth(2).tap();
      assert.deepEqual(await shown(), ["loss"]);
      await figure.choose("figure.x", "samples");
      await figure.until("figure.x", "is", "samples");
      await tabs.nth(2).press("ArrowLeft");
      assert.deepEqual(await shown(), ["samples"]);
      await frames(page, 3);
      const inked = await figure.panel("samples").locator("canvas:not(.copy)").first().evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).width > 0);
      assert.ok(inked, "drawn once it is shown");
    }));

  test("every choice, by mouse and by keyboard", () =>
    at(STILL, async (figure) => {
      await figure.root.locator("summary").click();
      const keys = await figure.root.locator(".control.choice").evaluateAll((all) => all.map((one) => one.getAttribute("data-key") ?? ""));
      assert.ok(keys.length >= 6, String(keys));
      for (const key of keys) {
        const control = figure.control(key);
        const values = await control.locator("option, input").evaluateAll((all) => all.map((one) => /** @type {HTMLInputElement} */ (one).value));
        // What is not in the string is as it is without.
        const before = (await figure.value(key)) ?? values[0];
        for (const value of [...values, before]) {
          await figure.choose(key, value);
          await figure.until(key, "is", value);
        }
        const chosen = control.locator("select, input:checked");
        await chosen.press(before === values[0] ? "ArrowDown" : "ArrowUp");
        await figure.until(key, "is not", before);
        await figure.choose(key, before);
        await figure.until(key, "is", before);
      }
    }));

  test("sum or mean: η is rescaled, and the batch path stays what it was", () =>
    at({ address: link("figure.step=20"), ...STILL }, async (figure, page) => {
      const [path, mean] = [await figure.place("batch"), await figure.experiment()];
      const rate = Number(await figure.value("lr"));
      await figure.choose("reduction", "sum");
      await figure.until("reduction", "is", "sum");
      assert.equal(Number(await figure.value("lr")), rate / Number(await figure.value("n")));
      assert.equal(await figure.tick(), 20);
      assert.deepEqual(await figure.place("batch"), path);
      const ends = await page.evaluate(async ({ core, strings }) => {
        const { default: init, Trainer } = await import(core);
        await init();
        return strings.map((string) => {
          const trainer = new Trainer(string.replace("sampler=uniform", "sampler=full"));
          trainer.step(20);
          return [...trainer.parameters];
        });
      }, { core: new URL("www/pkg/descent.js", site()).href, strings: [mean, await figure.experiment()] });
      for (const i of [0, 1]) assert.ok(Math.abs(ends[0][i] - ends[1][i]) < 1e-12 * Math.abs(ends[0][i]), `${ends}`);
      await figure.choose("reduction", "mean");
      await figure.until("lr", "is", rate);
    }));

  test("what is typed wrong is answered beside the control, in the reader's language, and the run goes on unharmed", () =>
    at({ address: link("figure.step=0"), ...STILL }, async (figure) => {
      const before = await figure.value("lr");
      await figure.play.click();
      const field = figure.control("lr").locator("input[type=text]");
      await field.fill("fast");
      await figure.until("figure.step", "at least", 5);
      assert.equal(await field.inputValue(), "fast");
      await field.press("Enter");
      assert.match(await figure.control("lr").getByRole("alert").innerText(), /^“fast” .*number/);
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      assert.equal(await field.getAttribute("aria-describedby"), await figure.control("lr").getByRole("alert").getAttribute("id"));
      await figure.until("figure.step", "at least", (await figure.tick()) + 2);
      assert.equal(await figure.value("lr"), before);
      for (const wrong of ["", "-1", "NaN", "1e999"]) {
        await figure.enter("lr", wrong);
        assert.notEqual(await figure.trouble("lr"), "", wrong);
        assert.equal(await figure.value("lr"), before);
      }
      await figure.enter("lr", "0.03");
      await figure.until("lr", "is", "0.03");
      assert.equal(await figure.trouble("lr"), "");
      await figure.enter("batch", "61");
      assert.match(await figure.trouble("batch"), /61.*60/);
    }));
});

describe("a learning rate that is too large", () => {
  test("ends in words and numbers, and the remedy beside them works", () =>
    at({ address: link("figure.step=0"), ...STILL }, async (figure) => {
      await figure.enter("lr", "5");
      await figure.play.click();
      const notice = figure.root.locator(".notice.trouble").first();
      await notice.waitFor();
      const speed = figure.root.locator("input.speed");
      await speed.focus();
      await speed.press("End");
      await figure.page.waitForFunction((selector) => {
        const entries = [...(document.querySelector(selector)?.shadowRoot?.querySelectorAll(".legend > span") ?? [])];
        return entries.filter(({ textContent }) => textContent?.endsWith("· diverged")).length === 3;
      }, THREE);
      assert.match((await notice.textContent()) ?? "", /η = 5\b.*2\/λₘₐₓ = \d.*update \d+.* \S+ times the first/);
      assert.equal(await figure.play.getAttribute("aria-label"), "Play");
      assert.doesNotMatch(await figure.text(), /NaN|Infinity|∞|undefined|null/);

      await notice.getByRole("button").click();
      await figure.until("lr", "is not", "5");
      await figure.until("figure.step", "at least", 20);
      await notice.waitFor({ state: "detached" });
      assert.doesNotMatch(await figure.text(), /diverge/);
      await figure.play.click();
    }));
});

describe("languages and themes", () => {
  /** Waits for the article's heading. @param {import("./page.mjs").Page} page @param {string} text */
  const heading = (page, text) => page.getByRole("heading", { level: 1, name: text, exact: true }).waitFor();

  test("the switch changes article and figures, and the choice is kept", () =>
    at({ selector: "#hero", ...STILL }, async (hero, page) => {
      await heading(page, "Gradient descent");
      const ground = await hero.pictures(0);
      await page.getByRole("button", { name: "中文" }).click();
      await heading(page, "梯度下降");
      assert.equal(await page.title(), "梯度下降");
      await hero.speaks("zh-Hans");
      assert.match(await hero.text(), /换个起点/);
      assert.doesNotMatch(await hero.text(), /New start|updates/);
      await frames(page, 2);
      assert.equal((await hero.pictures(0)).length, ground.length);
      await page.reload();
      await heading(page, "梯度下降");
      await page.getByRole("button", { name: "English" }).click();
      await heading(page, "Gradient descent");
      await hero.speaks("en");
      assert.doesNotMatch(await hero.text(), /[一-鿿]/);
    }));

  for (const [why, options, expected] of /** @type {const} */ ([
    ["the address", { address: "?lang=zh" }, "梯度下降"],
    ["a browser in Chinese", { locale: "zh-CN" }, "梯度下降"],
    ["the address before the browser", { address: "?lang=en", locale: "zh-CN" }, "Gradient descent"],
    ["English where neither is spoken", { locale: "fr-FR" }, "Gradient descent"],
  ])) {
    test(`the language follows ${why}`, () =>
      at({ selector: "#hero", ...STILL, ...options }, async (hero, page) => {
        await heading(page, expected);
        assert.match(await hero.text(), expected === "梯度下降" ? /换个起点/ : /New start/);
      }));
  }

  test("no word of the other language is left in a figure", () =>
    at({ address: `?lang=zh${link("lr=5&figure.step=6")}`, ...STILL }, async (figure) => {
      const english = (await figure.text()).match(/\b(?!epoch\b|Huber\b|max\b)[a-z]{4,}\b/gi) ?? [];
      assert.deepEqual(english.filter((word) => !/^control/.test(word)), []);
    }));

  test("light and dark are two sets of pixels; auto follows the system", () =>
    at({ selector: "#hero", colorScheme: "light", ...STILL }, async (hero, page) => {
      await hero.redraw();
      const light = await hero.pictures();
      const theme = async (/** @type {string} */ name) => {
        await page.getByRole("button", { name, exact: true }).click();
        await frames(page, 2);
        return hero.pictures();
      };
      const dark = await theme("Dark");
      // A layer on which nothing stands has no size.
      light.forEach((picture, place) => assert.ok(picture !== dark[place] || picture === "data:,"));
      assert.deepEqual(await theme("Light"), light);
      await theme("Auto");
      await page.emulateMedia({ colorScheme: "dark" });
      await frames(page, 2);
      assert.deepEqual(await hero.pictures(), dark);
    }));
});

describe("the address", () => {
  const EXPERIMENT = "data=line&n=40&noise=0.5&lr=0.05&batch=4&seed=11&figure.x=samples&figure.step=37";

  test("opened twice gives the same picture to the pixel, and the same string", async () => {
    /** @type {{ experiment: string, pictures: string[] }[]} */
    const seen = [];
    for (let i = 0; i < 2; i++) {
      await at({ address: link(EXPERIMENT), ...STILL }, async (figure) => {
        seen.push({ experiment: await figure.experiment(), pictures: await figure.pictures() });
      });
    }
    assert.deepEqual(seen[1], seen[0]);
    // Three panels of three layers.
    assert.equal(new Set(seen[0].pictures).size, 9);
    const keys = new URLSearchParams(seen[0].experiment);
    for (const [key, value] of new URLSearchParams(EXPERIMENT)) assert.equal(keys.get(key), value);
  });

  test("that the page writes shows elsewhere what is shown here", () =>
    at(STILL, async (figure, page) => {
      await figure.enter("lr", "0.03");
      await figure.choose("reduction", "sum");
      await figure.root.locator("button.restart").click();
      await figure.root.locator("button.rewind").click();
      await figure.root.locator("button.ten").click();
      await figure.until("figure.step", "is", 10);
      await figure.redraw();
      const address = await page.evaluate(() => location.href);
      assert.match(address, /#.*three-descents\?/);
      const [experiment, pictures] = [await figure.experiment(), await figure.pictures()];
      await at({ address, ...STILL }, async (copy) => {
        assert.equal(await copy.experiment(), experiment);
        await copy.redraw();
        assert.deepEqual(await copy.pictures(), pictures);
      });
    }));

  test("goes back, and forth, with the reader", () =>
    at({ address: link("figure.step=5"), ...STILL }, async (figure, page) => {
      const before = await figure.experiment();
      await figure.enter("lr", "0.02");
      await figure.until("lr", "is", "0.02");
      const between = await figure.experiment();
      await figure.choose("figure.y", "linear");
      await figure.until("figure.y", "is", "linear");
      await page.goBack();
      await figure.until("figure.y", "is", "excess");
      assert.equal(await figure.experiment(), between);
      await page.goBack();
      await figure.until("lr", "is not", "0.02");
      assert.equal(await figure.experiment(), before);
      await page.goForward();
      await figure.until("lr", "is", "0.02");
    }));

  test("when damaged names what is wrong, and shows the rest", () =>
    at({ address: link("lr=fast&colour=red&batch=4&figure.step=7"), ...STILL }, async (figure) => {
      const notice = figure.root.locator(".notices .notice").first();
      const text = (await notice.textContent()) ?? "";
      assert.match(text, /lr.*fast/);
      assert.match(text, /colour/);
      assert.equal(await figure.value("lr"), await figure.initial("lr"));
      assert.equal(await figure.value("batch"), "4");
      assert.equal(await figure.tick(), 7);
      await notice.getByRole("button").click();
      await notice.waitFor({ state: "detached" });
    }));

  for (const nonsense of ["%", "three-descents?", "three-descents?%ff%00=%", "?&=&=;;", "three-descents?start=1e999,2", "three-descents?figure.step=99999999999999999999", `three-descents?n=${"9".repeat(500)}`]) {
    test(`of nonsense does no harm: ${nonsense.slice(0, 50)}`, () =>
      at({ address: `#${nonsense}`, ...STILL }, async (figure) => {
        assert.equal(await figure.value("lr"), await figure.initial("lr"));
        assert.doesNotMatch(await figure.text(), /NaN|undefined/);
      }));
  }
});
