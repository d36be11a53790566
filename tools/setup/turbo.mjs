// npm run build, npm run dev: sets up what is missing, then hands over to turbo with the given arguments.
import { runAttached } from './child-process.mjs';
import { leaveWith } from './messages.mjs';
import { root } from './toolchain.mjs';
import { prepareWorkspace, turbo } from './workspace.mjs';

await leaveWith(async () => {
  const toolchain = await prepareWorkspace();
  const [command, args] = turbo(toolchain, process.argv.slice(2));
  return runAttached(command, args, { cwd: root, env: toolchain.env });
});
