// Draws changes of the sources, and writes all that were drawn into the code at once, each behind a switch of its own.
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { prelude, REACHED } from './switches.mjs';

/** The code that is changed; where a change is not seen by types, and what is generated, aside. */
const SOURCES = ['packages/{core,sdk}/src/**/*.ts', 'apps/{tui,web}/src/**/*.{ts,tsx}'];
const ASIDE = /\.generated\.ts$|\.d\.ts$|\/src\/frameworks\//;

const OPTIONS = {
  plugins: null,
  ignorers: [],
  // other words in a message are no fault that a test has to find
  excludedMutations: ['StringLiteral'],
};
const NO_TYPES = '// @ts-nocheck\n';
const SILENT = { debug() {}, info() {}, isDebugEnabled: () => false };
const instrumenter = new Instrumenter(SILENT);

/** The package that a source is of. */
export const packageOf = (file) => /^\w+\/(\w+)\//.exec(file)[1];

/**
 * Draws by `seed` so many changes of each package, or takes each one below `paths`, and writes them into the checkout at
 * `root`: change `id` happens once the built code puts it in force (switches.mjs).
 *
 * @returns what was drawn, as `{ id, file, was, became }`
 */
export async function draw(root, { seed, count, paths }) {
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((file) => !ASIDE.test(file))
    .sort()
    .map((name) => ({ name, content: readFileSync(join(root, name), 'utf8'), mutate: true }));
  const all = (await instrumenter.instrument(files, OPTIONS)).mutants.filter(isCounted);
  const drawn = paths.length > 0 ? below(all, paths) : ofEach(all, seed, count);
  const changed = files
    .map((file) => ({ ...file, mutate: drawn.filter(({ fileName }) => fileName === file.name).map(rangeOf) }))
    .filter(({ mutate }) => mutate.length > 0);
  const { files: written, mutants } = await instrumenter.instrument(changed, OPTIONS);
  const first = prelude(join(root, REACHED));
  // a change behind a switch has types of its own, and so has whatever uses it
  for (const { name, content } of files) writeFileSync(join(root, name), atop(NO_TYPES, content));
  for (const { name, content } of written) writeFileSync(join(root, name), atop(NO_TYPES + first, content));
  const wanted = new Set(drawn.map(keyOf));
  const contents = new Map(files.map(({ name, content }) => [name, content]));
  return mutants
    .filter((mutant) => wanted.has(keyOf(mutant)))
    .map(({ id, fileName, location, replacement }) => ({
      id,
      file: fileName,
      was: textAt(contents.get(fileName), location),
      became: replacement,
    }));
}

/** What the options exclude comes along, marked. What is made of an empty list is no fault that somebody could make. */
const isCounted = ({ status, replacement }) =>
  status !== 'Ignored' && !replacement.includes('Stryker was here');
/** Lines before all others but the one that names the program. */
const atop = (lines, content) => content.replace(/^(?:#!.*\n)?/, (program) => program + lines);
const rangeOf = ({ location }) => location;
const keyOf = ({ fileName, location, replacement }) => JSON.stringify([fileName, location, replacement]);
const below = (mutants, paths) =>
  mutants.filter(({ fileName }) => paths.some((path) => fileName.startsWith(path)));

/** The same number of each package; a change is drawn by what it is, so that other changes of the code do not move it. */
function ofEach(mutants, seed, count) {
  const rank = new Map(mutants.map((mutant) => [mutant, digest(`${seed} ${keyOf(mutant)}`)]));
  const inOrder = mutants.toSorted((a, b) => (rank.get(a) < rank.get(b) ? -1 : 1));
  const packages = Map.groupBy(inOrder, ({ fileName }) => packageOf(fileName));
  return [...packages.values()].flatMap((some) => some.slice(0, count));
}

const digest = (text) => createHash('sha256').update(text).digest('hex');

function textAt(content, { start, end }) {
  const lines = content.split('\n').slice(start.line, end.line + 1);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column);
  return lines.join('\n').slice(start.column);
}
