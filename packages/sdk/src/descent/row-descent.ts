import { core, type Pointer, rowKernels } from '@gd-trainer/core';
import { ratesOf } from '../ahead/optimizer-rates.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import { type Optimizer, TRAITS } from '../optimizers.ts';
import type { DecidedSettings } from '../options.ts';
import type { ColumnBlocks } from './column-blocks.ts';
import { type Bounds, isAtGoal, kernelSettings } from './engine.ts';
import { SeekableDescent } from './seekable.ts';

const F64_BYTES = 8;

/**
 * Full-batch descent whose gradient comes from the rows, in one pass over their columns an epoch, as one would write it
 * down; on the moments the same run takes d² an epoch. Loss and bounds are those of the moments of the same rows.
 */
export class RowDescent extends SeekableDescent {
  readonly #columns: ColumnBlocks;
  readonly #ownsColumns: boolean;
  readonly #optimizer: Optimizer;
  readonly #residuals: Pointer;

  /** Columns of its own are released with it. */
  constructor(
    problem: Quadratic,
    columns: ColumnBlocks,
    settings: DecidedSettings,
    theta: Float64Array,
    ownsColumns = false,
  ) {
    super(problem, ratesOf(problem, settings), settings.optimizer, theta);
    this.#columns = columns;
    this.#ownsColumns = ownsColumns;
    this.#optimizer = settings.optimizer;
    this.#residuals = core().memory.allocate(columns.largest * F64_BYTES);
  }

  override get workPerEpoch(): number {
    return this.#columns.count * (2 * this.problem.size + 3);
  }

  override run(learningRate: number, epochs: number, bounds: Bounds): ReturnType<SeekableDescent['run']> {
    for (let done = 0; done < epochs; done++) {
      const ended = this.endBefore(learningRate, bounds);
      if (ended) return ended;
      this.addPart();
      this.update(learningRate);
    }
    return 'running';
  }

  /** The reason why no epoch follows, if there is one; else its gradient begins. */
  protected endBefore(learningRate: number, bounds: Bounds): 'converged' | 'diverged' | undefined {
    const look = this.look(learningRate);
    if (isAtGoal(look, bounds, this.problem)) return 'converged';
    if (!(look.loss <= bounds.loss)) return 'diverged';
    this.view.gradient.fill(0);
    return undefined;
  }

  override release(): void {
    core().memory.release(this.#residuals);
    if (this.#ownsColumns) this.#columns.release();
    super.release();
  }

  /** Adds the rows that are there to the gradient, the bias last. */
  protected addPart(): void {
    const { theta, gradient } = this.view;
    const { spread, intercept } = this.problem.space;
    const d = spread.length;
    const { gradientOfColumns } = rowKernels();
    let sum = intercept ? gradient[d]! : 0;
    for (const { start, rows, weights } of this.#columns.blocks) {
      sum += gradientOfColumns(
        start,
        rows * F64_BYTES,
        rows,
        d,
        weights,
        theta.byteOffset,
        intercept ? theta[d]! : 0,
        this.#residuals,
        gradient.byteOffset,
      );
    }
    if (intercept) gradient[d] = sum;
  }

  /** Ends an epoch: the step by the gradient of all rows. */
  protected update(learningRate: number): void {
    const { size, stride, l2, l1, space } = this.problem;
    const { theta, gradient, state, settings, thresholds } = this.view;
    const d = space.spread.length;
    settings.set(kernelSettings(this.#optimizer, learningRate, this.rates.momentum, 0));
    for (let j = 0; j < size; j++) {
      gradient[j] = gradient[j]! / this.#columns.total + (j < d ? l2 * theta[j]! : 0);
    }
    rowKernels().step(
      TRAITS[this.#optimizer].code!,
      theta.byteOffset,
      gradient.byteOffset,
      state.byteOffset,
      settings.byteOffset,
      l1 > 0 ? thresholds.byteOffset : 0,
      stride,
    );
    this.epoch++;
  }
}
