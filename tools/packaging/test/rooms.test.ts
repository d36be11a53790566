// The order of the rooms: ARCHITECTURE.md lists it, and every import keeps to it, types included.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The floors of each package as ARCHITECTURE.md lists them, from the doors down; a floor holds rooms: folders or files. */
const FLOORS: Readonly<Record<string, readonly (readonly string[])[]>> = Object.fromEntries(
  [...read('ARCHITECTURE.md').matchAll(/^```\n((?:packages|apps)\/\S+)\n([\s\S]*?)^```/gm)].map(
    ([, home, lines]) => [
      home!,
      [...lines!.matchAll(/^ {2}(\S+(?: \S+)*)/gm)].map(([, rooms]) => rooms!.split(' ')),
    ],
  ),
);

/** A module by its path from the root, and the paths or packages that it imports. */
interface Module {
  readonly path: string;
  readonly imports: readonly string[];
}

/** Static and dynamic imports and exports, those of types among them. */
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;

function importsOf(path: string, text: string): Module {
  const imports = [...text.matchAll(IMPORT)].map(([, name]) =>
    name!.startsWith('.') ? normalize(join(dirname(path), name!)) : name!,
  );
  return { path, imports };
}

const modulesIn = (pattern: string): Module[] =>
  globSync(pattern, { cwd: ROOT, exclude: (path) => /node_modules|dist$/.test(path) })
    .map((path) => path.split(sep).join('/'))
    .map((path) => importsOf(path, read(path)));

/** The room of a module: the folder of `home` that it lies in, or the file itself. */
const roomOf = (home: string, path: string): string =>
  relative(home, path)
    .split('/')[0]!
    .replace(/\.tsx?$/, '');

/** Imports of a package that do not go down. */
function upward(home: string, modules: readonly Module[]): string[] {
  const floors = FLOORS[home]!;
  const floorOf = (path: string): number => floors.findIndex((rooms) => rooms.includes(roomOf(home, path)));
  return modules.flatMap(({ path, imports }) =>
    imports
      .filter((target) => target.startsWith(`${home}/`))
      .filter((target) => roomOf(home, target) !== roomOf(home, path) && !(floorOf(target) > floorOf(path)))
      .map((target) => `${path} → ${target}`),
  );
}

/** Modules that lead back to themselves. */
function circular(modules: readonly Module[]): string[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const leads = (from: string, to: string, seen: Set<string>): boolean =>
    (byPath.get(from)?.imports ?? []).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return leads(next, to, seen);
    });
  return modules.map(({ path }) => path).filter((path) => leads(path, path, new Set()));
}

describe.each(Object.keys(FLOORS))('%s', (home) => {
  const modules = modulesIn(`${home}/**/*.{ts,tsx}`);

  it('has a place for every room', () => {
    const rooms = new Set(modules.map(({ path }) => roomOf(home, path)));
    expect([...rooms].filter((room) => !FLOORS[home]!.flat().includes(room))).toEqual([]);
  });

  it('imports downwards only', () => {
    expect(upward(home, modules)).toEqual([]);
  });

  it('has no circle', () => {
    expect(circular(modules)).toEqual([]);
  });
});

test('a room that imports from above, a circle and a type among them, would be found', () => {
  const home = 'packages/sdk/src';
  const door = importsOf(`${home}/errors.ts`, "import type { Model } from './model/model.ts';");
  const back = importsOf(`${home}/model/model.ts`, "const later = import('../errors.ts');");
  expect(upward(home, [door, back])).toEqual([`${home}/errors.ts → ${home}/model/model.ts`]);
  expect(circular([door, back])).toHaveLength(2);
});

describe('between packages', () => {
  const importing = (pattern: string, wrong: (name: string) => boolean): string[] =>
    modulesIn(pattern).flatMap(({ path, imports }) =>
      imports.filter(wrong).map((name) => `${path} → ${name}`),
    );

  test('apps know the sdk by its public names', () => {
    const { exports } = JSON.parse(read('packages/sdk/package.json')) as { exports: Record<string, unknown> };
    const doors = Object.keys(exports).map((name) => name.replace('.', '@gd-trainer/sdk'));
    const isInside = (name: string): boolean => name.startsWith('@gd-trainer/sdk') && !doors.includes(name);
    expect(importing('apps/*/{src,test}/**/*.{ts,tsx}', isInside)).toEqual([]);
    expect(
      importing('apps/*/src/**/*.{ts,tsx}', (name) => /^(packages|@gd-trainer\/core)/.test(name)),
    ).toEqual([]);
  });

  test('packages know no app, and the sdk neither Node nor a page nor a screen', () => {
    expect(importing('packages/**/*.{ts,mjs}', (name) => name.startsWith('apps/'))).toEqual([]);
    const foreign = /^(node:|lit|ink|react)/;
    // DuckDB reads files, and so does a program that is written
    const outside = importing('packages/sdk/src/**/*.ts', (name) => foreign.test(name));
    expect(outside.filter((line) => !/src\/(duckdb|export\/typescript)/.test(line))).toEqual([]);
  });

  test('tests run what is built', () => {
    const isSource = (name: string): boolean => /^(packages|apps)\/[^/]+\/src\//.test(name);
    expect(importing('{packages,apps}/*/test/**/*.{ts,tsx}', isSource)).toEqual([]);
  });
});

describe('names of types', () => {
  const DECLARED = /^(?:export )?(?:abstract )?(?:interface|type|class) (\w+)/gm;
  // one thing drawn in cells and in pixels, or typed for one framework after another
  const IN_TWO_MEDIA = ['Chart', 'Scale', 'Size', 'View', 'Words', 'Html'];

  /** Names that more than one module declares. */
  const twins = (modules: readonly { path: string; text: string }[]): string[] => {
    const homes = new Map<string, string[]>();
    for (const { path, text } of modules) {
      for (const name of new Set([...text.matchAll(DECLARED)].map(([, declared]) => declared!))) {
        homes.set(name, [...(homes.get(name) ?? []), path]);
      }
    }
    return [...homes]
      .filter(([name, places]) => places.length > 1 && !IN_TWO_MEDIA.includes(name))
      .map(([name, places]) => `${name}: ${places.join(', ')}`);
  };

  test('mean one thing in the whole house', () => {
    const modules = modulesIn('{packages,apps}/*/src/**/*.{ts,tsx}').map(({ path }) => ({
      path,
      text: read(path),
    }));
    expect(modules.length).toBeGreaterThan(300);
    expect(twins(modules)).toEqual([]);
  });

  test('a second meaning would be found', () => {
    const declares = (path: string): { path: string; text: string } => ({ path, text: 'interface Run {}' });
    expect(twins([declares('a.ts'), declares('b.ts')])).toEqual(['Run: a.ts, b.ts']);
  });
});
