/**
 * The article in WebKit, Safari's engine: what Chromium does otherwise or does not do.
 */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { site } from "./page.mjs";
import { driver, visit } from "./webdriver.mjs";

/** @typedef {import("../../www/descent-figure.js").DescentFigure} DescentFigure */
/** @typedef {Window & { complaints: string[] }} Listened */

/** Notes what goes wrong in a page, which a WebDriver does not tell. */
function listen() {
  /** @type {string[]} */
  const complaints = [];
  Object.assign(window, { complaints });
  // What does not come says so to the element that asked for it.
  addEventListener("error", (event) => complaints.push(event.message ?? /** @type {Element} */ (event.target).outerHTML), true);
  addEventListener("unhandledrejection", (event) => complaints.push(String(event.reason)));
  console.error = console.warn = (...words) => void complaints.push(words.join(" "));
}

/** The site, in whose pages {@link listen} runs before all else. */
async function listened() {
  const server = createServer(async (request, response) => {
    const answer = await fetch(new URL(`.${request.url}`, site()));
    const type = answer.headers.get("content-type") ?? "";
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { "content-type": type });
    response.end(type.startsWith("text/html") ? String(body).replace("<head>", `<head><script>(${listen})()</script>`) : body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const where = server.address();
  return { address: `http://127.0.0.1:${typeof where === "object" ? where?.port : 0}/`, close: () => server.close() };
}

/** A figure that the page shows has so many frames to come to rest on the page. @param {string} id */
async function settle(id) {
  await customElements.whenDefined("descent-figure");
  const figure = /** @type {DescentFigure} */ (document.getElementById(id));
  await figure.ready;
  for (let left = 10; left > 0; left--) await new Promise(requestAnimationFrame);
  return figure.getBoundingClientRect().top;
}

/** Whatever the page, or a figure in it, complains of. */
function complaints() {
  const figures = [...document.querySelectorAll("descent-figure")];
  const failures = figures.flatMap((figure) => [...(figure.shadowRoot?.querySelectorAll(".failure") ?? [])]);
  return [.../** @type {Listened} */ (/** @type {unknown} */ (window)).complaints, ...failures.map((failure) => failure.textContent)];
}

/** The figure's margin above it, as the style sheet has it. */
const MARGIN = 24;

/** Where there is none, each of the tests is counted as skipped. */
const where = { skip: !driver && "no WebKit here" };

describe("in WebKit", () => {
  /** @type {Awaited<ReturnType<typeof listened>>} */
  let host;
  before(async () => void (host = await listened()));
  after(() => host.close());

  for (const [id, width] of /** @type {const} */ ([["derivative-figure", 1280], ["three-descents", 1280], ["surface", 700], ["duel", 450]])) {
    test(`a link with a state opens the article at its figure, every time: ${id} at ${width} px`, where, async () => {
      for (let time = 0; time < 3; time++) {
        await visit(`${host.address}#${id}?figure.step=3`, width, async (run) => {
          const at = await run(settle, id);
          assert.ok(Math.abs(at - MARGIN) < 3, `${at} px from the top`);
          assert.deepEqual(await run(complaints), []);
        });
      }
    });
  }

  test("the first figure moves, and is drawn in both themes", where, () =>
    visit(host.address, 1280, async (run) => {
      const [light, dark, again] = await run(async () => {
        await customElements.whenDefined("descent-figure");
        const hero = /** @type {DescentFigure} */ (document.getElementById("hero"));
        await hero.ready;
        const step = () => Number(new URLSearchParams(hero.experiment).get("figure.step"));
        while (step() < 2) await new Promise(requestAnimationFrame);
        // At rest, so that nothing but the colours changes.
        hero.experiment = hero.experiment;
        const pictures = [];
        for (const theme of ["light", "dark", "light"]) {
          /** @type {HTMLElement} */ (document.querySelector(`[data-theme-choice=${theme}]`)).click();
          for (let left = 3; left > 0; left--) await new Promise(requestAnimationFrame);
          const canvases = [.../** @type {ShadowRoot} */ (hero.shadowRoot).querySelectorAll("canvas:not(.copy)")];
          pictures.push([getComputedStyle(document.documentElement).backgroundColor, ...canvases.map((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL())]);
        }
        return pictures;
      });
      assert.ok(light.length > 3);
      // A layer on which nothing stands has no size.
      light.forEach((picture, place) => assert.ok(picture !== dark[place] || picture === "data:,"));
      assert.deepEqual(again, light);
      assert.deepEqual(await run(complaints), []);
    }));
});
