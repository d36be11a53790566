import '@gd-trainer/core/fallback';
import type { Forecast } from '../ahead/forecast.ts';
import { hintAmong } from '../checks.ts';
import { inputNames } from '../data/table.ts';
import { GdError, quote } from '../errors.ts';
import { collinearDirectionsOf, conditionOf, hidesDirection, rankOf } from '../loss/directions.ts';
import { problemOf } from '../loss/problem.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import { isStream } from '../moments/readings.ts';
import { TRAITS } from '../optimizers.ts';
import type { Source } from '../types.ts';
import { forecastOf, stateAt } from './forecast-of.ts';
import { type Inference, inferenceOf } from './inference.ts';
import {
  type Interval,
  type IntervalColumns,
  type IntervalOptions,
  intervalColumns,
  intervalsBy,
  type PredictOptions,
} from './interval.ts';
import { finite, type LinearModel } from './linear-model.ts';
import { fromJSON, type ModelJSON, toJSON } from './model-json.ts';
import { modelText } from './model-text.ts';
import { predict, predictAll, type Score, score, valuesOf } from './predict.ts';
import { type Summary, type SummaryOptions, summaryOf } from './summary.ts';
import { type StreamSummaryOptions, summaryOfStream } from './summary-of-stream.ts';
import { updated } from './update.ts';

const FEW_DIGITS = 12;

/** An object with the fields of a model, which are listed once. */
const Fields: new (model: LinearModel) => LinearModel = class {
  constructor(model: LinearModel) {
    Object.assign(this, model);
  }
} as new (
  model: LinearModel,
) => LinearModel;

/** A trained linear model, ŷ = weights·x + bias, in data units: its data, and what can be done with them. */
export class Model extends Fields {
  #forecast: Forecast | undefined;
  #inference: Inference | undefined;

  /** The model that data tell of. Throws `DATA` where a number of it overflows. */
  constructor(model: LinearModel) {
    super(finite(model));
  }

  static {
    // what Node, Bun and Deno ask an object for that is printed
    for (const name of ['nodejs.util.inspect.custom', 'Deno.customInspect']) {
      Object.defineProperty(Model.prototype, Symbol.for(name), {
        value(this: Model) {
          return this.toString();
        },
      });
    }
  }

  /** Raw columns that `predict` needs: the features themselves where none is more than a column. */
  get inputs(): readonly string[] {
    return inputNames(this, this.features);
  }

  /** Advice that would finish the run or win more digits; empty where nothing would. */
  get hint(): string {
    const { shuffledRows } = this.training;
    if (shuffledRows !== undefined) {
      return `shuffled within ${shuffledRows} rows at a time, in the order of the stream: where that is sorted, shuffle it first`;
    }
    if (this.status === 'exhausted') return this.#wayOn;
    if (this.status === 'exact' && this.digits < FEW_DIGITS) {
      return 'the condition of the data took the other digits: solve() the rows themselves, up to 100 columns, keeps them';
    }
    return this.status === 'converged' ? this.#unseen : '';
  }

  /** Advice to a run whose epochs ran out. */
  get #wayOn(): string {
    const { optimizer, l1, scale } = this.training;
    if (this.loss > this.history.loss[0]!)
      return "the loss ends above its start: use a lower rate, or 'auto'";
    if (scale === 'none' && this.#problem && hidesDirection(this.#problem)) {
      const condition = conditionOf(this.#problem)!.toPrecision(2);
      return `scale: 'standard' finds a direction that rounding hides at κ = ${condition}, solve() at once`;
    }
    if (this.#unseen !== '') return this.#unseen;
    if (l1 > 0) return optimizer === 'nesterov' ? 'more epochs' : "optimizer: 'nesterov' gets there sooner";
    const { keepsStep, searches } = TRAITS[optimizer];
    return keepsStep || searches
      ? 'solve() gets there at once'
      : "optimizer: 'momentum' gets there sooner, solve() at once";
  }

  /** Hint that the end of a run says nothing of directions that its sums cannot tell from flat ones. */
  get #unseen(): string {
    const problem = this.#problem;
    if (!problem || collinearDirectionsOf(problem).length === 0) return '';
    return `rank ${rankOf(problem)} of ${problem.size} parameters: columns follow from one another, or nearly; solve() tells which, to twice the digits`;
  }

