// usage: node shots.mjs XXGK FOLDER   the screenshots of README and manual, from the demo county.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { open_browser, open_house, portal_routes, walk } from "./house.mjs";

const [xxgk, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const house = await open_house(xxgk);
const browser = await open_browser();
const found = await walk(house, portal_routes(xxgk));
const at = (handler) => found.get(handler) ?? "/";

async function shoot(name, path, { width = 1280, height = 900, elder = false } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: "zh-CN" });
  const page = await context.newPage();
  if (elder) {
    await page.goto(house.base + "/");
    await page.getByRole("link", { name: /长者/ }).or(page.getByRole("button", { name: /长者/ })).first().click();
  }
  await page.goto(house.base + path);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}

await shoot("home", "/", { height: 1000 });
await shoot("unit", at("portal_unit"));
await shoot("content", at("portal_content"));
await shoot("item", at("portal_item"), { height: 1000 });
await shoot("search", "/search?q=" + encodeURIComponent("财政"));
await shoot("stats", "/stats");
await shoot("elder", "/", { elder: true });
await shoot("list", at("portal_latest"));
await shoot("sign_in", "/office/sign-in", { height: 640 });
await shoot("phone", at("portal_item"), { width: 390, height: 844 });
await browser.close();
await house.close();
