// The Node and the pnpm this project runs on. What the machine lacks comes through npm into .setup/, for this project
// alone, and is held to the sha512 in toolchain.json before anything of it runs.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from './messages.mjs';
import { fetchWithNpm, runNpm } from './network.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));

// Plain binaries without an install script or a dependency. Node: the newest 24 that npm holds for each platform.
const PACKAGES = JSON.parse(readFileSync(new URL('toolchain.json', import.meta.url), 'utf8'));

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
  const found = PACKAGES.node[platform()];
  if (!found) throw new Error(`Node ${process.versions.node} is too old here: install Node 22.12 or newer`);
  const folder = await fetchPackage(found, () =>
    say(
      `found Node ${process.versions.node}; fetching ${found.package}, which builds and runs this project, into .setup/…`,
    ),
  );
  return join(folder, 'bin', executable('node'));
}

async function fetchPnpm() {
  const found = PACKAGES.pnpm[platform()];
  if (!found) throw new Error(`there is no pnpm for ${platform()} in tools/setup/toolchain.json`);
  const folder = await fetchPackage(found, () =>
    say(`fetching ${found.package}, which installs packages, into .setup/…`),
  );
  return join(folder, executable('pnpm'));
}

/** The system, the processor and, where it is not the usual one, the C library that a binary is built for. */
function platform() {
  // else the report asks the network for the names of its connections
  process.report.excludeNetwork = true;
  const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  return `${process.platform}-${process.arch}${musl ? '-musl' : ''}`;
}

/** Installs one exact package into a folder of its own, once; resolves to where it lies. */
async function fetchPackage({ package: spec, integrity }, announce) {
  const name = spec.slice(0, spec.lastIndexOf('@'));
  // with the hash in its name, a folder holds what was verified against this very hash, or is not taken
  const target = join(root, '.setup', `${spec.replace('/', '-')}-${hex(integrity).slice(0, 16)}`);
  if (!existsSync(target)) {
    announce();
    // renamed into place when complete, so that an interrupted fetch is never taken for a finished one
    const partial = `${target}.${process.pid}`;
    mkdirSync(partial, { recursive: true });
    try {
      await installVerified(spec, integrity, partial);
      if (!existsSync(target)) renameSync(partial, target);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  }
  return join(target, 'node_modules', name);
}

/** Downloads the tarball, holds it to its sha512, and only then unpacks that very file. */
async function installVerified(spec, integrity, folder) {
  await fetchWithNpm(`fetching ${spec}`, spec, ['pack', spec, '--pack-destination', folder], folder);
  const tarball = join(
    folder,
    readdirSync(folder).find((file) => file.endsWith('.tgz')),
  );
  const digest = createHash('sha512').update(readFileSync(tarball)).digest('hex');
  if (digest !== hex(integrity)) throw new Error(mismatch(spec));
  // no lock file: the one package is verified, and has no dependencies that could be fetched besides
  const alone = ['--prefix', folder, '--offline', '--no-save', '--no-package-lock'];
  await runNpm(`unpacking ${spec}`, ['install', tarball, ...alone], folder);
  rmSync(tarball);
}

function mismatch(spec) {
  return (
    `${spec} is not what this project was made with: its sha512 differs from the one in tools/setup/toolchain.json. ` +
    'Nothing of it was run. See where npm fetches from (npm config get registry), and try again'
  );
}

/** The hexadecimal form of `sha512-` and base64, as a registry tells it. */
function hex(integrity) {
  return Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
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
