import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { openProject } from '../project.ts';

/** As strict as it gets: declarations are checked too. */
const STRICT = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  target: 'es2023',
  noEmit: true,
};
const DOM = ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'];

const project = openProject();
beforeAll(() => {
  cpSync(fileURLToPath(new URL('types', import.meta.url)), project.folder, { recursive: true });
  for (const name of ['@types/react', 'preact', 'solid-js', 'vue', 'svelte'])
    project.link(name, '@gd-trainer/web');
  project.link('@types/node', '@gd-trainer/web');
});

const check = (files: readonly string[], options: object, typescript = 'typescript'): string => {
  const tsc = fileURLToPath(new URL(`../node_modules/${typescript}/bin/tsc`, import.meta.url));
  writeFileSync(
    project.path('tsconfig.json'),
    JSON.stringify({ files, compilerOptions: { ...STRICT, ...options } }),
  );
  try {
    return execFileSync(process.execPath, [tsc, '-p', project.folder], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return String((error as { stdout: string }).stdout);
  }
};

describe('the strictest TypeScript finds nothing wrong', () => {
  it.each([
    ['in Node', { module: 'nodenext', lib: ['es2023'], types: ['node'] }],
    ['without the types of Node', { module: 'nodenext', lib: ['es2023', 'dom'], types: [] }],
    ['under a bundler', { module: 'preserve', lib: DOM, types: [] }],
  ])('with the library, %s', (_, options) => {
    expect(check(['library.ts'], options)).toBe('');
  });

  it.each([
    ['as a script', ['page.ts']],
    ['in React', ['react.tsx']],
    ['in Preact', ['preact.tsx']],
    ['in Solid', ['solid.tsx']],
    ['in Vue', ['vue.ts']],
    ['in Svelte', ['svelte.ts']],
  ])('with the element, %s', (_, files) => {
    expect(check(files, { module: 'preserve', jsx: 'preserve', lib: DOM, types: [] })).toBe('');
  });

  it('with both, in TypeScript 5', () => {
    const options = { module: 'preserve', lib: DOM, types: ['node'] };
    expect(check(['library.ts', 'page.ts'], options, 'typescript-5')).toBe('');
  });
});
