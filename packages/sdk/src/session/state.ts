import { usedColumns } from '../data/row-block.ts';
import { type Column, inputNames, type Table, wholeOf } from '../data/table.ts';
import { GdError } from '../errors.ts';
import type { Moments, MomentsJSON } from '../moments/moments.ts';
import type { Data } from '../moments/readings.ts';
import type { FitOptions } from '../options.ts';
import type { Position, Unit } from './leg.ts';

/** A session as JSON: what was done, not what came of it. */
export interface TrainerState {
  /** Kind of this JSON. */
  readonly format: 'gd-trainer/trainer';
  /** Version of the way it is written. */
  readonly schemaVersion: 1;
  /** Names of the columns it predicts from. */
  readonly features: readonly string[];
  /** Name of the column to predict. */
  readonly target: string;
  /** Tells whether other data is the same data. */
  readonly fingerprint: string;
  /** The terms as they were chosen, where features are made of them. */
  readonly terms?: readonly string[];
  /** Names of raw columns, where features are terms of those. */
  readonly inputs?: readonly string[];
  /** Where the rows are few: the features, or the raw columns of their terms, then the target. */
  readonly columns?: readonly (readonly (number | string | null)[])[];
  /** The moments it runs on, where it was given no rows. */
  readonly moments?: MomentsJSON;
  /** Its stretches under the same options, in order, and how each but the first was reached. */
  readonly legs: readonly { readonly options: FitOptions; readonly arrival?: Position }[];
  /** Number of the present stretch, from 0. */
  readonly current: number;
  /** Its position in that stretch. */
  readonly position: Position;
  /** Unit of the last step. */
  readonly unit: Unit;
  /** True if nothing finite follows; missing if something may. */
  readonly diverged?: boolean;
}

/** A cell of a column that travels: text in raw columns of categories and dates, null where it is missing. */
export type Cell = number | string | null;

/** A session by its stretches. */
export interface WrittenLegs {
  readonly legs: readonly { readonly options: FitOptions; readonly arrival: Position | undefined }[];
  readonly current: number;
  readonly position: Position;
  readonly unit: Unit;
  readonly diverged: boolean;
}

/** Numbers that travel with a state; more are left to the reader to bring. */
export const MOST_NUMBERS = 2000;

/** The raw columns of a state, then its target; undefined where there are none, or where they would be read back as others. */
export type RawRowsOf = (
  table: Table,
  moments: Moments,
  options: FitOptions,
) => Pick<TrainerState, 'inputs' | 'columns'> | undefined;

/** The state of a session on these data, its raw columns where its features may be terms. Throws `UNSUPPORTED` for options that are code. */
export function writeState(
  data: Data,
  { legs, diverged, ...place }: WrittenLegs,
  rawRows: RawRowsOf | undefined,
): TrainerState {
  const { moments } = data;
  // rows that are held out are drawn again
  const table = data.table && wholeOf(data.table);
  const features = moments.names.slice(0, -1);
  const target = moments.names.at(-1)!;
  const few =
    table !== undefined && table.rows * (features.length + 1) <= MOST_NUMBERS && !table.sampleWeight;
  return {
    format: 'gd-trainer/trainer',
    schemaVersion: 1,
    features,
    target,
    ...(moments.terms ? { terms: legs[0]!.options.features ?? inputNames(moments, features) } : {}),
    fingerprint: fingerprint(moments),
    ...(few
      ? (rawRows?.(table, moments, legs[0]!.options) ?? {
          columns: usedColumns(table).map((column) => toCells(column, table.rows)),
        })
      : {}),
    ...(table ? {} : { moments: moments.toJSON() }),
    legs: legs.map(({ options, arrival }) => ({
      options: plainOptions(options),
      ...(arrival ? { arrival } : {}),
    })),
    ...place,
    ...(diverged ? { diverged } : {}),
  };
}

/** Columns by name, whatever it is. */
export const named = (
  names: readonly string[],
  columns: readonly (readonly Cell[])[],
): Record<string, readonly Cell[]> =>
  Object.assign(
    Object.create(null) as Record<string, readonly Cell[]>,
    Object.fromEntries(names.map((name, j) => [name, columns[j]!])),
  );

export function toCells(column: Column, rows: number): (number | null)[] {
  const values = new Float64Array(rows);
  column.read(values, 0);
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}

/** The options that are data; features and target stand beside them. */
function plainOptions(options: FitOptions): FitOptions {
  const { onEpoch, signal, features, target, initial, ...plain } = options;
  if (typeof plain.learningRate === 'function') {
    throw new GdError('UNSUPPORTED', 'a learning rate that is a function cannot be saved', 'use a number');
  }
  if (typeof plain.sampleWeight === 'object') {
    throw new GdError('UNSUPPORTED', 'sample weights given as an array cannot be saved', 'name a column');
  }
  if (typeof plain.validation === 'object') {
    throw new GdError('UNSUPPORTED', 'validation rows cannot be saved', 'hold out a share of the rows');
  }
  return initial
    ? { ...plain, initial: { weights: Array.from(initial.weights), bias: initial.bias } }
    : plain;
}

/** FNV-1a over the bits of the moments, which are the same in every engine. */
export function fingerprint({ n, mean, comoment }: Moments): string {
  const numbers = new Float64Array(1 + mean.length + comoment.length);
  numbers[0] = n;
  numbers.set(mean, 1);
  numbers.set(comoment, 1 + mean.length);
  // in halves, for 2,000 features have 32 MB to hash; the factor is 2⁴⁰ + 0x1b3
  let [high, low] = [0xcbf29ce4, 0x84222325];
  for (const byte of new Uint8Array(numbers.buffer)) {
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * 0x1b3;
    high = (high * 0x1b3 + Math.floor(product / 2 ** 32) + mixed * 0x100) >>> 0;
    low = product >>> 0;
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}
