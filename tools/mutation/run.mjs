#!/usr/bin/env node
// Changes the built code of core and sdk in small ways, one at a time, and counts the changes that no test notices:
// node tools/mutation/run.mjs [PATH …], after a build. Without a path, a share of all lines is drawn by MUTATE_SEED
// (MUTATE_SHARE, 0.03 by default), and RESULTS.md beside this file is written anew; a path takes every line under it.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markdownOf, tally } from './score.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = here('../../');
const { MUTATE_SEED: seed = '1', MUTATE_SHARE: share = '0.03' } = process.env;
const chosen = process.argv.slice(2);

/** As it is built, a file a source; what is generated, or bundled from elsewhere, aside. */
const files = globSync('packages/{core,sdk}/dist/**/*.js', { cwd: root })
  .filter((path) => !/\.generated\.js$|sdk\/dist\/csv\.js$|core\/dist\/reference/.test(path))
  .sort();

/** The lines that the seed draws, each by itself, so that a change of one file moves no line of another. */
function drawn(file) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    const hash = createHash('sha256').update(`${seed} ${file} ${index} ${line}`).digest();
    return hash.readUInt32BE() / 2 ** 32 < Number(share) ? [`${file}:${index + 1}-${index + 1}`] : [];
  });
}

const built = chosen.map((path) =>
  path.replace(/^(packages\/\w+)\/src\b/, '$1/dist').replace(/\.ts$/, '.js'),
);
const mutate =
  built.length > 0
    ? files.filter((file) => built.some((path) => file.startsWith(path)))
    : files.flatMap(drawn);
if (mutate.length === 0) {
  process.stderr.write(`no file of core or sdk under ${chosen.join(', ')}\n`);
  process.exit(2);
}

if (!existsSync(here('node_modules'))) {
  process.stderr.write('installing what makes the changes, once …\n');
  execFileSync('npm', ['ci'], { cwd: here('.'), stdio: ['ignore', 'ignore', 'inherit'] });
}
mkdirSync(here('build'), { recursive: true });
const report = here('build/report.json');
const options = {
  mutate,
  // the built files themselves, put back at the end: the packages are linked to each other, so a copy would not be loaded
  inPlace: true,
  // else every source in the checkout is written to as well
  disableTypeChecks: false,
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'tools/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // what runs once, as a module loads, would take all tests a change
  ignoreStatic: true,
  // other words in a message are no fault that a test has to find
  mutator: { excludedMutations: ['StringLiteral'] },
  timeoutMS: 30_000,
  dryRunTimeoutMinutes: 30,
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: report },
  tempDirName: here('build/before'),
};
writeFileSync(here('build/options.json'), JSON.stringify(options));
const stryker = here('node_modules/@stryker-mutator/core/bin/stryker.js');
const { status } = spawnSync(process.execPath, [stryker, 'run', here('build/options.json')], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

const score = tally(JSON.parse(readFileSync(report, 'utf8')).files);
const text = markdownOf(score, { seed, share });
process.stdout.write(text);
if (chosen.length === 0) writeFileSync(here('RESULTS.md'), text);
