// usage: node flow.mjs XXGK SEED
//
// From the draft sheet to the reader, as four persons do it in Chromium: a clerk pastes a Word text with a table, the reviewer sends
// it back once, secrecy review and signature follow, and the readers see it: in the list, on the first page, in the feed and as JSON
// at once, found by search within a second. Then the same by keyboard alone, and the same without JavaScript. Every page on the
// way, and the other pages of the office, hold what judge.mjs asks at 1280 and 320 px. Prints TAP.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { open_browser, open_county } from "./house.mjs";
import { check, end, shape, violations } from "./judge.mjs";

const [xxgk, seed] = process.argv.slice(2);
const here = new URL(".", import.meta.url).pathname;
const word = readFileSync(join(here, "word.html"), "utf8");
const AT_ONCE = 50, SOON = 1000; // ms
const column = "49", formed = "2024-3-4";

const county = await open_county(xxgk, seed);
const { base } = county;

/* ---- persons -------------------------------------------------------------------------------- */

async function person(browser, login, { script = true, keys = false } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "zh-CN", javaScriptEnabled: script });
  if (script)
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: base });
  const page = await context.newPage();
  await page.goto(`${base}/office/sign-in`);
  if (keys) {
    await type_in(page, "#login", login);
    await type_in(page, "#password", county.password);
    await page.keyboard.press("Enter");
  } else {
    await page.fill("#login", login);
    await page.fill("#password", county.password);
    await page.click("main button[type=submit]");
  }
  await page.waitForURL(`${base}/office`);
  return page;
}

async function team(browser, how) {
  const logins = ["clerk", "reviewer", "secrecy_reviewer", "signer"];
  const [clerk, reviewer, secrecy, signer] = await Promise.all(logins.map((login) => person(browser, login, how)));
  return { clerk, reviewer, secrecy, signer };
}

const dismiss = (people) => Promise.all(Object.values(people).map((page) => page.context().close()));

/* ---- keys ----------------------------------------------------------------------------------- */

async function tab_to(page, selector) {
  for (let i = 0; i < 200; i++) {
    if (await page.evaluate((s) => document.activeElement.matches(s), selector))
      return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${selector} on ${page.url()}`);
}

async function type_in(page, selector, text) {
  await tab_to(page, selector);
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
}

/* Steps through a closed list until the value stands there. */
async function choose_by_keys(page, selector, value) {
  await tab_to(page, selector);
  const steps = await page.evaluate(([s, v]) => {
    const list = document.querySelector(s);
    return [...list.options].findIndex((o) => o.value === v) - list.selectedIndex;
  }, [selector, value]);
  for (let i = 0; i < Math.abs(steps); i++)
    await page.keyboard.press(steps > 0 ? "ArrowDown" : "ArrowUp");
  check(`keys: ${selector} is chosen`, [await page.inputValue(selector) !== value && `it is ${await page.inputValue(selector)}`]);
}

async function push(page, selector) {
  await tab_to(page, selector);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

/* ---- judging -------------------------------------------------------------------------------- */

async function judge(page, title) {
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    check(`${width} px: ${title}`, [...await shape(page), ...await violations(page, { colours: width === 1280 })]);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/* ---- the steps, by mouse -------------------------------------------------------------------- */

const id_of = (page) => Number(/\/items\/(\d+)/.exec(page.url())[1]);
const item = (id, tail = "") => `${base}/office/items/${id}${tail}`;

async function go(page, path) {
  await page.goto(path.startsWith("http") ? path : base + path);
}

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

async function submit(clerk) {
  await press(clerk, ".case-deeds a[href$='/submit']");
  await press(clerk, "main form button.button");
}

async function decide(page, id, verdict, words = "") {
  await go(page, item(id));
  await page.check(`input[name=verdict][value=${verdict}]`);
  if (words)
    await page.fill("#words", words);
  await press(page, ".case-step button.button");
}

/* Pastes as Word does: HTML on the clipboard. */
async function paste(page, html) {
  await page.click(".rich-page");
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/html", text);
    document.querySelector(".rich-page").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, html);
}

/* ---- what the reader sees, and when --------------------------------------------------------- */

const seen_after = {};
const now = () => performance.timeOrigin + performance.now();

/* Asks again and again until `seen` says so; the moment at which it did. */
async function until(path, seen, stop) {
  while (!stop.at || now() < stop.at) {
    const answer = await fetch(base + path);
    const text = await answer.text();
    if (answer.ok && seen(text))
      return { at: now(), text };
    await new Promise((next) => setTimeout(next, 2));
  }
  return { at: Infinity, text: "" };
}

async function watch_readers(title, act) {
  const stop = {};
  const has = (text) => text.includes(title);
  const places = {
    list: until("/latest", has, stop),
    json: until("/latest.json", has, stop),
    feed: until("/latest.atom", has, stop),
    home: until("/", has, stop),
    search: until(`/search.json?q=${encodeURIComponent(title)}`, (text) => has(text) && JSON.parse(text).count > 0, stop),
  };
  places.page = places.json.then(({ text }) => {
    const found = text && JSON.parse(text).items.find((i) => i.title === title);
    return found ? until(new URL(found.url).pathname, has, stop) : { at: Infinity };
  });
  const { sent, answered } = await act();
  stop.at = now() + 10000;
  const times = {};
  for (const [name, place] of Object.entries(places))
    times[name] = (await place).at;
  console.log(`# answered in ${Math.round(answered - sent)} ms; seen after the signer's answer (ms): ` +
    Object.entries(times).map(([name, at]) => `${name} ${Math.round(at - answered)}`).join(", "));
  check(`readers see it: ${title}`, Object.entries(times).map(([name, at]) => at === Infinity && `not in: ${name}`));
  for (const [name, at] of Object.entries(times))
    (seen_after[name] ??= []).push(at - answered);
}

