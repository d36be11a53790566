import '@gd-trainer/core/fallback';
import { pick } from '../data/hold-out.ts';
import { arrayColumn } from '../data/table.ts';
import { GdError } from '../errors.ts';
import { readData } from '../moments/read-data.ts';
import { type FitOptions, readOptions, type Settings } from '../options.ts';
import { drain, patiently, type Work } from '../pauses.ts';
import type { Source } from '../types.ts';
import {
  Answers,
  badOption,
  type Fits,
  fitsOf,
  type LinearData,
  noL1,
  PIECE,
  type ReadRows,
  readRows,
} from './fits.ts';
import { SmallSums, smallSolver } from './small-solve.ts';
import { solvingData } from './solving.ts';

/** Choices of fits over windows of rows. */
export type RollingOptions = FitOptions & {
  /** Rows of a window, or 'expanding' for all rows so far. */
  readonly window: number | 'expanding';
  /** Rows from the end of a window to the end of the next. Defaults to 1. */
  readonly step?: number;
  /** Complete rows without which a window is not fitted. Defaults to `window`; to one more than the parameters of 'expanding'. */
  readonly minRows?: number;
  /** Rows after which one weighs half; all weigh alike by default. */
  readonly halfLife?: number;
};

/**
 * Least squares of every window of rows, as it moves on. No window subtracts what has left it: an outlier that is out is
 * out to the last digit.
 *
 * @param source - rows in order, in any of the shapes of `Source` but `Moments`
 * @param options - as of `solve`, and `window`
 * @throws {GdError} `OPTION` and `DATA` as `solve`; what is wrong with one window is its own `error`
 *
 * @example The slope of the last three days.
 * ```ts
 * import { rollingSync } from '@gd-trainer/sdk';
 *
 * const { weights, keys } = rollingSync({ day: [1, 2, 3, 4, 5], price: [3, 5, 7, 8, 9] }, { target: 'price', window: 3 });
 * console.log(Array.from(weights, (slope) => slope.toFixed(2)).join(' '), keys[0]); // 2.00 1.50 1.00 [ 0, 2 ]
 * ```
 */
export function rollingSync(source: Source, options: RollingOptions): Fits {
  const { settings, windows } = rollingSettings(options);
  return drain(rollingFits(source, settings, windows));
}

/** `rollingSync`, yielding to the event loop at least every 50 ms. */
export async function rolling(source: Source, options: RollingOptions): Promise<Fits> {
  const { settings, windows } = rollingSettings(options);
  return patiently(rollingFits(source, settings, windows), settings.signal);
}

interface Windows {
  /** Infinity for all rows so far. */
  readonly length: number;
  readonly step: number;
  readonly minRows: number | undefined;
  /** Factor by which a row weighs less a row later. */
  readonly decay: number;
}

function rollingSettings({ window, step = 1, minRows, halfLife = Infinity, ...options }: RollingOptions): {
  settings: Settings;
  windows: Windows;
} {
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
  if (window !== 'expanding' && !isCount(window)) {
    throw badOption('window', "a whole number ≥ 1 or 'expanding'", window);
  }
  if (!isCount(step)) throw badOption('step', 'a whole number ≥ 1', step);
  if (minRows !== undefined && !isCount(minRows)) throw badOption('minRows', 'a whole number ≥ 1', minRows);
  if (!(halfLife > 0)) throw badOption('halfLife', 'a number > 0', halfLife);
  const length = window === 'expanding' ? Infinity : window;
  const settings = readOptions(options);
  if (settings.l1 > 0) throw noL1('use `l2`');
  return { settings, windows: { length, step, minRows, decay: 0.5 ** (1 / halfLife) } };
}

