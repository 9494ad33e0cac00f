import { chromium } from "playwright-core";
// node tests/shot.mjs out-prefix path width height [scheme] [lang] [tick] [mobile]
const [out, path, w, h, scheme="light", lang="en", seek="", mobile=""] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu"] });
const c = await b.newContext({ viewport: { width: +w, height: +h }, deviceScaleFactor: mobile?2:1, colorScheme: scheme, locale: lang === "zh" ? "zh-CN" : "en-GB", hasTouch: !!mobile, isMobile: !!mobile, reducedMotion: seek ? "reduce" : "no-preference" });
const p = await c.newPage();
p.on("console", m => ["error","warning"].includes(m.type()) && console.log(m.text()));
p.on("pageerror", e => console.log(String(e)));
await p.goto((process.env.URL ?? "http://127.0.0.1:8123/") + path);
await p.waitForFunction(() => document.querySelector("descent-figure")?.initialExperiment);
if (seek && seek !== "rest") await p.evaluate(async (s) => { const f = document.querySelector("descent-figure"); f.experiment = f.experiment.replace(/figure.step=\d+/, "figure.step=" + s); }, seek);
await p.waitForTimeout(700);
await p.screenshot({ path: out });
await b.close();
