// Sizes of the element's parts: what its gzipped file would be smaller by without each. Then what pages load of its chunks.
//   node apps/web/tools/sizes.ts        (after a build; CHROME_PATH names another Chromium than playwright's)
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { FIRST_PAGES, firstLoad } from '../../../tools/packaging/first-load.ts';

/** The first pattern that a source matches names its part. */
const PARTS: readonly (readonly [name: string, sources: RegExp])[] = [
  ['the kernels, in WebAssembly and in JavaScript', /packages\/core/],
  ['CSV reader (the parser of papaparse)', /sdk\/dist\/csv/],
  ['races, links, runs as code and worksheets', /sdk\/dist\/(view\/(race|experiment)|export)/],
  ['sentences about a run, two languages', /sdk\/dist\/narrate/],
  ['sdk: table, moments, optimizers, session, forecast', /packages\/sdk/],
  ['labels, two languages', /src\/words/],
  ['style sheet', /src\/styles/],
  ['Lit', /node_modules\/(@lit|lit)/],
  ['the panes, charts and behaviour of the element', /./],
];

const file = new URL('../dist/gd-trainer.js', import.meta.url);
const code = readFileSync(file, 'utf8');
const map = new SourceMap(JSON.parse(readFileSync(`${file.pathname}.map`, 'utf8')));

function partOf(line: number, column: number): number {
  const entry = map.findEntry(line, column);
  const source = 'originalSource' in entry ? entry.originalSource : '';
  return PARTS.findIndex(([, sources]) => sources.test(source || 'src/'));
}

const kept = PARTS.map((): string[] => []);
for (const [line, text] of code.split('\n').entries()) {
  for (const [column, character] of [...text].entries()) {
    const part = partOf(line, column);
    for (const [other, rest] of kept.entries()) if (other !== part) rest.push(character);
  }
}

const kilobytes = (text: string): number => gzipSync(text, { level: 9 }).length / 1000;
const total = kilobytes(code);
const sizes = kept.map((rest) => total - kilobytes(rest.join('')));
const shared = total - sizes.reduce((sum, size) => sum + size, 0);
const rows = PARTS.map(([name], i) => [name, sizes[i]!] as const).sort(([, a], [, b]) => b - a);
for (const [name, size] of [
  ...rows,
  ['what the parts have in common', shared] as const,
  ['all', total] as const,
])
  console.log(`| ${name.padEnd(50)} | ${size.toFixed(1).padStart(4)} |`);

console.log('');
for (const [name, html] of Object.entries(FIRST_PAGES)) {
  const loaded = [...(await firstLoad(fileURLToPath(new URL('../dist/', import.meta.url)), html)).values()];
  const sum = loaded.reduce((all, size) => all + size, 0);
  console.log(
    `| ${name.padEnd(50)} | ${String(loaded.length).padStart(5)} | ${sum.toFixed(1).padStart(5)} |`,
  );
}
