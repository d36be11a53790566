// fast-check with the same cases on every run, so that a change is judged and not its luck. To look further:
// FUZZ_SEED=7 tries other cases, FUZZ_RUNS=20 tries twenty times as many.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 1), numRuns: runs(100) });

/** Number of cases to try where `usual` of them do for a daily run. */
export function runs(usual: number): number {
  return usual * Number(process.env.FUZZ_RUNS ?? 1);
}

/** Milliseconds that a test with so many cases may take on a busy machine. */
export const PATIENCE: number = 60_000 * Math.max(1, runs(1));

export { fc };
