import type { Table } from '../data/table.ts';
import type { Settings } from '../options.ts';
import type { Source, Stream } from '../types.ts';
import { MomentSums } from './moment-sums.ts';
import { Moments } from './moments.ts';

/** The data of a run, read once: what engines are made from. */
export interface Data {
  /** The rows, unless only moments were given. */
  readonly table: Table | undefined;
  /** Features, then the target. */
  readonly moments: Moments;
  /** Rows left out for a missing value, of a share that is held out too. */
  readonly skippedRows: number;
  /** The rows that are held out of it, where some are: they are not learned from. */
  readonly held?: Data;
}

/** The data of a table, or of moments that are there already. */
export function* dataOf(read: Moments | Table, settings: Settings): Generator<undefined, Data> {
  if (read instanceof Moments) {
    return { table: undefined, moments: choose(read, settings), skippedRows: skippedBy(read) };
  }
  const sums = new MomentSums(read, settings.missing);
  try {
    yield* sums.add(read);
    return { table: read, moments: sums.finish(), skippedRows: sums.skippedRows };
  } finally {
    sums.release();
  }
}

/** True of a source that comes in chunks. */
export function isStream(source: Source | Stream): source is Stream {
  return (
    typeof source === 'function' ||
    (typeof source === 'object' &&
      source !== null &&
      (Symbol.asyncIterator in source || typeof (source as { next?: unknown }).next === 'function'))
  );
}

/** True of what needs no reading. */
export function isRead(source: Source | Table): source is Moments | Table {
  return source instanceof Moments || typeof (source as Partial<Table> | null)?.target?.read === 'function';
}

/** Rows that were left out when moments were made where the rows lie: those know. */
function skippedBy(moments: Moments & { readonly skippedRows?: number }): number {
  return moments.skippedRows ?? 0;
}

/** Moments with the chosen features, then the target, as columns. */
function choose(moments: Moments, { features, target = moments.target }: Settings): Moments {
  const { names } = moments;
  if (!features && target === names.at(-1)) return moments;
  return moments.select([...(features ?? names.filter((name) => name !== target)), target]);
}
