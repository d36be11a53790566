// First steps of every command: the tools, the dependencies, the build. A step that has nothing to do is silent.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, runQuietly } from './child-process.mjs';
import { say, sayIfSlow } from './messages.mjs';
import { needNetwork } from './network.mjs';
import { prepareToolchain, root } from './toolchain.mjs';

const EVERYTHING = 'everything';
const TELL_MS = 3000;
// a lost answer is asked for again at once, not after the minute that pnpm would wait
const PATIENCE = ['--config.fetch-retry-mintimeout=500', '--config.fetch-retry-maxtimeout=2000'];

/** Resolves to the toolchain once the dependencies that build a package are in place, or those of everything. */
export async function prepareWorkspace(packageName = EVERYTHING) {
  const toolchain = await prepareToolchain();
  const wanted = fingerprint(toolchain.node);
  // whoever has everything has what one package takes
  if (![packageName, EVERYTHING].some((scope) => installed(scope) === wanted)) {
    await install(toolchain, packageName);
    writeFileSync(stampOf(packageName), wanted);
  }
  return toolchain;
}

async function install(toolchain, packageName) {
  const what =
    packageName === EVERYTHING ? 'all that builds, tests and checks' : `what builds and runs ${packageName}`;
  say(`installing ${what}; outside this folder only the caches of npm and pnpm are written…`);
  const args = ['install', '--frozen-lockfile', '--reporter=append-only', ...scopeOf(packageName)];
  const options = { cwd: root, env: toolchain.env };
  const { code } = await capture(toolchain.pnpm, [...args, '--offline'], options);
  if (code === 0) return;
  await needNetwork('what pnpm-lock.yaml names', root);
  await runQuietly('pnpm install', toolchain.pnpm, [...args, '--prefer-offline', ...PATIENCE], {
    ...options,
    onOutput: tellProgress(),
  });
}

/** Listens to pnpm and repeats its latest count every few seconds. */
function tellProgress() {
  let told = Date.now();
  return (text) => {
    const count = /resolved (\d+), reused \d+, downloaded \d+, added (\d+)/.exec(text);
    if (!count || Date.now() - told < TELL_MS) return;
    told = Date.now();
    say(`  ${count[2]} of ${count[1]} packages are in place`);
  };
}

/** A package with what it depends on, and the tool that builds them; the tools of the tests stay away. */
function scopeOf(packageName) {
  if (packageName === EVERYTHING) return [];
  return [`${packageName}...`, '!@gd-trainer/testing', '@gd-trainer/setup'].map((name) => `--filter=${name}`);
}

/** Builds the named package with all it depends on, or everything; nothing is done twice, nothing is said of cached work. */
export function build(toolchain, packageName) {
  const filter = packageName ? [`--filter=${packageName}...`] : [];
  const [command, args] = turbo(toolchain, ['run', 'build', ...filter, '--output-logs=errors-only']);
  return sayIfSlow('building…', runQuietly('the build', command, args, { cwd: root, env: toolchain.env }));
}

/** The command line that runs turbo on the chosen Node. */
export function turbo(toolchain, args) {
  return [toolchain.node, [join(root, 'node_modules/turbo/bin/turbo'), ...args]];
}

/** The fingerprint of what was last installed for a package. */
function installed(packageName) {
  const stamp = stampOf(packageName);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

function stampOf(packageName) {
  return join(root, 'node_modules', `.installed-for-${packageName.replace('/', '-')}`);
}

/** Changes with anything that decides what pnpm installs. */
function fingerprint(node) {
  const manifests = ['packages', 'apps', 'tools'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name, 'package.json')),
  );
  const hash = createHash('sha256').update(`${node} ${process.platform} ${process.arch}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
  }
  return hash.digest('hex');
}
