import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
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

/** The jobs of the release, by name: each is the text of its part of the file. */
const release = Object.fromEntries(
  read('release.yml')
    .split(/^ {2}(?=\w+:$)/m)
    .slice(1)
    .map((job) => [job.slice(0, job.indexOf(':')), job]),
);
const stepsOf = (job: string): string[] => (release[job] ?? '').split(/^ {6}- /m).slice(1);
const commandOf = (job: string, command: string): string => {
  const step = stepsOf(job).find((text) => text.includes(command)) ?? '';
  return step.slice(step.indexOf('run: ') + 'run: '.length).replace(/^\|\n/, '');
};

test('a release is proven to come from its workflow, without a token', () => {
  expect(commandOf('publish', 'npm publish')).toContain('--provenance');
  expect(read('release.yml')).not.toContain('secrets.');
});

test('what is installed and tested for a release can neither prove where it comes from nor write', () => {
  const may = Object.fromEntries(
    Object.entries(release).map(([name, job]) => [name, job.match(/^ {6}[\w-]+: (?:read|write)$/gm)?.join()]),
  );
  expect(may).toEqual({
    pack: '      contents: read',
    publish: '      id-token: write',
    announce: '      contents: write',
  });
  expect(read('release.yml')).toContain('\npermissions: {}\n');
  for (const job of ['publish', 'announce'])
    expect(release[job]).not.toMatch(
      /checkout@|npm (?:ci|i|install|exec|run|test|start)\b|npx|pnpm|\.ci\/run/,
    );
});

test('what is published is what the other job has packed, after its tests', () => {
  const pack = release.pack ?? '';
  expect([...pack.matchAll(/--filter (\S+)/g)].map(([, name]) => name).sort()).toEqual([...PACKAGES].sort());
  expect(pack.indexOf('.ci/run')).toBeLessThan(pack.indexOf(' pack --pack-destination'));
  expect(pack.indexOf(' pack --pack-destination')).toBeLessThan(pack.indexOf('upload-artifact'));
  expect(release.publish).toContain('needs: pack');
  expect(stepsOf('publish').map((step) => step.split(/[@\n]/, 1)[0])).toEqual([
    'uses: actions/setup-node',
    'uses: actions/download-artifact',
    'name: What is not on the registry yet goes there',
  ]);
});

test('a release carries the list of all that it was made from', () => {
  expect(commandOf('pack', 'sbom')).toContain('sbom --sbom-format cyclonedx --out "$PWD/release/');
  expect(commandOf('announce', 'gh release create')).toContain('*.cdx.json');
});

test('of the packed packages, those that the registry lacks are published, and nothing of them is run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-'));
  try {
    for (const name of ['known', 'new']) packInto(folder, name);
    // "npm view" answers for one of the two, and what is published is noted
    const npm = 'case "$*" in "view known@"*) echo 1.0.0;; view*) exit 1;; *) echo "$@" >> published;; esac';
    writeFileSync(join(folder, 'npm'), `#!/bin/sh\n${npm}\n`, { mode: 0o755 });
    execFileSync('bash', ['-e', '-o', 'pipefail', '-c', commandOf('publish', 'npm publish')], {
      cwd: folder,
      env: { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) },
    });
    expect(readFileSync(join(folder, 'published'), 'utf8')).toBe(
      'publish ./new.tgz --provenance --access public --ignore-scripts\n',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function packInto(folder: string, name: string): void {
  mkdirSync(join(folder, 'package'), { recursive: true });
  writeFileSync(join(folder, 'package/package.json'), JSON.stringify({ name, version: '1.0.0' }));
  execFileSync('tar', ['-czf', `${name}.tgz`, 'package'], { cwd: folder });
}
