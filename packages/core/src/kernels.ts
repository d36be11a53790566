import type { Memory } from './memory.ts';

/** A byte offset into the core's memory, a multiple of 8 (of 4 for columns of f32 or i32). */
export type Pointer = number;

/**
 * The kernels, as exported by the WebAssembly build and by the TypeScript reference: same arguments, same bits.
 * Strides count bytes between columns; `stride` of a matrix, a vector or a row counts f64. A pointer named here as
 * optional is 0 to leave it out. What each computes, its layouts and its error bounds stand above its source in assembly/.
 */
export interface Kernels extends MomentKernels, DescentKernels, EigenKernels {}

/** One set of kernels with the memory its pointers refer to. */
export interface Core {
  readonly kernels: Kernels;
  /** Those over rows, once `rowKernels` has been asked for them. */
  rows?: RowKernels;
  readonly memory: Memory;
  /** Name of the build that runs: the results are the same, the speed is not. */
  readonly backend: 'wasm' | 'typescript';
  /** The kernels of another core on the memory of this one, which is over with it. */
  handOver?(to: Core): Core;
}

/**
 * Blocks of columns → parts: the upper triangle, by rows, of the Gram matrix of [1, columns − shift], that is Σw, the
 * sums, the products: (columns + 1)(columns + 2)/2 f64.
 */
interface MomentKernels {
  /** The part of one block of columns, which are only read. Scratch: `momentsScratch` bytes. `weights` is optional. */
  moments(
    source: Pointer,
    stride: number,
    rows: number,
    columns: number,
    weights: Pointer,
    shift: Pointer,
    scratch: Pointer,
    part: Pointer,
  ): void;
  /** target += source, `count` f64. */
  accumulate(target: Pointer, source: Pointer, count: number): void;
  /** Adds part number `index` (from 0), which lies on top of the stack, to a binary counter of parts. */
  carry(stack: Pointer, count: number, index: number): void;
  widenF32(source: Pointer, target: Pointer, count: number): void;
  widenI32(source: Pointer, target: Pointer, count: number): void;
}

/** Rows, and updates from samples and batches of them. θ = [bias, weights …] but for the gradient over columns. */
export interface RowKernels {
  /**
   * Over a block of columns, the target first: adds Σwr·zⱼ to `out` for each of `columns` features and returns Σwr. θ =
   * [weights …]. Scratch: `rows` f64 at `residuals`. `weights` is optional.
   */
  gradientOfColumns(
    block: Pointer,
    stride: number,
    rows: number,
    columns: number,
    weights: Pointer,
    theta: Pointer,
    bias: number,
    residuals: Pointer,
    out: Pointer,
  ): number;
  /**
   * Dot products in double-double of `left` with each of `count` rows from `right` on: two f64 each at `out`. Planes of the
   * halves of the highs, then of the lows, lie `plane` bytes apart, rows `stride`; `numbers` is even.
   */
  preciseDots(
    left: Pointer,
    right: Pointer,
    plane: number,
    stride: number,
    numbers: number,
    count: number,
    out: Pointer,
  ): void;
  /** The update that `optimize` makes, by a gradient from elsewhere. */
  step(
    optimizer: number,
    theta: Pointer,
    gradient: Pointer,
    state: Pointer,
    settings: Pointer,
    l1: Pointer,
    stride: number,
  ): void;
  /** Columns (the target first) → rows of `width` f64, filled up with zeros. */
  interleave(
    source: Pointer,
    stride: number,
    rows: number,
    columns: number,
    target: Pointer,
    width: number,
  ): void;
  /** Starts the random generator: 16 bytes at `random`. */
  seed(random: Pointer, value: number): void;
  /** Positions `first` to before `last` of a random permutation of the `total` i32 at `order`. */
  shuffle(order: Pointer, random: Pointer, first: number, last: number, total: number): void;
  /**
   * Updates on the samples at positions `first` to before `last` of an epoch of `total`. `order`, `random` and `weights`
   * are optional; `bias` is 1, or 0 without intercept. State: 2 + 3·stride f64, zero at first; settings: rate, β, decay, ε,
   * l2; scratch: 2·stride f64.
   */
  stochastic(
    optimizer: number,
    rows: Pointer,
    stride: number,
    order: Pointer,
    random: Pointer,
    first: number,
    last: number,
    total: number,
    batchSize: number,
    bias: number,
    weights: Pointer,
    theta: Pointer,
    state: Pointer,
    settings: Pointer,
    scratch: Pointer,
  ): void;
}

/** Full-batch descent on moments, vectors and matrix padded with zeros to an even stride. */
interface DescentKernels {
  /** H·θ − c, then ‖∇‖² and the loss above the optimum: stride + 2 f64 at `out`. */
  gradient(
    hessian: Pointer,
    linear: Pointer,
    theta: Pointer,
    optimum: Pointer,
    out: Pointer,
    stride: number,
  ): void;
  /**
   * At most `epochs` updates; returns how many were made. `optimizer`: 0 gd, 1 momentum, 2 nesterov, 3 adagrad, 4 rmsprop,
   * 5 adam. State as in `stochastic`; settings: rate, β, decay, ε; `l1` (one threshold a parameter) is optional.
   */
  optimize(
    optimizer: number,
    hessian: Pointer,
    linear: Pointer,
    theta: Pointer,
    optimum: Pointer,
    out: Pointer,
    state: Pointer,
    settings: Pointer,
    l1: Pointer,
    stride: number,
    epochs: number,
    gradientFloor: number,
    excessLimit: number,
  ): number;
}

/** Symmetric eigen-decomposition. */
interface EigenKernels {
  tridiagonalize(
    matrix: Pointer,
    n: number,
    diagonal: Pointer,
    offDiagonal: Pointer,
    scratch: Pointer,
    vectors: 0 | 1,
  ): void;
  diagonalize(matrix: Pointer, n: number, diagonal: Pointer, offDiagonal: Pointer, vectors: 0 | 1): 0 | 1;
}

/** Bytes of scratch that `moments` needs. */
export function momentsScratch(columns: number, weighted: boolean): number {
  const padded = Math.ceil(columns / 3) * 3;
  return 8 * padded * (padded + 3) + 16 * padded + (weighted ? 2 : 1) * 2048 * padded;
}
