// Runs checks one after the other, a line for each, and counts.
import { join } from 'node:path';
import { runQuietly, StepError } from './child-process.mjs';
import { root } from './toolchain.mjs';
import { turbo } from './workspace.mjs';

const ERRORS_ONLY = ['--output-logs=errors-only'];

/**
 * Checks of the code without running it. Each is a name and a function that resolves to
 * `{ passed, failed, skipped, output }`, or rejects with a StepError; the output is shown if something failed.
 */
export function staticChecks(toolchain) {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const formatAndLint = [toolchain.node, [biome, 'ci', '--error-on-warnings', '--colors=off', '.']];
  const build = turbo(toolchain, ['run', 'build', ...ERRORS_ONLY]);
  const types = turbo(toolchain, ['run', 'check', ...ERRORS_ONLY]);
  const unused = [toolchain.node, [join(root, 'node_modules/knip/bin/knip.js'), '--no-progress']];
  return [
    commandCheck('format and lint', toolchain, formatAndLint),
    { ...commandCheck('build', toolchain, build), restNeedsIt: true },
    commandCheck('types', toolchain, types),
    commandCheck('nothing unused', toolchain, unused),
  ];
}

function commandCheck(name, { env }, [command, args]) {
  return {
    name,
    async run() {
      await runQuietly(name, command, args, { cwd: root, env });
      return { passed: 1, failed: 0, skipped: 0, output: '' };
    },
  };
}

/** Runs the checks and ends with the line `N passed, N failed`; resolves to the exit code. */
export async function runChecks(checks) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, run, restNeedsIt } of checks) {
    const start = performance.now();
    const { output, ...counts } = await run().catch(oneFailure);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${name.padEnd(16)} ${counts.failed === 0 ? 'ok' : 'failed'}  ${seconds} s`);
    if (counts.failed > 0) console.log(output.trimEnd());
    for (const key of Object.keys(total)) total[key] += counts[key];
    if (counts.failed > 0 && restNeedsIt) break;
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
}

function oneFailure(error) {
  if (!(error instanceof StepError)) throw error;
  return { passed: 0, failed: 1, skipped: 0, output: error.output };
}
