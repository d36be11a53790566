import { foldsOf, type RowGroups } from '../data/hold-out.ts';
import { readCells, readTable } from '../data/shapes.ts';
import type { Table } from '../data/table.ts';
import { describe, GdError } from '../errors.ts';
import { Moments } from '../moments/moments.ts';
import { readData } from '../moments/read-data.ts';
import type { Settings } from '../options.ts';
import { patiently } from '../pauses.ts';
import type { Source } from '../types.ts';
import { groupsBy } from './grouping.ts';

/** Ways to part rows into those that are learned from and those that are predicted. */
export interface FoldOptions {
  /** Number of parts, a whole number from 2 to that of the rows, or of the groups. */
  readonly folds: number;
  /** Column of the groups whose rows stay together in one fold: patients, shops, days. */
  readonly by?: string | undefined;
  /** True to predict each part but the first from all rows before it, as they stand: for rows in time. Defaults to false. */
  readonly ahead?: boolean | undefined;
}

/** All rows, and the ways in which they are parted, as moments. */
export interface AllHeldOut {
  readonly all: Moments;
  readonly splits: readonly HeldOut[];
}

/** Moments of the rows to learn from, and of those to predict. */
export interface HeldOut {
  readonly training: Moments;
  readonly test: Moments;
}

/** Ways to part the rows of a table. */
interface TableFolds {
  readonly folds?: number | undefined;
  readonly groups?: RowGroups | undefined;
  readonly ahead?: boolean;
}

/** Parts where nobody said how many. */
const FOLDS = 10;

/**
 * The splits of a source; its rows are summed up once, part by part.
 *
 * @throws {GdError} `OPTION` for a number of folds that cannot be, `DATA` as `fit`, `UNSUPPORTED` for moments and batches
 */
export async function splitsOf(
  source: Source,
  settings: Settings,
  { folds: wanted, by, ahead = false }: Partial<FoldOptions>,
): Promise<AllHeldOut> {
  if (source instanceof Moments || settings.batchSize !== 'full' || settings.path === 'rows') {
    throw new GdError(
      'UNSUPPORTED',
      'cross-validation needs rows, and full batches',
      'pass the rows themselves',
    );
  }
  if (by !== undefined && ahead) {
    throw new GdError('OPTION', 'groups have no order to go ahead in', 'give `by` or `ahead`', {
      option: 'ahead',
    });
  }
  const table = readTable(source, settings);
  const grouped = by === undefined ? undefined : groupsBy([readCells(source, by)]);
  const groups = grouped && { count: grouped.keys.length, of: grouped.groupOf };
  return splitsIn(table, settings, { folds: wanted, groups, ahead });
}

/** The splits of a table. */
export async function splitsIn(
  table: Table,
  settings: Settings,
  { folds: wanted, groups, ahead = false }: TableFolds = {},
): Promise<AllHeldOut> {
  const most = groups ? groups.count : table.rows;
  const folds = wanted ?? Math.min(FOLDS, most);
  requireFolds(folds, most, groups ? 'groups' : 'rows');
  const { signal } = settings;
  const shuffle = settings.shuffle && !ahead;
  const parts = await patiently(
    momentsOf(foldsOf(table, folds, { ...settings, shuffle, groups }), settings),
    signal,
  );
  const [first, ...others] = parts as [Moments, ...Moments[]];
  if (!ahead) {
    const all = others.reduce((sum, part) => sum.merge(part), first);
    return { all, splits: parts.map((test) => ({ training: all.subtract(test), test })) };
  }
  let all = first;
  const splits = others.map((test) => {
    const training = all;
    all = all.merge(test);
    return { training, test };
  });
  return { all, splits };
}

function* momentsOf(
  parts: Generator<undefined, Table[]>,
  settings: Settings,
): Generator<undefined, Moments[]> {
  const moments: Moments[] = [];
  for (const part of yield* parts) moments.push((yield* readData(part, settings)).moments);
  return moments;
}

function requireFolds(folds: number, most: number, what: 'rows' | 'groups'): void {
  if (Number.isInteger(folds) && folds >= 2 && folds <= most) return;
  throw new GdError(
    'OPTION',
    `"folds" expected a whole number from 2 to the ${most} ${what}, got ${describe(folds)}`,
    '',
    { option: 'folds' },
  );
}