function* rollingFits(source: Source, settings: Settings, windows: Windows): Work<Fits> {
  const read = yield* readRows(source, settings, []);
  const { table, weights, complete, gapIn } = read;
  const d = table.features.length;
  const { length, step, decay } = windows;
  const least = windows.minRows ?? (length === Infinity ? d + (settings.intercept ? 2 : 1) : length);
  const ends = Array.from(
    { length: Math.max(0, Math.floor((table.rows - least) / step) + 1) },
    (_, k) => least - 1 + k * step,
  );
  const keys = ends.map((end) => [Math.max(0, end - length + 1), end] as const);
  const answers = new Answers(ends.length, d);
  const solveSmall = smallSolver(d, settings);
  const weightOf = (row: number): number => (weights ? weights[row]! : 1);
  function* dataOf(index: number): Work<LinearData> {
    const [first, end] = keys[index]!;
    const rows = pick(table, rowsFrom(first, end));
    const fading = Float64Array.from(
      { length: rows.rows },
      (_, i) => weightOf(first + i) * decay ** (end - first - i),
    );
    const weighted = decay < 1 ? { ...rows, sampleWeight: arrayColumn('weight', fading) } : rows;
    return { data: yield* readData(weighted, settings), settings };
  }
  const sums = new SmallSums(d + 1);
  const blocks = new Blocks(read, length, decay, d + 1);
  const incomplete = new Int32Array(table.rows + 1);
  for (let row = 0; row < table.rows; row++) incomplete[row + 1] = incomplete[row]! + (1 - complete[row]!);
  for (const [index, [first, end]] of keys.entries()) {
    blocks.write(end, sums);
    answers.rows[index] = sums.values[0]!;
    const gaps = incomplete[end + 1]! - incomplete[first]!;
    const gap = gaps > 0 && settings.missing === 'error' ? gapIn(rowsFrom(first, end)) : undefined;
    if (gap) answers.fail(index, gap);
    else if (sums.values[0]! < least) {
      const rows = `${sums.values[0]} of ${end - first + 1} rows`;
      answers.fail(
        index,
        new GdError('DATA', `${rows} are complete, and ${least} are wanted`, 'lower `minRows`'),
      );
    } else if (!solveSmall(sums, 0, index, answers)) {
      try {
        answers.take(index, yield* solvingData((yield* dataOf(index)).data, settings));
      } catch (error) {
        answers.fail(index, error);
      }
    }
    if (index % PIECE === 0) yield;
  }
  return fitsOf(
    answers,
    table.features.map(({ name }) => name),
    keys,
    dataOf,
    true,
  );
}

/** Numbers of rows in a row. */
const rowsFrom = (first: number, end: number): Int32Array =>
  Int32Array.from({ length: end - first + 1 }, (_, i) => first + i);

/**
 * Sums of windows without a subtraction: rows are cut into blocks as long as a window, which then is the end of one block
 * and the beginning of the next. Ends are summed up from the back once a block, beginnings as they come.
 */
class Blocks {
  readonly #read: ReadRows;
  readonly #length: number;
  readonly #decay: number;
  readonly #beginning: SmallSums;
  readonly #size: number;
  /** Sums of the block before from each of its rows to its end. */
  readonly #ends: Float64Array;
  #next = 0;

  constructor(read: ReadRows, length: number, decay: number, p: number) {
    this.#read = read;
    this.#length = length;
    this.#decay = decay;
    this.#beginning = new SmallSums(p);
    this.#size = this.#beginning.size;
    this.#ends = new Float64Array(length < read.table.rows ? length * this.#size : 0);
  }

  /** Writes the sums of the window that ends with a row, at or after the last one asked for. */
  write(end: number, into: SmallSums): void {
    while (this.#next <= end) this.#take(this.#next++);
    into.values.set(this.#beginning.values);
    const begun = end % this.#length;
    const left = this.#length - 1 - begun;
    if (end < this.#length || left === 0) return;
    into.merge(this.#ends, begun + 1, this.#decay ** (begun + 1));
  }

  #take(row: number): void {
    const { complete, columns } = this.#read;
    if (row > 0 && row % this.#length === 0) this.#close(row);
    if (this.#decay < 1) this.#beginning.fade(this.#decay);
    if (complete[row] === 1) this.#beginning.add(columns, row, this.#weightOf(row));
  }

  /** Sums up the block that ends before a row, from the back. */
  #close(row: number): void {
    const { complete, columns } = this.#read;
    const sums = this.#beginning;
    sums.values.fill(0);
    for (let i = this.#length - 1; i >= 0; i--) {
      const at = row - this.#length + i;
      const weight = this.#weightOf(at) * this.#decay ** (this.#length - 1 - i);
      if (complete[at] === 1) sums.add(columns, at, weight);
      this.#ends.set(sums.values, i * this.#size);
    }
    sums.values.fill(0);
  }

  #weightOf(row: number): number {
    return this.#read.weights ? this.#read.weights[row]! : 1;
  }
}
