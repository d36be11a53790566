// One run of vitest over all its projects, as a check that counts every test.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareBrowser } from './browser.mjs';
import { capture } from './child-process.mjs';
import { root } from './toolchain.mjs';

/** Tests in Node, in a browser that is installed if need be, and on a terminal; `args` go to vitest. */
export function testRun(toolchain, args) {
  const { node, env } = toolchain;
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  return {
    name: 'tests',
    async run() {
      const browser = await prepareBrowser(toolchain);
      const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-'));
      const report = join(folder, 'report.json');
      const reporters = [
        '--reporter=default',
        '--no-color',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ];
      try {
        const { code, output } = await capture(node, [vitest, 'run', ...reporters, ...args], {
          cwd: root,
          env: browser ? { ...env, CHROME_PATH: browser } : env,
        });
        return { ...count(report, code), output };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** A file that doesn't load counts as one failure, and so does a crash or an error outside any test. */
function count(reportFile, code) {
  const report = read(reportFile);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = report.numFailedTests + unloadable.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function read(reportFile) {
  return existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined;
}
