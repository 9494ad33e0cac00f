import { chromium } from "playwright-core";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu"] });
const p = await b.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
await p.goto("http://127.0.0.1:8123/");
await p.waitForFunction(() => document.querySelector("#hero")?.initialExperiment);
let k = 0;
for (const [s, seed] of [["-4,5",3],["-2,-2",3],["5,8",5],["-4.5,3",7],["0,-2.3",9],["5,-1",2]]) {
  await p.evaluate(([s, seed]) => { const f = document.querySelector("#hero"); f.experiment = f.experiment.replace(/&start=[^&]*/, "").replace(/seed=\d+/, "seed=" + seed).replace("&seed", `&start=${s}&seed`).replace(/figure.step=\d+/, "figure.step=40"); }, [s, seed]);
  await p.waitForTimeout(250);
  await p.screenshot({ path: `/tmp/shots/start-${k++}.png`, clip: { x: 150, y: 160, width: 490, height: 350 } });
}
await b.close();
