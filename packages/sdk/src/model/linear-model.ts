import type { Terms } from '../data/table.ts';
import { GdError } from '../errors.ts';
import type { Moments } from '../moments/moments.ts';
import type { Optimizer } from '../optimizers.ts';

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

/** The moments of a model. Throws `UNSUPPORTED` for one that came without them. */
export function momentsOf({ moments }: Pick<LinearModel, 'moments'>): Moments {
  if (!moments) throw new GdError('UNSUPPORTED', 'the model came without its moments', 'train it again');
  return moments;
}

/** The model itself. Throws `DATA` where a number of it overflows: moments that no rows have can ask for that. */
export function finite(model: LinearModel): LinearModel {
  const { weights, bias, loss, gap, rmse } = model;
  if (weights.every(Number.isFinite) && [bias, loss, gap, rmse].every(Number.isFinite)) return model;
  throw new GdError(
    'DATA',
    'the size of the weights or of the loss overflows',
    'check the size of the columns',
  );
}
