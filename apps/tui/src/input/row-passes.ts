import type { ProgressBar } from '../output/progress-bar.ts';

/** Rows that stay in their file and are read again for every epoch. */
export interface RowPasses {
  /** Rows of a pass. */
  readonly count: number;
  /** The rows from the start. */
  pass(): AsyncIterable<Readonly<Record<string, Float64Array | readonly (string | null)[]>>>;
}

/** Passes before the first epoch: for the moments and for the longest row. */
const FIRST_PASSES = 2;

/** Passes that tell a progress bar of their rows, as many as a run of so many epochs takes, or one; epochs tell it where all rows stay in memory. */
export function countedPasses(
  { count, pass }: RowPasses,
  epochs: number | undefined,
  progress: ProgressBar,
): { pass: RowPasses['pass']; onEpoch(epoch: number): void } {
  const passes = epochs === undefined ? 1 : epochs + FIRST_PASSES;
  let read = 0;
  const show = (rows: number): void => {
    read = Math.max(read, rows);
    progress.show(Math.min(1, read / (count * passes)), read);
  };
  return {
    async *pass() {
      for await (const chunk of pass()) {
        yield chunk;
        show(read + Object.values(chunk)[0]!.length);
      }
    },
    onEpoch: (epoch) => show(count * (epoch + FIRST_PASSES)),
  };
}
