// npm test [-- WORD … | FLAG …]: every check and every test there is; words choose tests, by their files' names or their own.
import { runChecks, staticChecks } from './checks.mjs';
import { leaveWith } from './messages.mjs';
import { testRun } from './test-run.mjs';
import { prepareWorkspace } from './workspace.mjs';

await leaveWith(async () => {
  const args = process.argv.slice(2);
  const toolchain = await prepareWorkspace();
  const tests = testRun(toolchain, args);
  const checks = staticChecks(toolchain);
  const [build, others] = [
    checks.filter((check) => check.restNeedsIt),
    checks.filter((check) => !check.restNeedsIt),
  ];
  // whoever works at one test waits for that one
  return runChecks(args.length === 0 ? [...checks, tests] : [...build, tests, ...others]);
});
