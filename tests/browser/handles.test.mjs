/**
 * The handles on a page: drawings in wrong hands, and long runs that leave the page its frames.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, site } from "./page.mjs";

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

const core = () => new URL("www/pkg/descent.js", site()).href;

test("what cannot be drawn on is refused any number of times, and leaves the trainer free", async () => {
  const { page } = await open(browser, "www/tokens.css");
  const told = await page.evaluate(async (core) => {
    const { default: init, Trainer } = await import(core);
    const { memory, __wbindgen_externrefs: externrefs } = await init();
    const trainer = new Trainer("data=line&n=20&reduction=mean&lr=0.1&seed=1");
    const taken = document.createElement("canvas");
    taken.getContext("webgl") ?? taken.getContext("bitmaprenderer");
    const given = document.createElement("canvas");
    given.transferControlToOffscreen();
    const throwing = Object.defineProperty(document.createElement("canvas"), "width", { get() { throw new Error("mine"); } });
    const wrongs = [null, undefined, {}, document.body, new OffscreenCanvas(9, 9), Object.create(HTMLCanvasElement.prototype),
      document.createElement("canvas").getContext("2d"), taken, given, throwing];
    /** @type {Set<string>} */
    const errors = new Set();
    const wrongly = (/** @type {number} */ times) => {
      for (let i = 0; i < times; i++) {
        for (const draw of [trainer.drawLandscape, trainer.drawLosses]) {
          try {
            draw.call(trainer, wrongs[i % wrongs.length], "light");
            errors.add("drawn");
          } catch (/** @type {any} */ error) {
            errors.add(`${error.name} ${error.key}`);
          }
        }
      }
    };
    wrongly(100);
    const sizes = () => [memory.buffer.byteLength, externrefs.length].join();
    const first = sizes();
    wrongly(50_000);
    const last = sizes();
    const canvas = Object.assign(document.createElement("canvas"), { width: 300, height: 200 });
    const inks = [];
    for (const draw of [trainer.drawLandscape, trainer.drawLosses]) {
      trainer.step(5);
      canvas.width = 300;
      draw.call(trainer, canvas, "dark");
      inks.push(canvas.getContext("2d")?.getImageData(0, 0, 300, 200).data.some((value) => value > 0));
    }
    for (const size of [0, 1]) trainer.drawLosses(Object.assign(document.createElement("canvas"), { width: size, height: size }));
    try {
      trainer.drawLosses(canvas, "blue");
    } catch (/** @type {any} */ error) {
      errors.add(`${error.name} ${error.key}`);
    }
    trainer.free();
    return { errors: [...errors].sort(), first, last, inks };
  }, core());
  assert.deepEqual(told.errors, ["RangeError canvas", "RangeError theme", "TypeError canvas"]);
  assert.equal(told.last, told.first);
  assert.deepEqual(told.inks, [true, true]);
});

test("a long run leaves the page its frames, and ends when it is told to", async () => {
  const { page } = await open(browser, "www/tokens.css");
  const { reason, frames, taken, steps } = await page.evaluate(async (core) => {
    const { default: init, Trainer } = await import(core);
    await init();
    const trainer = new Trainer("data=engel&scale=standardize&reduction=mean&sampler=shuffle&batch=16&lr=0.01&seed=1");
    const controller = new AbortController();
    let [frames, taken] = [0, 0];
    const frame = () => {
      frames += 1;
      if (frames === 5) controller.abort("five frames");
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    const onProgress = (/** @type {{ taken: number }} */ progress) => void ({ taken } = progress);
    const run = trainer.run(1e15, { signal: controller.signal, onProgress });
    const reason = await run.catch((/** @type {unknown} */ reason) => reason);
    return { reason, frames, taken, steps: trainer.steps };
  }, core());
  assert.equal(reason, "five frames");
  assert.equal(frames, 5);
  assert.ok(taken > 0 && steps === taken, `${taken} of ${steps}`);
});
