import { readTable } from '../data/shapes.ts';
import type { Table, Terms } from '../data/table.ts';
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
  const data = yield* dataOf(isRead(source) ? source : readTable(source, settings, known), settings);
  return data.table ? { ...data, moments: withTold(data.moments, data.table) } : data;
}

/** Moments that know what their columns are made from, and what was noted on the way. */
export function withTold(moments: Moments, { terms, notes }: Pick<Table, 'terms' | 'notes'>): Moments {
  return Object.assign(moments, terms && { terms }, notes && { notes });
}
