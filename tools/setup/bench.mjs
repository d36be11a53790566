// npm run bench [-- ROW …]: sets up what is missing, builds, and measures beside the rivals.
import { join } from 'node:path';
import { runAttached } from './child-process.mjs';
import { leaveWith } from './messages.mjs';
import { root } from './toolchain.mjs';
import { build, prepareWorkspace } from './workspace.mjs';

await leaveWith(async () => {
  const toolchain = await prepareWorkspace();
  await build(toolchain);
  const rows = join(root, 'tools/bench/run.mjs');
  return runAttached(toolchain.node, [rows, ...process.argv.slice(2)], { cwd: root, env: toolchain.env });
});
