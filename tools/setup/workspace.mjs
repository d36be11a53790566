// First steps of every command: the tools, the dependencies, the build. A step that has nothing to do is silent.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './child-process.mjs';
import { say, sayIfSlow } from './messages.mjs';
import { prepareToolchain, root } from './toolchain.mjs';

/** Resolves to the toolchain once every dependency of the lockfile is in place. */
export async function prepareWorkspace() {
  const toolchain = await prepareToolchain();
  const stamp = join(root, 'node_modules', '.gd-trainer-install');
  const wanted = fingerprint(toolchain.node);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    say('installing…');
    await runQuietly('pnpm install', toolchain.pnpm, ['install', '--frozen-lockfile'], {
      cwd: root,
      env: toolchain.env,
    });
    writeFileSync(stamp, wanted);
  }
  return toolchain;
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
