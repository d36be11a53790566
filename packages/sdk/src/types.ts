import type { Optimizer } from './optimizers.ts';

/** A column of numbers; `null` stands for a missing value, and so does NaN where rows may be dropped. */
export type NumericColumn =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | readonly (number | null)[];

/** An Arrow table by shape: what apache-arrow, arquero and DuckDB hand out, without a dependency on any of them. */
export interface ArrowTableLike {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  /** A column by its name; null if there is none. */
  getChild(name: string): ArrowVectorLike | null;
}

/** One column of an Arrow table; `get` honours the null bitmap, which `toArray` does not. */
export interface ArrowVectorLike {
  readonly length: number;
  readonly nullCount: number;
  /** A value, null where it is missing. */
  get(index: number): unknown;
  /** All values, in a typed array where there is one for their type. */
  toArray(): unknown;
}

/** `Moments` by shape: rows summed up, by this copy of the package or another. */
export interface MomentsLike {
  /** Rows counted. */
  readonly n: number;
  /** Means of the columns. */
  readonly mean: Float64Array;
  /** Their co-moments. */
  readonly comoment: Float64Array;
  /** The sums of both. */
  merge(other: never): MomentsLike;
}

/**
 * Rows to learn from, n rows of d features and a target:
 * - named columns, each of length n (`options.target` names the target; text may stand in columns that are not used);
 * - n row objects with the same keys;
 * - `{ x, y }`, x as n rows of d numbers;
 * - `{ x, y, columns }`, x flat with n·columns numbers, row-major unless `order: 'column'`;
 * - an Arrow table;
 * - `Moments`, made from any of these before.
 */
export type Source =
  | Readonly<Record<string, NumericColumn | readonly (number | string | null)[]>>
  | readonly Readonly<Record<string, number | string | null>>[]
  | {
      readonly x: readonly (readonly number[])[];
      readonly y: NumericColumn;
      readonly names?: readonly string[];
    }
  | {
      readonly x: Float64Array | Float32Array;
      readonly y: NumericColumn;
      readonly columns: number;
      readonly order?: 'row' | 'column';
      readonly names?: readonly string[];
    }
  | ArrowTableLike
  | MomentsLike;

/** Chunks of rows. What needs several passes over the rows takes the function form, called once a pass. */
export type Stream = AsyncIterable<Source> | (() => AsyncIterable<Source>);

/** The parameters of the model, in data units. */
export interface Parameters {
  /** One weight a feature, in the order of the features. */
  readonly weights: ArrayLike<number>;
  /** 0 for a model without one. */
  readonly bias: number;
}

/** The state after `epoch` passes over the data; 0 is the start. Weights and bias are in data units. */
export interface Epoch {
  /** Passes over the data so far. */
  readonly epoch: number;
  /** Mean of ½(y − ŷ)² over the rows, plus penalties. */
  readonly loss: number;
  /** Root of the mean squared residual, in units of the target, without penalties. */
  readonly rmse: number;
  /** Euclidean norm of ∇L in the space the descent runs in. */
  readonly gradientNorm: number;
  /** Step size α of the next update. */
  readonly learningRate: number;
  /** One a feature, in the order of the features. */
  readonly weights: Float64Array;
  /** 0 for a model without one. */
  readonly bias: number;
  /** Mean of ½(y − ŷ)² over the validation rows, without penalties. */
  readonly validationLoss?: number;
}

/** State of a run: how it ended, or that it has not. */
export type Status = 'idle' | 'running' | 'converged' | 'diverged' | 'exhausted' | 'stopped' | 'exact';

/** Options of a run; each has a default that aims at ordinary least squares. */
export interface FitOptions {
  /** Name of the column to predict. Required for named columns, row objects and Arrow tables. */
  readonly target?: string;
  /** Columns to predict from. Defaults to every other column. */
  readonly features?: readonly string[];
  /** Weight ≥ 0 of each row, as a column or the name of one. A weight of 2 counts as the row twice, 0 as none. */
  readonly sampleWeight?: string | NumericColumn;
  /** True for a model with a bias. Without one nothing is centred. Defaults to true. */
  readonly intercept?: boolean;
  /** Rows an update averages over: a whole number ≥ 1, or 'full' for all of them. Defaults to 'full'. */
  readonly batchSize?: 'full' | number;
  /** Way from gradients to updates. Defaults to 'gd'. */
  readonly optimizer?: Optimizer;
  /** Step size α > 0 of each update, a function of the epoch (from 0), or 'auto': chosen from the data. Defaults to 'auto'. */
  readonly learningRate?: 'auto' | number | ((epoch: number) => number);
  /** Share β in [0, 1) of the last step that momentum and nesterov keep, or 'auto'. Defaults to 'auto'. */
  readonly momentum?: 'auto' | number;
  /** Passes over the data at most, a whole number ≥ 0. Defaults to 10,000. */
  readonly epochs?: number;
  /** Converged when ‖∇L‖ ≤ tolerance·σ_y·√trace(H), in [0, 1); 0 never stops early. Defaults to 1e-10. */
  readonly tolerance?: number;
  /** Factor ≥ 0 of ½‖w‖² in the loss; the bias is never penalised. Defaults to 0. */
  readonly l2?: number;
  /** Factor ≥ 0 of ‖w‖₁ in the loss, by proximal steps. Defaults to 0. */
  readonly l1?: number;
  /** 'standard' runs on (x − μ)/σ, 'none' on x itself; weights come back in data units either way. Defaults to 'standard'. */
  readonly scale?: 'standard' | 'none';
  /** Treatment of a missing value in a used column: 'error', or 'drop' its row and count it. Defaults to 'error'. */
  readonly missing?: 'error' | 'drop';
  /** True to draw batches in a new order each epoch. Defaults to true. */
  readonly shuffle?: boolean;
  /** Seed of the shuffle, a whole number in [0, 2³²). Defaults to 1. */
  readonly seed?: number;
  /** Start of the descent, in data units. Defaults to zeros. */
  readonly initial?: Parameters;
  /** 'moments' sums the rows up once, 'rows' walks them every epoch. Defaults to 'auto': whichever is right and cheaper. */
  readonly path?: 'auto' | 'moments' | 'rows';
  /** Early stopping: the share in (0, 1) of the rows to hold out, drawn by `seed`, or a source with the same columns. */
  readonly validation?: number | Source;
  /** Epochs without a lower validation loss after which a run stops, ≥ 1. Defaults to 10. */
  readonly patience?: number;
  /** Epochs between two reports, ≥ 1. Defaults to 1. */
  readonly every?: number;
  /** Called with each report. */
  readonly onEpoch?: (epoch: Epoch) => void;
  /** Aborts the run: `fit` and `train` then reject with its reason. */
  readonly signal?: AbortSignal;
}
