import type { FitOptions } from '@gd-trainer/sdk';
import type { TableMoments } from '@gd-trainer/sdk/sql';
import { EXIT, Failure } from './failure.ts';

/** A line on the rows that are not in the moments. Throws if none may be left out. */
export function skippedNotes({ n, skippedRows }: TableMoments, { missing }: FitOptions): string[] {
  if (skippedRows === 0) return [];
  const count = `${skippedRows} of ${n + skippedRows} rows`;
  if (missing !== 'error') return [`${count} left out: no value in a column that is used`];
  throw new Failure(
    EXIT.data,
    `${count} have no value in a column that is used`,
    'pass --missing drop to leave such rows out',
  );
}
