import { type Forecast, forecastOf, type PlannedRun, trajectoryOf } from '../ahead/forecast.ts';
import { type Rates, ratesOf } from '../ahead/rates.ts';
import { findBadCell } from '../data/row-block.ts';
import { type Column, readFeatures, readTarget } from '../data/table.ts';
import { describe, GdError, quote } from '../errors.ts';
import { problemOf, type Quadratic } from '../loss/quadratic.ts';
import { fromData, toData } from '../loss/space.ts';
import { explained, type Moments, type MomentsJSON } from '../moments/moments.ts';
import type { Optimizer } from '../optimizers.ts';
import type { Source } from '../types.ts';
import { readModel } from './model-json.ts';
import { type Summary, summarize } from './summary.ts';
import { updateModel } from './update.ts';

/** How the model was trained, as far as it takes to forecast the run again. */
export interface Training {
  /** How gradients became updates. */
  readonly optimizer: Optimizer;
  /** Step size α of the updates. */
  readonly learningRate: number;
  /** Whether the rate followed a schedule; `learningRate` is then its last. */
  readonly scheduled: boolean;
  /** 2/λmax and its like; null where no bound is known. */
  readonly learningRateLimit: number | null;
  /** Share of the last step that was kept, or how it was chosen. */
  readonly momentum: 'auto' | number;
  /** Rows an update averaged over. */
  readonly batchSize: 'full' | number;
  /** 'standard': the descent ran on (x − μ)/σ. */
  readonly scale: 'standard' | 'none';
  /** Whether the model has a bias of its own. */
  readonly intercept: boolean;
  /** Factor of ½‖w‖² in the loss. */
  readonly l2: number;
  /** Factor of ‖w‖₁ in the loss. */
  readonly l1: number;
  /** Converged when ‖∇L‖ ≤ tolerance·σ_y·√trace(H). */
  readonly tolerance: number;
  /** Epochs it was allowed. */
  readonly epochs: number;
  /** Seed of the shuffle. */
  readonly seed: number;
  /** Rows of a stream that were shuffled at a time, where memory does not hold all; the parts kept their order. */
  readonly shuffledRows?: number;
  /** Where the descent started, in data units; null for zeros. */
  readonly initial: { readonly weights: readonly number[]; readonly bias: number } | null;
}

/** Everything a model knows; `Model` adds what it can do. */
export interface ModelFacts {
  readonly weights: Float64Array;
  readonly bias: number;
  readonly features: readonly string[];
  readonly target: string;
  readonly status: 'converged' | 'exhausted' | 'stopped' | 'exact';
  readonly epochs: number;
  readonly loss: number;
  readonly gap: number;
  readonly rmse: number;
  readonly r2: number;
  readonly rows: number;
  readonly skippedRows: number;
  readonly history: { readonly epoch: Float64Array; readonly loss: Float64Array };
  readonly digits: number;
  readonly training: Training;
  readonly moments?: Moments;
}

/** A model as plain JSON; numbers come back as the same bits. */
export interface ModelJSON extends Omit<ModelFacts, 'weights' | 'history' | 'moments'> {
  readonly format: 'gd-trainer/model';
  readonly schemaVersion: 1;
  readonly weights: readonly number[];
  readonly history: { readonly epoch: readonly number[]; readonly loss: readonly number[] };
  readonly moments?: MomentsJSON;
}

const FEW_DIGITS = 12;

/** A trained linear model, ŷ = weights·x + bias, in data units. */
export class Model implements ModelFacts {
  /** One weight a feature, in the order of `features`. */
  readonly weights: Float64Array;
  /** In data units; 0 without an intercept. */
  readonly bias: number;
  /** Names of the columns it predicts from, length d. */
  readonly features: readonly string[];
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
  /** Share of the target's variance explained; 1 or 0 for a constant target, as the residual is 0 or not. */
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
   * reached. Of the weights together, in the space of the descent: one that is a thousandth of them has three fewer.
   */
  readonly digits: number;
  /** How it was trained. */
  readonly training: Training;
  /** The moments it learned from, by which it can be summed up, extended and forecast; missing after a run on rows alone. */
  readonly moments?: Moments;
  #forecast: Forecast | undefined;

