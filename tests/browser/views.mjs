// usage: node views.mjs PREVIEW
//
// Every view on its fixtures, the states that a running portal hardly shows (500, errors in forms, empty lists) among them,
// at 1280 and 320 px, plain and elder: no axe-core violation, no sideways scroll, targets large enough. Prints TAP.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open_browser, run } from "./house.mjs";
import { check, end, shape, violations } from "./judge.mjs";

const preview = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), "xxgk-views-"));
const browser = await open_browser();
try {
  for (const mode of ["plain", "elder"]) {
    const views = join(folder, mode);
    run(preview, mode === "elder" ? [views, "elder"] : [views]);
    // Whole pages only; parts are seen inside them.
    const names = readdirSync(views).filter((name) => /^(portal|office)_.*\.html$/.test(name)).sort();
    check(`${mode}: there are views`, [names.length < 20 && `only ${names.length}`]);
    for (const width of [1280, 320]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "zh-CN" });
      const page = await context.newPage();
      for (const name of names) {
        await page.goto(`file://${join(views, name)}`);
        check(`${mode} ${width} px: ${name}`, [...await shape(page), ...await violations(page)]);
      }
      await context.close();
    }
  }
} catch (e) {
  check("the run came to its end", [e.stack]);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
end();
