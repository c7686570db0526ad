// What makes a page wrong: for the served portal (portal.mjs) and for the views on their fixtures (views.mjs) alike.
// Each function returns a list of complaints; the empty list is praise. Prints TAP through check().
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let n = 0;
let n_failed = 0;

export function check(title, problems) {
  n++;
  const bad = problems.filter(Boolean);
  console.log(`${bad.length ? "not ok" : "ok"} ${n} - ${title}`);
  for (const line of bad)
    console.log(`# ${line.replaceAll("\n", "\n# ")}`);
  if (bad.length)
    n_failed++;
}

/* The plan, and the end of the process. */
export function end() {
  console.log(`1..${n}`);
  process.exit(n_failed ? 1 : 0);
}

/* Colours are the same in every width: seen once is enough where a page is judged twice. */
export async function violations(page, { colours = true } = {}) {
  if (!await page.evaluate(() => Boolean(window.axe)))
    await page.evaluate(axe);
  const result = await page.evaluate((enabled) =>
    window.axe.run(document, { resultTypes: ["violations"], rules: { "color-contrast": { enabled } } }), colours);
  return result.violations.map((v) =>
    `${v.impact} ${v.id}: ${v.help}\n` + v.nodes.slice(0, 3).map((x) => `  ${x.target.join(" ")} | ${x.failureSummary.split("\n")[1] ?? ""}`).join("\n"));
}

/* Shape that axe does not judge. */
export function shape(page) {
  return page.evaluate(() => {
    const said = [];
    const doc = document.documentElement;
    if (doc.scrollWidth > doc.clientWidth) {
      const wide = [...document.querySelectorAll("body *")].find((e) => e.getBoundingClientRect().right > doc.clientWidth + 1);
      said.push(`scrolls sideways: ${doc.scrollWidth} > ${doc.clientWidth} (${wide?.tagName} ${wide?.className})`);
    }
    const h1 = document.querySelectorAll("h1").length;
    if (h1 !== 1)
      said.push(`${h1} h1`);
    if (!doc.lang.startsWith("zh"))
      said.push(`lang is "${doc.lang}"`);
    if (!document.title.trim())
      said.push("no title");
    for (const e of document.querySelectorAll("button, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio])")) {
      const box = e.getBoundingClientRect();
      if (box.height && box.height < 43.5)
        said.push(`target of ${Math.round(box.height)} px: ${e.tagName} ${e.name || e.textContent.trim()}`);
    }
    return said;
  });
}

/* The first stops of the Tab key: the skip link comes first, and each stop can be seen. */
export async function focus(page) {
  const said = [];
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body)
        return null;
      const style = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      return {
        what: `${e.tagName} ${e.textContent.trim().slice(0, 20)}`,
        href: e.getAttribute("href") ?? "",
        marked: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none",
        seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0,
      };
    });
    if (!at)
      break;
    if (i === 0 && !at.href.startsWith("#"))
      said.push(`the first stop is not the skip link but ${at.what}`);
    if (!at.marked)
      said.push(`focus cannot be seen on ${at.what}`);
    if (!at.seen)
      said.push(`focus is off the page on ${at.what}`);
  }
  return said;
}
