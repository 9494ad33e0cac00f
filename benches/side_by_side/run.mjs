/**
 * The table: the handle in Chromium and in Node, beside JavaScript written for speed, the same trainer natively, NumPy and
 * TensorFlow.js; and how soon a page shows its first picture. `cargo xtask bench` runs it, with what it takes in `DESCENT_*`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { dirname } from "node:path";
import { Dataset, Trainer } from "../../tests/node/core.mjs";
import { Contest, median, speed } from "./contest.js";
import { WORKS } from "./data.js";
import { chromium, program } from "./others.mjs";
import { OURS, firstPictures } from "./pictures.mjs";

/** @param {string} name */
function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run this by \`cargo xtask bench\``);
  return value;
}
const [samples, rounds] = [Number(given("DESCENT_SAMPLES")), Number(given("DESCENT_ROUNDS"))];
const [dist, to, native, python] = [given("DESCENT_DIST"), given("DESCENT_TO"), given("DESCENT_NATIVE"), process.env.DESCENT_PYTHON];

/** Against whom all are held. */
const REFERENCE = "Chromium: JavaScript";
/** What each calls itself on its side → in the table, in its order. @type {Record<string, Record<string, string>>} */
const NAMES = {
  chromium: { js: REFERENCE, handle: "Chromium: handle", tensorflow: "Chromium: TensorFlow.js" },
  node: { js: "Node: JavaScript", handle: "Node: handle" },
  native: { native: "native Rust" },
  python: { numpy: "NumPy" },
};

/** @type {Contest} */
let contest;
const page = await chromium();
/** @type {Record<string, import("./others.mjs").Side>} */
const sides = {
  chromium: page,
  node: {
    begin: async (work, samples) => {
      contest?.free();
      contest = new Contest(work, samples, { Trainer, Dataset });
      await contest.warmUp();
    },
    round: () => contest.round(),
    end: async () => contest.free(),
  },
  native: program(native, ["--turns"]),
  ...(python ? { python: program(python, [new URL("numpy_turns.py", import.meta.url).pathname]) } : {}),
};

/** What is measured of a work: seconds a step in each round, by name in the table. */
const works = [];
for (const work of WORKS) {
  /** @type {Record<string, number[]>} */
  const times = {};
  for (const side of Object.values(sides)) await side.begin(work, samples);
  for (let round = 0; round < rounds; round++) {
    for (const [name, side] of Object.entries(sides)) {
      for (const [who, seconds] of Object.entries(await side.round())) (times[NAMES[name][who]] ??= []).push(seconds);
    }
  }
  const entries = Object.entries(times).map(([name, seconds]) => [name, { seconds: median(seconds), speed: speed(seconds, times[REFERENCE]), rounds: seconds }]);
  works.push({ ...work, contestants: Object.fromEntries(entries) });
  print(works[works.length - 1]);
}
for (const side of Object.values(sides)) await side.end();

const pictures = await firstPictures(dist, rounds);
console.log("\nfirst picture, ms after navigation, and how many times as long as d3's");
for (const [name, times] of Object.entries(pictures)) {
  console.log(`  ${name.padEnd(26)} ${median(times).toFixed(0).padStart(6)} ${(1 / speed(times, pictures.d3)).toFixed(2).padStart(7)}`);
}

const report = {
  machine: { processor: cpus()[0]?.model, cores: cpus().length, chromium: page.version, node: process.version },
  samples, rounds, reference: REFERENCE, works,
  firstPicture: Object.fromEntries(Object.entries(pictures).map(([name, times]) => [name, { milliseconds: median(times), ofD3: 1 / speed(times, pictures.d3), rounds: times }])),
  ours: Object.values(OURS),
};
await mkdir(dirname(to), { recursive: true });
await writeFile(to, `${JSON.stringify(report, null, 1)}\n`);

/** @param {{ name: string, batch: number, contestants: Record<string, { seconds: number, speed: number }> }} work */
function print({ name, batch, contestants }) {
  console.log(`\n${name}: ${batch ? "steps a second" : "nanoseconds a sample"}, and how many times as fast as ${REFERENCE}`);
  for (const [who, { seconds, speed }] of Object.entries(contestants)) {
    const figure = batch ? (1 / seconds).toExponential(2) : ((seconds / samples) * 1e9).toFixed(3);
    console.log(`  ${who.padEnd(26)} ${figure.padStart(10)} ${speed.toFixed(speed < 0.1 ? 3 : 2).padStart(8)}`);
  }
}
