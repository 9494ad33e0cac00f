/**
 * What the browser tests share: a browser, a page that notes what goes wrong in it, and a hand on a figure.
 *
 * Nothing here waits for a time to pass; it waits for what is to happen, and the runner's time limit is the only clock.
 */
import { createServer } from "node:http";
import { chromium } from "playwright-core";

/** @typedef {import("playwright-core").Browser} Browser */
/** @typedef {import("playwright-core").BrowserContextOptions} ContextOptions */
/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("../../www/descent-figure.js").DescentFigure} DescentFigure */

/** @param {string} name */
function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run these tests by \`cargo xtask test browser\``);
  return value;
}

/** The served page's address, which ends in a slash. */
export const site = () => given("DESCENT_URL");

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--js-flags=--expose-gc",
];

/** @returns {Promise<Browser>} */
export const launch = () => chromium.launch({ executablePath: given("DESCENT_BROWSER"), args: FLAGS });

/**
 * A page in a context of its own, at an address below the site's or anywhere.
 * @param {Browser} browser
 * @param {string} [address]
 * @param {ContextOptions & { script?: () => void }} [options]  `script` runs before the page's own
 */
export async function open(browser, address = "", { script, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  // Long enough for a busy machine, and short enough that what hangs is named before the runner's limit.
  page.setDefaultTimeout(60_000);
  /** What the page complained of. @type {string[]} */
  const complaints = [];
  /** Every address that was asked for. @type {string[]} */
  const requests = [];
  page.on("console", (message) => {
    // The page asks at once for what its first figure needs, also where a test takes that out.
    if (script === keepOne && /preloaded .* but not used/.test(message.text())) return;
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error.stack ?? error)));
  page.on("requestfailed", (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on("request", (request) => requests.push(request.url()));
  if (script) await page.addInitScript(script);
  await page.goto(new URL(address, site()).href);
  return { page, complaints, requests, close: () => context.close() };
}

/**
 * A script for {@link open}: of an address with `?only=id` it takes the other figures out of the article before any of
 * them begins, so that a test waits for its own alone.
 */
export function keepOne() {
  const kept = new URL(location.href).searchParams.get("only");
  const takeOut = () => document.querySelectorAll("descent-figure").forEach((figure) => kept && figure.id !== kept && figure.remove());
  // The article has been read then, and no module has run.
  document.addEventListener("readystatechange", takeOut, { once: true });
}

/**
 * A page with figures that is not ours.
 * @param {string} style @param {string} figures
 */
export const post = (style, figures) => `<!doctype html><html lang="en"><title>A post</title><link rel="icon" href="data:,">
  <meta name="viewport" content="width=device-width"><style>${style}</style>
  <p>Somebody's words.</p>
  <script type="module" src="${site()}www/descent-figure.js"></script>${figures}`;

/**
 * A site that is not ours: another origin, with a page for each path.
 * @param {Record<string, string>} posts
 */
export async function blog(posts) {
  const server = createServer((request, response) => {
    const body = posts[request.url ?? ""];
    response.writeHead(body ? 200 : 404, { "content-type": "text/html; charset=utf-8" }).end(body ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const where = server.address();
  return { address: `http://127.0.0.1:${typeof where === "object" ? where?.port : 0}`, close: () => server.close() };
}

/** The strictest policy that lets WebAssembly run. */
const POLICY = [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' data: blob:", "connect-src 'self'",
  "require-trusted-types-for 'script'",
].join("; ");

/** The site as it is, with the policy. @param {import("playwright-core").Page} page */
export const strict = (page) =>
  page.route(site() + "**", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": POLICY } });
  });

/** What asks for less motion stands still, so that whatever happens is the test's doing. @type {ContextOptions} */
export const STILL = { reducedMotion: "reduce" };

/**
 * So many frames go by: the browser's own proof that there was an opportunity to do something.
 * @param {Page} page @param {number} count
 */
export const frames = (page, count) =>
  page.evaluate((left) => new Promise((resolve) => {
    const next = () => (left-- > 0 ? requestAnimationFrame(next) : resolve(undefined));
    next();
  }), count);

/** The middle of what is seen of an element. @param {import("playwright-core").Locator} locator */
export async function middle(locator) {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator} is not to be seen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The mouse takes what is at a place, and draws it away. @param {Page} page @param {{ x: number, y: number }} from @param {[number, number]} by */
export async function draw(page, { x, y }, [dx, dy]) {
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
  await page.mouse.up();
  await frames(page, 2);
}

/** The descents that are compared, in the order in which they are told of. */
export const DESCENTS = ["batch", "stochastic", "mini-batch"];

/** A figure on a page, by hand and by eye. */
export class Figure {
  /** @param {Page} page @param {string} selector  such as `#hero` */
  constructor(page, selector) {
    this.page = page;
    this.selector = selector;
    // Playwright's selectors look into open shadow trees.
    this.root = page.locator(selector);
    this.play = this.root.locator("button.play");
    this.scrubber = this.root.locator("input.scrubber");
    this.notices = this.root.locator(".notice");
  }

  /** Brings it into view; it is ready, and has had its chance to begin. */
  async show() {
    await this.root.scrollIntoViewIfNeeded();
    await this.root.evaluate((figure) => /** @type {DescentFigure} */ (figure).ready);
    // What has just been built may have moved it.
    await this.root.scrollIntoViewIfNeeded();
    await frames(this.page, 3);
    return this;
  }

  /** It speaks a language, whose words have come. @param {"en" | "zh-Hans"} language */
  async speaks(language) {
    await this.root.locator(`.descent[lang="${language}"]`).waitFor({ state: "attached" });
  }

  /** The complete string. */
  experiment() {
    return this.root.evaluate((figure) => /** @type {DescentFigure} */ (figure).experiment);
  }

  /** The value of a key in the string; null when it is not there. @param {string} key */
  async value(key) {
    return new URLSearchParams(await this.experiment()).get(key);
  }

  /** The value of a key as long as nobody has touched the figure. @param {string} key */
  initial(key) {
    return this.root.evaluate((figure, key) => new URLSearchParams(/** @type {DescentFigure} */ (figure).initialExperiment ?? "").get(key), key);
  }

  async tick() {
    return Number(await this.value("figure.step"));
  }

  /**
   * Waits until a key's value is such. The condition runs in the page.
   * @param {string} key @param {"is" | "is not" | "at least"} relation @param {string | number} than
   */
  async until(key, relation, than) {
    const reached = this.page.waitForFunction(({ selector, key, relation, than }) => {
      const figure = /** @type {DescentFigure | null} */ (document.querySelector(selector));
      const value = new URLSearchParams(figure?.experiment).get(key);
      if (relation === "at least") return Number(value) >= Number(than);
      return (String(value) === String(than)) === (relation === "is");
    }, { selector: this.selector, key, relation, than });
    await reached.catch(async (reason) => {
      throw new Error(`${this.selector} has ${key} = ${await this.value(key)}, never ${relation} ${than}`, { cause: reason });
    });
  }

  /** @param {string} key */
  control(key) {
    return this.root.locator(`.control[data-key="${key}"]`);
  }

  /** @param {string} name */
  panel(name) {
    return this.root.locator(`.panel[data-name="${name}"]`);
  }

  /** @param {string} name */
  box(name) {
    return this.panel(name).locator(".box");
  }

  /** A control, also if it was folded away. @param {string} key */
  async unfolded(key) {
    await this.control(key).evaluate((row) => row.closest("details")?.setAttribute("open", ""));
    return this.control(key);
  }

  /** Types into a control's number or text field and leaves it. @param {string} key @param {string} text */
  async enter(key, text) {
    const field = (await this.unfolded(key)).locator("input[type=text]");
    await field.fill(text);
    await field.press("Enter");
  }

  /** What is wrong with a control's value, as the line beside it says. @param {string} key */
  async trouble(key) {
    return (await this.control(key).locator("[role=alert]").textContent()) ?? "";
  }

  /** Chooses a word of a control, a list or a row of buttons. @param {string} key @param {string} value */
  async choose(key, value) {
    const control = await this.unfolded(key);
    const list = control.locator("select");
    if (await list.count()) await list.selectOption(value);
    else await control.locator(`input[value="${value}"]`).check();
  }

  /**
   * Has the paths drawn anew in one go. Drawn piece by piece while they grow, their edges are blended more than once
   * where the pieces meet, which no eye sees, but a comparison of pixels does.
   */
  async redraw() {
    await this.root.locator("button.step").click();
    await this.root.locator("button.back").click();
    await frames(this.page, 2);
  }

  /** What the landscape's description says of where a descent stands. @param {string} name */
  async standing(name) {
    const description = (await this.box("landscape").getAttribute("aria-label")) ?? "";
    return description.split(/; now |；此刻 /)[1 + DESCENTS.indexOf(name)] ?? "";
  }

  /** Slope and intercept where a descent stands, as its description has them. @param {string} name */
  async place(name) {
    return /[wｗ] = ([^,，]+)[,，]\s*b = ([^,，]+)/.exec(await this.standing(name))?.slice(1) ?? [];
  }

  /**
   * The pixels of the canvases, panel by panel and layer by layer.
   * @param {number} [layer]  0 for what stands still, 1 for the paths, 2 for what moves; otherwise all
   */
  pictures(layer) {
    return this.root.evaluate((figure, layer) => {
      const panels = [...(figure.shadowRoot?.querySelectorAll(".panel") ?? [])];
      return panels.flatMap((panel) =>
        [.../** @type {NodeListOf<HTMLCanvasElement>} */ (panel.querySelectorAll("canvas:not(.copy)"))]
          .filter((_, place) => layer === undefined || place === layer).map((canvas) => canvas.toDataURL()));
    }, layer);
  }

  /** All that can be read or heard of it. */
  text() {
    return this.root.evaluate((figure) => {
      const parts = [];
      for (const element of figure.shadowRoot?.querySelectorAll("*") ?? []) {
        for (const name of ["aria-label", "aria-valuetext", "title"]) parts.push(element.getAttribute(name) ?? "");
        if (element instanceof HTMLInputElement && element.type === "text") parts.push(element.value);
        if (element.childElementCount === 0) parts.push(element.textContent ?? "");
      }
      return parts.join("\n");
    });
  }
}