  /** Throws `DATA` where a number overflows: moments that no rows have can ask for that. */
  constructor(facts: ModelFacts) {
    if (![...facts.weights, facts.bias, facts.loss, facts.gap, facts.rmse].every(Number.isFinite)) {
      throw overflow('the size of the weights or of the loss', 'columns');
    }
    this.weights = facts.weights;
    this.bias = facts.bias;
    this.features = facts.features;
    this.target = facts.target;
    this.status = facts.status;
    this.epochs = facts.epochs;
    this.loss = facts.loss;
    this.gap = facts.gap;
    this.rmse = facts.rmse;
    this.r2 = facts.r2;
    this.rows = facts.rows;
    this.skippedRows = facts.skippedRows;
    this.history = facts.history;
    this.digits = facts.digits;
    this.training = facts.training;
    if (facts.moments) this.moments = facts.moments;
  }

  /** What would finish the run or win more digits; empty where nothing would. */
  get hint(): string {
    const { shuffledRows } = this.training;
    if (shuffledRows !== undefined) {
      return `shuffled within ${shuffledRows} rows at a time, in the order of the stream: where that is sorted, shuffle it first`;
    }
    if (this.status === 'exhausted') return "optimizer: 'momentum' gets there sooner, solve() at once";
    if (this.status === 'exact' && this.digits < FEW_DIGITS) {
      return 'the condition of the data took the other digits: solve() the rows themselves, up to 100 columns, keeps them';
    }
    return '';
  }

  /** What could be known before the first epoch; computed on first read. Throws `UNSUPPORTED` without moments. */
  get forecast(): Forecast {
    if (!this.#forecast) {
      const { problem, rates, run, theta } = this.#plan();
      this.#forecast = forecastOf(problem, rates, run, theta);
    }
    return this.#forecast;
  }

  /**
   * ŷ of one row: d numbers in the order of `features`, or an object with a number for each of them.
   * Throws `DATA` when one is missing or not a finite number, and where ŷ overflows.
   */
  predict(x: ArrayLike<number> | Readonly<Record<string, number>>): number {
    const row = x as ArrayLike<number>;
    const listed = Array.isArray(x) || ArrayBuffer.isView(x);
    if (listed && row.length !== this.weights.length) {
      throw new GdError(
        'DATA',
        `a row expected ${this.weights.length} numbers, got ${row.length}`,
        `give ${this.features.map(quote).join(', ')} in this order`,
      );
    }
    let prediction = this.bias;
    for (let j = 0; j < this.weights.length; j++) {
      const name = this.features[j]!;
      const value = listed ? row[j] : (x as Readonly<Record<string, number>>)[name];
      if (!(typeof value === 'number' && Number.isFinite(value))) {
        throw new GdError('DATA', `${quote(name)} expected a finite number, got ${describe(value)}`, '', {
          column: name,
        });
      }
      prediction += this.weights[j]! * value;
    }
    if (!Number.isFinite(prediction)) throw overflow('a prediction', 'features');
    return prediction;
  }

  /** ŷ of every row of a source that has the features by name; a target is not needed. Throws `DATA` for a missing value. */
  predictAll(source: Source): Float64Array {
    return this.#predict(readFeatures(source, this.features));
  }