/* The middle one of the publications counts: one can meet a machine that is busy with something else. */
function in_time() {
  const busy = loadavg()[0] > 2 * cpus().length;
  check(`readers see it within ${AT_ONCE} ms, search within ${SOON} ms${busy ? " (not judged on a busy machine)" : ""}`,
    Object.entries(seen_after).map(([name, list]) => {
      const middle = list.sort((a, b) => a - b)[list.length >> 1];
      return !busy && middle > (name === "search" ? SOON : AT_ONCE) && `${name} after ${Math.round(middle)} ms`;
    }));
}

/* When the browser sent the signature and had its answer, on the clock of now(). */
async function timed(page, push_it) {
  const [request] = await Promise.all([page.waitForRequest((r) => r.method() === "POST"), push_it()]);
  await request.response();
  const { startTime, responseStart } = request.timing();
  return { sent: startTime, answered: startTime + responseStart };
}

/* ---- by mouse, with script ------------------------------------------------------------------ */

async function by_mouse(browser) {
  const title = "关于做好防汛工作的通知";
  const people = await team(browser);
  const { clerk, reviewer, secrecy, signer } = people;
  const breaches = [];
  for (const page of Object.values(people)) {
    page.on("pageerror", (e) => breaches.push(e.stack));
    page.on("console", (m) => m.type() === "error" && !/status of 4\d\d/.test(m.text()) && breaches.push(m.text()));
  }
  await judge(clerk, "the first page of the clerk");
  await go(clerk, "/office/items");
  await judge(clerk, "the empty worklist");
  await press(clerk, "a[href$='/office/items/new']");
  await judge(clerk, "the empty sheet");
  check("the sheet is of a length that can be overlooked", [await clerk.evaluate(() => document.documentElement.scrollHeight > 3200 && `it is ${document.documentElement.scrollHeight} px high`)]);
  const file = join(county.home, "名单.txt");
  writeFileSync(file, "附件内容");
  await paste(clerk, word);
  await clerk.setInputFiles("#file", file);
  await press(clerk, "main form > .buttons button");
  check("a mistake is told", [
    !(await clerk.title()).startsWith("错误：") && `title ${await clerk.title()}`,
    !await clerk.locator("#errors a[href='#title']").isVisible() && "no link to the field",
    !(await clerk.locator(".rich-page table").count()) && "the table is gone",
    !await clerk.locator("input[name=brought]").isChecked() && "the file is gone",
  ]);
  await judge(clerk, "the sheet with mistakes");
  await clerk.fill("#title", title);
  await clerk.selectOption("#column", column);
  await clerk.fill("#formed", formed);
  await press(clerk, "main form > .buttons button");
  const id = id_of(clerk);
  check("the draft has the table and the file", [
    !await clerk.locator(".case-body table td", { hasText: "1,200.50" }).isVisible() && "no table",
    !await clerk.locator(".files a", { hasText: "名单.txt" }).isVisible() && "no file",
  ]);
  check("nothing of the text is hidden in a box", [await clerk.$eval(".case-body", (e) => e.scrollHeight > e.clientHeight + 1) && "it scrolls"]);
  await judge(clerk, "the draft");
  await submit(clerk);
  check("it is submitted", [!await clerk.locator(".case-ladder li[aria-current]").isVisible() && "no step is current"]);
  await go(reviewer, "/office/items?tab=waiting");
  await judge(reviewer, "the worklist of the reviewer");
  await press(reviewer, `a[href$='/office/items/${id}']`);
  await judge(reviewer, "the review form");
  await press(reviewer, ".case-step button.button");
  await judge(reviewer, "the review form without a verdict");
  await decide(reviewer, id, "return", "请补充落款。");
  await go(clerk, "/office/items?tab=returned");
  check("it is among the returned", [!await clerk.locator("main table", { hasText: title }).isVisible() && "it is not"]);
  await go(clerk, item(id));
  check("the reason is shown", [!await clerk.locator("main", { hasText: "请补充落款。" }).isVisible() && "it is not"]);
  await press(clerk, ".case-deeds a[href$='/edit']");
  await clerk.click(".rich-page");
  await clerk.keyboard.press("Control+End");
  await clerk.keyboard.press("ArrowDown");
  await clerk.keyboard.press("Enter");
  await clerk.keyboard.type("静宇县人民政府办公室");
  await clerk.waitForSelector("[data-autosave-say]:has-text('已自动保存')", { timeout: 15000 });
  check("it saved itself", [!/已自动保存 \d+:\d\d/.test(await clerk.textContent("[data-autosave-say]")) && "no time"]);
  await judge(clerk, "the sheet once it saved itself");
  await press(clerk, "main form > .buttons button");
  await go(clerk, item(id, "/versions"));
  await judge(clerk, "one version");
  await go(clerk, item(id));
  await submit(clerk);
  await decide(reviewer, id, "approve");
  await go(secrecy, item(id));
  await judge(secrecy, "the item of the secrecy reviewer");
  await decide(secrecy, id, "approve", "不涉及国家秘密、工作秘密。");
  await go(signer, item(id));
  await judge(signer, "the item of the signer");
  await signer.check("input[name=verdict][value=approve]");
  await watch_readers(title, () => timed(signer, () => signer.click(".case-step button.button")));
  await signer.waitForURL(/done=published/);
  await go(signer, item(id));
  await judge(signer, "the published item");
  const trail = await signer.locator(".timeline > li").allInnerTexts();
  const steps = ["起草", "送审", "退回", "修改", "送审", "同意", "同意", "发布"];
  let at = 0;
  for (const line of trail)
    if (at < steps.length && line.includes(steps[at]))
      at++;
  check("the trail tells every step", [at < steps.length && `no “${steps[at]}” in its place: ${trail.map((t) => t.split("\n")[0]).join(" / ")}`]);
  check("no script broke", breaches);
  await others(people, id);
  await dismiss(people);
  return id;
}

