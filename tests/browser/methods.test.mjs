/**
 * The element as a programmer holds it: what it does when told to, what it tells, and what it says when it cannot be loaded.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { STILL, blog, frames, launch, open, post, site } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page */
/** @typedef {import("../../www/descent-figure.js").DescentFigure} DescentFigure */

const FIGURE = `<descent-figure id="one" figure="curve-descent" autoplay="none"></descent-figure>`;

/** @type {import("./page.mjs").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof blog>>} */
let host;
before(async () => {
  browser = await launch();
  host = await blog({
    "/one": post("", FIGURE),
    "/zh": post("", FIGURE.replace("id=", 'lang="zh" id=')),
    "/bare": post("", `<descent-figure id="one" figure="curve-descent" controls></descent-figure>`),
    "/still": post("", FIGURE.replace("></", `><img alt="A still" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='300' height='200'/%3E"></`)),
    "/strict": post("", FIGURE).replace("<title>", `<meta http-equiv="Content-Security-Policy" content="script-src ${new URL(site()).origin}"><title>`),
  });
});
after(async () => {
  await browser.close();
  host.close();
});

/** @param {string} path @param {(page: Page, complaints: string[]) => Promise<void>} look @param {Parameters<typeof open>[2]} [options] */
async function on(path, look, options = {}) {
  const { page, complaints, close } = await open(browser, "about:blank", options);
  try {
    await look(page, complaints);
  } finally {
    await close();
  }
}

/** Opens a page whose figure tells what happens to it. @param {Page} page @param {string} path */
async function hear(page, path) {
  await page.goto(host.address + path);
  await page.evaluate(async () => {
    await customElements.whenDefined("descent-figure");
    const figure = /** @type {DescentFigure} */ (document.getElementById("one"));
    const heard = /** @type {string[]} */ ([]);
    for (const name of /** @type {const} */ (["load", "error", "play", "pause", "step", "change", "rest"])) {
      figure.addEventListener(name, () => heard.push(name));
      document.body.addEventListener(name, () => heard.push(`${name} bubbled`));
    }
    Object.assign(globalThis, { figure, heard });
    await figure.ready.catch(() => {});
  });
}

/** The figure in the page and what it has told, as the scripts of the page know them. */
const { figure, heard } = /** @type {{ figure: DescentFigure, heard: string[] }} */ (/** @type {unknown} */ (globalThis));

/** @param {Page} page */
const tick = (page) => page.evaluate(() => Number(new URLSearchParams(figure.experiment).get("figure.step")));

test("a figure does what it is told, and tells what it does", () =>
  on("/one", async (page, complaints) => {
    await hear(page, "/one");
    await page.locator("#one").scrollIntoViewIfNeeded();
    await frames(page, 5);
    assert.equal(await tick(page), 0, "it waits to be told");
    await page.evaluate(() => figure.step());
    await page.evaluate(() => figure.step(3));
    assert.equal(await tick(page), 4);
    await page.evaluate(() => figure.seek(2));
    assert.equal(await tick(page), 2);
    await page.evaluate(() => figure.rewind());
    assert.equal(await tick(page), 0);

    await page.evaluate(() => (heard.length = 0));
    await page.evaluate(() => figure.play());
    assert.ok(await page.evaluate(() => figure.playing));
    await page.waitForFunction(() => heard.includes("step"));
    await page.evaluate(() => figure.pause());
    assert.equal(await page.evaluate(() => figure.playing), false);
    assert.deepEqual([...new Set(await page.evaluate(() => heard))], ["play", "step", "change", "pause"]);

    const start = () => page.evaluate(() => new URLSearchParams(figure.experiment).get("start"));
    const started = [];
    for (const seed of [7, 8, 7]) {
      await page.evaluate((seed) => figure.restart(seed), seed);
      started.push(await start());
    }
    assert.equal(started[0], started[2]);
    assert.notEqual(started[0], started[1]);
    await page.waitForFunction(() => heard.includes("rest"));
    assert.equal((await page.evaluate(() => heard)).filter((name) => / /.test(name)).length, 0);
    assert.deepEqual(complaints, []);
  }));

