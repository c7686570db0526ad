// usage: node files.mjs XXGK SEED
//
// Files of a draft in Chromium: a document becomes the text, hidden things are shown and kept for a reason, a PDF is blacked out by
// drawing on its page, and the same by numbers without JavaScript. Every page on the way holds what judge.mjs asks. Prints TAP.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { open_browser, open_county } from "./house.mjs";
import { check, end, shape, violations } from "./judge.mjs";

const [xxgk, seed] = process.argv.slice(2);
const column = "49";
const county = await open_county(xxgk, seed);
const { base } = county;
const browser = await open_browser();

function odd(kind, name) {
  const path = join(county.home, name);
  writeFileSync(path, spawnSync(join(dirname(seed), "http_odd"), [kind], { maxBuffer: 64 << 20 }).stdout);
  return path;
}

async function clerk(script) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "zh-CN", javaScriptEnabled: script });
  const page = await context.newPage();
  await page.goto(`${base}/office/sign-in`);
  await page.fill("#login", "clerk");
  await page.fill("#password", county.password);
  await page.click("main button[type=submit]");
  await page.waitForURL(`${base}/office`);
  return page;
}

async function judge(page, title) {
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    check(`${width} px: ${title}`, [...await shape(page), ...await violations(page, { colours: width === 1280 })]);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

const says = async (page, words) => !(await page.textContent("main")).includes(words) && `“${words}” is not on ${page.url()}`;

/* A new draft with the document as its text and as a file; the number of the item. */
async function bring(page, path) {
  await page.goto(`${base}/office/items/import`);
  await page.setInputFiles("#file", path);
  await page.selectOption("#column", column);
  await page.check("#attach");
  await page.click("main .buttons button");
  return Number(/items\/(\d+)/.exec(await page.getAttribute("main .buttons a", "href"))[1]);
}

const page = await clerk(true);
await page.goto(`${base}/office/items/import`);
await judge(page, "the import");
await page.setInputFiles("#file", odd("bomb", "大.docx"));
await page.selectOption("#column", column);
await page.click("main .buttons button");
check("a bomb is told", [await says(page, "展开后过大")]);
await judge(page, "a document that cannot be read");
let id = await bring(page, odd("tracked", "公告.docx"));
check("what could not be taken over is listed", [await says(page, "没有转入的内容")]);
await judge(page, "a document that was read");
await page.goto(`${base}/office/items/${id}`);
check("hidden things are shown", [await says(page, "底价三百万元"), await says(page, "须处理")]);
await judge(page, "hidden things");
await page.click(".unseen-keep summary");
await page.fill(".unseen-keep[open] input[type=text]", "公布修改过程");
await page.click(".unseen-keep[open] button");
await page.waitForURL(/done=kept_file/);
check("one is kept for a reason", [await says(page, "理由：公布修改过程")]);

id = await bring(page, odd("pdf", "决定书.pdf"));
await page.goto(`${base}/office/items/${id}`);
const before = await page.getAttribute(".files-do", "href");
await page.goto(base + before);
await page.locator(".redact-page img").evaluate((img) => img.decode());
await judge(page, "a page to be blacked out");
await page.locator(".redact-page").scrollIntoViewIfNeeded();
const box = await page.locator(".redact-page").boundingBox();
const at = (x, y) => [box.x + box.width * x / 210, box.y + box.height * y / 297];
await page.mouse.move(...at(14, 44));
await page.mouse.down();
await page.mouse.move(...at(90, 53), { steps: 4 });
await page.mouse.up();
const drawn = (await page.inputValue("#boxes")).trim().split(", ").map(Number);
check("what was drawn stands in the field", [drawn.length !== 5 && "no place", Math.abs(drawn[1] - 14) > 1 && `left ${drawn[1]}`,
  Math.abs(drawn[3] - 76) > 1 && `width ${drawn[3]}`, await page.locator(".redact-box").count() !== 1 && "no box"]);
await page.click("form.redact button[type=submit]");
await page.waitForURL(/done=redacted/);
check("by itself it goes back to the draft", [await says(page, "已涂黑，附件已替换")]);
const after = await page.getAttribute(".files ol a[download]", "href");
const bytes = await (await page.request.get(base + after)).body();
const path = join(county.home, "new.pdf");
writeFileSync(path, bytes);
check("pdftotext finds nothing", [spawnSync("pdftotext", [path, "-"], { encoding: "utf8" }).stdout.trim()]);

const plain = await clerk(false);
id = await bring(plain, odd("covered", "通知书.pdf"));
await plain.goto(`${base}/office/items/${id}`);
await plain.goto(base + await plain.getAttribute(".files-do", "href"));
await plain.fill("#boxes", "1, 14, 44, 76, 9");
await plain.click("form.redact button[type=submit]");
await plain.waitForURL(/done=redacted/);
check("without JavaScript, by numbers", [await says(plain, "已涂黑，附件已替换")]);

await browser.close();
await county.close();
end();
