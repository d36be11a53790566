import type { Forecast } from './forecast.ts';
import type { Optimizer, Status } from './types.ts';

/** Something to say about a run, as numbers; `narrate` puts it into words. */
export type Fact =
  | {
      /** What a learning rate will do, known before the first epoch. */
      readonly kind: 'forecast';
      readonly verdict: Forecast['verdict'];
      readonly learningRate: number;
      readonly learningRateLimit: number | null;
      /** Factor per epoch of the slowest or the diverging direction. */
      readonly growth: number | null;
      readonly tolerance: number;
      /** Epoch at which the tolerance is met; null if never or not known. */
      readonly epochs: number | null;
      /** Whether updates take batches. */
      readonly batches: boolean;
      /** Whether batches leave noise around the optimum: not where one line meets every row. */
      readonly noise: boolean;
    }
  | {
      /** The direction in which a diverging run grows, as the share of each parameter, the largest 1. */
      readonly kind: 'diverging';
      readonly growth: number;
      readonly parameters: readonly { readonly name: string; readonly share: number }[];
    }
  | {
      /** Columns of which one follows from the others: the data do not determine their weights. */
      readonly kind: 'collinear';
      readonly features: readonly string[];
    }
  | {
      /** Columns that never vary and get weight 0. */
      readonly kind: 'constant';
      readonly features: readonly string[];
    }
  | {
      /** κ as the data stand and after standardising them. */
      readonly kind: 'scaling';
      readonly unscaled: number;
      readonly standardised: number;
      /** Which of the two the run uses. */
      readonly scale: 'standard' | 'none';
    }
  | {
      /** One line a step, for those who listen. */
      readonly kind: 'step';
      readonly epoch: number;
      readonly sample: number;
      readonly loss: number;
      /** The loss of the step before; null at the start. */
      readonly lossBefore: number | null;
      readonly parameters: readonly { readonly name: string; readonly value: number }[];
      readonly status: Status;
    }
  | {
      /** How a run ended. */
      readonly kind: 'outcome';
      readonly status: Status;
      readonly epoch: number;
      readonly loss: number;
      readonly gap: number;
      readonly learningRate: number;
      readonly learningRateLimit: number | null;
      readonly condition: number | null;
    }
  | {
      /** Rows left out because a value was missing. */
      readonly kind: 'skipped';
      readonly skippedRows: number;
      readonly rows: number;
    }
  | {
      /** Which of several futures of a run meets the tolerance first, and what decides it. */
      readonly kind: 'race';
      readonly lanes: readonly RaceLane[];
      /** Number of the lane that is first; null if none arrives, or several at once. */
      readonly winner: number | null;
      readonly tolerance: number;
      /** κ, and the curvature between whose ends it is the ratio; null where they are not known. */
      readonly condition: number | null;
      readonly flattest: number | null;
      readonly steepest: number | null;
    };

/** One of the futures in a race. */
export interface RaceLane {
  readonly optimizer: Optimizer;
  readonly learningRate: number;
  readonly batchSize: 'full' | number;
  readonly momentum: 'auto' | number;
  /** Epoch at which the tolerance is met; null if never, or not within what was looked ahead. */
  readonly arrival: number | null;
  /** Factor per epoch of the slowest or the diverging direction; null where no closed form tells. */
  readonly growth: number | null;
}
