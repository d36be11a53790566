// npm test [-- PATTERN]: every check and every test there is; a pattern picks test files by name.
import { runChecks, staticChecks } from './checks.mjs';
import { leaveWith } from './messages.mjs';
import { testRun } from './test-run.mjs';
import { prepareWorkspace } from './workspace.mjs';

await leaveWith(async () => {
  const toolchain = await prepareWorkspace();
  return runChecks([...staticChecks(toolchain), testRun(toolchain, process.argv.slice(2))]);
});
