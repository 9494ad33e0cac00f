/**
 * What a frame costs the page's main thread while a reader drags each handle of each figure and turns each surface: scripts,
 * style, layout and painting, as Chromium accounts for them.
 */
import { Figure, STILL, frames, keepOne, launch, open } from "../tests/browser/page.mjs";

/** Where a figure is asked for by its id, that one alone. */
const wanted = process.argv.slice(2);
/** How often the pointer moves while it is measured. */
const MOVES = 120;

const browser = await launch();
const ids = await (async () => {
  const { page, close } = await open(browser, "", STILL);
  const all = await page.locator("descent-figure").evaluateAll((figures) => figures.map((figure) => figure.id));
  await close();
  return wanted.length ? wanted : all;
})();

const rows = [];
for (const id of ids) {
  const { page, close } = await open(browser, `?only=${id}`, { ...STILL, script: keepOne });
  const figure = await new Figure(page, `#${id}`).show();
  const session = await page.context().newCDPSession(page);
  // Time that the thread itself ran, whatever else the machine does.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  /** Seconds of the main thread so far. */
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (/** @type {string} */ name) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
    return { tasks: of("TaskDuration"), scripts: of("ScriptDuration") };
  };

  const turning = await figure.root.locator(".panel").evaluateAll((panels) =>
    panels.filter((panel) => panel.querySelector(".box.turns")).map((panel) => /** @type {HTMLElement} */ (panel).dataset.name ?? ""));
  const held = [
    ...(await figure.root.locator(".handle").all()).map((handle) => ({ handle, name: "" })),
    ...turning.map((name) => ({ handle: figure.box(name), name })),
  ];
  for (const { handle, name } of held) {
    await handle.scrollIntoViewIfNeeded();
    // What lies under another handle is first moved out from under it.
    const isCovered = () => handle.evaluate((target) => {
      const { x, y, width, height } = target.getBoundingClientRect();
      const top = /** @type {ShadowRoot} */ (target.getRootNode()).elementFromPoint(x + width / 2, y + height / 2);
      return top !== target && top?.classList.contains("handle") === true;
    });
    for (let moves = 0; moves < 8 && !name && (await isCovered()); moves++) await handle.press("Shift+ArrowRight");
    const box = await handle.boundingBox();
    if (!box) continue;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await frames(page, 5);
    /** One move a frame, from within: a move from without costs frames of its own. @param {boolean} read */
    const circle = (read) => handle.evaluate((target, { x, y, moves, read }) => new Promise((/** @type {(milliseconds: number) => void} */ resolve) => {
      const shadow = /** @type {ShadowRoot} */ (target.getRootNode());
      const canvases = [...shadow.querySelectorAll("canvas")].filter((canvas) => canvas.width);
      let [last, move, reading] = [{ x, y }, 0, 0];
      const next = () => {
        // The figure has drawn earlier in this frame; to read a pixel is to wait for all that were ordered.
        const begin = performance.now();
        if (read) for (const canvas of canvases) canvas.getContext("2d")?.getImageData(0, 0, 1, 1);
        reading += performance.now() - begin;
        const angle = (2 * Math.PI * move) / moves;
        const to = { x: x + 60 * Math.sin(angle), y: y + 40 * Math.sin(2 * angle) };
        const way = { movementX: to.x - last.x, movementY: to.y - last.y };
        target.dispatchEvent(new PointerEvent("pointermove", { clientX: to.x, clientY: to.y, bubbles: true, ...way }));
        last = to;
        if (move++ < moves) requestAnimationFrame(next);
        else resolve(reading / moves);
      };
      requestAnimationFrame(next);
    }), { x, y, moves: MOVES, read });
    // Once around, so that all code is compiled.
    await circle(false);
    const before = await spent();
    await circle(false);
    const after = await spent();
    const pixels = await circle(true);
    await page.mouse.up();
    const scripts = (1000 * (after.scripts - before.scripts)) / MOVES;
    const what = name ? `turning ${name}` : `dragging ${await handle.getAttribute("aria-label")}`;
    const row = { scripts, pixels, both: scripts + pixels, "with the page's style, layout, paint": (1000 * (after.tasks - before.tasks)) / MOVES };
    rows.push({ figure: id, what, ...Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value.toFixed(2))])) });
  }
  await close();
}
console.log(`The main thread's milliseconds for each move of the pointer, on average over ${MOVES} moves with a frame each`);
console.table(rows);
await browser.close();
