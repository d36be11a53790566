import { usedColumns } from '../data/row-block.ts';
import { readTable } from '../data/shapes.ts';
import { badCell, type Table } from '../data/table.ts';
import { describe, GdError } from '../errors.ts';
import { upperF } from '../math/student-t.ts';
import { type Moments, targetSquares } from '../moments/moments.ts';
import type { Data } from '../moments/readings.ts';
import type { Settings } from '../options.ts';
import { drain, type Work } from '../pauses.ts';
import type { Source } from '../types.ts';
import type { LinearModel } from './linear-model.ts';
import { Model } from './model.ts';
import { ROUNDED, type SmallAnswers } from './small-solve.ts';
import { solvingData } from './solving.ts';
import type { FTest } from './summary.ts';

/** One of many fits. */
export interface Fit {
  /** Values of its group, or its first and last row. */
  readonly key: readonly unknown[];
  /** In data units, length d; NaN where it could not be fitted. */
  readonly weights: Float64Array;
  /** In data units; 0 without an intercept. */
  readonly bias: number;
  /** Share of the variance explained; without an intercept, of the squares about 0. */
  readonly r2: number;
  /** Root of the mean squared residual, in units of the target. */
  readonly rmse: number;
  /** Rows learned from. */
  readonly rows: number;
  /** The reason why it could not be fitted. */
  readonly error: GdError | undefined;
}

/** Least squares of many sets of rows, in flat arrays: one that cannot be fitted is NaN, has an error, and stops nobody else. */
export class Fits implements Iterable<Fit> {
  /** Number of fits, k. */
  readonly length: number;
  /** Names of the weights, length d. */
  readonly features: readonly string[];
  /** The group of each, a value a column of `by`; of windows their first and last row, from 0. */
  readonly keys: readonly (readonly unknown[])[];
  /** Weights in data units, k × d, row-major. */
  readonly weights: Float64Array;
  /** In data units, length k; 0 without an intercept. */
  readonly bias: Float64Array;
  /** Share of the variance explained, length k; without an intercept, of the squares about 0. */
  readonly r2: Float64Array;
  /** Roots of the mean squared residuals, in units of the target, length k. */
  readonly rmse: Float64Array;
  /** Rows learned from, length k. */
  readonly rows: Int32Array;
  readonly #errors: ReadonlyMap<number, GdError>;
  readonly #dataOf: (index: number) => Work<LinearData>;
  readonly #sharesRows: boolean;

  /** @internal */
  constructor(
    parts: SmallAnswers & {
      readonly features: readonly string[];
      readonly keys: readonly (readonly unknown[])[];
      readonly rows: Int32Array;
      readonly errors: ReadonlyMap<number, GdError>;
      readonly dataOf: (index: number) => Work<LinearData>;
      readonly sharesRows: boolean;
    },
  ) {
    this.length = parts.rows.length;
    this.features = parts.features;
    this.keys = parts.keys;
    this.weights = parts.weights;
    this.bias = parts.bias;
    this.r2 = parts.r2;
    this.rmse = parts.rmse;
    this.rows = parts.rows;
    this.#errors = parts.errors;
    this.#dataOf = parts.dataOf;
    this.#sharesRows = parts.sharesRows;
  }

  /** The reason why a fit failed; undefined if it did not. */
  error(index: number): GdError | undefined {
    return this.#errors.get(index);
  }

  /** A fit as a model, solved again with all its digits. Throws what made it fail. */
  model(index: number): Model {
    const { data, settings } = this.#read(index);
    return new Model(drain(solvingData(data, settings)));
  }

  /** The moments of the rows of a fit. Throws what made it fail. */
  moments(index: number): Moments {
    return this.#read(index).data.moments;
  }