  /** How well the model predicts rows with a known target: R², root mean squared and mean absolute error, row count. */
  score(source: Source): { r2: number; rmse: number; mae: number; n: number } {
    const predictions = this.predictAll(source);
    const column = readTarget(source, this.target, this.features);
    const n = column.length;
    const target = new Float64Array(n);
    column.read(target, 0);
    if (n !== predictions.length || !target.every(Number.isFinite)) {
      throw (
        findBadCell([column], 'error') ??
        new GdError('DATA', `${quote(this.target)} expected ${predictions.length} rows, got ${n}`)
      );
    }
    const mean = target.reduce((sum, y) => sum + y, 0) / n;
    let [squares, absolutes, spread] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const residual = target[i]! - predictions[i]!;
      squares += residual * residual;
      absolutes += Math.abs(residual);
      spread += (target[i]! - mean) ** 2;
    }
    if (!(squares < Infinity && spread < Infinity))
      throw overflow('the sum of the squared errors', 'columns');
    return { r2: explained(squares, spread), rmse: Math.sqrt(squares / n), mae: absolutes / n, n };
  }

  /**
   * The state after `epoch` epochs of this run, before or beyond its end, in closed form; a run that diverges may overflow
   * there, which is `DIVERGED`. Throws `UNSUPPORTED` for runs without a closed form: adaptive optimizers, batches,
   * schedules, l1.
   */
  at(epoch: number): { weights: Float64Array; bias: number; loss: number } {
    if (!(Number.isSafeInteger(epoch) && epoch >= 0)) {
      throw new GdError('OPTION', `"epoch" expected a whole number ≥ 0, got ${describe(epoch)}`);
    }
    const { problem, rates, run, theta } = this.#plan();
    const trajectory = trajectoryOf(problem, rates, run, theta);
    const { theta: reached } = trajectory.at(epoch);
    const { weights, bias } = toData(problem.space, reached);
    const loss = problem.smoothLoss(reached);
    if (![...weights, bias, loss].every(Number.isFinite)) {
      throw new GdError('DIVERGED', `the weights overflow at epoch ${epoch}`, 'look at an earlier epoch', {
        epoch,
        learningRate: run.learningRate,
        learningRateLimit: rates.limit,
      });
    }
    return { weights, bias, loss };
  }

  /**
   * Standard errors, t, p, intervals and VIF at the exact optimum, as R's `lm` reports them, from moments alone.
   * Throws `UNSUPPORTED` under l1 or l2, for collinear columns, and with too few rows for a residual variance.
   */
  summary(): Summary {
    const { moments, training } = this;
    if (!moments) throw new GdError('UNSUPPORTED', 'the model came without its moments', 'train it again');
    return summarize(moments, training);
  }

  /** A model of the rows so far and `more`, descending from where this one is. Throws `DATA` and `DIVERGED` as `fit` does. */
  update(more: Source): Model {
    return updateModel(this, more);
  }

  /** All that the model is, for `JSON.stringify`; numbers come back to their last bit. */
  toJSON(): ModelJSON {
    const { weights, history, moments, bias, features, target, status, epochs, loss, gap, rmse, r2 } = this;
    return {
      format: 'gd-trainer/model',
      schemaVersion: 1,
      features,
      target,
      weights: [...weights],
      bias,
      status,
      epochs,
      loss,
      gap,
      rmse,
      r2,
      rows: this.rows,
      skippedRows: this.skippedRows,
      history: { epoch: [...history.epoch], loss: [...history.loss] },
      digits: this.digits,
      training: this.training,
      ...(moments ? { moments: moments.toJSON() } : {}),
    };
  }

  /** Reads what `toJSON` wrote, key by key. Throws `MODEL` naming the first thing that is not as it was written. */
  static fromJSON(json: unknown): Model {
    return new Model(readModel(json));
  }

  /** The run of this model, planned again. */
  #plan(): { problem: Quadratic; rates: Rates; run: PlannedRun; theta: Float64Array } {
    const { moments, training } = this;
    if (!moments) {
      throw new GdError('UNSUPPORTED', 'the model came without its moments', 'train it again');
    }
    const problem = problemOf(moments, training);
    const start = training.initial ?? { weights: new Float64Array(this.weights.length), bias: 0 };
    return {
      problem,
      // the limit of a run by batches came from its rows, which are gone
      rates: { ...ratesOf(problem, training), limit: training.learningRateLimit },
      run: { ...training, learningRate: training.scheduled ? null : training.learningRate },
      theta: fromData(problem.space, start),
    };
  }

  #predict(features: readonly Column[]): Float64Array {
    const rows = features[0]!.length;
    const values = new Float64Array(rows);
    const predictions = new Float64Array(rows).fill(this.bias);
    for (const [j, feature] of features.entries()) {
      feature.read(values, 0);
      for (let i = 0; i < rows; i++) predictions[i]! += this.weights[j]! * values[i]!;
    }
    if (!predictions.every(Number.isFinite)) {
      throw findBadCell(features, 'error') ?? overflow('a prediction', 'features');
    }
    return predictions;
  }
}

const overflow = (what: string, whose: string): GdError =>
  new GdError('DATA', `${what} overflows`, `check the size of the ${whose}`);
