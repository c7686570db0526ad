// The house under test: the real binary on demo data, a browser that talks to nobody else, and the way from the
// route table to addresses that exist.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/* An address nobody listens on just now. */
function free_port() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

export function run(xxgk, args) {
  const done = spawnSync(xxgk, args, { encoding: "utf8", maxBuffer: 64 << 20 });
  if (done.status !== 0)
    throw new Error(`${xxgk} ${args.join(" ")}: exit ${done.status ?? done.error}\n${done.stderr}`);
  return done.stdout;
}

async function answers(url) {
  for (let i = 0; i < 300; i++) {
    try {
      if ((await fetch(url)).status < 500)
        return true;
    } catch {
      // not listening yet
    }
    await new Promise((next) => setTimeout(next, 100));
  }
  return false;
}

/* The search file is filled beside the running server: ten thousand items take a while on a busy machine. */
async function search_is_filled(base) {
  for (let i = 0; i < 600; i++) {
    const answer = await fetch(`${base}/search.json?q=${encodeURIComponent("公开")}`);
    if (answer.ok && (await answer.json()).count > 0)
      return true;
    await new Promise((next) => setTimeout(next, 250));
  }
  return false;
}

/* Fills a fresh data folder with a scenario and serves it; close() ends the server and removes the folder. */
export async function open_house(xxgk, { scenario = "jingyu-2019", prefix = "" } = {}) {
  const data = mkdtempSync(join(tmpdir(), "xxgk-browser-"));
  run(xxgk, ["--data", data, "demo", scenario]);
  const port = await free_port();
  const args = ["--data", data, "serve", "--listen", `127.0.0.1:${port}`];
  if (prefix)
    args.push("--prefix", prefix);
  const server = spawn(xxgk, args, { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [server.stdout, server.stderr])
    stream.on("data", (bytes) => { log = (log + bytes).slice(-20000); });
  const root = `http://127.0.0.1:${port}`;
  const ended = new Promise((done) => server.on("exit", done));
  const close = async () => {
    server.kill("SIGTERM");
    const late = setTimeout(() => server.kill("SIGKILL"), 10000);
    await ended;
    clearTimeout(late);
    rmSync(data, { recursive: true, force: true });
  };
  if (!await answers(`${root}${prefix}/`)) {
    await close();
    throw new Error(`the server did not answer in 30 s:\n${log}`);
  }
  if (!await search_is_filled(`${root}${prefix}`)) {
    await close();
    throw new Error(`search found nothing in 150 s:\n${log}`);
  }
  return { data, root, base: `${root}${prefix}`, close, log: () => log };
}

/* The small county of tests/http/seed.c, served: a person for each role, whose login is the role. */
export async function open_county(xxgk, seed) {
  const home = mkdtempSync(join(tmpdir(), "xxgk-county-"));
  const data = join(home, "data");
  const env = { ...process.env, XXGK_DATA: data, XXGK_DB: join(data, "xxgk.db") };
  mkdirSync(data);
  const made = spawnSync(seed, [env.XXGK_DB], { env });
  if (made.status !== 0)
    throw new Error(`no county: ${made.stderr}`);
  writeFileSync(join(data, "xxgk.conf"), "forms_per_minute = 10000\n");
  const server = spawn(xxgk, ["serve", "--listen", "127.0.0.1:0"], { env, stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((done) => server.on("exit", done));
  const base = await new Promise((done, fail) => {
    let said = "";
    server.stdout.on("data", (bytes) => {
      said += bytes;
      if (said.includes("\n"))
        done(said.split("\n")[0].replace(/\/$/, ""));
    });
    server.on("exit", () => fail(new Error("the server ended")));
  });
  const close = async () => {
    server.kill("SIGTERM");
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  const run_here = (args) => spawnSync(xxgk, args, { env, encoding: "utf8" });
  return { home, data, base, close, server, run: run_here, password: "Zhongwen-2024" };
}

function browser_path() {
  const names = process.env.CHROMIUM ? [process.env.CHROMIUM] : ["chromium", "chromium-browser", "google-chrome"];
  for (const name of names)
    for (const dir of name.includes("/") ? [""] : process.env.PATH.split(delimiter))
      if (existsSync(join(dir, name)))
        return join(dir, name);
  throw new Error("no Chromium on the PATH (package chromium)");
}

export function open_browser() {
  return chromium.launch({ executablePath: browser_path(), args: flags });
}

/* "/item/{index_no}" as a pattern; {rest*} takes several segments. */
function pattern_of(path) {
  const segments = path.split(/(\{[^}]+\})/).map((part) => {
    if (!part.startsWith("{"))
      return part.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    return part.endsWith("*}") ? ".+" : "[^/]+";
  });
  return new RegExp(`^${segments.join("")}$`);
}

/* Public pages that a reader opens: [{name, path, pattern}]. The office has its own tests, and what begins with a
 * parameter takes the addresses that nothing else takes. */
export function portal_routes(xxgk) {
  return JSON.parse(run(xxgk, ["config", "routes", "--json"]))
    .filter((r) => r.method === "GET" && r.permission === "PUBLIC" && r.formats[0] === "html")
    .filter((r) => !/^\/(office|\{)/.test(r.path))
    .map(({ name, path }) => ({ name, path, pattern: pattern_of(path) }));
}

/* Walks the links from the home page until every route has an address: name → path. What no link leads to is missing
 * from the answer: a page that cannot be reached is a page that nobody finds. A route that only sends on (to switch
 * the view) is null. */
export async function walk(house, routes, limit = 400) {
  const found = new Map();
  const prefix = new URL(house.base).pathname.replace(/\/$/, "");
  const seen = new Set(["/"]);
  const queue = ["/"];
  for (let n = 0; queue.length && n < limit && found.size < routes.length; n++) {
    const path = queue.shift();
    const answer = await fetch(house.base + path, { headers: { accept: "text/html" }, redirect: "manual" });
    const plain = path.split("?")[0];
    // A literal path is a better match than a pattern: /item/new before /item/{index_no}.
    const route = routes.find((r) => r.path === plain) ?? routes.find((r) => r.pattern.test(plain));
    if (route && answer.status === 303 && !found.has(route.name))
      found.set(route.name, null);
    if (answer.status !== 200 || !answer.headers.get("content-type")?.startsWith("text/html"))
      continue;
    if (route && !found.has(route.name))
      found.set(route.name, path);
    for (const [, raw] of (await answer.text()).matchAll(/<a\b[^>]*?\shref="([^"#]+)/g)) {
      const url = new URL(raw.replaceAll("&amp;", "&"), house.base + path);
      if (url.origin !== house.root || !url.pathname.startsWith(prefix))
        continue;
      const next = (url.pathname.slice(prefix.length) || "/") + url.search;
      if (seen.has(next))
        continue;
      seen.add(next);
      const target = next.split("?")[0];
      const wanted = routes.some((r) => !found.has(r.name) && (r.path === target || r.pattern.test(target)));
      if (wanted)
        queue.unshift(next);
      else
        queue.push(next);
    }
  }
  return found;
}
