/**
 * The page on which a visitor measures: a button, a table that fills, and all numbers to copy.
 */
import { median, speed } from "./contest.js";
import { WORKS } from "./data.js";

/** @typedef {import("./worker.js").Report} Report */

const ROUNDS = 7;

/** @template {HTMLElement} E @param {string} id @param {new () => E} kind @returns {E} */
function find(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${id}`);
  return element;
}

const form = find("controls", HTMLFormElement), samples = find("samples", HTMLSelectElement);
const [start, cancel, copy] = ["start", "cancel", "copy"].map((id) => find(id, HTMLButtonElement));
const progress = find("progress", HTMLProgressElement), status = find("status", HTMLElement);
const report = find("report", HTMLElement), json = find("json", HTMLTextAreaElement);

/** What the page says later, in its language. @param {string} word */
const say = (word) => document.querySelector(`#words [data-word="${word}"]`)?.textContent ?? word;

/** A number as its reader writes it, also a large one in a few letters. @param {number} value */
const written = (value) => new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumSignificantDigits: 3 }).format(value);

/** To a page that wants to know whose scripts it runs. @type {{ createScriptURL: (address: string) => string } | undefined} */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("descent-bench", { createScriptURL: (/** @type {string} */ address) => address });

/** Who measures now. @type {Worker | undefined} */
let worker;

/** @param {string} word @param {string} [more] */
function stop(word, more = "") {
  worker?.terminate();
  worker = undefined;
  [start.disabled, samples.disabled, cancel.disabled, progress.hidden] = [false, false, true, true];
  status.textContent = say(word) + more;
}

/**
 * Writes the row of a work.
 * @param {import("./data.js").Work} work @param {number} n @param {Record<string, number[]>} times  seconds a step, by round
 */
function show({ name, batch }, n, times) {
  const row = document.querySelector(`tr[data-work="${name}"]`);
  const figure = (/** @type {number[]} */ seconds) =>
    batch ? `${written(1 / median(seconds))} ${say("of-steps")}` : `${written((median(seconds) / n) * 1e9)} ${say("of-samples")}`;
  const cells = { js: figure(times.js), handle: figure(times.handle), ratio: `${written(speed(times.handle, times.js))} ×` };
  for (const [kind, text] of Object.entries(cells)) {
    const cell = row?.querySelector(`.${kind}`);
    if (!cell) throw new Error(`the table has no ${kind} of ${name}`);
    cell.textContent = text;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const n = Number(samples.value);
  /** Seconds a step: work → who → rounds. @type {Record<string, Record<string, number[]>>} */
  const all = {};
  document.querySelectorAll("td").forEach((cell) => (cell.textContent = ""));
  [start.disabled, samples.disabled, cancel.disabled, progress.hidden, report.hidden] = [true, true, false, false, true];
  [progress.value, progress.max] = [0, WORKS.length * ROUNDS];
  status.textContent = say("running");
  const address = new URL("worker.js", import.meta.url).href;
  worker = new Worker(policy?.createScriptURL(address) ?? address, { type: "module" });
  worker.addEventListener("error", ({ message }) => stop("failed", ` ${message ?? address}`));
  worker.addEventListener("message", ({ data }) => {
    const told = /** @type {Report} */ (data);
    if (told.kind === "error") return stop("failed", ` ${told.message}`);
    if (told.kind === "end") {
      json.value = JSON.stringify({ browser: navigator.userAgent, cores: navigator.hardwareConcurrency, samples: n, rounds: ROUNDS, secondsAStep: all }, null, 1);
      report.hidden = false;
      return stop("done");
    }
    progress.value++;
    const times = (all[told.work] ??= {});
    for (const [name, seconds] of Object.entries(told.times)) (times[name] ??= []).push(seconds);
    const work = WORKS.find(({ name }) => name === told.work);
    if (work) show(work, n, times);
  });
  worker.postMessage({ samples: n, rounds: ROUNDS });
});

cancel.addEventListener("click", () => stop("cancelled"));

copy.addEventListener("click", async () => {
  // Where the clipboard is not given, the text is at least chosen.
  json.select();
  try {
    await navigator.clipboard.writeText(json.value);
    status.textContent = say("copied");
  } catch {}
});

status.textContent = say("idle");
