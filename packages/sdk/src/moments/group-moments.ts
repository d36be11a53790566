import type { Moments } from './moments.ts';

/** Moments of groups of rows, as a database or a file sums them up: what `fitGroups` takes in place of rows. */
export interface GroupMoments {
  /** Columns that tell the groups apart. */
  readonly by: readonly string[];
  /** Values of each group, one a column of `by`. */
  readonly keys: readonly (readonly unknown[])[];
  /** Moments of each group, in the same order and of the same columns. */
  readonly moments: readonly Moments[];
  /** Rows left out because a used column has no number there. */
  readonly skippedRows: number;
}

/** True for moments of groups. */
export const isGroupMoments = (source: unknown): source is GroupMoments =>
  typeof source === 'object' &&
  source !== null &&
  Array.isArray((source as Partial<GroupMoments>).moments) &&
  Array.isArray((source as Partial<GroupMoments>).keys);
