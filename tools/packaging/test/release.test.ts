import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import changesets from '../../../.changeset/config.json' with { type: 'json' };
import { PACKAGES, ROOT } from '../project.ts';

const workflows = join(ROOT, '.github/workflows');
const read = (file: string): string => readFileSync(join(workflows, file), 'utf8');

test('the same four packages are packed, and versioned as one', () => {
  const listed = execFileSync('pnpm', ['list', '--recursive', '--depth=-1', '--json'], { cwd: ROOT });
  const published = (JSON.parse(listed.toString()) as { name: string; private: boolean }[])
    .filter((project) => !project.private)
    .map(({ name }) => name);
  expect(published.sort()).toEqual([...PACKAGES].sort());
  expect(changesets.fixed).toEqual([PACKAGES]);
});

test.each(readdirSync(workflows))('every action of %s is pinned to a commit', (file) => {
  const actions = [...read(file).matchAll(/uses: (.*)/g)].map(([, action]) => action);
  expect(actions).not.toEqual([]);
  for (const action of actions) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v[\d.]+$/);
});

test('a release is proven to come from its workflow, without a token', () => {
  const release = read('release.yml');
  expect(release).toContain('id-token: write');
  expect(release).toContain('publish --provenance');
  expect(release).not.toContain('secrets.');
});