/* The other pages of the office, once there is something on them. */
async function others({ clerk, signer }, id) {
  for (const [title, path] of [
    ["the published ones", "/office/items?tab=all"], ["the channels of an item", `/office/items/${id}/channels`],
    ["a channel to enter", `/office/items/${id}/channels/new`], ["the stand-ins", "/office/stand-ins"],
    ["the channels", "/office/channels"], ["the events", "/office/channel-events"], ["an event to enter", "/office/channel-events/new"],
    ["to be corrected", `/office/items/${id}/correct`], ["the staff", "/office/staffing"],
  ]) {
    await go(clerk, path);
    await judge(clerk, title);
  }
  await go(clerk, item(id, "/correct"));
  await clerk.fill("#words", "更正落款");
  await press(clerk, "main form button.button");
  await go(clerk, item(id, "/versions"));
  await judge(clerk, "two versions");
  await go(clerk, item(id, "/relate"));
  await judge(clerk, "relations");
  await clerk.fill("#find", "没有的");
  await press(clerk, "main form button.button");
  await judge(clerk, "a relation to nothing");
  await go(signer, item(id, "/withdraw"));
  await judge(signer, "to be withdrawn");
}

/* Two at one sheet; and no network for a while. */
async function two_editors(browser) {
  const one = await person(browser, "clerk"), two = await person(browser, "gid_office");
  await go(one, "/office/items/new");
  await one.fill("#title", "两人同时修改的稿件");
  await one.selectOption("#column", column);
  await one.fill("#formed", formed);
  await press(one, "main form > .buttons button");
  const id = id_of(one);
  await go(one, item(id, "/edit"));
  await go(two, item(id, "/edit"));
  const said = (page, words) => page.waitForSelector(`[data-autosave-say]:has-text('${words}')`, { timeout: 15000 });
  await one.context().setOffline(true);
  await one.fill("#title", "断网时改的标题");
  await said(one, "网络不通");
  check("without a network it says so, and keeps what was typed", [await one.inputValue("#title") !== "断网时改的标题" && "it is gone"]);
  await one.context().setOffline(false);
  await said(one, "已自动保存");
  check("then it goes on", []);
  await two.fill("#title", "另一人改的标题");
  await said(two, "别人保存过");
  await judge(two, "the sheet that another one saved");
  await press(two, "[data-autosave-say] button");
  check("the conflict page has both", [
    await two.inputValue("#title") !== "另一人改的标题" && "mine is gone",
    !await two.locator(".theirs", { hasText: "断网时改的标题" }).isVisible() && "theirs is not shown",
  ]);
  await judge(two, "the conflict page");
  await one.context().clearCookies();
  await one.fill("#keywords", "防汛").catch(() => one.locator(".fold summary").evaluateAll((all) => all.forEach((s) => { s.parentElement.open = true; })));
  await one.fill("#keywords", "防汛");
  await said(one, "登录已过期");
  check("signed out, it says so, and keeps what was typed", [await one.inputValue("#keywords") !== "防汛" && "it is gone"]);
  await judge(one, "the sheet after the session ended");
  await one.context().close();
  await two.context().close();
}

