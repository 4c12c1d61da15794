// Draws Vega-Lite specifications as SVG files: node render-charts.mjs MODULES SPECS OUT
// MODULES is a node_modules folder with vega and vega-lite, SPECS one of *.vl.json, OUT the folder of the drawings.
import { readFileSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, specs, out] = process.argv.slice(2);
if (!out) {
  console.error('usage: render-charts.mjs MODULES SPECS OUT');
  process.exit(2);
}
const found = createRequire(join(resolve(modules), 'here.js'));
const [vega, vegaLite] = await Promise.all(['vega', 'vega-lite'].map(name => import(pathToFileURL(found.resolve(name)))));

const config = { font: 'sans-serif', padding: 10, view: { stroke: null }, axis: { gridColor: '#eeeeee', labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal' }, axisBand: { grid: false } };
mkdirSync(out, { recursive: true });
for (const file of readdirSync(specs).filter(name => name.endsWith('.vl.json')).sort()) {
  const spec = JSON.parse(readFileSync(join(specs, file), 'utf8'));
  if (!spec.vconcat) spec.width ??= 560;
  const view = new vega.View(vega.parse(vegaLite.compile(spec, { config }).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  writeFileSync(join(out, file.replace(/\.vl\.json$/, '.svg')), svg + '\n');
}
