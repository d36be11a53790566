// One run of vitest over all its projects, as a check that counts every test.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareBrowser } from './browser.mjs';
import { capture } from './child-process.mjs';
import { chooseTests, nothingHas, splitArguments, takesBrowser } from './choose-tests.mjs';
import { say } from './messages.mjs';
import { root } from './toolchain.mjs';

/**
 * Tests in Node, in a browser that is installed if they need one, and on a terminal: those that `words` choose, all
 * without one; what begins with a flag goes to vitest.
 */
export function testRun(toolchain, args) {
  const [words, flags] = splitArguments(args);
  const { files, name } = chooseTests(words);
  const choice = words.length === 0 ? [] : files;
  const byName = name === '' ? [] : ['-t', literally(name)];
  return {
    name: 'tests',
    async run() {
      const browser = takesBrowser(files) ? await prepareBrowser(toolchain) : undefined;
      const { output, ...counts } = await runVitest(toolchain, browser, [...choice, ...byName, ...flags]);
      const found = counts.passed + counts.failed + counts.skipped;
      return found === 0 && name !== ''
        ? { ...counts, failed: 1, output: nothingHas(name) }
        : { ...counts, output };
    },
  };
}

async function runVitest({ node, env }, browser, args) {
  const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-'));
  const report = join(folder, 'report.json');
  const own = `--reporter=${join(root, 'tools/setup/reporter.mjs')}`;
  const vitest = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--no-color',
    '--reporter=default',
    own,
  ];
  try {
    const { code, output } = await capture(node, [...vitest, ...args], {
      cwd: root,
      env: { ...env, GD_TRAINER_REPORT: report, ...(browser ? { CHROME_PATH: browser } : {}) },
    });
    return { ...count(report, code), output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the reporter counted, of which tests that lack something are told; a crash is one failure. */
function count(reportFile, code) {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, skipped: 0 };
  const { lacks, ...counts } = JSON.parse(readFileSync(reportFile, 'utf8'));
  for (const [what, tests] of Object.entries(lacks)) say(`${tests} skipped, for want of ${what}`);
  return { ...counts, failed: counts.failed === 0 && code !== 0 ? 1 : counts.failed };
}

function literally(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
