import { readTable, type Table } from '../data/table.ts';
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
  readonly skippedRows: number;
}

/** Reads a source, or a table made of one: the moments of its rows. */
export function* readData(source: Source | Table, settings: Settings): Generator<undefined, Data> {
  if (source instanceof Moments) {
    return { table: undefined, moments: choose(source, settings), skippedRows: skippedBy(source) };
  }
  const table = isTable(source) ? source : readTable(source, settings);
  const sums = new MomentSums(table, settings.missing);
  try {
    yield* sums.add(table);
    return { table, moments: sums.finish(), skippedRows: sums.skippedRows };
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

function isTable(source: Source | Table): source is Table {
  return (
    typeof source === 'object' &&
    source !== null &&
    'features' in source &&
    'target' in source &&
    typeof (source as Table).target.read === 'function'
  );
}

/** Rows that were left out when moments were made where the rows lie: those know. */
function skippedBy(moments: Moments & { readonly skippedRows?: number }): number {
  return moments.skippedRows ?? 0;
}

/** Moments with the chosen features, then the target, as columns. */
function choose(moments: Moments, settings: Settings): Moments {
  const target = settings.target ?? moments.target;
  const features = settings.features ?? moments.names.filter((name) => name !== target);
  return moments.select([...features, target]);
}
