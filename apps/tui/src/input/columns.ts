import type { ColumnKind, CsvOptions, Note } from '@gd-trainer/sdk/csv';
import type { WrittenTable } from './records.ts';

/** Numbers, with null for a missing value; or text cells among them. */
export type DataColumn = Float64Array | readonly (number | string | null)[];

/** The way to read a file. */
export interface ReadOptions extends CsvOptions {
  /** True to leave cells that are no numbers in columns of them, for the sdk to refuse; they are missing otherwise. */
  readonly keepUnreadable?: boolean;
  /** True to keep the lines of a text table as they were written. */
  readonly keepLines?: boolean;
}

/** The columns of a file by name, as every reader of one returns them. */
export interface Columns {
  /** In file order. */
  readonly names: readonly string[];
  readonly columns: Readonly<Record<string, DataColumn>>;
  /** Names of those that hold text or dates. */
  readonly text: readonly string[];
  /** Kinds of the columns of a text table, by name. */
  readonly kinds?: Readonly<Record<string, ColumnKind>>;
  /** Whatever the reader chose or left out. */
  readonly notes?: readonly Note[];
  /** The lines of the table, where they were to be kept. */
  readonly written?: WrittenTable;
}
