import '@gd-trainer/core/fallback';
import { pick } from '../data/hold-out.ts';
import { readCells } from '../data/shapes.ts';
import type { Table } from '../data/table.ts';
import { LINKED } from '../descent/linked.ts';
import { GdError } from '../errors.ts';
import { type GroupMoments, isGroupMoments } from '../moments/group-moments.ts';
import { readData } from '../moments/read-data.ts';
import type { Data } from '../moments/readings.ts';
import { type FitOptions, runOptions, type Settings } from '../options.ts';
import { drain, patiently, type Work } from '../pauses.ts';
import type { Source } from '../types.ts';
import { Answers, badOption, type Fits, fitsOf, type LinearData, noL1, PIECE, readRows } from './fits.ts';
import { groupsBy } from './grouping.ts';
import type { LinearModel } from './linear-model.ts';
import { fittingData } from './of-run.ts';
import { SmallSums, smallSolver } from './small-solve.ts';
import { solvingData } from './solving.ts';

/** Choices of fits by group. */
export type GroupOptions = FitOptions & {
  /** Columns whose values tell groups apart; they are no features unless named. */
  readonly by: string | readonly string[];
  /** 'solve' for least squares at once, 'fit' for a descent a group. Defaults to 'solve'. */
  readonly method?: 'solve' | 'fit';
};

/**
 * Least squares of every group of rows: per shop, per sensor, per day. Groups stand in the order in which they are met. Well-conditioned
 * groups are solved in f64 to some 12 digits, others as `solve` does.
 *
 * @param source - rows, in any of the shapes of `Source` but `Moments`; or moments of groups, from a database or a file
 * @param options - as of `solve`, and `by`, which moments of groups bring along
 * @throws {GdError} `OPTION` and `DATA` where no group could be fitted for it; what is wrong with one group is its own `error`
 *
 * @example A line for each shop.
 * ```ts
 * import { fitGroupsSync } from '@gd-trainer/sdk';
 *
 * const sales = { shop: ['a', 'b', 'a', 'b', 'a', 'b'], ads: [1, 1, 2, 2, 4, 4], sold: [3, 9, 5, 8, 9, 6] };
 * for (const { key, weights, bias } of fitGroupsSync(sales, { target: 'sold', by: 'shop' })) {
 *   console.log(key[0], weights[0]?.toFixed(6), bias.toFixed(6));
 * }
 * // a 2.000000 1.000000
 * // b -1.000000 10.000000
 * ```
 */
export function fitGroupsSync(source: Source, options: GroupOptions): Fits;
export function fitGroupsSync(source: GroupMoments, options?: Omit<GroupOptions, 'by'>): Fits;
export function fitGroupsSync(source: Source | GroupMoments, options: Partial<GroupOptions> = {}): Fits {
  return drain(fitting(source, groupSettings(source, options)));
}

/** `fitGroupsSync`, yielding to the event loop at least every 50 ms. */
export async function fitGroups(source: Source, options: GroupOptions): Promise<Fits>;
export async function fitGroups(source: GroupMoments, options?: Omit<GroupOptions, 'by'>): Promise<Fits>;
export async function fitGroups(
  source: Source | GroupMoments,
  options: Partial<GroupOptions> = {},
): Promise<Fits> {
  const how = groupSettings(source, options);
  return patiently(fitting(source, how), how.settings.signal);
}

const fitting = (source: Source | GroupMoments, { settings, by, method }: GroupSettings): Work<Fits> =>
  isGroupMoments(source) ? momentFits(source, settings, method) : groupFits(source, settings, by, method);

type Method = NonNullable<GroupOptions['method']>;

interface GroupSettings {
  readonly settings: Settings;
  readonly by: readonly string[];
  readonly method: Method;
}

function groupSettings(
  source: Source | GroupMoments,
  { by, method = 'solve', ...options }: Partial<GroupOptions>,
): GroupSettings {
  if (method !== 'solve' && method !== 'fit') throw badOption('method', "'solve' or 'fit'", method);
  const given = by ?? (isGroupMoments(source) ? source.by : undefined);
  const names = typeof given === 'string' ? [given] : given;
  const isList = Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string');
  if (!isList) throw badOption('by', 'a column name or a list of them', by);
  const settings = runOptions(options);
  if (method === 'solve' && settings.l1 > 0) throw noL1("pass `method: 'fit'`, or use `l2`");
  return { settings, by: names, method };
}

