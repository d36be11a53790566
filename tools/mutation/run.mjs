#!/usr/bin/env node
// Changes the sources in small ways, one at a time, and counts the changes that no test notices, be it a test in its own
// process, of the command as a process or of the element in a browser: node tools/mutation/run.mjs [PATH …]. Without a path
// MUTATE_SEED draws MUTATE_COUNT changes of each package, and RESULTS.md is written anew; a path takes all changes below it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markdownOf, tally } from './score.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { MUTATE_SEED: seed = '1', MUTATE_COUNT: count = '60' } = process.env;
const paths = process.argv.slice(2);
const say = (text) => process.stderr.write(`${text}\n`);

if (!existsSync(here('node_modules'))) {
  say('installing what makes the changes, once …');
  execFileSync('npm', ['ci'], { cwd: here('.'), stdio: ['ignore', 'ignore', 'inherit'] });
}
const [{ draw }, { Trials }] = await Promise.all([import('./draw.mjs'), import('./trials.mjs')]);

const copy = mkdtempSync(join(tmpdir(), 'gd-trainer-mutation-'));
try {
  execFileSync('git', ['clone', '--quiet', here('../../'), copy]);
  const mutants = await draw(copy, { seed, count: Number(count), paths });
  if (mutants.length === 0) throw new Error(`nothing to change under ${paths.join(', ')}`);
  say(`${mutants.length} changes, built behind switches …`);
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: copy, stdio: ['ignore', 'ignore', 'inherit'] });
  const trials = new Trials(copy);
  say('all tests, none of the changes in force …');
  for (const file of await trials.prepare()) say(`  left out, since it fails on code with switches: ${file}`);
  const tried = [];
  for (const mutant of mutants) {
    const outcome = await trials.attempt(mutant);
    tried.push({ ...mutant, outcome });
    const { file, was, became } = mutant;
    say(`${tried.length}/${mutants.length} ${outcome}: ${file}: ${oneLine(was)} → ${oneLine(became)}`);
  }
  const text = markdownOf(tally(tried), { seed, count });
  process.stdout.write(text);
  if (paths.length === 0) writeFileSync(here('RESULTS.md'), text);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function oneLine(text) {
  return text.replace(/\s+/g, ' ').slice(0, 80);
}
