/**
 * The element wherever an author may put it, and whenever its attributes are set, changed and corrected.
 */
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { STILL, blog, frames, launch, open, post } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page */
/** @typedef {import("../../www/descent-figure.js").DescentFigure} DescentFigure */

const FIGURE = `<descent-figure figure="gradient" views="plane"></descent-figure>`;

/** Where the width that a figure has is not given to it, but asked of it. */
const PLACES = {
  "a row": `<div style="display: flex">${FIGURE}</div>`,
  "a row, beside words": `<div style="display: flex"><p>Some words</p>${FIGURE}</div>`,
  "a row, in its middle": `<div style="display: flex; justify-content: center">${FIGURE}</div>`,
  "a column, in its middle": `<div style="display: flex; flex-direction: column; align-items: center">${FIGURE}</div>`,
  "a grid": `<div style="display: grid">${FIGURE}</div>`,
  "a grid, in its middle": `<div style="display: grid; place-items: center">${FIGURE}</div>`,
  "a column of a grid as wide as what is in it": `<div style="display: grid; grid-template-columns: max-content">${FIGURE}</div>`,
  "a grid of two columns": `<div style="display: grid; grid-template-columns: auto auto"><p>Words</p>${FIGURE}</div>`,
  "a float": `<div class="clear">${FIGURE.replace("figure ", 'figure style="float: left" ')}</div>`,
  "a line": `<div>${FIGURE.replace("figure ", 'figure style="display: inline-block" ')}</div>`,
  "a block in a line": `<span style="display: inline-block">${FIGURE}</span>`,
  "a cell of a table": `<table><tr><td>${FIGURE}</td></tr></table>`,
  "a cell beside another": `<table><tr><td>Words</td><td>${FIGURE}</td></tr></table>`,
  "a dialog": `<dialog open style="position: static">${FIGURE}</dialog>`,
  "what fits its content": `<div style="width: fit-content">${FIGURE}</div>`,
  "what is as wide as its content": `<div style="width: max-content">${FIGURE}</div>`,
  "what is as narrow as its content": `<div style="width: min-content">${FIGURE}</div>`,
  "what stands anywhere": `<div style="position: relative; height: 900px"><div style="position: absolute">${FIGURE}</div></div>`,
  "a figure": `<figure style="display: table; margin: 0">${FIGURE}</figure>`,
  "a page from right to left": `<div dir="rtl" style="display: flex; flex-direction: column; align-items: center">${FIGURE}</div>`,
  "a float from right to left": `<div dir="rtl" class="clear"><div style="float: right">${FIGURE}</div></div>`,
  "an element that lays out rows": `<div>${FIGURE.replace("figure ", 'figure style="display: flex" ')}</div>`,
};

/** Whom the page tells before the script has come. */
const EARLY = `<descent-figure id="one" figure="derivative" experiment="figure.x=0.5"></descent-figure>
  <script>Object.assign(document.getElementById("one"), { experiment: "figure.x=1.25", initialExperiment: "nonsense" })</script>`;

/** @type {import("./page.mjs").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof blog>>} */
let host;
before(async () => {
  browser = await launch();
  const places = Object.entries(PLACES).map(([name, place]) => `<section data-name="${name}">${place}</section>`);
  host = await blog({
    "/places": post("section { overflow: hidden } .clear::after { content: ''; display: block; clear: both }", places.join("\n")),
    "/early": post("", EARLY),
    "/none": post("", ""),
    "/small": post("", `<descent-figure id="one" figure="fit-a-line"></descent-figure>`),
    "/one": post("", `<descent-figure id="one" figure="derivative"></descent-figure>`),
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
    await look(page, requests);
    // What is wrong with an element, the console says too.
    assert.deepEqual(complaints.filter((one) => !one.startsWith("<descent-figure")), []);
  } finally {
    await close();
  }
}

/** What the element with the id `one` is now. @param {Page} page */
const one = (page) => page.locator("#one");

/** Waits until the figure shows just these panels. @param {Page} page @param {...string} names */
const shows = (page, ...names) =>
  page.waitForFunction((names) => {
    const panels = [...(document.getElementById("one")?.shadowRoot?.querySelectorAll(".panel") ?? [])];
    return panels.map((panel) => /** @type {HTMLElement} */ (panel).dataset.name).join() === names.join();
  }, names);

/** Sets attributes, each for itself; null takes one away. @param {Page} page @param {Record<string, string | null>} attributes */
const give = (page, attributes) =>
  one(page).evaluate((figure, attributes) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null) figure.removeAttribute(name);
      else figure.setAttribute(name, value);
    }
  }, attributes);

/** @param {Page} page @param {string} key */
const value = (page, key) =>
  one(page).evaluate((figure, key) => new URLSearchParams(/** @type {DescentFigure} */ (figure).experiment).get(key), key);

