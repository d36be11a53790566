// Errors of the sdk as they are told on the command line and on a page: each names what can be typed there, and nothing else.
// They are taken from the source, so that one that comes is read here too.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GdError } from '@gd-trainer/sdk';
import { COMMAND, type HintSurface, OPTIONS, onSurface, PAGE } from '@gd-trainer/sdk/view';
import { foreignNames } from '@gd-trainer/testing/surfaces';
import { describe, expect, it } from 'vitest';
import { errorProse } from './prose.ts';

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

const PROSE = errorProse('packages/sdk/src/**/*.ts', 'n');

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
    "pass `signal: 'none'`, or leave such rows out; read it by `openFile`, or pass `missing: 'drop'`";
  expect(onSurface(new GdError('DATA', '', hint), COMMAND).hint).toBe(
    'leave such rows out, or pass --missing drop',
  );
  expect(onSurface(new GdError('DATA', '', hint), PAGE).hint).toBe(
    'leave such rows out, or set missing="drop"',
  );
});
