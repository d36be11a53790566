import { judgedTable } from '../data/judged-table.ts';
import { readTable } from '../data/shapes.ts';
import type { Table } from '../data/table.ts';
import { GdError } from '../errors.ts';
import type { Settings } from '../options.ts';
import type { Source } from '../types.ts';
import { type Data, dataOf, isRead } from './readings.ts';

/** Reads a source, or a table made of one: the moments of its rows. */
export function* readData(source: Source | Table, settings: Settings): Generator<undefined, Data> {
  if (isRead(source)) return yield* dataOf(source, settings);
  try {
    return yield* dataOf(readTable(source, settings), settings);
  } catch (error) {
    // nobody looks for text before something is no number
    const judged = error instanceof GdError && error.code === 'DATA' && judgedTable(source, settings);
    if (!judged) throw error;
    return yield* dataOf(judged, settings);
  }
}
