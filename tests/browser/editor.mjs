// usage: node editor.mjs PREVIEW
//
// The rich text field under the policy of the office pages (default-src 'self'): it opens the tree it is given and gives the
// same back, a pasted Word text of our own making becomes what word.json says, keys and tools do their work, nothing breaks the policy,
// and without scripts the textarea is there. Prints TAP.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { open_browser, run } from "./house.mjs";
import { check, end, shape, violations } from "./judge.mjs";

const preview = process.argv[2];
const here = new URL(".", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "xxgk-editor-"));
run(preview, [folder]);
const field = readFileSync(join(folder, "rich_text.html"), "utf8").replaceAll(`file://${folder}`, "");
const css = (name) => `<link rel="stylesheet" href="/assets/css/${readdirSync(join(folder, "assets/css")).find((f) => f.startsWith(name))}">`;
const html = `<!DOCTYPE html><html lang="zh-Hans" class="theme-blue office"><head><meta charset="utf-8"><title>拟稿</title>${css("site")}${css("office")}</head>` +
  `<body><main id="main"><h1>拟稿</h1><form class="form" method="post" action="/draft">${field}<button type="submit" class="button">保存</button></form></main></body></html>`;
const server = createServer((req, res) => {
  const types = { ".css": "text/css", ".js": "text/javascript" };
  res.setHeader("Content-Security-Policy", "default-src 'self'");
  if (req.url.startsWith("/assets/")) {
    res.setHeader("Content-Type", types[extname(req.url)] || "application/octet-stream");
    res.end(readFileSync(join(folder, req.url)));
  } else {
    res.setHeader("Content-Type", "text/html; charset=utf-8");
    res.end(html);
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}/`;
const browser = await open_browser();

async function paste(page, type, data) {
  await page.evaluate(([t, d]) => {
    const data_transfer = new DataTransfer();
    data_transfer.setData(t, d);
    document.querySelector(".rich-page").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data_transfer, bubbles: true, cancelable: true }));
  }, [type, data]);
}
const tree = async (page) => JSON.parse(await page.inputValue('input[name="body-tree"]'));
const same = (is, ought) => JSON.stringify(is) === JSON.stringify(ought) ? [] : [`is ${JSON.stringify(is)}`, `ought ${JSON.stringify(ought)}`];

try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "zh-CN" });
  const page = await context.newPage();
  const breaches = [];
  await page.addInitScript(() => document.addEventListener("securitypolicyviolation", (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`)));
  page.on("console", (m) => m.type() === "error" && breaches.push(m.text()));
  page.on("pageerror", (e) => breaches.push(e.stack));
  await page.goto(origin);
  await page.waitForSelector(".rich-page");
  const first = await tree(page);
  check("the tree comes back", [
    first.content[0].align !== "center" && "the heading lost its alignment",
    first.content[1].content[0].marks[0].href !== "/item/1" && "the link is gone",
    first.content[2].content[0].content[0].colspan !== 2 && "the cells are not merged",
  ]);
  check("accessible", [...await shape(page), ...await violations(page)]);

  await page.click(".rich-page");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await paste(page, "text/html", readFileSync(join(here, "word.html"), "utf8"));
  check("Word is read", same(await tree(page), JSON.parse(readFileSync(join(here, "word.json"), "utf8"))));
  check("lost pictures are told", [!(await page.textContent(".rich [role=status]")).includes("图片") && "nothing was said"]);

  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await paste(page, "text/plain", "第一段\n\n第二段\u0007");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+b");
  await page.keyboard.press("Alt+F10");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  const typed = await tree(page);
  check("keys and tools", [
    typed.content[0].type !== "heading" && `the first block is ${JSON.stringify(typed.content[0])}`,
    !JSON.stringify(typed).includes('"strong"') && "nothing is bold",
    JSON.stringify(typed).includes("\\u0007") && "a control character came along",
  ]);
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.click('.rich-bar button:text-is("插入表格")');
  await page.keyboard.type("甲");
  await page.keyboard.press("Tab");
  await page.keyboard.type("乙");
  await page.click('.rich-bar button:text-is("加行")');
  const table = (await tree(page)).content.find((n) => n.type === "table");
  check("a table", [!table && "there is none", table && table.content.length !== 4 && `${table.content.length} rows`]);
  await page.click('.rich-bar button:text-is("删除表格")');
  check("no table", [(await tree(page)).content.some((n) => n.type === "table") && "it is still there"]);
  check("the textarea stays behind", [!(await page.isDisabled("textarea")) && "it would be sent as well"]);
  check("the policy holds", breaches);
  await page.setViewportSize({ width: 320, height: 800 });
  check("on a phone", await shape(page));
  await context.close();

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto(origin);
  check("without scripts", [
    !(await bare.isVisible("textarea")) && "no textarea",
    (await bare.inputValue("textarea")) !== "第一段\n\n<第二段>" && "its text is another",
    (await bare.inputValue('input[name="body-tree"]')) !== "" && "a tree is sent",
  ]);
  await plain.close();
} catch (e) {
  check("the run came to its end", [e.stack]);
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
end();