  /**
   * One model of all rows that were fitted, and the test whether it will do: F of equal weights in every group (Chow 1960), from
   * the same moments. A small p says that the groups differ. Throws `UNSUPPORTED` for windows, whose rows are shared, and
   * `DATA` where nothing was fitted.
   */
  pooled(): { readonly model: Model; readonly f: FTest | null } {
    const fitted = [...this.keys.keys()].filter((i) => !this.#errors.has(i));
    const read = fitted.map((i) => this.#read(i));
    const [first, ...others] = read;
    if (!first) throw new GdError('DATA', 'no group could be fitted', 'see the `error` of each');
    if (this.#sharesRows) {
      throw new GdError('UNSUPPORTED', 'windows share rows', 'fit the rows as a whole, or by groups');
    }
    const moments = others.reduce((sum, { data }) => sum.merge(data.moments), first.data.moments);
    const { settings } = first;
    const model = new Model(drain(solvingData({ table: undefined, moments, skippedRows: 0 }, settings)));
    // Σ w·(y − ŷ)² of the fits as they are, and of the one model
    const apart = read.reduce(
      (sum, { data }, k) => sum + this.rmse[fitted[k]!]! ** 2 * data.moments.weight,
      0,
    );
    const together = model.rmse ** 2 * moments.weight;
    const parameters = this.features.length + (settings.intercept ? 1 : 0);
    const more = (read.length - 1) * parameters;
    const freedom = moments.n - read.length * parameters;
    // of lines that meet every row rounding alone is left
    const isExact = apart <= ROUNDED * targetSquares(moments, settings.intercept) * moments.weight;
    if (more === 0 || freedom <= 0 || isExact || settings.l2 > 0) return { model, f: null };
    const statistic = Math.max(0, together - apart) / more / (apart / freedom);
    return {
      model,
      f: { statistic, p: upperF(statistic, more, freedom), degreesOfFreedom: [more, freedom] },
    };
  }

  /** The fits one by one, as views of the arrays. */
  *[Symbol.iterator](): Iterator<Fit> {
    const d = this.features.length;
    for (let i = 0; i < this.length; i++) {
      yield {
        key: this.keys[i]!,
        weights: this.weights.subarray(i * d, (i + 1) * d),
        bias: this.bias[i]!,
        r2: this.r2[i]!,
        rmse: this.rmse[i]!,
        rows: this.rows[i]!,
        error: this.#errors.get(i),
      };
    }
  }

  #read(index: number): LinearData {
    const error = this.#errors.get(index);
    if (error) throw error;
    if (!(Number.isInteger(index) && index >= 0 && index < this.length)) {
      throw new GdError('OPTION', `expected the number of a fit, from 0 to ${this.length - 1}, got ${index}`);
    }
    return drain(this.#dataOf(index));
  }
}

/** The rows of a fit, read, and how they are to be fitted. */
export interface LinearData {
  readonly data: Data;
  readonly settings: Settings;
}

/** The refusal of a penalty whose minimum has no closed form. */
export const noL1 = (hint: string): GdError =>
  new GdError('UNSUPPORTED', 'least squares at once know no l1', hint);

/** The error for an option that is not what it should be. */
export const badOption = (option: string, expected: string, value: unknown): GdError =>
  new GdError('OPTION', `"${option}" expected ${expected}, got ${describe(value)}`, '', { option });

/** Rows between two pauses. */
export const PIECE: number = 2 ** 14;

/** Columns of a table in memory, and what is known of each of its rows. */
export interface ReadRows {
  readonly table: Table;
  readonly columns: readonly Float64Array[];
  readonly weights: Float64Array | undefined;
  /** 1 for a row that has all values, and a weight; else 0. */
  readonly complete: Uint8Array;
  /** The error for the first of some rows without a value; undefined if there is none. */
  gapIn(rows: Iterable<number>): GdError | undefined;
}

/** The rows of a source; columns `aside` are no features. */
export function* readRows(source: Source, settings: Settings, aside: readonly string[]): Work<ReadRows> {
  const table = readTable(source, settings, undefined, aside);
  const used = usedColumns(table);
  const columns: Float64Array[] = [];
  for (const column of [...used, ...(table.sampleWeight ? [table.sampleWeight] : [])]) {
    const values = new Float64Array(table.rows);
    for (let start = 0; start < table.rows; start += PIECE) {
      column.read(values.subarray(start, start + PIECE), start);
      yield;
    }
    columns.push(values);
  }
  const weights = table.sampleWeight ? columns.pop() : undefined;
  const complete = new Uint8Array(table.rows).fill(1);
  for (const column of columns) {
    for (let row = 0; row < table.rows; row++) if (Number.isNaN(column[row]!)) complete[row] = 0;
    yield;
  }
  for (let row = 0; weights && row < table.rows; row++) if (!(weights[row]! > 0)) complete[row] = 0;
  const gapIn = (rows: Iterable<number>): GdError | undefined => {
    for (const row of rows) {
      const bad = columns.findIndex((column) => Number.isNaN(column[row]!));
      if (bad >= 0) return badCell(used[bad]!.name, row, used[bad]!.cell(row));
    }
    return undefined;
  };
  return { table, columns, weights, complete, gapIn };
}

/** Answers as they come: the fast way, else the careful one, else an error of its own. */
export class Answers implements SmallAnswers {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  readonly r2: Float64Array;
  readonly rmse: Float64Array;
  readonly rows: Int32Array;
  readonly errors: Map<number, GdError> = new Map();
  readonly #d: number;

  constructor(count: number, d: number) {
    this.#d = d;
    this.weights = new Float64Array(count * d).fill(Number.NaN);
    [this.bias, this.r2, this.rmse] = [0, 1, 2].map(() => new Float64Array(count).fill(Number.NaN)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    this.rows = new Int32Array(count);
  }

  take(at: number, { weights, bias, r2, rmse, rows }: LinearModel): void {
    this.weights.set(weights, at * this.#d);
    this.bias[at] = bias;
    this.r2[at] = r2;
    this.rmse[at] = rmse;
    this.rows[at] = rows;
  }

  fail(at: number, error: unknown): void {
    if (!(error instanceof GdError)) throw error;
    this.errors.set(at, error);
  }
}

/** The fits that the answers are. */
export const fitsOf = (
  answers: Answers,
  features: readonly string[],
  keys: readonly (readonly unknown[])[],
  dataOf: (index: number) => Work<LinearData>,
  sharesRows = false,
): Fits => {
  const { weights, bias, r2, rmse, rows, errors } = answers;
  return new Fits({
    weights,
    bias,
    r2,
    rmse,
    rows,
    errors,
    features,
    keys,
    dataOf,
    sharesRows,
  });
};
