import { readTable } from '../data/shapes.ts';
import type { Table, Terms } from '../data/table.ts';
import { GdError } from '../errors.ts';
import type { Settings } from '../options.ts';
import type { Source } from '../types.ts';
import type { Moments } from './moments.ts';
import { type Data, dataOf, isRead } from './readings.ts';

/** Reads a source, or a table made of one: the moments of its rows; `known` are the terms that its features are. */
export function* readData(
  source: Source | Table,
  settings: Settings,
  known?: Terms,
): Generator<undefined, Data> {
  if (isRead(source)) return told(yield* dataOf(source, settings));
  try {
    return told(yield* dataOf(readTable(source, settings, known, [], LOOKED), settings));
  } catch (error) {
    // text further down; data that have gone meanwhile are not to be read once more
    if (!(error instanceof GdError && error.message.includes(': expected a number, got '))) throw error;
    return told(yield* dataOf(readTable(source, settings, known), settings));
  }
}

/** Rows that tell columns of numbers from others; what they have missed is no number when it is read. */
const LOOKED = 64;

const told = (data: Data): Data =>
  data.table ? { ...data, moments: withTold(data.moments, data.table) } : data;

/** Moments that know what their columns are made from, and what was noted on the way. */
export function withTold(moments: Moments, { terms, notes }: Pick<Table, 'terms' | 'notes'>): Moments {
  return Object.assign(moments, terms && { terms }, notes && { notes });
}
