// npm run node -- FILE: the project's own Node, with the packages as built: for tools and samples in TypeScript.
import { runAttached } from './child-process.mjs';
import { leaveWith } from './messages.mjs';
import { build, prepareWorkspace } from './workspace.mjs';

await leaveWith(async () => {
  const toolchain = await prepareWorkspace('@gd-trainer/sdk');
  await build(toolchain, '@gd-trainer/sdk');
  // Node 22 asks for the flag before it takes TypeScript
  const args = [
    '--experimental-strip-types',
    '--disable-warning=ExperimentalWarning',
    ...process.argv.slice(2),
  ];
  return runAttached(toolchain.node, args, { cwd: process.env.INIT_CWD, env: toolchain.env });
});
