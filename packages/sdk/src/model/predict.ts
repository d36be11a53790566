import { findBadCell } from '../data/row-block.ts';
import { readFeatures, readTarget } from '../data/shapes.ts';
import { type Column, noRows } from '../data/table.ts';
import { counted, describe, GdError, quote } from '../errors.ts';
import { explained } from '../moments/moments.ts';
import type { Source } from '../types.ts';
import type { LinearModel } from './linear-model.ts';

/** Scores a model on rows with a known target. */
export interface Score {
  /** Share of the variance explained; of a model without an intercept, of the squares about 0. */
  readonly r2: number;
  /** Root of the mean squared error, in units of the target. */
  readonly rmse: number;
  /** Mean absolute error, in units of the target. */
  readonly mae: number;
  /** Rows predicted. */
  readonly n: number;
}

/**
 * ŷ of one row: d numbers in the order of `features`, or an object with a value for each raw column, or a number for each of
 * the features.
 *
 * @throws {GdError} `DATA` when one is missing or not a finite number, and where ŷ overflows
 */
export function predict(model: LinearModel, x: ArrayLike<number> | object): number {
  const { weights, bias, features } = model;
  const row = x as ArrayLike<number>;
  const listed = Array.isArray(x) || ArrayBuffer.isView(x);
  if (model.terms && !listed) return predictAll(model, [x])[0]!;
  if (listed && row.length !== weights.length) {
    throw new GdError(
      'DATA',
      `a row expected ${counted(weights.length, 'number')}, got ${row.length}`,
      `give ${features.map(quote).join(', ')} in this order`,
    );
  }
  let prediction = bias;
  for (let j = 0; j < weights.length; j++) {
    const name = features[j]!;
    const value = listed ? row[j] : (x as Readonly<Record<string, number>>)[name];
    if (!(typeof value === 'number' && Number.isFinite(value))) {
      throw new GdError('DATA', `${quote(name)} expected a finite number, got ${describe(value)}`, '', {
        column: name,
      });
    }
    prediction += weights[j]! * value;
  }
  if (!Number.isFinite(prediction)) throw overflow('a prediction', 'features');
  return prediction;
}

/** The d values of the features of one row, given as to `predict`. Throws as that does. */
export function valuesOf(model: LinearModel, x: ArrayLike<number> | object): ArrayLike<number> {
  predict(model, x);
  if (Array.isArray(x) || ArrayBuffer.isView(x)) return x as ArrayLike<number>;
  const value = new Float64Array(1);
  return readFeatures([x], model.features, model.terms).map((column) => {
    column.read(value, 0);
    return value[0]!;
  });
}

/**
 * ŷ of every row of a source that has the raw columns, or the features, by name; a target is not needed.
 *
 * @param model - by whose weights
 * @param source - the rows
 * @param missing - 'null' predicts NaN where a value is missing
 * @throws {GdError} `DATA` for a missing value, a level that is not known, and where ŷ overflows
 */
export function predictAll(
  model: LinearModel,
  source: Source,
  missing: 'error' | 'null' = 'error',
): Float64Array {
  const { weights, bias, features, terms } = model;
  const columns = readFeatures(source, features, terms);
  const rows = columns[0]!.length;
  const values = new Float64Array(rows);
  const predictions = new Float64Array(rows).fill(bias);
  for (const [j, column] of columns.entries()) {
    column.read(values, 0);
    for (let i = 0; i < rows; i++) predictions[i]! += weights[j]! * values[i]!;
  }
  const isBad =
    missing === 'error'
      ? (value: number) => !Number.isFinite(value)
      : (value: number) => Math.abs(value) === Infinity;
  if (predictions.some(isBad)) throw badCellIn(columns) ?? overflow('a prediction', 'features');
  return predictions;
}

/**
 * Scores a model on rows with a known target.
 *
 * @throws {GdError} `DATA` for a missing value, and where the squares overflow
 */
export function score(model: LinearModel, source: Source): Score {
  const predictions = predictAll(model, source);
  if (predictions.length === 0) throw noRows();
  const column = readTarget(source, model.target, model.features);
  const n = column.length;
  const target = new Float64Array(n);
  column.read(target, 0);
  if (n !== predictions.length || !target.every(Number.isFinite)) {
    throw (
      badCellIn([column]) ??
      new GdError('DATA', `${quote(model.target)} expected ${counted(predictions.length, 'row')}, got ${n}`)
    );
  }
  const center = model.training.intercept ? target.reduce((sum, y) => sum + y, 0) / n : 0;
  let [squares, absolutes, spread] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const residual = target[i]! - predictions[i]!;
    squares += residual * residual;
    absolutes += Math.abs(residual);
    spread += (target[i]! - center) ** 2;
  }
  if (!(squares < Infinity && spread < Infinity)) throw overflow('the sum of the squared errors', 'columns');
  return { r2: explained(squares, spread), rmse: Math.sqrt(squares / n), mae: absolutes / n, n };
}

/** The first cell that is no number: here nothing may be left out, as no option says so. */
function badCellIn(columns: readonly Column[]): GdError | undefined {
  const error = findBadCell(columns, 'error');
  if (!error?.hint.includes('missing:')) return error;
  return new GdError(error.code, error.message, 'fill the gap, or leave the row out', error.details);
}

const overflow = (what: string, whose: string): GdError =>
  new GdError('DATA', `${what} overflows`, `check the size of the ${whose}`);
