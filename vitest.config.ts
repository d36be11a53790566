import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

// The file name decides where a test runs: *.browser.test.ts in Chromium, *.terminal.test.ts in a pseudo-terminal, *.alone.test.ts
// of the sdk in a process of its own.
const BROWSER_TESTS = '{packages,apps}/*/test/**/*.browser.test.ts';
const TERMINAL_TESTS = 'apps/tui/test/**/*.terminal.test.ts';
const SDK_TESTS = 'packages/sdk/test/**/*.test.ts';
const SDK_ALONE = 'packages/sdk/test/**/*.alone.test.ts';

// Quiet, and nothing sent anywhere: Chromium's own background requests would reach out from every test run.
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const chromium = process.env.CHROME_PATH;
const { FUZZ_RUNS = '1', FUZZ_SEED = '1' } = process.env;

/** What is waited for on machines that may be busy: whole pages, and anything but what hangs. */
const PATIENCE = { expect: { poll: { timeout: 30_000 } }, testTimeout: 90_000, hookTimeout: 90_000 };

export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'node',
          include: ['{apps,tools}/*/test/**/*.test.{ts,tsx}', 'packages/core/test/**/*.test.ts', SDK_ALONE],
          exclude: [BROWSER_TESTS, TERMINAL_TESTS],
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'sdk',
          include: [SDK_TESTS],
          exclude: [BROWSER_TESTS, SDK_ALONE],
          // its kernels are compiled once a process, and nothing else is kept: a third of the time of short files
          isolate: false,
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'browser',
          include: [BROWSER_TESTS],
          ...PATIENCE,
          // a page has no environment: what tools/testing/properties.ts reads of it in Node
          provide: { fuzzRuns: Number(FUZZ_RUNS), fuzzSeed: Number(FUZZ_SEED) },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                args: CHROMIUM_FLAGS,
                ...(chromium ? { executablePath: chromium } : {}),
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'terminal',
          include: [TERMINAL_TESTS],
          // after the others, more at a time: what these wait for is frames, and a core has time for two
          maxWorkers: 2 * availableParallelism(),
          sequence: { groupOrder: 1 },
          ...PATIENCE,
        },
      },
    ],
  },
});