function* groupFits(source: Source, settings: Settings, by: readonly string[], method: Method): Work<Fits> {
  const { keys, groupOf } = groupsBy(by.map((name) => readCells(source, name)));
  const read = yield* readRows(source, settings, by);
  const { table, gapIn } = read;
  const d = table.features.length;
  const sums = new SmallSums(d + 1, keys.length);
  const counts = new Int32Array(keys.length);
  // in the order of the rows: they lie side by side, and the groups may not
  for (let start = 0; start < table.rows; start += PIECE) {
    sums.addRows(read, groupOf, counts, start, Math.min(start + PIECE, table.rows));
    yield;
  }
  let sorted: ((group: number) => Int32Array) | undefined;
  const rowsOf = (group: number): Int32Array => {
    sorted ??= rowsByGroup(groupOf, counts);
    return sorted(group);
  };
  function* dataOf(group: number): Work<LinearData> {
    return { data: yield* readData(pick(table, rowsOf(group)), settings), settings };
  }
  const answers = new Answers(keys.length, d);
  const solveSmall = smallSolver(d, settings);
  for (let group = 0; group < keys.length; group++) {
    const rows = sums.values[group * sums.size]!;
    answers.rows[group] = rows;
    const gap = rows < counts[group]! && settings.missing === 'error' ? gapIn(rowsOf(group)) : undefined;
    if (gap) answers.fail(group, gap);
    else if (method === 'fit' || !solveSmall(sums, group, group, answers)) {
      try {
        const { data } = yield* dataOf(group);
        answers.take(group, yield* byMethod(method, data, settings));
      } catch (error) {
        answers.fail(group, error);
      }
    }
    if (group % PIECE === 0) yield;
  }
  return fitsOf(answers, namesOf(table), keys, dataOf);
}

/** The same from moments of the groups, of which no rows are there. */
function* momentFits({ keys, moments }: GroupMoments, settings: Settings, method: Method): Work<Fits> {
  function* dataOf(group: number): Work<LinearData> {
    return { data: yield* readData(moments[group]!, settings), settings };
  }
  if (keys.length === 0)
    throw new GdError('DATA', 'there are no groups', 'give moments of one group or more');
  const first = (yield* dataOf(0)).data.moments;
  const features = first.names.slice(0, -1);
  const answers = new Answers(keys.length, features.length);
  const sums = new SmallSums(first.names.length);
  const solveSmall = smallSolver(features.length, settings);
  for (const group of keys.keys()) {
    const { data } = yield* dataOf(group);
    sums.take(data.moments);
    answers.rows[group] = data.moments.n;
    if (method === 'fit' || !solveSmall(sums, 0, group, answers)) {
      try {
        answers.take(group, yield* byMethod(method, data, settings));
      } catch (error) {
        answers.fail(group, error);
      }
    }
    if (group % PIECE === 0) yield;
  }
  return fitsOf(answers, features, keys, dataOf);
}

const namesOf = ({ features }: Table): string[] => features.map(({ name }) => name);

function* byMethod(method: Method, data: Data, settings: Settings): Work<LinearModel> {
  return method === 'fit'
    ? yield* fittingData(data, settings, LINKED) as Work<LinearModel>
    : yield* solvingData(data, settings);
}

/** The rows of each group, as the table has them: sorted by counting. */
function rowsByGroup(groupOf: Int32Array, counts: Int32Array): (group: number) => Int32Array {
  const starts = new Int32Array(counts.length + 1);
  for (let group = 0; group < counts.length; group++) starts[group + 1] = starts[group]! + counts[group]!;
  const order = new Int32Array(groupOf.length);
  const next = starts.slice();
  for (let row = 0; row < groupOf.length; row++) order[next[groupOf[row]!]!++] = row;
  return (group) => order.subarray(starts[group]!, starts[group + 1]!);
}
