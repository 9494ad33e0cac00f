/**
 * The npm package in projects of its users: installed from the tarball, packed by each tool, it shows a figure that moves.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { launch } from "../browser/page.mjs";

const run = promisify(execFile);

const TOOLS = [
  "vite@8", "webpack@5", "webpack-cli@6", "rollup@4", "@rollup/plugin-node-resolve@16", "@web/rollup-plugin-import-meta-assets@2", "esbuild@0.28",
];

const PAGE = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body><script type="module" src="./main.js"></script></body>`;
const MAIN = `import "descent";\ndocument.body.append(Object.assign(document.createElement("descent-figure"), { id: "one", figure: "three-descents" }));\n`;

const TYPES = /** @type {Record<string, string>} */ ({ ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" });

/** @type {import("playwright-core").Browser} */
let browser;
/** A project that has the package and the tools. */
let project = "";

before(async () => {
  const tarball = process.env.DESCENT_PACKAGE;
  if (!tarball) throw new Error("DESCENT_PACKAGE is not set; run these tests by `cargo xtask test package`");
  project = await mkdtemp(join(tmpdir(), "descent-package-"));
  await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await writeFile(join(project, "index.html"), PAGE);
  await writeFile(join(project, "main.js"), MAIN);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  await run(npm, ["install", "--no-audit", "--no-fund", "--loglevel", "error", tarball, ...TOOLS], { cwd: project });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await rm(project, { recursive: true, force: true });
});

/** Serves a folder while something is done with it. @param {string} folder @param {(address: string) => Promise<void>} use */
async function serving(folder, use) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "", "http://host").pathname.replace(/\/$/, "/index.html");
    const body = await readFile(join(folder, path)).catch(() => null);
    response.writeHead(body ? 200 : 404, { "content-type": TYPES[extname(path)] ?? "text/plain" }).end(body ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const where = server.address();
  await use(`http://127.0.0.1:${typeof where === "object" ? where?.port : 0}/`).finally(() => server.close());
}

/** The figure is there, and moves. @param {string} address */
async function moves(address) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(address);
  await page.waitForFunction(() => {
    const figure = /** @type {import("../../www/figure.js").DescentFigure | null} */ (document.querySelector("#one"));
    return Number(new URLSearchParams(figure?.experiment).get("figure.step")) > 2;
  });
  assert.deepEqual(complaints, []);
  await page.close();
}

/** A tool's program of this project. @param {string} name */
const bin = (name) => join(project, "node_modules/.bin", name);

/** What a tool exports. @param {string} file */
const tool = (file) => import(pathToFileURL(join(project, "node_modules", file)).href);

test("Vite packs it", async () => {
  await run(bin("vite"), ["build", "--outDir", "vite", "--logLevel", "error"], { cwd: project });
  await serving(join(project, "vite"), moves);
});

test("Vite serves it while it is worked on", async () => {
  const { createServer } = await tool("vite/dist/node/index.js");
  const server = await createServer({ root: project, logLevel: "error", server: { port: 0, host: "127.0.0.1" } });
  await server.listen();
  const { port } = server.httpServer.address();
  await moves(`http://127.0.0.1:${port}/`).finally(() => server.close());
});

test("webpack packs it", async () => {
  await run(bin("webpack"), ["--mode", "production", "--entry", "./main.js", "--output-path", join(project, "webpack")], { cwd: project });
  await writeFile(join(project, "webpack/index.html"), PAGE);
  await serving(join(project, "webpack"), moves);
});

test("Rollup packs it", async () => {
  await writeFile(join(project, "rollup.config.js"), `
    import { nodeResolve } from "@rollup/plugin-node-resolve";
    import { importMetaAssets } from "@web/rollup-plugin-import-meta-assets";
    export default { input: "main.js", output: { dir: "rollup", format: "es" }, plugins: [nodeResolve(), importMetaAssets()] };`);
  await run(bin("rollup"), ["--config", "--silent"], { cwd: project });
  await writeFile(join(project, "rollup/index.html"), PAGE);
  await serving(join(project, "rollup"), moves);
});

test("esbuild packs it, and the page says where the rest is", async () => {
  await writeFile(join(project, "based.js"), `import { setBase } from "descent";\nsetBase("./pkg/");\n${MAIN}`);
  await run(bin("esbuild"), ["based.js", "--bundle", "--format=esm", "--outfile=esbuild/main.js", "--log-level=error"], { cwd: project });
  await cp(join(project, "node_modules/descent/pkg"), join(project, "esbuild/pkg"), { recursive: true });
  await writeFile(join(project, "esbuild/index.html"), PAGE);
  await serving(join(project, "esbuild"), moves);
});

test("one script needs no tool and no other file", async () => {
  await cp(join(project, "node_modules/descent/descent.one.js"), join(project, "one/descent.one.js"));
  await writeFile(join(project, "one/index.html"), PAGE.replace(/<script.*<\/script>/, `<script src="descent.one.js"></script><descent-figure id="one" figure="three-descents"></descent-figure>`));
  await moves(pathToFileURL(join(project, "one/index.html")).href);
});

test("a server imports it, and nothing happens", async () => {
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", `
    const { DescentFigure, setBase } = await import("descent");
    const named = await import("descent/figure.js");
    console.log(typeof DescentFigure, typeof setBase, typeof named.DescentFigure, typeof customElements);`], { cwd: project });
  assert.equal(stdout.trim(), "function function function undefined");
});
