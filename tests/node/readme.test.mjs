/**
 * README's programs run as they stand there, wherever they are put, and TypeScript has nothing against them.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { folder as pkg } from "./core.mjs";

const readme = readFileSync(path.resolve(import.meta.dirname, "../../README.md"), "utf8");
const programs = [...readme.matchAll(/^```js\n(.*?)^```/gms)].map(([, program]) => program);

/** A folder with the package where README has it, below nothing that tells Node what scripts are. */
const folder = mkdtempSync(path.join(tmpdir(), "descent-readme-"));
cpSync(pkg, path.join(folder, "www/pkg"), { recursive: true });
after(() => rmSync(folder, { recursive: true }));

/** @param {string} file @param {string[]} [options] */
function run(file, options = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, file], { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
  return { stdout, stderr };
}

describe("README's programs", () => {
  test("there are two", () => assert.equal(programs.length, 2));

  for (const [place, program] of programs.entries()) {
    const file = `program${place}.mjs`;
    writeFileSync(path.join(folder, file), program);

    test(`${file} runs without a package.json, and beside the one that npm init writes`, () => {
      const { stdout, stderr } = run(file);
      if (place === 0) assert.match(stdout, /Float64Array\(2\) \[ 2\.?\d*, (1|0\.9)/);
      assert.equal(stderr, "");
      writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "mine", version: "1.0.0", type: "commonjs" }));
      assert.equal(run(file).stderr, "");
      rmSync(path.join(folder, "package.json"));
    });

    test(`${file} is accepted by tsc --strict`, () => {
      const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
      const typed = file.replace(".mjs", ".mts");
      writeFileSync(path.join(folder, typed), program);
      const options = ["--strict", "--noEmit", "--target", "ES2022", "--module", "NodeNext"];
      const { status, stdout } = spawnSync(process.execPath, [compiler, ...options, typed], { cwd: folder, encoding: "utf8" });
      assert.equal(stdout, "");
      assert.equal(status, 0);
    });
  }

  test("init may be called twice at once, and takes bytes, a module, an answer and an address", async () => {
    const bytes = `readFileSync(new URL("www/pkg/descent_bg.wasm", import.meta.url))`;
    for (const source of ["", bytes, `new WebAssembly.Module(${bytes})`, `new Response(${bytes})`, `{ module_or_path: ${bytes} }`,
      `Promise.resolve(new Response(${bytes}))`, `new URL("www/pkg/descent_bg.wasm", import.meta.url)`]) {
      writeFileSync(path.join(folder, "init.mjs"), `
        import { readFileSync } from "node:fs";
        import init, { Trainer } from "./www/pkg/descent.js";
        try { new Trainer(""); } catch (error) { if (error.code !== "not-initialised") throw error; }
        const [first, second] = await Promise.all([init(${source}), init(${source})]);
        if (first !== second || first.memory !== (await init()).memory) throw new Error("two cores");
        console.log(new Trainer("").step());
      `);
      assert.equal(run("init.mjs").stdout, "running\n");
    }
  });
});