/** How the promise turned out. @param {Page} page */
const outcome = (page) =>
  one(page).evaluate((figure) => /** @type {DescentFigure} */ (figure).ready.then(() => "shown", (reason) => String(reason)));

/** The modules among some addresses. @param {string[]} requests */
const modules = (requests) => requests.flatMap((request) => /(\w+)_bg\.wasm$/.exec(request)?.[1] ?? []);

describe("a figure has a width of its own", () => {
  for (const [width, least] of [[1280, 900], [390, 224], [320, 208]]) {
    test(`and no more than there is, on a page of ${width} px`, () =>
      on("/places", async (page) => {
        await page.evaluate(() => Promise.all([...document.querySelectorAll("descent-figure")].map((figure) => /** @type {DescentFigure} */ (figure).ready)));
        await frames(page, 3);
        const found = await page.locator("body > section").evaluateAll((sections) => sections.map((section) => {
          const figure = /** @type {DescentFigure} */ (section.querySelector("descent-figure"));
          const [room, own] = [section.getBoundingClientRect(), figure.getBoundingClientRect()];
          const canvas = figure.shadowRoot?.querySelector(".box")?.getBoundingClientRect();
          return { name: section.dataset.name ?? "", left: own.left - room.left, right: room.right - own.right, width: own.width, canvas: canvas?.width ?? 0 };
        }));
        assert.equal(found.length, Object.keys(PLACES).length);
        for (const { name, left, right, width, canvas } of found) {
          const said = `${name}: ${width} px, ${left} from the left, ${right} from the right`;
          assert.ok(left >= -0.5 && right >= -0.5, said);
          // Where its content is asked to be narrow, it is.
          assert.ok(width >= (/narrow/.test(name) ? 224 : least), said);
          assert.ok(canvas >= 0.3 * width && canvas <= width, `${said}, its picture ${canvas} px`);
        }
      }, { ...STILL, viewport: { width, height: 900 } }));
  }
});

