import { chromium } from "playwright-core";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu"] });
const out = {};
for (const lang of ["en","zh"]) {
  for (const [w, touch] of [[1280,0],[1000,0],[768,1],[600,1],[540,1],[500,1],[430,1],[390,1],[360,1]]) {
    const c = await b.newContext({ viewport: { width: w, height: 900 }, locale: lang === "zh" ? "zh-CN" : "en-GB", hasTouch: !!touch, isMobile: !!touch, reducedMotion: "reduce" });
    const p = await c.newPage();
    await p.addInitScript(() => addEventListener("DOMContentLoaded", () => document.querySelectorAll("descent-figure").forEach(f => f.setAttribute("loading", "eager"))));
    await p.goto("http://127.0.0.1:8123/");
    await p.waitForFunction(() => [...document.querySelectorAll("descent-figure")].every(f => f.initialExperiment));
    await p.waitForTimeout(600);
    for (const [id, h] of await p.evaluate(() => { document.querySelectorAll("section").forEach(s => s.style.contentVisibility = "visible"); return [...document.querySelectorAll("descent-figure")].map(f => [f.id, f.shadowRoot.firstElementChild.getBoundingClientRect().height]); })) ((out[id] ??= {})[lang] ??= []).push(Math.round(h));
    await c.close();
  }
}
console.log("widths 1280 1000 768 600 540 500 430 390 360");
for (const [id, l] of Object.entries(out)) console.log(id.padEnd(28), l.en.join(" "), "|", l.zh.join(" "));
await b.close();
