// The order of the rooms: what ARCHITECTURE.md draws, and what every import keeps to, types included.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Floors from the ground up; a room, a folder or a file, imports from floors below its own, and from itself. */
const FLOORS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'packages/core/src': [['memory', 'wasm.generated'], ['kernels'], ['reference', 'lanczos'], ['index']],
  'packages/sdk/src': [
    ['errors'],
    ['checks', 'optimizers', 'pauses'],
    ['types'],
    ['options', 'math'],
    ['data'],
    ['moments'],
    ['loss'],
    ['ahead'],
    ['descent'],
    ['model'],
    ['session'],
    ['narrate', 'csv', 'sql'],
    ['duckdb', 'export'],
    ['view'],
    ['index'],
  ],
  'apps/tui/src': [['words'], ['output'], ['input'], ['plots'], ['screen'], ['command'], ['cli']],
  'apps/web/src': [
    ['words', 'styles', 'format'],
    ['input', 'charts'],
    ['view'],
    ['panes'],
    ['element'],
    ['define'],
    ['jsx'],
  ],
};

/** A module by its path from the root, and the paths or packages that it imports. */
interface Module {
  readonly path: string;
  readonly imports: readonly string[];
}

/** Static and dynamic imports and exports, those of types among them. */
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;

export function importsOf(path: string, text: string): Module {
  const imports = [...text.matchAll(IMPORT)].map(([, name]) =>
    name!.startsWith('.') ? normalize(join(dirname(path), name!)) : name!,
  );
  return { path, imports };
}

const modulesIn = (pattern: string): Module[] =>
  globSync(pattern, { cwd: ROOT, exclude: (path) => /node_modules|dist/.test(path) }).map((path) =>
    importsOf(path.split(sep).join('/'), readFileSync(join(ROOT, path), 'utf8')),
  );

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
      .filter((target) => roomOf(home, target) !== roomOf(home, path) && !(floorOf(target) < floorOf(path)))
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
