import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CASES } from './support/cases.ts';
import { difference } from './support/twins.ts';

describe('WebAssembly and TypeScript return the same bits and touch nothing else', () => {
  it.each(Object.entries(CASES))('%s', (_, make) => {
    const cases = make();
    expect(cases.length).toBeGreaterThan(10);
    expect(
      cases
        .map(difference)
        .filter((text) => text !== undefined)
        .slice(0, 5),
    ).toEqual([]);
  });
});

describe('V8 has two compilers, and both return these bits', () => {
  it.each(['--liftoff-only', '--no-liftoff'])(
    '%s',
    (flag) => {
      const script = fileURLToPath(new URL('support/compare.ts', import.meta.url));
      const { stdout, stderr } = spawnSync(process.execPath, [flag, script], { encoding: 'utf8' });
      expect(stdout, stderr).not.toBe('');
      const { backend, cases, differences } = JSON.parse(stdout);
      expect(backend).toBe('wasm');
      expect(cases).toBeGreaterThan(1000);
      expect(differences.slice(0, 5)).toEqual([]);
    },
    60_000,
  );
});
