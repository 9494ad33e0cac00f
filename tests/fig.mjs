import { chromium } from "playwright-core";
// node tests/fig.mjs out id width height [scheme] [lang] [mobile] [experiment suffix]
const [out, id, w, h, scheme="light", lang="en", mobile="", suffix=""] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu"] });
const c = await b.newContext({ viewport: { width: +w, height: +h }, deviceScaleFactor: mobile?2:1, colorScheme: scheme, locale: lang === "zh" ? "zh-CN" : "en-GB", hasTouch: !!mobile, isMobile: !!mobile, reducedMotion: "reduce" });
const p = await c.newPage();
p.on("console", m => ["error","warning"].includes(m.type()) && console.log(m.text()));
p.on("pageerror", e => console.log(String(e)));
await p.goto((process.env.URL ?? "http://127.0.0.1:8123/") + "#" + id + (suffix ? "?" + suffix : ""));
await p.waitForFunction(id => document.getElementById(id)?.initialExperiment, id);
await p.waitForTimeout(900);
if (process.env.JS) { await p.evaluate(process.env.JS); await p.waitForTimeout(500); }
await p.screenshot({ path: out });
await b.close();
