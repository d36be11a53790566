import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import repository from '../../../package.json' with { type: 'json' };
import toolchain from '../../setup/toolchain.json' with { type: 'json' };
import { ROOT } from '../project.ts';

const everyPackage = [...Object.values(toolchain.node), ...Object.values(toolchain.pnpm)];

test('every package of the toolchain is held to an exact version and a sha512', () => {
  for (const { package: spec, integrity } of everyPackage) {
    expect(spec).toMatch(/^(@[\w-]+\/)?[\w.-]+@\d+\.\d+\.\d+$/);
    expect(integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
  }
});

test('every platform has the pnpm that package.json names, and that name holds a sha512 too', () => {
  const [version] = repository.packageManager.split('+') as [string];
  expect(repository.packageManager).toMatch(/^pnpm@\d+\.\d+\.\d+\+sha512\.[0-9a-f]{128}$/);
  for (const { package: spec } of Object.values(toolchain.pnpm))
    expect(spec.replace(/^@pnpm\/exe\.[\w-]+/, 'pnpm')).toBe(version);
});

// A registry that was broken into: what it serves as this machine's pnpm leaves a file where it is run.
const spec = Object.values(toolchain.pnpm)
  .map(({ package: found }) => found)
  .find((found) => found.startsWith(`@pnpm/exe.${process.platform}-${process.arch}@`)) as string;
const name = spec.slice(0, spec.lastIndexOf('@'));
const onlyHere = process.platform === 'win32' || !spec ? test.skip : test;

let folder: string;
let registry: Server;
let tarball: Buffer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-'));
  tarball = stolenPackage();
  registry = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) response.end(tarball);
    else response.end(JSON.stringify(description(request.headers.host as string)));
  });
  await new Promise<void>((listening) => registry.listen(0, '127.0.0.1', listening));
  copySetup();
});

afterEach(() => {
  registry.close();
  rmSync(folder, { recursive: true });
});

onlyHere(
  'a pnpm that is not the one written down is refused in one line, and nothing of it is run',
  async () => {
    const { code, stderr } = await pnpm();
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      `fetching ${spec}, which installs packages, into .setup/…`,
      `${spec} is not what this project was made with: its sha512 differs from the one in tools/setup/toolchain.json. Nothing of it was run. See where npm fetches from (npm config get registry), and try again`,
    ]);
    expect(existsSync(join(folder, 'run'))).toBe(false);
    // nor is it there for the next attempt
    expect((await pnpm()).code).toBe(1);
    expect(existsSync(join(folder, 'run'))).toBe(false);
  },
);

onlyHere(
  'the same package runs where its sha512 is the one written down: the hash is all that keeps it out',
  async () => {
    writeDown(`sha512-${createHash('sha512').update(tarball).digest('base64')}`);
    expect((await pnpm()).code).toBe(0);
    expect(existsSync(join(folder, 'run'))).toBe(true);
  },
);

// npm's own patience is ten minutes
onlyHere.each([
  ['refuses', () => registry.close()],
  ['never answers', () => registry.removeAllListeners('request').on('request', () => {})],
])('a registry that %s is told of soon, by the name of what is missing', async (_how, fail) => {
  const { port } = registry.address() as AddressInfo;
  fail();
  const start = performance.now();
  const { code, stderr } = await pnpm(port);
  expect(performance.now() - start).toBeLessThan(60_000);
  expect(code).toBe(1);
  expect(stderr.trim().split('\n').at(-1)).toMatch(
    `no network: the registry that npm fetches from does not answer, and ${spec} is not in its cache`,
  );
});

onlyHere('what was fetched once is taken from the cache, without a network', async () => {
  writeDown(`sha512-${createHash('sha512').update(tarball).digest('base64')}`);
  expect((await pnpm()).code).toBe(0);
  rmSync(join(folder, 'checkout/.setup'), { recursive: true });
  const { port } = registry.address() as AddressInfo;
  registry.close();
  expect((await pnpm(port)).code).toBe(0);
});

test('npm start and npm test work from the folder of every package', () => {
  const manifests = globSync('{packages,apps,tools}/*/package.json', {
    cwd: ROOT,
    exclude: (path) => path === 'node_modules',
  });
  expect(manifests.length).toBeGreaterThan(8);
  for (const manifest of manifests) {
    const { scripts = {} } = JSON.parse(readFileSync(join(ROOT, manifest), 'utf8')) as {
      scripts?: Record<string, string>;
    };
    for (const command of ['start', 'test'])
      expect([manifest, scripts[command]]).toEqual([manifest, `node ../../tools/setup/${command}.mjs`]);
  }
});

function stolenPackage(): Buffer {
  const made = join(folder, 'package');
  mkdirSync(made);
  const version = spec.slice(spec.lastIndexOf('@') + 1);
  writeFileSync(join(made, 'package.json'), JSON.stringify({ name, version }));
  writeFileSync(join(made, 'pnpm'), `#!/bin/sh\ntouch '${folder}/run'\n`, { mode: 0o755 });
  execFileSync('tar', ['-czf', 'stolen.tgz', 'package'], { cwd: folder });
  return readFileSync(join(folder, 'stolen.tgz'));
}

/** What such a registry says of its package: the hash it tells is that of what it serves, and npm is content. */
function description(host: string): unknown {
  const version = spec.slice(spec.lastIndexOf('@') + 1);
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const dist = { tarball: `http://${host}/stolen.tgz`, integrity };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } };
}

/** The setup of this repository in a checkout of its own. */
function copySetup(): void {
  cpSync(join(ROOT, 'tools/setup'), join(folder, 'checkout/tools/setup'), { recursive: true });
  writeFileSync(join(folder, 'checkout/package.json'), '{}');
}

function writeDown(integrity: string): void {
  const file = join(folder, 'checkout/tools/setup/toolchain.json');
  const changed = JSON.parse(readFileSync(file, 'utf8')) as typeof toolchain;
  for (const found of Object.values(changed.pnpm)) if (found.package === spec) found.integrity = integrity;
  writeFileSync(file, JSON.stringify(changed));
}

function pnpm(port = (registry.address() as AddressInfo).port): Promise<{ code: number; stderr: string }> {
  const { npm_execpath: _, ...env } = process.env;
  const options = {
    cwd: join(folder, 'checkout'),
    env: {
      ...env,
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      npm_config_registry: `http://127.0.0.1:${port}`,
      npm_config_cache: join(folder, 'cache'),
    },
  };
  return new Promise((resolve) => {
    execFile(process.execPath, ['tools/setup/pnpm.mjs', '--version'], options, (error, _stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stderr }),
    );
  });
}
