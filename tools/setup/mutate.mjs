// npm run mutate [-- PATH …]: sets up what is missing, builds, and counts the small changes of the code that tests notice.
import { join } from 'node:path';
import { runAttached } from './child-process.mjs';
import { leaveWith, say } from './messages.mjs';
import { root } from './toolchain.mjs';
import { build, prepareWorkspace } from './workspace.mjs';

await leaveWith(async () => {
  const toolchain = await prepareWorkspace();
  await build(toolchain);
  say('a change at a time, some twenty minutes for the share that is drawn; Ctrl-C ends it');
  const run = join(root, 'tools/mutation/run.mjs');
  return runAttached(toolchain.node, [run, ...process.argv.slice(2)], { cwd: root, env: toolchain.env });
});
