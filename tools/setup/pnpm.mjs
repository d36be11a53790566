// npm run pnpm -- ARGUMENTS: the project's own pnpm, for whoever changes a dependency.
import { runAttached } from './child-process.mjs';
import { leaveWith } from './messages.mjs';
import { prepareToolchain } from './toolchain.mjs';

await leaveWith(async () => {
  const { pnpm, env } = await prepareToolchain();
  return runAttached(pnpm, process.argv.slice(2), { cwd: process.env.INIT_CWD, env });
});