test("a figure refuses what is no number, and goes no farther than a reader would wait", () =>
  on("/one", async (page, complaints) => {
    await hear(page, "/one");
    const before = await page.evaluate(() => (figure.seek(5), figure.experiment));
    /** What a call throws. @param {string} call */
    const thrown = (call) =>
      page.evaluate((call) => {
        try {
          new Function("figure", `figure.${call}`)(figure);
        } catch (error) {
          return error instanceof WebAssembly.RuntimeError ? "trap" : String(error);
        }
      }, call);
    for (const call of ["step(NaN)", "step({})", "seek('abc')", "seek(undefined)"])
      assert.match((await thrown(call)) ?? "", /step: `NaN` is not allowed; it must be an integer from 0 to/, call);
    for (const seed of ["-1", "2 ** 32", "1.5", "NaN"])
      assert.match((await thrown(`restart(${seed})`)) ?? "", /seed: `.*` is not allowed; it must be an integer from 0 to 4294967295/, seed);
    for (const key of ["5", "null", "{}", "['lr', 'x']"]) assert.match((await thrown(`set(${key}, 1)`)) ?? "", /^RangeError: there is no key/, key);
    assert.match((await thrown("set('figure.step', 1e15)")) ?? "", /^RangeError: figure.step/);
    assert.equal(await page.evaluate(() => figure.experiment), before);
    assert.equal(await page.evaluate(() => (figure.step(/** @type {any} */ ("3")), figure.experiment)), before.replace("figure.step=5", "figure.step=8"));
    // Of a descent that never ends, as many steps as take a moment.
    await page.evaluate(async () => {
      Object.assign(figure, { figure: "three-descents", experiment: "lr=0.01" });
      await figure.ready;
      figure.seek(Infinity);
    });
    const most = await tick(page);
    assert.ok(most > 1e5 && most < 1e8, String(most));
    assert.deepEqual(complaints, []);
  }));

test("a figure that is taken out is left alone, and goes on where it was once it is back", () =>
  on("/one", async (page, complaints) => {
    await hear(page, "/one");
    const shown = await page.evaluate(async () => {
      figure.seek(5);
      const { parentElement, experiment } = figure;
      figure.remove();
      // It is given back in a task of its own.
      await new Promise((resolve) => setTimeout(resolve));
      for (const call of [() => figure.step(), () => figure.seek(9), () => figure.play(), () => figure.set("lr", 0.2)]) call();
      await new Promise((resolve) => setTimeout(resolve));
      parentElement?.append(figure);
      await figure.ready;
      return [experiment, figure.experiment];
    });
    assert.equal(shown[0], shown[1]);
    await page.evaluate(() => figure.seek(6));
    assert.equal(await tick(page), 6);
    assert.deepEqual(complaints, []);
  }));

test("a figure gives its descent to programs, where it is, and goes on without it", () =>
  on("/one", async (page, complaints) => {
    await hear(page, "/one");
    for (const [name, experiment] of [["curve-descent", "f=x^4/4&lr=0.1&start=-2"], ["three-descents", "lr=0.1&batch=8&seed=5"], ["surface-descent", "surface=booth&lr=0.01"]]) {
      await page.evaluate(async ([name, experiment]) => {
        Object.assign(figure, { figure: name, experiment });
        await figure.ready;
        figure.seek(7);
      }, [name, experiment]);
      const run = await page.evaluate(async () => {
        const trainer = await figure.trainer;
        if (!trainer) return null;
        const { steps, parameters } = trainer;
        trainer.step(5);
        return { steps, length: parameters.length, later: trainer.steps };
      });
      assert.deepEqual(run, { steps: 7, length: name === "curve-descent" ? 1 : 2, later: 12 }, name);
      assert.equal(await tick(page), 7);
    }
    await page.evaluate(async () => {
      Object.assign(figure, { figure: "derivative", experiment: "" });
      await figure.ready;
    });
    assert.equal(await page.evaluate(() => figure.trainer), null);
    assert.deepEqual(complaints, []);
  }));

test("a key that can change in flight is changed in flight", () =>
  on("/one", async (page, complaints) => {
    await hear(page, "/one");
    await page.evaluate(() => figure.set("lr", 0.05));
    await page.evaluate(() => figure.play());
    await page.waitForFunction(() => heard.includes("step"));
    const reached = await tick(page);
    await page.evaluate(() => figure.set("lr", 0.06));
    assert.ok(await page.evaluate(() => figure.playing));
    await page.evaluate(() => void (figure.experiment = figure.experiment.replace(/&?figure\.step=\d+/, "").replace("lr=0.06", "lr=0.07")));
    assert.ok(await page.evaluate(() => figure.playing));
    assert.ok((await tick(page)) >= reached);
    assert.match(await page.evaluate(() => figure.experiment), /lr=0\.07/);
    await page.evaluate(() => void (figure.experiment = "figure.step=3"));
    assert.deepEqual([await page.evaluate(() => figure.playing), await tick(page)], [false, 3]);
    await page.evaluate(() => void (figure.experiment = "start=1"));
    assert.equal(await tick(page), 0, "another start is another run");
    const refused = await page.evaluate(() => {
      try {
        figure.set("lr", "fast");
      } catch (error) {
        return String(error);
      }
    });
    assert.match(refused ?? "", /RangeError.*lr.*fast/);
    assert.deepEqual(complaints, []);
  }, STILL));

