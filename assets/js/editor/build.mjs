// usage: npm ci && npm run build    writes ../editor.js and ../editor.licenses.txt, which are committed: the C build needs no Node.
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";

const result = await build({
  entryPoints: ["editor.js"], bundle: true, minify: true, format: "iife", target: "es2020", charset: "utf8", metafile: true,
  legalComments: "none", outfile: "../editor.js",
});
const packages = new Set(Object.keys(result.metafile.inputs).map((f) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(f)?.[1]).filter(Boolean));
const texts = [...packages].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  return `${name} ${version} (${license})\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}\n`;
});
writeFileSync("../editor.licenses.txt", `What editor.js is built from, besides our own sources in editor/.\n\n${texts.join("\n----\n\n")}`);
