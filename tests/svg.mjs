import { chromium } from "playwright-core"; import { readFileSync } from "node:fs";
const [out, ...files] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu"] });
const p = await b.newPage({ viewport: { width: 1300, height: 900 } });
await p.setContent(`<body style="margin:0;background:#888;display:flex;flex-wrap:wrap;gap:6px">${files.map(f => readFileSync(f, "utf8")).join("")}`);
await p.screenshot({ path: out, fullPage: true }); await b.close();
