// npm run fuzz [-- PATTERN]: the tests that draw their cases, with cases that no run had before and twenty times as many.
// The seed is printed: FUZZ_SEED=7 FUZZ_RUNS=20 npm run fuzz runs them again.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareBrowser } from './browser.mjs';
import { runAttached } from './child-process.mjs';
import { leaveWith, say } from './messages.mjs';
import { root } from './toolchain.mjs';
import { build, prepareWorkspace } from './workspace.mjs';

await leaveWith(async () => {
  const { FUZZ_SEED = String(Math.floor(Math.random() * 2 ** 31)), FUZZ_RUNS = '20' } = process.env;
  const toolchain = await prepareWorkspace();
  await build(toolchain);
  say(`FUZZ_SEED=${FUZZ_SEED} FUZZ_RUNS=${FUZZ_RUNS}`);
  const [pattern = ''] = process.argv.slice(2);
  const files = drawnTests().filter((file) => file.includes(pattern));
  if (files.length === 0)
    throw new Error(`no test that draws is called "${pattern}"; ${drawnTests().join(', ')} do`);
  // 327 tests took 13.5 minutes on two busy cores
  say(`${files.length} test files${pattern ? '' : ', some fifteen minutes'}; Ctrl-C ends it`);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  // nothing is too slow that ends: so many cases take as long as they take
  const options = ['run', '--testTimeout', '3600000'];
  const browser = files.some((file) => takesPage(file)) ? await prepareBrowser(toolchain) : undefined;
  return runAttached(toolchain.node, [vitest, ...options, ...files], {
    cwd: root,
    env: { ...toolchain.env, FUZZ_SEED, FUZZ_RUNS, ...(browser ? { CHROME_PATH: browser } : {}) },
  });
});

const takesPage = (file) => /\.browser\.test\.ts$/.test(file);

/** Tests in Node that draw cases from `tools/testing/properties.ts`, and those in a page that are told how many to draw. */
function drawnTests() {
  const draws = (file) =>
    readFileSync(join(root, file), 'utf8').includes(
      takesPage(file) ? "inject('fuzzRuns')" : '@gd-trainer/testing/properties',
    );
  return ['packages/core/test', 'packages/sdk/test', 'apps/tui/test', 'apps/web/test'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /(?<!\.terminal)\.test\.ts$/.test(name))
      .map((name) => join(folder, name))
      .filter((file) => draws(file)),
  );
}