/* ---- by keyboard alone ---------------------------------------------------------------------- */

async function decide_by_keys(page, id, verdict, words = "") {
  await go(page, "/office/items?tab=waiting");
  await push(page, `a[href$='/office/items/${id}']`);
  await tab_to(page, "input[name=verdict]");
  await page.keyboard.press("Space");
  if (verdict === "return")
    await page.keyboard.press("ArrowDown");
  if (words)
    await type_in(page, "#words", words);
}

async function submit_by_keys(clerk) {
  await push(clerk, ".case-deeds a[href$='/submit']");
  await push(clerk, "main form button.button");
}

async function by_keys(browser) {
  const title = "关于开展安全检查的通知";
  const people = await team(browser, { keys: true });
  const { clerk, reviewer, secrecy, signer } = people;
  await clerk.evaluate((html) => navigator.clipboard.write([new ClipboardItem({ "text/html": new Blob([html], { type: "text/html" }) })]), word);
  await push(clerk, ".menu a[href$='/office/items']");
  await push(clerk, "main a[href$='/office/items/new']");
  await type_in(clerk, "#title", title);
  await choose_by_keys(clerk, "#column", column);
  await type_in(clerk, "#formed", formed);
  await tab_to(clerk, ".rich-page");
  await clerk.keyboard.press("Control+v");
  await tab_to(clerk, ".fold summary");
  await clerk.keyboard.press("Enter");
  check("keys: what is folded unfolds", [!await clerk.locator(".fold[open]").count() && "it does not"]);
  await push(clerk, "main form > .buttons button");
  const id = id_of(clerk);
  check("keys: the table came along", [!await clerk.locator(".case-body table td", { hasText: "1,200.50" }).isVisible() && "it did not"]);
  await submit_by_keys(clerk);
  await decide_by_keys(reviewer, id, "return", "请补充检查的时间。");
  await push(reviewer, ".case-step button.button");
  await go(clerk, "/office/items?tab=returned");
  await push(clerk, `a[href$='/office/items/${id}']`);
  await push(clerk, ".case-deeds a[href$='/edit']");
  await tab_to(clerk, ".rich-page");
  await clerk.keyboard.press("Control+Home");
  await clerk.keyboard.type("检查从三月起。");
  await push(clerk, "main form > .buttons button");
  await submit_by_keys(clerk);
  await decide_by_keys(reviewer, id, "approve");
  await push(reviewer, ".case-step button.button");
  await decide_by_keys(secrecy, id, "approve");
  await push(secrecy, ".case-step button.button");
  await decide_by_keys(signer, id, "approve");
  await tab_to(signer, ".case-step button.button");
  await watch_readers(title, () => timed(signer, () => signer.keyboard.press("Enter")));
  await dismiss(people);
}

