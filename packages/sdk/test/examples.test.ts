import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { format } from 'node:util';
import { needs } from '@gd-trainer/testing/needs';
import { pythonWithNumpy } from '@gd-trainer/testing/programs';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** The ```ts blocks of a text, docstring stars taken off. */
function examplesIn(text: string): string[] {
  const plain = text.replace(/^ *\* ?/gm, '');
  return [...plain.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code!);
}

/** What an example prints, and what its comments say it prints. */
async function run(code: string): Promise<{ printed: string; promised: string }> {
  const printed: string[] = [];
  const promised = [...code.matchAll(/\/\/ (.*)$/gm)].map(([, comment]) => comment);
  const body = transformSync(code, { loader: 'ts', format: 'esm' }).code.replace(
    /^import (\{[^}]*\}) from "([^"]+)";$/gm,
    (_, names: string, module: string) =>
      `const ${names.replaceAll(' as ', ': ')} = await load("${module}");`,
  );
  const AsyncFunction = (async () => {}).constructor as new (
    ...parameters: string[]
  ) => (...values: unknown[]) => Promise<void>;
  const log = (...values: unknown[]) => printed.push(format(...values));
  await new AsyncFunction('load', 'console', body)((module: string) => import(module), { log });
  return { printed: printed.join(', '), promised: promised.join(', ') };
}

const sources = readdirSync(new URL('packages/sdk/src/', ROOT), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `packages/sdk/src/${file}`);
const readmes = ['', 'packages/sdk/'].flatMap((home) => [`${home}README.md`, `${home}README.zh-CN.md`]);
const guides = readdirSync(new URL('docs/guides/', ROOT))
  // its samples need files of many gigabytes or servers, and have a test of their own: guide.test.ts
  .filter((file) => !file.startsWith('larger-than-memory'))
  .map((file) => `docs/guides/${file}`);
const examples = [...sources, ...readmes, ...guides].flatMap((path) =>
  examplesIn(read(path)).map((code, index) => [`${path} ${index + 1}`, code] as const),
);

describe('every example prints what it promises', () => {
  it('and there are some', () => {
    expect(examples.length).toBeGreaterThanOrEqual(8);
    expect(examples.some(([name]) => name.startsWith('README.md'))).toBe(true);
  });

  it.each(examples)('%s', async (_, code) => {
    const { printed, promised } = await run(code);
    expect(printed).not.toBe('');
    expect(printed).toBe(promised);
  });
});

/** The ```python blocks of a page as one program, since each goes on from the one before. */
const notebooks = guides.flatMap((path) => {
  const cells = [...read(path).matchAll(/^```python\n([\s\S]*?)^```/gm)].map(([, code]) => code!);
  return cells.length > 0 ? [[path, cells.join('\n')] as const] : [];
});

describe('every block in Python prints what it promises', () => {
  it('and there are some', () => {
    expect(notebooks.length).toBeGreaterThanOrEqual(2);
  });

  it.each(notebooks)('%s', needs(Boolean(pythonWithNumpy), 'NumPy'), (_, code) => {
    const promised = [...code.matchAll(/(?:^| {2})# (.*)$/gm)].map(([, comment]) => comment);
    const printed = execFileSync(pythonWithNumpy!, ['-'], { input: code, encoding: 'utf8' });
    expect(promised.length).toBeGreaterThan(0);
    expect(printed.trimEnd().split('\n')).toEqual(promised);
  });
});
