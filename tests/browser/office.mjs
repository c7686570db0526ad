// usage: node office.mjs XXGK SEED
//
// 年报核查 as people use it: by keyboard alone, with several files, at 1280 and 320 px, with JavaScript switched off; no
// axe-core violation on the form, its mistakes, the table over all, a report. Prints TAP.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { open_browser, open_county } from "./house.mjs";
import { check, end, focus, shape, violations } from "./judge.mjs";

const [xxgk, seed] = process.argv.slice(2);

const report = (unit, total) => `青禾县${unit}2020年政府信息公开工作年度报告
本报告所列数据统计期限自2020年1月1日至2020年12月31日。
一、总体情况
2020年，我局主动公开政府信息${total}条，其中机构职能类10条、政策文件类12条、其他5条。
二、主动公开政府信息情况
第二十条第（一）项 |
信息内容 |
本年新制作数量 |
本年新公开数量 |
对外公开总数量 |
规章 |
0 |
0 |
0 |
规范性文件 |
3 |
9 |
4 |
三、收到和处理政府信息公开申请情况
无。
四、政府信息公开行政复议、行政诉讼情况
无。
五、存在的主要问题及改进情况
人手少。
六、其他需要报告的事项
无。
`;

const county = await open_county(xxgk, seed);
const files = [["林业局.txt", report("林业局", 30)], ["粮食局.txt", report("粮食局", 27)], ["说明.txt", "今日天气晴。\n"]]
  .map(([name, text]) => {
    const path = join(county.home, name);
    writeFileSync(path, text);
    return path;
  });

async function sign_in(page, base) {
  await page.goto(`${base}/office/sign-in`);
  await page.fill("#login", "clerk");
  await page.fill("#password", county.password);
  await page.click("main button[type=submit]");
  await page.waitForURL(`${base}/office`);
}

async function judge(page, title) {
  check(title, [...await shape(page), ...await violations(page)]);
}

/* Tab until the wanted element has the focus; what was passed on the way. */
async function tab_to(page, selector) {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((s) => document.activeElement.matches(s), selector))
      return true;
  }
  return false;
}

async function walk(browser, base, width, script) {
  const title = `${width} px${script ? "" : ", no script"}`;
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "zh-CN", javaScriptEnabled: script });
  const page = await context.newPage();
  const judged = async (what) => script ? judge(page, `${title}: ${what}`) : undefined;
  await sign_in(page, base);
  await judged("the first page of the office");
  await page.goto(`${base}/office/report-check`);
  await judged("the form");
  if (script) {
    check(`${title}: the focus is seen from the skip link on`, await focus(page));
    check(`${title}: the menu is ${width < 860 ? "folded" : "open"}`,
      [await page.locator(".menu a").first().isVisible() === (width < 860) && "it is not"]);
    check(`${title}: files can be dropped`, [!await page.locator(".drop-hint").isVisible() && "no word of it"]);
    await page.goto(`${base}/office/report-check`);
    check(`${title}: the button is reached by keyboard`, [!await tab_to(page, "main form button") && "no"]);
    await page.keyboard.press("Enter");
  } else {
    check(`${title}: the menu is there`, [!await page.locator(".menu a", { hasText: "年报核查" }).isVisible() && "it is not"]);
    await page.click("main form button");
  }
  await page.waitForSelector("#errors");
  check(`${title}: without a file`, [
    !(await page.title()).startsWith("错误：") && `title ${await page.title()}`,
    !await page.locator("#errors a[href='#report']").isVisible() && "no link to the field",
  ]);
  await judged("the mistake");
  await page.setInputFiles("#report", files);
  if (script)
    check(`${title}: the chosen files are named`, [await page.locator(".drop-list li").count() !== 3 && "they are not"]);
  await page.click("main form button");
  await page.waitForURL(/\/office\/report-check\/\d+$/);
  await judged("the table over all");
  check(`${title}: each file has its line`, [
    await page.locator("table").nth(0).locator("tbody tr").count() !== 1 && "the file that was no report",
    await page.locator("table").nth(1).locator("tbody tr").count() !== 2 && "the reports",
  ]);
  await page.click("text=青禾县林业局");
  await page.waitForURL(/\/office\/report-check\/\d+\/1$/);
  await judged("a report");
  const mark = page.locator(".cell-wrong .cell-refs a").first();
  const to = await mark.getAttribute("href");
  check(`${title}: a cell in question leads to its finding`, [!await page.locator(to).isVisible() && `no ${to}`]);
  const [letter] = await Promise.all([page.waitForEvent("download"), page.click("text=下载 Word")]);
  check(`${title}: the letter is a file`, [!/^关于核实更正.*\.docx$/.test(letter.suggestedFilename()) && letter.suggestedFilename()]);
  if (script && width > 860) {
    await page.emulateMedia({ media: "print" });
    check(`${title}: on paper the chrome is gone`, [
      await page.locator(".menu").isVisible() && "the menu is there",
      !await page.locator("h1").isVisible() && "no title",
      !await page.locator(".flaw").first().isVisible() && "no finding",
    ]);
  }
  await context.close();
}

let browser;
try {
  browser = await open_browser();
  await walk(browser, county.base, 1280, true);
  await walk(browser, county.base, 320, true);
  await walk(browser, county.base, 1280, false);
} catch (e) {
  check("the run came to its end", [e.stack]);
} finally {
  await browser?.close();
  await county.close();
}
end();
