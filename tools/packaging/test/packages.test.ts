import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build, type PluginBuild } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { satisfies } from 'semver';
import { describe, expect, it } from 'vitest';
import budgets from '../budgets.json' with { type: 'json' };
import { FIRST_PAGES, firstLoad } from '../first-load.ts';
import { homeOf, type Manifest, openProject, PACKAGES, type PackageName } from '../project.ts';
import { readLicenses } from '../third-party.mjs';

const project = openProject();

const listed = (lines: readonly string[]): string => `${[...new Set(lines)].sort().join('\n')}\n`;
const fileOf = (name: PackageName): string => `${name.replace('@gd-trainer/', '')}.txt`;

describe.each(PACKAGES)('the packed %s', (name) => {
  // a file more or less: look whether it is meant, then run vitest with --update
  it('holds the files of its list', async () => {
    const files = execFileSync('tar', ['-tzf', project.tarball(name)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    const lines = files.map((file) => {
      const [, folder, module, extension] =
        /^package\/(dist\/(?:types\/)?)(.*?)(\.d\.ts|\.js)$/.exec(file) ?? [];
      if (module && existsSync(join(homeOf(name), 'src', `${module}.ts`)))
        return `${folder}<module of src>${extension}`;
      // parts of the command and chunks of the element are named after what is in them
      return file.replace('package/', '').replace(/-[A-Za-z0-9]{8}\.js(?=$|\.map$)/, '-<hash>.js');
    });
    await expect(listed(lines)).toMatchFileSnapshot(`contents/${fileOf(name)}`);
  });

  it('names versions that a registry knows', () => {
    expect(JSON.stringify(project.manifest(name))).not.toMatch(/workspace:|catalog:/);
  });

  it('takes the versions that it is tested with beside it', () => {
    for (const [peer, range] of Object.entries(project.manifest(name).peerDependencies ?? {})) {
      const installed = readFileSync(join(homeOf(name), 'node_modules', peer, 'package.json'), 'utf8');
      // of a prerelease, which each version of DuckDB's client is, npm is content with its own version or with any
      const fits = range === '*' || satisfies((JSON.parse(installed) as Manifest).version, range);
      expect(fits, `${peer} ${range}`).toBe(true);
    }
  });

  it('runs no script where it is installed', () => {
    const scripts = Object.keys(project.manifest(name).scripts ?? {});
    expect(scripts.filter((script) => /install|prepare/.test(script))).toEqual([]);
  });

  it('has nothing that publint would mend', async () => {
    const { messages } = await publint({ pkgDir: project.packageFolder(name), strict: true });
    const mended = messages.map((message) => formatMessage(message, { ...project.manifest(name) }));
    expect(mended).toEqual([]);
  });

  it('brings the licences of all that is bundled in it', async () => {
    const notices = readLicenses(join(project.packageFolder(name), 'dist'));
    const titles = notices.map((notice) => /^(\S+) \S+ (\(.*\))$/m.exec(notice)!.slice(1).join(' '));
    await expect(listed(titles)).toMatchFileSnapshot(`licenses/${fileOf(name)}`);
  });
});

describe.each(['@gd-trainer/core', '@gd-trainer/sdk'] as const)('the packed %s', (name) => {
  it('depends on nobody else', () => {
    const dependencies = Object.keys(project.manifest(name).dependencies ?? {});
    expect(dependencies.filter((dependency) => !dependency.startsWith('@gd-trainer/'))).toEqual([]);
  });
});

describe.each(['@gd-trainer/core', '@gd-trainer/sdk', '@gd-trainer/web'] as const)(
  'the packed %s',
  (name) => {
    it('has the types that every kind of import resolves to', async () => {
      const { problems } = (await checkPackage(
        createPackageFromTarballData(readFileSync(project.tarball(name))),
      )) as { problems: { kind: string; entrypoint?: string; resolutionKind?: string }[] };
      // packages of modules only: what CommonJS before Node 22 and TypeScript's oldest resolution make of them does not count
      const counts = problems.filter(
        ({ kind, entrypoint, resolutionKind }) =>
          kind !== 'CJSResolvesToESM' && resolutionKind !== 'node10' && !entrypoint?.endsWith('.wasm'),
      );
      expect(counts).toEqual([]);
    });
  },
);

/** Sizes of what a page loads, of chunks before anybody touches it, or a command installs: minified as a bundler does it, gzip, in KB of 1000 bytes. */
const SIZES: Record<keyof typeof budgets, () => Promise<number>> = {
  '@gd-trainer/core': () => bundledSize('@gd-trainer/core', 'dist/index.js'),
  '@gd-trainer/sdk': () => bundledSize('@gd-trainer/sdk', 'dist/index.js'),
  '@gd-trainer/sdk/lean': () => sizeOf("export { fit } from '@gd-trainer/sdk/lean';"),
  '@gd-trainer/sdk/csv': () => bundledSize('@gd-trainer/sdk', 'dist/csv.js'),
  'gd-trainer': async () => {
    const dist = join(project.packageFolder('gd-trainer'), 'dist');
    const scripts = readdirSync(dist).filter((file) => file.endsWith('.js'));
    return scripts.reduce((sum, file) => sum + zipped(readFileSync(join(dist, file))), 0);
  },
  'gd-trainer.js': async () => fileSize('gd-trainer.js'),
  'gd-trainer.iife.js': async () => fileSize('gd-trainer.iife.js'),
  'chunks/gd-trainer.js': async () => {
    const dist = join(project.packageFolder('@gd-trainer/web'), 'dist');
    const sizes = await firstLoad(dist, FIRST_PAGES['the page of the README']);
    return [...sizes.values()].reduce((sum, size) => sum + size, 0);
  },
};

// budgets.json: what is measured may shrink, and then its limit with it, but must not grow unnoticed
describe.each(Object.entries(budgets) as [keyof typeof budgets, number][])('%s', (name, most) => {
  it(`is no larger than ${most} KB`, async () => {
    const advice =
      'the limit stands in tools/packaging/budgets.json; a feature may raise it by what it weighs, in the commit that adds it, ' +
      'but not that of /lean, 16 KB';
    expect(await SIZES[name](), advice).toBeLessThanOrEqual(most);
  });
});

const zipped = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length / 1000;
const fileSize = (file: string): number =>
  zipped(readFileSync(join(project.packageFolder('@gd-trainer/web'), 'dist', file)));

function bundledSize(name: PackageName, entry: string): Promise<number> {
  return sizeOf(`export * from './${entry}';`, project.packageFolder(name));
}

/** Of a module and what it imports; what it loads when it is used stays outside. */
async function sizeOf(contents: string, resolveDir = project.folder): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    plugins: [{ name: 'loaded later', setup: leaveOut }],
  });
  return zipped(outputFiles[0]!.contents);
}

function leaveOut({ onResolve }: PluginBuild): void {
  onResolve({ filter: /./ }, ({ kind, path }) =>
    kind === 'dynamic-import' ? { path, external: true } : undefined,
  );
}
