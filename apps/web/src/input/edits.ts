import type { Trainer } from '@gd-trainer/sdk';
import type { RowEdit } from '@gd-trainer/sdk/view';
import type { DataTable } from './rows.ts';

/** Edit of a point by the reader; `sample` is its number for `trainer.sample`. */
export type Edit =
  | { readonly kind: 'move'; readonly sample: number; readonly x: ArrayLike<number>; readonly y: number }
  | { readonly kind: 'add'; readonly x: ArrayLike<number>; readonly y: number }
  | { readonly kind: 'remove'; readonly sample: number };

/** The data with one point changed; columns that are not learned from keep their rows, an added one has none there. */
export function edited(table: DataTable, trainer: Trainer, edit: Edit): DataTable {
  const names = [...trainer.features, trainer.target];
  const change: RowEdit = {
    ...(edit.kind === 'add' ? {} : { row: rowOf(table, trainer, edit.sample) }),
    ...(edit.kind === 'remove' ? {} : { values: [...Array.from(edit.x), edit.y] }),
  };
  const columns = changed(new Map(columnsIn(table, trainer, names)), names, change);
  const isTable = table.names.length > 0;
  return {
    source: Object.fromEntries(columns),
    names: isTable ? table.names : names,
    numeric: isTable ? table.numeric : names,
    ...(table.notes && { notes: table.notes }),
    ...(table.offered && { offered: table.offered }),
    edits: withEdit(table.edits ?? [], change),
  };
}

/** A table as it was after these changes of its rows, the columns that they are about first the features, then the target. */
export function withEdits(table: DataTable, names: readonly string[], edits: readonly RowEdit[]): DataTable {
  let columns = new Map(namedColumns(table));
  for (const edit of edits) columns = changed(columns, names, edit);
  return { ...table, source: Object.fromEntries(columns), edits };
}

/** A point that is dragged is one change, however many moves it takes. */
function withEdit(edits: readonly RowEdit[], edit: RowEdit): readonly RowEdit[] {
  const last = edits.at(-1);
  const isSame = last?.values && edit.values && edit.row !== undefined && last.row === edit.row;
  return [...(isSame ? edits.slice(0, -1) : edits), edit];
}

type ColumnMap = Map<string, (number | null)[]>;

function changed(columns: ColumnMap, names: readonly string[], { row, values }: RowEdit): ColumnMap {
  const length = columns.get(names.at(-1)!)?.length ?? 0;
  const index = row ?? length;
  const entries = [...columns].map(([name, column]): [string, (number | null)[]] => {
    if (!values) return [name, column.toSpliced(index, 1)];
    const grown = row === undefined ? [...column, null] : column;
    const value = values[names.indexOf(name)];
    return [name, value === undefined || index >= grown.length ? grown : grown.with(index, value)];
  });
  return new Map(entries);
}

/** Every column of a table; of a source that is none, the columns that are learned from. */
function columnsIn(
  table: DataTable,
  trainer: Trainer,
  names: readonly string[],
): [string, (number | null)[]][] {
  if (table.names.length > 0) return namedColumns(table);
  const samples = Array.from({ length: trainer.rows }, (_, i) => trainer.sample(i));
  return names.map((name, j) => [name, samples.map(({ x, y }) => x[j] ?? y)]);
}

function namedColumns({ source, names }: DataTable): [string, (number | null)[]][] {
  const columns = source as Readonly<Record<string, ArrayLike<number | null>>>;
  const rows = Array.isArray(source) ? (source as readonly Record<string, number | null>[]) : undefined;
  return names.map((name) => [
    name,
    rows ? rows.map((row) => row[name] ?? null) : Array.from(columns[name]!),
  ]);
}

/** Index of a sample in the table: its own row there, or its number where the table was made of samples. */
function rowOf(table: DataTable, trainer: Trainer, sample: number): number {
  return table.names.length > 0 ? trainer.sample(sample).row - 1 : sample;
}