/* ---- without JavaScript --------------------------------------------------------------------- */

async function without_script(browser) {
  const title = "关于召开听证会的公告";
  const people = await team(browser, { script: false });
  const { clerk, reviewer, secrecy, signer } = people;
  await go(clerk, "/office/items/new");
  await clerk.fill("#title", title);
  await clerk.selectOption("#column", column);
  await clerk.fill("#formed", formed);
  await clerk.fill("#body", "现将听证会事项公告如下：\n\n| 时间 | 地点 |\n| 三月十日 | 二楼会议室 |\n\n请按时参加。");
  await clerk.click(".fold:has(#keywords) summary");
  await clerk.fill("#keywords", "听证");
  await press(clerk, "main form > .buttons button");
  const id = id_of(clerk);
  check("no script: a table of the textarea", [!await clerk.locator(".case-body table", { hasText: "二楼会议室" }).isVisible() && "it is none"]);
  await submit(clerk);
  await decide(reviewer, id, "return", "请写明联系人。");
  await go(clerk, item(id, "/edit"));
  check("no script: the text is there to be changed", [!(await clerk.inputValue("#body")).includes("| 三月十日 |") && "it is not"]);
  await clerk.fill("#body", (await clerk.inputValue("#body")) + "\n\n联系人：办公室。");
  await press(clerk, "main form > .buttons button");
  await submit(clerk);
  await decide(reviewer, id, "approve");
  await decide(secrecy, id, "approve");
  await go(signer, item(id));
  await signer.check("input[name=verdict][value=approve]");
  await watch_readers(title, () => timed(signer, () => signer.click(".case-step button.button")));
  await dismiss(people);
}

/* ---- the offices that no step of it enters -------------------------------------------------- */

async function offices(browser) {
  const visits = {
    gid_office: ["/office/archive", "/office/archive/register", "/office/archive/deliveries/new", "/office/staffing/all/figures", "/office/staffing/all/groups-import", "/office/review-rules", "/office/columns", "/office/guides", "/office/upkeep", "/office/upkeep/limits"],
    supervisor: ["/office", "/office/purges", "/office/purges/new", "/office/agencies", "/office/calendar"],
    system_admin: ["/office/connectors", "/office/connectors/new", "/office/people"],
    security_admin: ["/office/security", "/office/people", "/office/people/roles"],
    audit_admin: ["/office/audit", "/office/audit?login=clerk&event=item_submitted", "/office/audit/verify"],
  };
  for (const [login, paths] of Object.entries(visits)) {
    const page = await person(browser, login);
    for (const path of paths) {
      await go(page, path);
      await judge(page, `${login}: ${path}`);
    }
    await page.context().close();
  }
}

/* 长者版 is switched on in the office too; the menu then stands shut above the page. */
async function large_type(browser) {
  const page = await person(browser, "clerk");
  await go(page, "/office/items?tab=all");
  await press(page, ".foot a[href*='elder=1']");
  check("长者版: the page is the same", [!page.url().endsWith("/office/items?tab=all") && page.url()]);
  for (const path of ["/office", "/office/items?tab=all", "/office/items/new", "/office/channels"]) {
    await go(page, path);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      check(`长者版, ${width} px: ${path}`, await shape(page));
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    check(`长者版: ${path} begins on the first screen`, [await page.$eval("h1", (e) => e.getBoundingClientRect().top > 450) && "it is below"]);
  }
  await page.click(".menu summary");
  check("长者版: the menu opens", [!await page.locator(".menu a", { hasText: "公开渠道" }).isVisible() && "it does not"]);
  await page.context().close();
}

let browser;
try {
  browser = await open_browser();
  await by_mouse(browser);
  await by_keys(browser);
  await without_script(browser);
  in_time();
  await Promise.all([two_editors(browser), offices(browser), large_type(browser)]);
  const verdict = county.run(["audit", "verify"]);
  check("the chain of the audit holds", [verdict.status !== 0 && verdict.stdout + verdict.stderr]);
} catch (e) {
  check("the run came to its end", [e.stack]);
} finally {
  await browser?.close();
  await county.close();
}
end();
