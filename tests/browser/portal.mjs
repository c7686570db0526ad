// usage: node portal.mjs XXGK
//
// Every page of the portal, its error and empty states, at 1280 and 320 px, in plain and 长者 (elder) mode: no axe-core
// violation of any impact, no sideways scroll, nothing from other hosts, at most 100 KB without images, visible focus,
// the same content without JavaScript, and a print that carries title and source. Prints TAP.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { open_browser, open_house, portal_routes, walk } from "./house.mjs";
import { check, end, focus, shape, violations } from "./judge.mjs";

const xxgk = process.argv[2];
const page_limit = 100 * 1024;

/* One window of one kind of reader, used for page after page. */
async function open_window(context, house) {
  const page = await context.newPage();
  const now = { said: [], weights: [], status: 200 };
  page.on("console", (m) => {
    if (m.type() === "error" && !(now.status >= 400 && m.text().includes(String(now.status))))
      now.said.push(`console: ${m.text()}`);
  });
  page.on("pageerror", (e) => now.said.push(`script: ${e.message}`));
  page.on("request", (r) => {
    if (new URL(r.url()).origin !== house.root)
      now.said.push(`asks another host: ${r.url()}`);
  });
  page.on("response", (r) => {
    if (["document", "stylesheet", "script"].includes(r.request().resourceType()))
      now.weights.push(r.request().sizes().then((s) => s.responseBodySize, () => 0));
  });
  return { page, now };
}

/* Opens one page and says what is wrong with it. */
async function examine({ page, now }, house, { path, status = 200, label }, title, with_focus) {
  Object.assign(now, { said: [], weights: [], status });
  try {
    const answer = await page.goto(house.base + path, { waitUntil: "load" });
    if (answer.status() !== status)
      now.said.push(`status ${answer.status()} instead of ${status}`);
    now.said.push(...await shape(page), ...await violations(page));
    if (with_focus)
      now.said.push(...await focus(page));
    const weight = (await Promise.all(now.weights)).reduce((a, b) => a + b, 0);
    if (weight > page_limit)
      now.said.push(`${Math.round(weight / 1024)} KB without images`);
  } catch (e) {
    now.said.push(e.message);
  }
  check(`${title}: ${label} ${path}`, now.said);
}

/* Follows the reader's own way into 长者模式, so that the cookie is the real one. */
async function enter_elder_mode(context, house) {
  const page = await context.newPage();
  await page.goto(house.base + "/");
  const door = page.getByRole("link", { name: /长者/ }).or(page.getByRole("button", { name: /长者/ })).first();
  await Promise.all([page.waitForLoadState("load"), door.click()]);
  await page.goto(house.base + "/");
  const size = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  check("长者模式: text of 24 px from now on", [size < 24 && `body text is ${size} px`]);
  await page.close();
}

const visible_text = (page) => page.evaluate(() => document.querySelector("main").innerText.replace(/\s+/g, " ").trim());

/* With scripts off the page says the same, and the search form works by itself. */
async function without_scripts(browser, house, pages) {
  const on = await browser.newContext();
  const off = await browser.newContext({ javaScriptEnabled: false });
  const a = await on.newPage();
  const b = await off.newPage();
  for (const { path, label } of pages) {
    await a.goto(house.base + path);
    await b.goto(house.base + path);
    const [with_js, without_js] = [await visible_text(a), await visible_text(b)];
    // A script may add tools (print, copy link) but take nothing away.
    const lost = without_js.length < 0.8 * with_js.length;
    check(`JavaScript off: ${label} ${path}`, [lost && `${without_js.length} of ${with_js.length} characters are left`]);
  }
  const page = await off.newPage();
  await page.goto(house.base + "/");
  await page.locator("input[name=q]").first().fill("公开");
  await page.locator("input[name=q]").first().press("Enter");
  await page.waitForURL(/search\?/);
  const marks = await page.locator("main mark").count();
  check("JavaScript off: the search form answers with marked hits", [!marks && "no hit is marked"]);
  await on.close();
  await off.close();
}

async function print(browser, house, path) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(house.base + path);
  const title = (await page.locator("h1").innerText()).replace(/\s+/g, "");
  const file = join(house.data, "print.pdf");
  writeFileSync(file, await page.pdf({ format: "A4" }));
  const text = spawnSync("pdftotext", [file, "-"], { encoding: "utf8" }).stdout.replace(/\s+/g, "");
  check(`print: ${path}`, [
    !text.includes(title) && "the title is not on paper",
    !text.includes("索引号") && "the metadata are not on paper",
    /长者版|无障碍浏览/.test(text) && "the utility bar is on paper",
  ]);
  await context.close();
}

const house = await open_house(xxgk);
const browser = await open_browser();
try {
  const routes = portal_routes(xxgk);
  const found = await walk(house, routes);
  check("every page can be reached by links from the home page",
    routes.filter((r) => !found.has(r.name)).map((r) => `no link leads to ${r.path} (${r.name})`));

  const pages = [...found].filter(([, path]) => path).map(([label, path]) => ({ label, path }));
  const item = found.get("portal_item");
  const states = [
    { label: "hits", path: "/search?q=" + encodeURIComponent("政府") },
    { label: "no hits", path: "/search?q=" + encodeURIComponent("饕餮貔貅") },
    { label: "404", path: "/no/such/page", status: 404 },
    { label: "unknown item", path: "/item/none-2019-00001", status: 404 },
    { label: "page beyond the last", path: "/latest?page=9999", status: 400 },
    { label: "bad argument", path: "/latest?page=x", status: 400 },
    { label: "sign-in", path: "/office/sign-in", form: true }, // its first field has the focus already
  ];
  const all = [...pages, ...states];

  // Two windows at a time, one for each core of a small machine.
  for (const elder of [false, true]) {
    await Promise.all([1280, 320].map(async (width) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "zh-CN" });
      if (elder)
        await enter_elder_mode(context, house);
      const window = await open_window(context, house);
      for (const page of all)
        await examine(window, house, page, `${elder ? "长者 " : ""}${width} px`, width === 1280 && !page.form);
      await context.close();
    }));
  }
  await without_scripts(browser, house, all.filter((p) => !p.status));
  if (item)
    await print(browser, house, item);
} catch (e) {
  check("the run came to its end", [e.stack, house.log().slice(-2000)]);
} finally {
  await browser.close();
  await house.close();
}
end();
