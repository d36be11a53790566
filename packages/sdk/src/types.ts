/**
 * A column; `null` stands for a missing value, and so does NaN where rows may be dropped. Truth counts as 1 and 0, strings are
 * judged as the cells of a text table: numbers, categories or dates.
 */
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
  | readonly (number | bigint | boolean | string | Date | null | undefined)[];

/** An Arrow table by shape: what apache-arrow makes and reads, and arquero's `toArrow()`, without a dependency on them. Dates,
 * times and durations count as days, booleans as 0 and 1, decimals as the nearest f64. */
export interface ArrowTableLike {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  /** A column by its name; null if there is none. */
  getChild(name: string): ArrowVectorLike | null;
}

/** One column of an Arrow table; `get` honours the null bitmap, which `toArray` does not. */
export interface ArrowVectorLike {
  /** Its values. */
  readonly length: number;
  /** Missing ones among them. */
  readonly nullCount: number;
  /** Its type by the ids and units of Arrow's format; where it is told, dates and times are read as days. */
  readonly type?: {
    /** 2 for integers, 3 floats, 6 truth, 7 decimals, 8 dates, 9 times, 10 timestamps, 18 durations. */
    readonly typeId: number;
    /** Of times: 0 for seconds, 1 milliseconds, 2 microseconds, 3 nanoseconds. */
    readonly unit?: number;
    /** Of floats: 0 for those of 16 bits. */
    readonly precision?: number;
    /** Of decimals: digits after the point. */
    readonly scale?: number;
  };
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
 * - named columns, each of length n (`options.target` names the target);
 * - n row objects, typed in any way, of the keys of all of them; one that a row lacks is missing there;
 * - `{ x, y }`, x as n rows of d numbers;
 * - `{ x, y, columns }`, x flat with n·columns numbers, row-major unless `order: 'column'`;
 * - an Arrow table;
 * - `Moments`, made from any of these before.
 *
 * Text, booleans and `Date`s among the values are judged column by column as `parseCsv` does: numbers in text are numbers, truth is
 * 1 and 0, a date as the target counts days; labels, categories, dates and other text are no features unless they are
 * named. `moments.notes` tells what was chosen or left out. A stream is judged by its first chunk.
 */
export type Source =
  | Readonly<Record<string, NumericColumn | readonly unknown[]>>
  | readonly object[]
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

/**
 * Chunks of rows, or single row objects, as they come: an async generator, a Node or web stream, a generator. What needs
 * several passes over the rows takes the function form, called once a pass.
 */
export type Stream = Pass | (() => Pass);
/** One pass over the rows of a stream. */
export type Pass = AsyncIterable<Source | object> | IterableIterator<Source | object>;

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
