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

/* One page in one window: opens it, and says what is wrong with it. */
async function examine(context, house, { path, status = 200, label }, title, with_focus) {
  const page = await context.newPage();
  const said = [];
  const weights = [];
  page.on("console", (m) => {
    if (m.type() === "error" && !(status >= 400 && m.text().includes(String(status))))
      said.push(`console: ${m.text()}`);
  });
  page.on("pageerror", (e) => said.push(`script: ${e.message}`));
  page.on("request", (r) => {
    if (new URL(r.url()).origin !== house.root)
      said.push(`asks another host: ${r.url()}`);
  });
  page.on("response", (r) => {
    if (["document", "stylesheet", "script"].includes(r.request().resourceType()))
      weights.push(r.request().sizes().then((s) => s.responseBodySize, () => 0));
  });
  try {
    const answer = await page.goto(house.base + path, { waitUntil: "load" });
    if (answer.status() !== status)
      said.push(`status ${answer.status()} instead of ${status}`);
    said.push(...await shape(page), ...await violations(page));
    if (with_focus)
      said.push(...await focus(page));
    const weight = (await Promise.all(weights)).reduce((a, b) => a + b, 0);
    if (weight > page_limit)
      said.push(`${Math.round(weight / 1024)} KB without images`);
  } catch (e) {
    said.push(e.message);
  }
  check(`${title}: ${label} ${path}`, said);
  await page.close();
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
  for (const { path, label } of pages) {
    const a = await on.newPage();
    const b = await off.newPage();
    await a.goto(house.base + path);
    await b.goto(house.base + path);
    const [with_js, without_js] = [await visible_text(a), await visible_text(b)];
    // A script may add tools (print, copy link) but take nothing away.
    const lost = without_js.length < 0.8 * with_js.length;
    check(`JavaScript off: ${label} ${path}`, [lost && `${without_js.length} of ${with_js.length} characters are left`]);
    await a.close();
    await b.close();
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
    { label: "page beyond the last", path: "/latest?page=9999", status: 404 },
    { label: "bad argument", path: "/latest?page=x", status: 400 },
    { label: "sign-in", path: "/office/sign-in" },
  ];
  const all = [...pages, ...states];

  for (const elder of [false, true]) {
    for (const width of [1280, 320]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "zh-CN" });
      if (elder)
        await enter_elder_mode(context, house);
      for (const page of all)
        await examine(context, house, page, `${elder ? "长者 " : ""}${width} px`, width === 1280);
      await context.close();
    }
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
