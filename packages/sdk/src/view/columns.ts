import type { TrainerState } from '../session/state.ts';

/** A table that travelled with a run. */
export interface StateColumns {
  /** Features, then the target. */
  readonly names: readonly string[];
  /** Cells by name, null for a missing value. */
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

/** The rows in a state; undefined where they stayed where they were. */
export function columnsOf({ features, target, columns }: TrainerState): StateColumns | undefined {
  if (!Array.isArray(columns) || !Array.isArray(features)) return undefined;
  const names = [...features, target];
  return { names, columns: Object.fromEntries(names.map((name, j) => [name, columns[j] ?? []])) };
}
