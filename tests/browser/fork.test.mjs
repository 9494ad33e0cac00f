/**
 * A run that is changed on its way: where, by hand; and what the change did, in words.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Figure, STILL, draw, frames, keepOne, launch, middle, open } from "./page.mjs";

/** @type {import("./page.mjs").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

for (const width of [1280, 390]) {
  test(`the step of the change is dragged, moved by keys and by its slider, and the runs go on: ${width} px`, async () => {
    const options = { ...STILL, viewport: { width, height: 900 }, script: keepOne };
    const { page, complaints, close } = await open(browser, "?only=fork#fork?figure.step=30", options);
    try {
      const figure = await new Figure(page, "#fork").show();
      const step = async () => Number(await figure.value("figure.fork"));
      await figure.root.getByText("Steps since the change: 18.").waitFor();
      const handle = figure.panel("values").locator(".handle");
      await draw(page, await middle(handle), [60, 0]);
      const dragged = await step();
      assert.ok(dragged > 12 && dragged < 30, `${dragged}`);
      await figure.root.getByText(`Steps since the change: ${30 - dragged}.`).waitFor();
      await handle.press("ArrowLeft");
      const left = await step();
      assert.ok(left < dragged, `${left} ${dragged}`);
      await handle.press("ArrowRight");
      assert.equal(await step(), dragged);
      await figure.enter("figure.fork", "30");
      await figure.root.getByText("One run until step 30.").waitFor();
      assert.equal(await figure.tick(), 30);
      await frames(page, 2);
      assert.deepEqual(complaints, []);
    } finally {
      await close();
    }
  });
}

test("a change that makes the run diverge is mended by what is offered, and what was before it stays", async () => {
  const { page, complaints, close } = await open(browser, "?only=fork#fork?figure.lr.changed=0.5&figure.step=60", { ...STILL, script: keepOne });
  try {
    const figure = await new Figure(page, "#fork").show();
    await figure.root.getByRole("button", { name: /^Use η/ }).first().click();
    assert.ok(Number(await figure.value("figure.lr.changed")) < 0.04);
    assert.equal(await figure.value("lr"), "0.0392");
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
});
