// Errors of the sdk as they are told on the command line and on a page: each names what can be typed there, and nothing else.
// They are taken from the source, so that one that comes is read here too.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GdError } from '@gd-trainer/sdk';
import { COMMAND, type HintSurface, OPTIONS, onSurface, PAGE } from '@gd-trainer/sdk/view';
import { foreignNames } from '@gd-trainer/testing/surfaces';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Flags of the command and of its subcommands, as its help lists them. */
function flags(): Set<string> {
  const helpOf = (...argv: string[]): string =>
    spawnSync(process.execPath, [`${root}apps/tui/dist/cli.js`, ...argv, '--help'], { encoding: 'utf8' })
      .stdout;
  const helps = [helpOf(), helpOf('sql'), helpOf('predict'), helpOf('export')];
  return new Set(helps.join('').match(/--[a-z][\w-]*/g));
}

/** Attributes of the element, as its manifest lists them. */
function attributes(): Set<string> {
  const manifest = JSON.parse(readFileSync(`${root}apps/web/dist/custom-elements.json`, 'utf8'));
  const declarations = manifest.modules.flatMap((module: { declarations: object[] }) => module.declarations);
  const found = declarations.flatMap(
    ({ attributes = [] }: { attributes?: { name: string }[] }) => attributes,
  );
  return new Set(found.map(({ name }: { name: string }) => name));
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The parts of a syntax tree that make an error. */
function errorsIn(tree: unknown): unknown[] {
  if (Array.isArray(tree)) return tree.flatMap(errorsIn);
  if (typeof tree !== 'object' || tree === null) return [];
  const node = tree as Node;
  const isError = node.type === 'NewExpression' && (node.callee as Node).name === 'GdError';
  return isError ? [node] : Object.values(node).flatMap(errorsIn);
}

/** Prose of a syntax tree: texts of more than one word, with an n for whatever is put into them. */
function proseIn(tree: unknown): string[] {
  if (Array.isArray(tree)) return tree.flatMap(proseIn);
  if (typeof tree !== 'object' || tree === null) return [];
  const node = tree as Node;
  if (node.type === 'ImportDeclaration') return [];
  const own =
    node.type === 'Literal' && typeof node.value === 'string'
      ? [node.value]
      : node.type === 'TemplateLiteral'
        ? [(node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('n')]
        : [];
  return [...own.filter((text) => /\w \w/.test(text)), ...Object.values(node).flatMap(proseIn)];
}

/** Statements and programs, which no reader is told. */
const isCode = (text: string): boolean =>
  /[A-Z]{3,}[^a-z]*[({]|\b(?:SELECT|SET|AS|CASE)\b|[\\$]|^\s*$|\n|0, \d/.test(text);

/** The whole of a file, but of one that writes programs only what it refuses. */
function treeOf(file: string, source: string): unknown {
  const tree = parseAst(source, { lang: 'ts' });
  return file.includes('/export/') ? errorsIn(tree) : tree;
}

const FILES = globSync('packages/sdk/src/**/*.ts', { cwd: root })
  .map((file): [string, string] => [file, readFileSync(root + file, 'utf8')])
  // the hints of a model are its own, and no errors
  .filter(([file, source]) => source.includes('GdError') && !file.endsWith('model/model.ts'));
const PROSE = FILES.flatMap(([file, source]) =>
  proseIn(treeOf(file, source))
    .filter((text) => !isCode(text))
    .map((text): [string, string] => [file, text]),
);

describe.each([
  ['the command line', COMMAND, flags()],
  ['a page', PAGE, attributes()],
] as [string, HintSurface, Set<string>][])('on %s', (_, surface, names) => {
  it('every hint names what there is', () => {
    expect(PROSE.length).toBeGreaterThan(250);
    const foreign = PROSE.flatMap(([file, text]) => {
      const { hint } = onSurface(new GdError('DATA', '', text), surface);
      return foreignNames(hint, names).map((name) => `${file}: ${text} → ${name}`);
    });
    expect(foreign).toEqual([]);
  });

  it('every option that it has is named as it is written there', () => {
    for (const option of Object.keys(OPTIONS)) {
      const error = new GdError(
        'OPTION',
        `"${option}" expected a number, got "x"`,
        `pass \`${option}: 'y'\``,
      );
      const { message, hint } = onSurface(error, surface);
      const name =
        option === 'initial' && surface === PAGE
          ? 'weights'
          : option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      if (names.has(name))
        expect([message, hint]).toEqual([`"${name}" expected a number, got "x"`, `set ${name}="y"`]);
      else if (names.has(`--${name}`))
        expect([message, hint]).toEqual([`--${name} expected a number, got "x"`, `pass --${name} y`]);
      else expect(hint).toBe('');
    }
  });
});

it('a column is no option, whatever its name', () => {
  const error = new GdError('DATA', '"seed" expected a finite number, got null', '', { column: 'seed' });
  expect(onSurface(error, COMMAND).message).toBe(error.message);
});

it('what a surface lacks goes alone', () => {
  const hint =
    "pass `path: 'auto'`, or leave such rows out; read it by `openFile`, or pass `missing: 'drop'`";
  expect(onSurface(new GdError('DATA', '', hint), COMMAND).hint).toBe(
    'leave such rows out, or pass --missing drop',
  );
  expect(onSurface(new GdError('DATA', '', hint), PAGE).hint).toBe(
    'leave such rows out, or set missing="drop"',
  );
});
