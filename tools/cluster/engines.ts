// Engines of this machine. A missing one is installed in CI alone, where the machine is thrown away afterwards.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program, or why there is none. */
export type Found = { readonly path: string } | { readonly missing: string };

const mayInstall = (): boolean => process.env.CI === 'true' && process.getuid?.() === 0;

/** A program that may lie beside the usual folders, from a package of Debian. */
export function findProgram(name: string, debianPackage: string, folders: readonly string[] = []): Found {
  const find = (): string | undefined =>
    [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', ...folders.flatMap(expand)]
      .map((folder) => join(folder, name))
      .find((path) => existsSync(path));
  let path = find();
  if (path === undefined && mayInstall() && installPackage(debianPackage)) path = find();
  return path === undefined
    ? { missing: `no ${name}: apt-get install ${debianPackage}, or CI=true as root` }
    : { path };
}

/** Folders below one whose name is a version: the newest first. */
function expand(pattern: string): string[] {
  const [parent, rest] = pattern.split('/*/') as [string, string?];
  if (rest === undefined) return [pattern];
  if (!existsSync(parent)) return [];
  const versions = readdirSync(parent).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(parent, version, rest));
}

/** Tells whether it worked: a machine without a way to Debian's archive goes without. */
function installPackage(name: string): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // two test files may want to install at the same time
  const install = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', name];
  return [['update'], install].every(
    (parameters) => spawnSync('apt-get', parameters, { stdio: 'ignore', env }).status === 0,
  );
}

/** Installs what this folder's package.json names, in CI: 540 MB that nobody should get unasked. */
export function installHere(): void {
  if (process.env.CI !== 'true') return;
  execFileSync('npm', ['install'], { cwd: import.meta.dirname, stdio: 'ignore' });
}