describe("an element", () => {
  test("keeps what it was told before its script had come", () =>
    on("/early", async (page) => {
      assert.equal(await outcome(page), "shown");
      assert.equal(await value(page, "figure.x"), "1.25");
      const initial = await one(page).evaluate((figure) => /** @type {DescentFigure} */ (figure).initialExperiment);
      assert.match(initial ?? "", /figure\.x=0\.5/);
      await one(page).evaluate((figure) => void (/** @type {DescentFigure} */ (figure).experiment = "figure.x=-1"));
      assert.equal(await value(page, "figure.x"), "-1");
    }));

  for (const [wrong, sentence, right, panels] of /** @type {const} */ ([
    [{ figure: "perpetuum-mobile" }, /perpetuum-mobile.*three-descents/, { figure: "gradient" }, ["plane", "space", "angle"]],
    [{ figure: "constructor" }, /constructor.*three-descents/, { figure: "gradient" }, ["plane", "space", "angle"]],
    [{ figure: "__proto__" }, /__proto__.*three-descents/, { figure: "gradient" }, ["plane", "space", "angle"]],
    [{ figure: "toString" }, /toString.*three-descents/, { figure: "derivative" }, ["curve", "slope"]],
    [{ figure: null }, /three-descents, batch-descent/, { figure: "curve-descent" }, ["curve", "cobweb", "lengths"]],
    [{ views: "curve sideways" }, /sideways.*curve, slope, error/, { views: "slope curve" }, ["curve", "slope"]],
    [{ views: "sideways" }, /sideways/, { views: null }, ["curve", "slope"]],
    [{ controls: "warp" }, /warp.*figure\.x/, { controls: "figure.x" }, ["curve", "slope"]],
    [{ figure: "gradient", views: "curve" }, /curve.*plane, space, angle/, { figure: "derivative" }, ["curve"]],
  ])) {
    test(`says what is wrong, and shows its figure once that is corrected: ${JSON.stringify(wrong)}`, () =>
      on("/one", async (page, requests) => {
        await shows(page, "curve", "slope");
        await give(page, wrong);
        assert.match(await outcome(page), sentence);
        assert.match(await one(page).getByRole("alert").innerText(), sentence);
        await give(page, right);
        assert.equal(await outcome(page), "shown");
        await shows(page, ...panels);
        assert.equal(await one(page).getByRole("alert").filter({ hasText: /./ }).count(), 0);
        assert.deepEqual(modules(requests).filter((name) => !["opening", "comparison", "chapters"].includes(name)), []);
      }));
  }

  test("waits until its attributes have all been set", () =>
    on("/none", async (page, requests) => {
      await page.evaluate(() => {
        const figure = document.createElement("descent-figure");
        figure.id = "one";
        document.body.append(figure);
        figure.setAttribute("figure", "gradient");
        figure.setAttribute("views", "angle");
      });
      assert.equal(await outcome(page), "shown");
      await shows(page, "angle");
      assert.deepEqual(modules(requests), ["chapters"]);
    }));

  test("takes what it is told in any order, before it is shown or after", () =>
    on("/none", async (page) => {
      const found = await page.evaluate(async () => {
        const told = [];
        for (const order of [["property", "figure"], ["figure", "property"], ["property", "attribute", "figure"], ["attribute", "property", "figure"]]) {
          const figure = /** @type {DescentFigure} */ (document.createElement("descent-figure"));
          for (const what of order) {
            if (what === "property") figure.experiment = "figure.x=1.5";
            else if (what === "figure") figure.setAttribute("figure", "derivative");
            else figure.setAttribute("experiment", "figure.x=-1.5");
          }
          document.body.append(figure);
          await figure.ready;
          told.push(new URLSearchParams(figure.experiment).get("figure.x"));
        }
        return told;
      });
      assert.deepEqual(found, ["1.5", "1.5", "-1.5", "1.5"]);
    }));

  test("is changed while it is out of the page", () =>
    on("/one", async (page) => {
      await shows(page, "curve", "slope");
      const away = (/** @type {Record<string, string>} */ attributes) => one(page).evaluate((figure, attributes) => {
        const parent = figure.parentElement;
        figure.remove();
        for (const [name, value] of Object.entries(attributes)) figure.setAttribute(name, value);
        parent?.append(figure);
      }, attributes);

      await away({ experiment: "figure.x=-2" });
      assert.equal(await outcome(page), "shown");
      assert.equal(await value(page, "figure.x"), "-2");

      await away({ figure: "gradient", experiment: "figure.angle=90", lang: "zh", theme: "dark" });
      assert.equal(await outcome(page), "shown");
      await shows(page, "plane", "space", "angle");
      assert.equal(await value(page, "figure.angle"), "90");
      assert.match(await one(page).locator(".title").first().innerText(), /等高线/);
      assert.equal(await one(page).locator(".descent").getAttribute("data-theme"), "dark");

      await away({ views: "angle", controls: "none" });
      assert.equal(await outcome(page), "shown");
      await shows(page, "angle");
      assert.equal(await value(page, "figure.angle"), "90");
      assert.equal(await one(page).locator(".controls").count(), 0);
    }));

  test("shows the figure it was asked for last, however late the module of another comes", async () => {
    const { page, complaints, close } = await open(browser, `${host.address}/small`, STILL);
    await shows(page, "landscape", "samples");
    let come = () => {};
    const late = /** @type {Promise<void>} */ (new Promise((resolve) => (come = resolve)));
    await page.route("**/comparison_bg.wasm", (route) => late.then(() => route.continue()));
    const asked = page.waitForRequest("**/comparison_bg.wasm");
    await give(page, { figure: "three-descents" });
    await asked;
    await give(page, { figure: "gradient" });
    assert.equal(await outcome(page), "shown");
    await shows(page, "plane", "space", "angle");
    const came = page.waitForResponse("**/comparison_bg.wasm");
    come();
    await came;
    await frames(page, 10);
    await shows(page, "plane", "space", "angle");
    await give(page, { figure: "three-descents" });
    await shows(page, "landscape", "samples", "loss");
    assert.deepEqual(complaints, []);
    await close();
  });

  test("shows a control that was asked for whenever its figure has it", () =>
    on("/one", async (page) => {
      await give(page, { figure: "loss-duel", controls: "data noise" });
      assert.equal(await outcome(page), "shown");
      const keys = () => one(page).locator(".control").evaluateAll((rows) => rows.map((row) => /** @type {HTMLElement} */ (row).dataset.key));
      const choose = (/** @type {string} */ data) => one(page).evaluate((figure, data) => void (/** @type {DescentFigure} */ (figure).experiment = data), data);
      for (const [data, expected] of /** @type {const} */ ([["data=iris", ["data"]], ["data=blobs", ["data", "noise"]]])) {
        await choose(data);
        assert.deepEqual(await keys(), expected);
      }
    }));

  test("no longer waits to be near when it is told not to be lazy", () =>
    on("/none", async (page) => {
      await page.evaluate(() => {
        document.body.insertAdjacentHTML("beforeend", `<div style="height: 5000px"></div><descent-figure id="one" figure="gradient" loading="lazy"></descent-figure>`);
      });
      await frames(page, 10);
      assert.equal(await one(page).locator(".panel").count(), 0);
      await give(page, { loading: null });
      assert.equal(await outcome(page), "shown");
    }));
});

test("where there is no document, importing the element does nothing", async () => {
  const script = path.join(process.env.DESCENT_DIST ?? "", "www/descent-figure.js");
  const { DescentFigure } = await import(pathToFileURL(script).href);
  assert.equal(typeof DescentFigure, "function");
  assert.equal("customElements" in globalThis, false);
});
