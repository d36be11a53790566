import { defineConfig } from 'vitest/config';

// Tests that run the code in this process: what happens in another, no mutant reaches.
export default defineConfig({
  test: {
    include: ['packages/{core,sdk}/test/**/*.test.ts'],
    exclude: [
      '**/*.browser.test.ts',
      'packages/sdk/test/{endurance,memory,sql-clickhouse,sql-cluster,sql-postgres}.test.ts',
      'packages/core/test/{liftoff,turbofan}*.test.ts',
    ],
    testTimeout: 120_000,
  },
});
