/**
 * A figure, or the article, in a frame of a page that is not ours.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { STILL, blog, frames, launch, open, site } from "./page.mjs";

/** What a page does with the height that its frame tells: it takes it from that frame alone. */
const LISTENER = `<script>
  window.told = [];
  addEventListener("message", ({ source, data }) => {
    const frame = [...document.querySelectorAll("iframe")].find(({ contentWindow }) => contentWindow === source);
    told.push({ frame: frame?.id, ...data });
    if (frame && data.type === "descent-height") frame.style.height = data.height + "px";
  });
</script>`;

/** @param {string} body */
const page = (body) => `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><style>body { margin: 0 } div { height: 2000px } iframe { border: 0; width: 100% }</style>${LISTENER}${body}`;

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof blog>>} */
let host;

before(async () => {
  browser = await launch();
  const embed = `${site()}embed/gradient/?lang=zh&theme=dark&figure.x=1&f=x%5E2+y^2#?secret=s3cret`;
  host = await blog({
    "/figure": page(`<iframe id="one" sandbox="allow-scripts" src="${embed}"></iframe><div></div>`),
    "/article": page(`<div></div><iframe id="one" style="height: 600px" src="${site()}#three-descents?figure.step=3"></iframe><div></div>`),
  });
});

after(async () => {
  await browser.close();
  host.close();
});

/** @param {string} path */
const at = (path) => open(browser, `${host.address}${path}`, { ...STILL });

test("a figure without an origin fills its frame, and tells its height", async () => {
  const { page, complaints, close } = await at("/figure");
  const frame = page.frameLocator("#one");
  const figure = frame.locator("descent-figure");
  await figure.evaluate((figure) => /** @type {import("../../www/descent-figure.js").DescentFigure} */ (figure).ready);
  await page.waitForFunction(() => Number(document.querySelector("iframe")?.clientHeight) > 300);
  await frames(page, 10);
  const { attributes, inner, scrolls } = await figure.evaluate((figure) => ({
    attributes: Object.fromEntries([...figure.attributes].map(({ name, value }) => [name, value])),
    inner: figure.getBoundingClientRect(),
    scrolls: Number(document.scrollingElement?.scrollHeight) - innerHeight,
  }));
  assert.deepEqual(attributes, { figure: "gradient", lang: "zh", theme: "dark", experiment: "figure.x=1&f=x%5E2+y^2" });
  const outer = await page.locator("#one").boundingBox();
  assert.ok(outer && Math.abs(outer.height - inner.height) <= 1 && Math.abs(outer.width - inner.width) <= 1, JSON.stringify({ outer, inner }));
  assert.equal(scrolls, 0);
  const told = await page.evaluate(() => /** @type {any} */ (window).told.slice(-2));
  const height = Math.ceil(inner.height);
  assert.deepEqual(told, [
    { frame: "one", type: "descent-height", height },
    { frame: "one", message: "height", value: height, secret: "s3cret" },
  ]);
  assert.deepEqual(complaints, []);
  await close();
});

test("the article goes to its figure in the frame, and the page around it stays", async () => {
  const { page, complaints, close } = await at("/article");
  await page.evaluate(() => document.querySelector("iframe")?.scrollIntoView());
  const before = await page.evaluate(() => scrollY);
  const figure = page.frameLocator("#one").locator("#three-descents");
  await figure.evaluate((figure) => /** @type {import("../../www/descent-figure.js").DescentFigure} */ (figure).ready);
  await page.frameLocator("#one").locator("#hero.settled").waitFor();
  await frames(page, 10);
  assert.ok(Math.abs((await figure.evaluate((figure) => figure.getBoundingClientRect().top)) - 24) < 3);
  assert.equal(await page.evaluate(() => scrollY), before);
  assert.deepEqual(complaints, []);
  await close();
});

test("each figure has a page for a frame, and an answer to sites that ask", async () => {
  const { page, complaints, close } = await open(browser, "", STILL);
  const found = await page.evaluate(async () => {
    const names = new Set([...document.querySelectorAll("descent-figure")].map((figure) => figure.getAttribute("figure")));
    return Promise.all([...names].map(async (name) => {
      const base = new URL(`embed/${name}/`, location.href);
      const page = new DOMParser().parseFromString(await (await fetch(base)).text(), "text/html");
      const link = page.querySelector("link[type='application/json+oembed']")?.getAttribute("href") ?? "";
      const answer = await (await fetch(new URL(link, base))).json();
      return { name, figure: page.querySelector("descent-figure")?.getAttribute("figure"), type: answer.type, frame: answer.html.includes(`embed/${name}/`) };
    }));
  });
  assert.ok(found.length > 10);
  for (const { name, figure, type, frame } of found) assert.deepEqual({ figure, type, frame }, { figure: name, type: "rich", frame: true });
  assert.deepEqual(complaints, []);
  await close();
});
