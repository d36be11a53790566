import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, vi } from 'vitest';

export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));

/** Published packages, and the folders they are made in. */
const HOMES = {
  '@gd-trainer/core': 'packages/core',
  '@gd-trainer/sdk': 'packages/sdk',
  '@gd-trainer/web': 'apps/web',
  'gd-trainer': 'apps/tui',
} as const;

export type PackageName = keyof typeof HOMES;
export const PACKAGES = Object.keys(HOMES) as readonly PackageName[];

export const homeOf = (name: PackageName): string => join(ROOT, HOMES[name]);

export interface Manifest {
  readonly version: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A project with the packages installed, for the tests of the file that asks for it. */
export function openProject(): Project {
  const project = new Project();
  // whole compilers, bundlers and pages on machines that may be busy
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
  beforeAll(() => project.install());
  afterAll(() => project.remove());
  return project;
}

/** A folder outside of the repository, where the packed packages and nothing else are installed. */
class Project {
  readonly folder: string = realpathSync(mkdtempSync(join(tmpdir(), 'gd-trainer-')));

  install(): void {
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "module" }');
    execFileSync('pnpm', ['--recursive', 'pack', '--pack-destination', this.folder], {
      cwd: ROOT,
      stdio: 'pipe',
    });
    for (const name of PACKAGES) this.#unpack(name);
    for (const name of PACKAGES) {
      for (const dependency of Object.keys(this.manifest(name).dependencies ?? {})) {
        if (!(dependency in HOMES)) this.link(dependency, name);
      }
    }
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  packageFolder(name: PackageName): string {
    return this.path('node_modules', name);
  }

  manifest(name: PackageName): Manifest {
    return JSON.parse(readFileSync(join(this.packageFolder(name), 'package.json'), 'utf8'));
  }

  tarball(name: PackageName): string {
    const { version } = JSON.parse(readFileSync(join(homeOf(name), 'package.json'), 'utf8')) as Manifest;
    return this.path(`${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  }

  /** Installs a package of others as the one that needs it has it: one of ours, or this one. */
  link(dependency: string, user?: PackageName): void {
    const home = user ? homeOf(user) : join(ROOT, 'tools/packaging');
    const target = this.path('node_modules', dependency);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(realpathSync(join(home, 'node_modules', dependency)), target, 'junction');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  #unpack(name: PackageName): void {
    const target = this.packageFolder(name);
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', this.tarball(name), '--strip-components=1', '-C', target]);
  }
}
