/**
 * What a frame of the three descents costs the page's main thread, early and late in a run, what ten million steps leave
 * in memory, and a step of stochastic descent beside the same in plain JavaScript.
 */
import { launch, open } from "../tests/browser/page.mjs";

const browser = await launch();
const { page, close } = await open(browser, "#nowhere", { reducedMotion: "reduce" });

const report = await page.evaluate(async () => {
  const module = (/** @type {string} */ name) => import(new URL(`www/pkg/${name}.js`, location.href).href);
  const { default: initFigures, Figure } = await module("comparison");
  const { default: init, Trainer } = await module("descent");
  const [, { memory }] = await Promise.all([initFigures({ module_or_path: fetch(new URL("www/pkg/comparison_bg.wasm", location.href)) }), init()]);
  const { core: words } = await (await fetch(new URL("www/pkg/words/en/comparison.json", location.href))).json();

  /** @param {number[]} times */
  const summary = (times) => {
    const sorted = [...times].sort((a, b) => a - b);
    const at = (/** @type {number} */ part) => sorted[Math.floor(part * (sorted.length - 1))].toFixed(2);
    return { median: at(0.5), p95: at(0.95), longest: at(1) };
  };

  /** @param {number} tick @param {boolean} flush  waits for the pixels, which the browser paints elsewhere */
  const frame = (tick, flush) => {
    const figure = new Figure("three-descents", "", words);
    /** @type {HTMLCanvasElement[]} */
    const canvases = [];
    for (const panel of figure.speech().panels) {
      const layers = [0, 1, 2].map(() => document.body.appendChild(document.createElement("canvas")));
      canvases.push(layers[2]);
      const [axes, trail, moving] = layers;
      figure.attach(panel.index, axes, trail, moving, panel.columns * 75, 270, 1);
    }
    figure.seek(tick);
    figure.draw(0);
    const times = [];
    for (let count = 0; count < 400; count++) {
      const begin = performance.now();
      figure.advance(1);
      figure.draw(0.5);
      if (flush) for (const canvas of canvases) canvas.getContext("2d")?.getImageData(0, 0, 1, 1);
      times.push(performance.now() - begin);
    }
    figure.free();
    document.querySelectorAll("body > canvas").forEach((canvas) => canvas.remove());
    return summary(times.slice(50));
  };

  const frames = [];
  for (const flush of [false, true]) {
    for (const tick of [100, 100_000, 100, 100_000]) frames.push({ tick, pixels: flush, ...frame(tick, flush) });
  }

  const trainer = new Trainer("n=1000&reduction=mean&sampler=uniform&batch=1&lr=0.01");
  trainer.step(200_000);
  const before = memory.buffer.byteLength;
  let begin = performance.now();
  trainer.step(10_000_000);
  const perStep = (performance.now() - begin) / 10_000_000 * 1e6;
  const grown = memory.buffer.byteLength - before;
  const points = trainer.trajectory().length / 2;
  trainer.free();

  // The loop that one would write instead, on the same kind of data.
  const x = Float64Array.from({ length: 1000 }, () => 4 * Math.random() - 1);
  const y = x.map((value) => 2 * value + 1 + Math.random());
  let w = 0, b = 0;
  const path = [];
  begin = performance.now();
  for (let step = 0; step < 10_000_000; step++) {
    const i = Math.floor(Math.random() * 1000);
    const residual = w * x[i] + b - y[i];
    w -= 0.01 * residual * x[i];
    b -= 0.01 * residual;
    if (step < 131_072) path.push(w, b);
  }
  const plain = (performance.now() - begin) / 10_000_000 * 1e6;
  return { frames, grown, points, perStep, plain, sink: path.length + w + b };
});

console.log("A frame of the three descents: all views, 75 CSS pixels a column, 270 high, milliseconds on the main thread");
console.table(report.frames);
console.log(`10,000,000 further steps: memory grew by ${(report.grown / 1024).toFixed(0)} KiB; ${report.points} points are kept`);
console.log(
  `a stochastic step: ${report.perStep.toFixed(0)} ns, the same loop in JavaScript with Math.random ${report.plain.toFixed(0)} ns: ` +
  `${(report.perStep / report.plain).toFixed(2)} times as long, with every draw reproducible`,
);
await close();
await browser.close();
