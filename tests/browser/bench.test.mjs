/**
 * The page of benchmarks measures in either language, can be cancelled, and works under the strictest policy. What it measures is
 * nobody's affair here.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { WORKS } from "../../benches/side_by_side/data.js";
import { launch, open, site, strict } from "./page.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

test("each work has its row, and all numbers are there to copy", async () => {
  const { page, requests, complaints, close } = await open(browser, "about:blank");
  await strict(page);
  await page.goto(`${site()}bench.html`);
  page.setDefaultTimeout(300_000);
  await page.locator("#samples").selectOption("100000");
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByRole("status").getByText(/^Measuring/).waitFor();
  await page.getByRole("status").getByText(/^Done/).waitFor();
  const report = JSON.parse(await page.locator("#json").inputValue());
  for (const { name } of WORKS) {
    assert.match((await page.locator(`tr[data-work="${name}"] .ratio`).textContent()) ?? "", /^[\d.,]+ ×$/);
    for (const who of ["js", "handle"]) assert.equal(report.secondsAStep[name][who].filter((/** @type {number} */ seconds) => seconds > 0).length, report.rounds);
  }
  for (const request of requests) assert.ok(request.startsWith(site()) || request.startsWith("data:") || request === "about:blank", request);
  assert.deepEqual(complaints, []);
  await close();
});

test("it is cancelled at once, and begins anew", async () => {
  const { page, complaints, close } = await open(browser, "bench.zh.html");
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
  await page.locator("#samples").selectOption("100000");
  for (let time = 0; time < 2; time++) {
    await page.getByRole("button", { name: "开始" }).click();
    await page.locator('tr[data-work="full-2"] .ratio').getByText("×").waitFor();
    await page.getByRole("button", { name: "取消" }).click();
    await page.getByRole("status").getByText("已取消").waitFor();
    assert.equal(await page.locator("#report").isVisible(), false);
  }
  assert.deepEqual(complaints, []);
  await close();
});

test("what goes wrong is told", async () => {
  const { page, close } = await open(browser, "bench.html");
  await page.route("**/descent_bg.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByRole("status").getByText(/could not be measured: ./).waitFor();
  assert.equal(await page.getByRole("button", { name: "Start" }).isEnabled(), true);
  await close();
});
