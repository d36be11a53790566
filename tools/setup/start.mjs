// npm start [-- arguments]: sets up what is missing, then becomes the trainer.
import { join } from 'node:path';
import { runAttached } from './child-process.mjs';
import { leaveWith } from './messages.mjs';
import { root } from './toolchain.mjs';
import { build, prepareWorkspace } from './workspace.mjs';

await leaveWith(async () => {
  const toolchain = await prepareWorkspace('gd-trainer');
  await build(toolchain, 'gd-trainer');
  const cli = join(root, 'apps/tui/dist/cli.js');
  // npm moves to the root; file names in the arguments are meant from where the user stands
  const cwd = process.env.INIT_CWD ?? process.cwd();
  return runAttached(toolchain.node, [cli, ...process.argv.slice(2)], { cwd, env: toolchain.env });
});
