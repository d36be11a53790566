// Rows of a file drawn at random.
import { requireOption, wholeNumber } from '../checks.ts';
import { castColumn } from '../sql/dialects.ts';
import { textSql } from './chosen-rows.ts';
import type { QueryWatch } from './database.ts';
import { finiteSql, type OpenedFile, rowsIn } from './passes.ts';

/** Rows that a sample is drawn from. */
export interface FileSampleOptions extends QueryWatch {
  /** A condition on the rows drawn from, as in `moments`. */
  readonly where?: string;
  /** True for columns of text and dates, too, as their text. Default: false. */
  readonly text?: boolean;
}

/** Columns of numbers by name, and of text where it was asked for, on an object without a prototype: any header is safe as a key. A source for `fit`. */
export type FileSample = Readonly<Record<string, readonly (number | string | null)[]>>;

/** `count` rows, the same for the same seed. */
export async function drawSample(
  { database, columns, views }: OpenedFile,
  { count, seed }: { count: number; seed: number },
  { where, text = false, ...watch }: FileSampleOptions,
): Promise<FileSample> {
  for (const [name, value, least] of [
    ['count', count, 1],
    ['seed', seed, 0],
  ] as const) {
    requireOption(name, value, wholeNumber(least, 2 ** 31 - 1));
  }
  const sample: Record<string, (number | string | null)[]> = Object.create(null);
  await database.requireCondition(where);
  const drawable = columns.filter((column) => text || column.numeric);
  if (drawable.length === 0) return sample;
  const values = drawable.map((column) =>
    column.numeric ? finiteSql(castColumn(column.sqlName, 'duckdb'), 'NULL') : textSql(column),
  );
  const drawn = await views.read((view) =>
    database.columns(
      `SELECT ${values.join(', ')} FROM ${rowsIn(view, where)} USING SAMPLE reservoir(${count} ROWS) REPEATABLE (${seed})`,
      watch,
    ),
  );
  for (const [j, { name }] of drawable.entries())
    sample[name] = drawn.columns[j] as (number | string | null)[];
  return sample;
}