test("controls that are only asked for are all there, and none are when none is said", () =>
  on("/bare", async (page) => {
    await hear(page, "/bare");
    const count = () => page.locator("#one .control").count();
    assert.ok((await count()) > 2);
    await page.evaluate(async () => (figure.setAttribute("controls", "none"), figure.ready));
    assert.equal(await count(), 0);
    await page.evaluate(async () => (figure.setAttribute("controls", "lr"), figure.ready));
    assert.equal(await count(), 1);
  }, STILL));

test("a still picture stands in for the figure until it is there, and when it cannot be", () =>
  on("/still", async (page) => {
    let come = () => {};
    const late = /** @type {Promise<void>} */ (new Promise((resolve) => (come = resolve)));
    await page.route("**/chapters_bg.wasm", (route) => late.then(() => route.continue()));
    await page.goto(`${host.address}/still`, { waitUntil: "commit" });
    await page.getByAltText("A still").waitFor();
    come();
    await page.locator("#one .panel").first().waitFor();
    await page.getByAltText("A still").waitFor({ state: "hidden" });
    await page.evaluate(() => document.getElementById("one")?.setAttribute("figure", "nothing"));
    await page.locator("#one .failure").waitFor();
    await page.getByAltText("A still").waitFor();
  }, STILL));

describe("a figure that cannot be loaded says why, and is loaded when asked again:", () => {
  const OPEN = { "access-control-allow-origin": "*" };
  /** @type {[string, string, string | RegExp, Parameters<Page["route"]>[1], RegExp][]} */
  const causes = [
    ["nothing there", "/one", "**/chapters_bg.wasm", (route) => route.fulfill({ status: 404, headers: OPEN }), /404 for chapters_bg\.wasm/],
    ["nothing there, in Chinese", "/zh", "**/chapters_bg.wasm", (route) => route.fulfill({ status: 404, headers: OPEN }), /chapters_bg\.wasm，服务器回答 404/],
    ["a script of another type", "/one", /chapters\.js($|\?)/, (route) => route.fulfill({ body: "1", contentType: "text/plain", headers: OPEN }), /chapters\.js as text\/plain/],
    ["a page in its place", "/one", "**/chapters_bg.wasm", (route) => route.fulfill({ body: "<!doctype html>", contentType: "text/html", headers: OPEN }), /chapters_bg\.wasm as text\/html/],
    ["half of it", "/one", "**/chapters_bg.wasm", async (route) => {
      const body = await (await route.fetch()).body();
      await route.fulfill({ body: body.subarray(0, body.length / 2), contentType: "application/wasm", headers: OPEN });
    }, /chapters_bg\.wasm came damaged/],
    ["no connection", "/one", /chapters\.js($|\?)/, (route) => route.abort(), /needs WebAssembly and a connection/],
  ];
  for (const [what, path, address, answer, sentence] of causes) {
    test(what, () =>
      on(path, async (page, complaints) => {
        await page.route(address, answer);
        await hear(page, path);
        assert.match(await page.locator("#one .failure").innerText(), sentence);
        assert.deepEqual(await page.evaluate(() => heard), ["error"]);
        assert.ok(complaints.some((complaint) => complaint.startsWith("<descent-figure") && sentence.test(complaint)), complaints.join("\n"));
        await page.unroute(address);
        await page.locator("#one .failure button").click();
        await page.locator("#one .panel").first().waitFor();
        assert.deepEqual(await page.evaluate(() => heard), ["error", "load"]);
      }, STILL));
  }

  test("an answer that never ends", () =>
    on("/one", async (page) => {
      await page.addInitScript(() => {
        const { setTimeout } = globalThis;
        Object.assign(globalThis, { setTimeout: (/** @type {() => void} */ done, /** @type {number} */ time) => setTimeout(done, time === 60_000 ? 300 : time) });
      });
      await page.route("**/chapters_bg.wasm", () => {});
      await hear(page, "/one");
      assert.match(await page.locator("#one .failure").innerText(), /has not answered in time/);
      await page.unroute("**/chapters_bg.wasm");
      await page.locator("#one .failure button").click();
      await page.locator("#one .panel").first().waitFor();
    }, STILL));

  test("a policy that forbids it", () =>
    on("/strict", async (page) => {
      await hear(page, "/strict");
      assert.match(await page.locator("#one .failure").innerText(), /Content-Security-Policy.*'wasm-unsafe-eval'/);
    }, STILL));

  test("a browser without it", () =>
    on("/one", async (page) => {
      await page.addInitScript(() => void Reflect.deleteProperty(globalThis, "WebAssembly"));
      await hear(page, "/one");
      assert.match(await page.locator("#one .failure").innerText(), /WebAssembly is switched off/);
    }, STILL));

  test("but not where only the type of what comes is wrong, or it cannot be compiled as it comes", () =>
    on("/one", async (page) => {
      await page.addInitScript(() => {
        Object.assign(WebAssembly, { instantiateStreaming: () => Promise.reject(new TypeError("not here")) });
      });
      await hear(page, "/one");
      await page.locator("#one .panel").first().waitFor();
    }, STILL));
});
