// Bundles src/*.ts into ../src/legalgraph/web/static: files named by their content, a manifest for web/assets.py, and
// the licences of everything that went in.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

const folder = "../src/legalgraph/web/static";
const entries = {
  main: "src/main.ts",
  sparql: "src/sparql.ts",
  explorer: "src/explorer.ts",
  first: "src/first.css",
  style: "src/style.css",
  icon: "src/icon.svg",
  small: "src/pictures/small.png",
  touch: "src/pictures/touch.png",
  card: "src/pictures/card.png",
};
rmSync(folder, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: entries,
  outdir: folder,
  publicPath: "/static", // the first styles are written into pages, at whatever address
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "copy", ".png": "copy" },
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
});

const files = Object.entries(metafile.outputs).map(([path, output]) => ({ name: basename(path), ...output }));
const made = (entry) => files.find((file) => file.name.startsWith(`${entry}-`)).name;
const manifest = {
  main: {
    script: made("main"),
    first: made("first"),
    style: made("style"),
    icons: { icon: made("icon"), small: made("small"), touch: made("touch"), card: made("card") },
  },
  sparql: { script: made("sparql"), icons: {} },
  explorer: { script: made("explorer"), icons: {} },
};
writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");

const packages = new Set();
for (const path of Object.keys(metafile.inputs)) {
  const found = path.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/);
  if (found) packages.add(found[0]);
}
const licences = [...packages].sort().map((place) => {
  const { name, version, license } = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
  return `${name} ${version} (${license})\n\n${readFileSync(join(place, "LICENSE"), "utf8").trim()}\n`;
});
writeFileSync(join(folder, "licences.txt"), licences.join(`\n${"-".repeat(72)}\n\n`));

for (const { name, bytes } of files) console.log(`${String(bytes).padStart(8)}  ${name}`);
