#!/usr/bin/env node
// Measures the rows of the design side by side with their rivals: node tools/bench/run.mjs [P4 P5 …], after a build.
// Prints a table and, when all rows ran, writes results.json and RESULTS.md beside this file.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { cellsOf, toMarkdown } from './table.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const chosen = process.argv.slice(2).map((id) => id.toUpperCase());

if (!existsSync(here('node_modules'))) {
  process.stderr.write('installing the rivals, once …\n');
  const { status } = spawnSync('npm', ['ci'], { cwd: here('.'), stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the rivals could not be installed: npm ci failed in tools/bench');
}

const MODULES = {
  'full-batch': ['P1', 'P2', 'P3'],
  gradient: ['P4'],
  stochastic: ['P5'],
  moments: ['P6'],
  small: ['P7', 'P7B'],
  files: ['P8', 'P9'],
  'first-call': ['P10'],
  timeline: ['P11'],
  press: ['P18'],
  start: ['P12'],
  size: ['P13'],
  growth: ['P14'],
  'large-files': ['P14'],
  cluster: ['P14'],
  wide: ['P19'],
  many: ['P15', 'P16'],
  summary: ['P17'],
};
const results = [];
for (const [name, ids] of Object.entries(MODULES)) {
  if (chosen.length > 0 && !ids.some((id) => chosen.includes(id))) continue;
  process.stderr.write(`${ids.join(', ')} …\n`);
  const output = execFileSync(process.execPath, [here('run-rows.mjs'), name, ...chosen], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const rows = output.split('\n').filter((line) => line.startsWith('{'));
  results.push(...rows.map((line) => judge(JSON.parse(line))));
}
const known = new Set(Object.values(MODULES).flat());
const unknown = chosen.filter((id) => !known.has(id));
if (unknown.length > 0) {
  process.stderr.write(`no row ${unknown.join(', ')} here; there are ${[...known].join(', ')}\n`);
  process.exitCode = 2;
}

const table = toMarkdown(
  ['#', 'work', 'ours', 'rival', 'ratio', 'goal', ''],
  results.map((row) => cellsOf(row)),
);
process.stdout.write(table);
if (chosen.length === 0) {
  const machine = describeMachine();
  writeFileSync(here('results.json'), `${JSON.stringify({ machine, results }, null, 2)}\n`);
  const path = here('RESULTS.md');
  // the reasons below the table are written by hand and kept
  const reasons = existsSync(path) ? readFileSync(path, 'utf8').split('\n## ').slice(1) : [];
  const head = `# Measured results\n\n${machine.join('; ')}.\nWritten by \`npm run bench\`: both sides of a row take turns in one run, medians, weights compared.\n\n${table}`;
  writeFileSync(path, [head, ...reasons].join('\n## '));
  process.stderr.write('npm run docs takes the first rows into the READMEs\n');
}

/** The ratio of a row and whether its goal is met. */
function judge(row) {
  if (row.missing) return row;
  const ratio = row.smaller ? row.ours / row.theirs : row.theirs / row.ours;
  const met = row.goal === undefined ? undefined : row.smaller ? ratio <= row.goal : ratio >= row.goal;
  return { ...row, ratio, met };
}

function describeMachine() {
  const version = (command, args) => {
    try {
      return execFileSync(command, args, { encoding: 'utf8' }).split('\n')[0];
    } catch {
      return `${command} missing`;
    }
  };
  return [
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${process.platform} ${process.arch}`,
    `Node ${process.versions.node} (V8 ${process.versions.v8})`,
    version('cc', ['--version']),
    version('python3', ['--version']),
  ];
}
