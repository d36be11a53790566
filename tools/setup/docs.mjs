// npm run docs [-- pictures]: writes everything that is generated in the documents.
import { join } from 'node:path';
import { prepareBrowser } from './browser.mjs';
import { runAttached } from './child-process.mjs';
import { leaveWith } from './messages.mjs';
import { root } from './toolchain.mjs';
import { build, prepareWorkspace } from './workspace.mjs';

await leaveWith(async () => {
  const toolchain = await prepareWorkspace();
  await build(toolchain);
  const args = process.argv.slice(2);
  const browser = args.includes('pictures') ? await prepareBrowser(toolchain) : undefined;
  const env = browser ? { ...toolchain.env, CHROME_PATH: browser } : toolchain.env;
  // Node 22 asks for the flag before it takes TypeScript
  const write = ['--experimental-strip-types', join(root, 'tools/documents/src/write.ts'), ...args];
  return runAttached(toolchain.node, write, { cwd: root, env });
});
