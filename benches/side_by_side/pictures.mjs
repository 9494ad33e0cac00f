/**
 * From navigation to the first picture: the article and a post with one figure, beside a page of each library that draws a line
 * of a hundred points; in fresh contexts, in turn, from one server that nothing is kept of.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { launch } from "../../tests/browser/page.mjs";

const require = createRequire(import.meta.url);
const TYPES = /** @type {Record<string, string>} */ ({ ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json" });

/** Puts the time into `shown` when the frame that is under way has been painted. */
const PAINTED = `requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { window.shown ??= performance.now(); };
  channel.port2.postMessage(0);
});`;

/** A figure shows something when it is ready. */
const WATCH = `{ const look = () => {
  const figure = document.querySelector("descent-figure");
  if (figure?.ready) figure.ready.then(() => { ${PAINTED} }); else setTimeout(look, 1);
}; look(); }`;

const LINE = "const ys = Array.from({ length: 100 }, (_, i) => 2 * Math.exp(-i / 20)), xs = ys.map((_, i) => i);";
const HEAD = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">';

/** @param {string} libraries @param {string} draw */
const page = (libraries, draw) =>
  `${HEAD}<canvas id="canvas" width="800" height="300"></canvas><div id="box"></div>${libraries}<script>${LINE}${draw};${PAINTED}</script>`;
const script = (/** @type {string} */ path) => `<script src="/peers/${path}"></script>`;

/** @type {Record<string, string>} */
const PEERS = {
  "a bare canvas": page("", "const c = canvas.getContext('2d'); c.beginPath(); ys.forEach((y, i) => c.lineTo(8 * i, 300 - 100 * y)); c.stroke()"),
  "d3": page(script("d3/dist/d3.min.js"), "const c = canvas.getContext('2d'); c.beginPath(); d3.line().x((_, i) => 8 * i).y((y) => 300 - 100 * y).context(c)(ys); c.stroke()"),
  "uPlot": page(`<link rel="stylesheet" href="/peers/uplot/dist/uPlot.min.css">${script("uplot/dist/uPlot.iife.min.js")}`,
    "new uPlot({ width: 800, height: 300, scales: { x: { time: false } }, series: [{}, { stroke: 'red' }] }, [xs, ys], box)"),
  "Chart.js": page(script("chart.js/dist/chart.umd.min.js"),
    "new Chart(canvas, { type: 'line', data: { labels: xs, datasets: [{ data: ys }] }, options: { animation: false, responsive: false } })"),
  "Plotly": page(script("plotly.js-dist-min/plotly.min.js"), "Plotly.newPlot(box, [{ x: xs, y: ys }], { width: 800, height: 300 })"),
};

/** Ours. */
export const OURS = { article: "the article", post: "a post with a figure" };

const POST = `${HEAD}<script type="module" src="/www/descent-figure.js"></script><descent-figure figure="fit-a-line"></descent-figure>`;

/** @param {string} dist @param {number} rounds @returns {Promise<Record<string, number[]>>}  milliseconds */
export async function firstPictures(dist, rounds) {
  const pages = new Map([["/post", POST], ...Object.entries(PEERS).map(([name, html]) => /** @type {const} */ ([`/${encodeURIComponent(name)}`, html]))]);
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "", "http://localhost").pathname;
    try {
      const file = path.startsWith("/peers/") ? require.resolve(`../node_modules${path.slice("/peers".length)}`) : join(dist, path);
      const page = pages.get(path), type = page ? undefined : TYPES[extname(path)];
      const body = page ?? (await readFile(file));
      response.writeHead(200, { "content-type": type ?? "text/html; charset=utf-8", "cache-control": "no-store" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const where = server.address();
  const url = `http://127.0.0.1:${typeof where === "object" ? where?.port : 0}`;
  const browser = await launch();
  /** @type {[string, string][]} */
  const shown = [[OURS.article, "/index.html"], [OURS.post, "/post"], ...Object.keys(PEERS).map((name) => /** @type {[string, string]} */ ([name, `/${encodeURIComponent(name)}`]))];
  /** @type {Record<string, number[]>} */
  const times = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, path] of shown) {
      const context = await browser.newContext();
      const opened = await context.newPage();
      if (name === OURS.article || name === OURS.post) await opened.addInitScript(WATCH);
      /** @type {Error[]} */
      const errors = [];
      opened.on("pageerror", (error) => errors.push(error));
      await opened.goto(url + path);
      await opened.waitForFunction("window.shown").catch((reason) => {
        throw new Error(`${name} shows no picture`, { cause: errors[0] ?? reason });
      });
      (times[name] ??= []).push(await opened.evaluate("window.shown"));
      await context.close();
    }
  }
  await browser.close();
  server.close();
  return times;
}
