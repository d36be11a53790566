import type { TrainerState } from '../session/state.ts';

/** A table that travelled with a run. */
export interface StateColumns {
  /** Features, or the raw columns of their terms, then the target. */
  readonly names: readonly string[];
  /** Cells by name, null for a missing value; text in raw columns of categories and dates. */
  readonly columns: Readonly<Record<string, readonly (number | string | null)[]>>;
}

/** The rows in a state; undefined where they stayed where they were. */
export function columnsOf({
  features,
  inputs = features,
  target,
  columns,
}: TrainerState): StateColumns | undefined {
  if (!Array.isArray(columns) || !Array.isArray(inputs)) return undefined;
  const names = [...inputs, target];
  return { names, columns: Object.fromEntries(names.map((name, j) => [name, columns[j] ?? []])) };
}
