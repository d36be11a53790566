import type { Trainer } from '@gd-trainer/sdk';
import type { DataTable } from './rows.ts';

/** More points than these are no longer moved one by one. */
export const MOST_EDITABLE = 500;

/** Edit of a point by the reader; `sample` is its number for `trainer.sample`. */
export type Edit =
  | { readonly kind: 'move'; readonly sample: number; readonly x: ArrayLike<number>; readonly y: number }
  | { readonly kind: 'add'; readonly x: ArrayLike<number>; readonly y: number }
  | { readonly kind: 'remove'; readonly sample: number };

/** The data with one point changed; columns that are not learned from keep their rows, an added one has none there. */
export function edited(table: DataTable, trainer: Trainer, edit: Edit): DataTable {
  const names = [...trainer.features, trainer.target];
  const columns = new Map(columnsIn(table, trainer, names));
  if (edit.kind === 'remove') {
    const index = rowOf(table, trainer, edit.sample);
    for (const [name, column] of columns) columns.set(name, column.toSpliced(index, 1));
  } else {
    const values = [...Array.from(edit.x), edit.y];
    const last = columns.get(trainer.target)!.length;
    const index = edit.kind === 'add' ? last : rowOf(table, trainer, edit.sample);
    if (edit.kind === 'add') for (const [name, column] of columns) columns.set(name, [...column, null]);
    names.forEach((name, j) => {
      columns.set(name, columns.get(name)!.with(index, values[j]!));
    });
  }
  const isTable = table.names.length > 0;
  return {
    source: Object.fromEntries(columns),
    names: isTable ? table.names : names,
    numeric: isTable ? table.numeric : names,
  };
}

type Columns = Iterable<readonly [name: string, column: (number | null)[]]>;

/** Every column of a table; of a source that is none, the columns that are learned from. */
function columnsIn(table: DataTable, trainer: Trainer, names: readonly string[]): Columns {
  const { source } = table;
  if (table.names.length > 0) {
    const columns = source as Readonly<Record<string, ArrayLike<number | null>>>;
    const rows = Array.isArray(source) ? (source as readonly Record<string, number | null>[]) : undefined;
    return table.names.map((name) => [
      name,
      rows ? rows.map((row) => row[name] ?? null) : Array.from(columns[name]!),
    ]);
  }
  const samples = Array.from({ length: trainer.rows }, (_, i) => trainer.sample(i));
  return names.map((name, j) => [name, samples.map(({ x, y }) => x[j] ?? y)]);
}

/** Index of a sample in the table: its own row there, or its number where the table was made of samples. */
function rowOf(table: DataTable, trainer: Trainer, sample: number): number {
  return table.names.length > 0 ? trainer.sample(sample).row - 1 : sample;
}
