import { findBadCell } from '../data/row-block.ts';
import { readFeatures, readTarget } from '../data/shapes.ts';
import { type Column, noRows, type Terms } from '../data/table.ts';
import { counted, describe, GdError, quote } from '../errors.ts';
import { explained, type Moments } from '../moments/moments.ts';
import type { Optimizer } from '../optimizers.ts';
import type { Source } from '../types.ts';

/** Training of a model, as far as it takes to forecast the run again. */
export interface Training {
  /** Way from gradients to updates. */
  readonly optimizer: Optimizer;
  /** Step size α of the updates. */
  readonly learningRate: number;
  /** True if the rate followed a schedule; `learningRate` is then its last. */
  readonly scheduled: boolean;
  /** 2/λmax and its like; null where no bound is known. */
  readonly learningRateLimit: number | null;
  /** Share of the last step that was kept, or how it was chosen. */
  readonly momentum: 'auto' | number;
  /** Rows an update averaged over. */
  readonly batchSize: 'full' | number;
  /** 'standard': the descent ran on (x − μ)/σ. */
  readonly scale: 'standard' | 'none';
  /** True if the model has a bias of its own. */
  readonly intercept: boolean;
  /** Factor of ½‖w‖² in the loss. */
  readonly l2: number;
  /** Factor of ‖w‖₁ in the loss. */
  readonly l1: number;
  /** Converged when ‖∇L‖ ≤ tolerance·σ_y·√trace(H) and the loss is within tolerance·½σ_y² of its minimum. */
  readonly tolerance: number;
  /** Epochs it was allowed. */
  readonly epochs: number;
  /** Seed of the shuffle. */
  readonly seed: number;
  /** Rows of a stream that were shuffled at a time, where memory does not hold all; the parts kept their order. */
  readonly shuffledRows?: number;
  /** Start of the descent, in data units; null for zeros. */
  readonly initial: { readonly weights: readonly number[]; readonly bias: number } | null;
}

/** A trained linear model as data, ŷ = weights·x + bias, in data units. */
export interface LinearModel {
  /** One weight a feature, in the order of `features`. */
  readonly weights: Float64Array;
  /** In data units; 0 without an intercept. */
  readonly bias: number;
  /** Terms it predicts from, each the name of a weight, length d. */
  readonly features: readonly string[];
  /** Raw columns of its features, and levels of categories; missing where every feature is a column. */
  readonly terms?: Terms | undefined;
  /** Name of the column that it predicts. */
  readonly target: string;
  /** 'converged', 'exhausted' (the epochs ran out), 'stopped' (early), or 'exact' (solved, not descended). */
  readonly status: 'converged' | 'exhausted' | 'stopped' | 'exact';
  /** Epochs it took. */
  readonly epochs: number;
  /** Mean of ½(y − ŷ)² over the training rows, plus penalties. */
  readonly loss: number;
  /** The loss less the least possible loss: what more epochs could still gain. */
  readonly gap: number;
  /** Root of the mean squared residual of the training rows, in units of the target. */
  readonly rmse: number;
  /**
   * Share of the target's variance explained; without an intercept, of its squares about 0, as R has it. Of a target that
   * does not vary, 1 or 0, as the residual is 0 or not.
   */
  readonly r2: number;
  /** Rows learned from. */
  readonly rows: number;
  /** Rows left out because a value was missing. */
  readonly skippedRows: number;
  /** The loss over the epochs, at most 1,000 points: every epoch at first, ever wider apart later. */
  readonly history: {
    /** Increasing, the first of them 0. */
    readonly epoch: Float64Array;
    /** As many, with penalties. */
    readonly loss: Float64Array;
  };
  /**
   * Decimal digits to which the weights can be trusted, 0 to 15.95: what rounding leaves of 16, and the descent has
   * reached. Of the weights together, in units of their columns' spread: one that is a thousandth of them has three fewer.
   */
  readonly digits: number;
  /** Its training. */
  readonly training: Training;
  /** The moments it learned from, by which it can be summed up, extended and forecast; missing after a run on rows alone. */
  readonly moments?: Moments;
}

/** Parts of a model that inference needs: its terms, the moments it learned from, and what it was penalised by. */
export type Learned = Pick<LinearModel, 'features' | 'terms' | 'target' | 'moments'> & {
  readonly training: Pick<Training, 'intercept' | 'l1' | 'l2'>;
};

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

/** The moments of a model. Throws `UNSUPPORTED` for one that came without them. */
export function momentsOf({ moments }: Pick<LinearModel, 'moments'>): Moments {
  if (!moments) throw new GdError('UNSUPPORTED', 'the model came without its moments', 'train it again');
  return moments;
}

/** The model itself. Throws `DATA` where a number of it overflows: moments that no rows have can ask for that. */
export function finite(model: LinearModel): LinearModel {
  const { weights, bias, loss, gap, rmse } = model;
  if (weights.every(Number.isFinite) && [bias, loss, gap, rmse].every(Number.isFinite)) return model;
  throw overflow('the size of the weights or of the loss', 'columns');
}

const overflow = (what: string, whose: string): GdError =>
  new GdError('DATA', `${what} overflows`, `check the size of the ${whose}`);