  get #problem(): Quadratic | undefined {
    return this.moments && problemOf(this.moments, this.training);
  }

  /** Forecast as it was before the first epoch; computed on first read. Throws `UNSUPPORTED` without moments. */
  get forecast(): Forecast {
    this.#forecast ??= forecastOf(this);
    return this.#forecast;
  }

  /**
   * ŷ of one row: an object with a value for each of the `inputs`, such as `{ size: 70, species: 'Gentoo' }`, or d numbers in the
   * order of `features`. Throws `DATA` for a missing value, for a level that is not known, and where ŷ overflows.
   */
  predict(x: ArrayLike<number> | object): number {
    return predict(this, x);
  }

  /**
   * ŷ of every row of a source that has the inputs by name; a target is not needed. A missing value is `DATA`, or with
   * `missing: 'null'` a prediction of NaN. With `interval`, a level in (0, 1), three columns: ŷ and its interval.
   */
  predictAll(source: Source, options?: PredictOptions & { readonly interval?: undefined }): Float64Array;
  predictAll(source: Source, options: PredictOptions & { readonly interval: number }): IntervalColumns;
  predictAll(source: Source, options: PredictOptions = {}): Float64Array | IntervalColumns {
    return options.interval === undefined
      ? predictAll(this, source, options.missing)
      : intervalColumns(this, this.#known, source, options);
  }

  /**
   * ŷ of one row, given as to `predict`, and the interval that holds a new row like it, or with `kind: 'mean'` the line
   * there, with a level of 0.95 unless said; at the exact optimum, as R's `predict.lm`. Throws as `predict` and `summary`.
   */
  interval(x: ArrayLike<number> | object, options: IntervalOptions = {}): Interval {
    return intervalsBy(this.#known, options)(valuesOf(this, x));
  }

  /** The weight of a term, by its name. Throws `OPTION` for a name that is none of the features. */
  weight(term: string): number {
    const index = this.features.indexOf(term);
    if (index >= 0) return this.weights[index]!;
    throw new GdError('OPTION', `no weight ${quote(term)}`, hintAmong(term, this.features));
  }

  /** The weights by their terms, and the bias under 'bias' unless a term is called so. */
  coefficients(): Readonly<Record<string, number>> {
    const named = this.features.map((term, j) => [term, this.weights[j]!] as const);
    return Object.fromEntries([['bias', this.bias], ...named]);
  }

  get #known(): Inference {
    this.#inference ??= inferenceOf(this);
    return this.#inference;
  }

  /** Scores rows with a known target: R², root mean squared and mean absolute error, row count. */
  score(source: Source): Score {
    return score(this, source);
  }

  /**
   * The state after `epoch` epochs of this run, before or beyond its end, in closed form, of cg step by step; a run that diverges may overflow
   * there, which is `DIVERGED`. Throws `UNSUPPORTED` for runs without a closed form: adaptive optimizers, batches,
   * schedules, l1.
   */
  at(epoch: number): { weights: Float64Array; bias: number; loss: number } {
    return stateAt(this, epoch);
  }

  /**
   * Standard errors, t, p, intervals and VIF at the exact optimum, as R's `lm` reports them, from moments alone.
   * Throws `UNSUPPORTED` under l1 or l2, for collinear columns, and with too few rows for a residual variance, `OPTION`
   * for a level outside (0, 1). Robust errors take the rows again: as `data`, or of a stream by one more pass over it.
   */
  summary(options?: SummaryOptions): Summary;
  summary(options: StreamSummaryOptions): Promise<Summary>;
  summary(options: SummaryOptions | StreamSummaryOptions = {}): Summary | Promise<Summary> {
    return isOfStream(options) ? summaryOfStream(this, options) : summaryOf(this, options);
  }

  /** A model of the rows so far and `more`, descending from where this one is, or solved as it was. Throws `DATA` and `DIVERGED` as `fit` does. */
  update(more: Source): Model {
    return new Model(updated(this, more));
  }

  /** The model in ten lines, as a console prints it: its parameters, how the run ended and how well it fits. */
  override toString(): string {
    return modelText(this, this.hint);
  }

  /**
   * All that the model is, for `JSON.stringify`; numbers come back to their last bit. With `moments: false` it is some d² numbers
   * smaller, predicts the same, and cannot be summed up, updated or forecast again.
   */
  toJSON(options?: { readonly moments?: boolean } | string): ModelJSON {
    // `JSON.stringify` passes the key under which the model stands
    const { moments, ...bare } = toJSON(this);
    return moments === undefined || (typeof options === 'object' && options.moments === false)
      ? bare
      : { ...bare, moments };
  }

  /** Reads what `toJSON` wrote, key by key. Throws `MODEL` naming the first thing that is not as it was written. */
  static fromJSON(json: unknown): Model {
    return new Model(fromJSON(json));
  }
}

const isOfStream = (options: SummaryOptions | StreamSummaryOptions): options is StreamSummaryOptions =>
  options.data !== undefined && isStream(options.data);
