import type { Forecast } from '../ahead/forecast.ts';
import type { Finding } from '../model/diagnose.ts';
import type { Optimizer } from '../optimizers.ts';
import type { Status } from '../types.ts';

/** What there is to say about a run as it goes, before anybody asks for more. */
export type RunFact = Extract<
  Fact,
  {
    readonly kind:
      | 'forecast'
      | 'step'
      | 'outcome'
      | 'difference'
      | 'diverging'
      | 'collinear'
      | 'constant'
      | 'scaling';
  }
>;

/** Something to say about a run, as numbers; `narrate` puts it into words. */
export type Fact =
  | Finding
  | {
      /** Verdict on a learning rate, known before the first epoch. */
      readonly kind: 'forecast';
      /** Verdict on it; 'oscillates' converges too. */
      readonly verdict: Forecast['verdict'];
      /** Step size α. */
      readonly learningRate: number;
      /** The rate from which on it diverges; null where no bound is known. */
      readonly learningRateLimit: number | null;
      /** Factor per epoch of the slowest or the diverging direction. */
      readonly growth: number | null;
      /** Share of its natural size to which the gradient is to fall. */
      readonly tolerance: number;
      /** Epoch at which the tolerance is met, or was; null if never or not known. */
      readonly epochs: number | null;
      /** Last epoch that the run may take: it ends there if the tolerance is not met before. */
      readonly most: number;
      /** True if updates take batches. */
      readonly batches: boolean;
      /** Factor by which the loss has grown under these options; null if it has not. */
      readonly rise: number | null;
      /** True if batches leave noise around the optimum: not where one line meets every row. */
      readonly noise: boolean;
      /** Steps that are enough but for rounding, one a parameter, where each is the best there is. */
      readonly enough?: number;
    }
  | {
      /** The direction in which a diverging run grows, as the share of each parameter, the largest 1. */
      readonly kind: 'diverging';
      /** Factor of the error per epoch. */
      readonly growth: number;
      /** Every parameter with its share, from −1 to 1. */
      readonly parameters: readonly { readonly name: string; readonly share: number }[];
    }
  | {
      /** Columns of which one follows from the others, or so nearly that sums of squares cannot tell. */
      readonly kind: 'collinear';
      /** Their names. */
      readonly features: readonly string[];
      /** Gain of the loss that telling them apart would bring, as the rows show; 0 if one follows from the others. */
      readonly unseen: number;
    }
  | {
      /** Columns that never vary and get weight 0. */
      readonly kind: 'constant';
      /** Their names. */
      readonly features: readonly string[];
    }
  | {
      /** κ as the data stand and after standardising them. */
      readonly kind: 'scaling';
      /** κ of the data as they stand. */
      readonly unscaled: number;
      /** κ after standardising. */
      readonly standardised: number;
      /** The one of the two that the run uses. */
      readonly scale: 'standard' | 'none';
    }
  | {
      /** One line a step, for those who listen. */
      readonly kind: 'step';
      /** Whole epochs so far. */
      readonly epoch: number;
      /** Samples used of the epoch after those; 0 on full batches. */
      readonly sample: number;
      /** Samples of an epoch. */
      readonly rows: number;
      /** Mean of ½(y − ŷ)² over the rows, plus penalties. */
      readonly loss: number;
      /** The loss of the step before; null at the start. */
      readonly lossBefore: number | null;
      /** Weights, and the bias, in data units. */
      readonly parameters: readonly { readonly name: string; readonly value: number }[];
      /** State of the run. */
      readonly status: Status;
    }
  | {
      /** Outcome of a run. */
      readonly kind: 'outcome';
      /** Its outcome. */
      readonly status: Status;
      /** Epoch of the outcome. */
      readonly epoch: number;
      /** The present epoch, with the share of it that is done: the outcome's, or one past it. */
      readonly now: number;
      /** Mean of ½(y − ŷ)² over the rows, plus penalties, now. */
      readonly loss: number;
      /** The loss less the least possible loss, now. */
      readonly gap: number;
      /** Step size α of its last update. */
      readonly learningRate: number;
      /** The rate from which on it diverges; null where no bound is known. */
      readonly learningRateLimit: number | null;
      /** κ; null where it is not known. */
      readonly condition: number | null;
      /** Verdict on going on: past a limit, or into noise, it leads nowhere. */
      readonly verdict: Forecast['verdict'];
      /** True if batches leave noise around the optimum. */
      readonly noise: boolean;
      /** Epoch at which the run would meet the tolerance if it went on; null if never or not known. */
      readonly arrives: number | null;
      /** The same of what is sooner there, from now on, at an automatic rate; null if nothing is. */
      readonly faster: { readonly optimizer: Optimizer; readonly arrives: number } | null;
    }
  | {
      /** A weight of a category: the difference of its level from the reference, of ŷ or of a slope, all else equal. */
      readonly kind: 'difference';
      /** Name of the column predicted. */
      readonly target: string;
      /** The level that has the weight. */
      readonly level: string;
      /** The level that it differs from. */
      readonly reference: string;
      /** The weight, in data units. */
      readonly value: number;
      /** Term whose slope differs; null where ŷ does. */
      readonly slope: string | null;
      /** What other terms of the level are taken to be for that: `size = 0`; none where there are no such terms. */
      readonly where: readonly string[];
    }
  | {
      /** How well a model fits at its optimum, and how far a run has come there. */
      readonly kind: 'fit';
      /** Name of the column predicted. */
      readonly target: string;
      /** Share of the variance explained at the optimum; without an intercept, of the squares about 0. */
      readonly r2: number;
      /** The same of the run now; below 0 where a mean would do better. */
      readonly now: number;
      /** Residual standard error σ, in units of the target. */
      readonly sigma: number;
      /** Rows less parameters. */
      readonly freedom: number;
    }
  | {
      /** A weight at the optimum, and how sure it is. */
      readonly kind: 'estimate';
      /** Term that has the weight. */
      readonly name: string;
      /** The weight, in data units. */
      readonly value: number;
      /** Its confidence interval. */
      readonly interval: readonly [number, number];
      /** Level of that, in (0, 1). */
      readonly level: number;
      /** Probability of a |t| at least as large if the weight were 0; null where the residual is zero. */
      readonly p: number | null;
    }
  | {
      /** The rows that move the line most, whether or not anything is wrong with them. */
      readonly kind: 'movers';
      /** Their numbers, names where they have some, and Cook's distances, the largest first. */
      readonly rows: readonly (NamedRow & { readonly cook: number })[];
    }
  | {
      /** Nothing wrong with a fit, by all tests of its rows. */
      readonly kind: 'sound';
      /** Rows learned from. */
      readonly rows: number;
    }
  | {
      /** The reason why the rows of a run are not judged one by one. */
      readonly kind: 'undiagnosed';
      /** Only sums are at hand, too many rows to judge between two frames, or no residuals. */
      readonly reason: 'rows' | 'many' | 'exact';
      /** Rows learned from. */
      readonly rows: number;
      /** Rows that can be judged between two frames. */
      readonly most: number;
    }
  | {
      /** A penalty by what its values predict of rows that are left out. */
      readonly kind: 'penalty';
      /** Name of the penalty. */
      readonly penalty: 'l1' | 'l2';
      /** Values tried. */
      readonly values: number;
      /** Parts of the rows, each left out once. */
      readonly folds: number;
      /** The value with the least error. */
      readonly best: number;
      /** Mean squared error there. */
      readonly error: number;
      /** Standard error of that. */
      readonly standardError: number;
      /** The strongest value whose error is within that of the least. */
      readonly simplest: number;
      /** Weights that are not 0 there. */
      readonly kept: number;
      /** All weights. */
      readonly features: number;
      /** Length of the weights there, of columns of standard deviation 1, as a share of that at the weakest value. */
      readonly share: number;
      /** The end of the values at which the choice lies: the best is the weakest, or the simplest the strongest. */
      readonly end: 'weakest' | 'strongest' | null;
    }
  | {
      /** The reason why a run has no path of a penalty. */
      readonly kind: 'pathless';
      /** Only sums are at hand, or too few rows to leave some out. */
      readonly reason: 'rows' | 'few';
      /** Rows learned from. */
      readonly rows: number;
    }
  | {
      /** Rows that a run does not learn from, and what they say of it. */
      readonly kind: 'validation';
      /** Share of all rows that was asked for; null for rows of their own. */
      readonly share: number | null;
      /** Seed that drew them. */
      readonly seed: number;
      /** Their numbers in the source, rising; none of rows of their own. */
      readonly rows: readonly number[];
      /** Mean of ½(y − ŷ)² over them, now. */
      readonly now: number;
      /** Epoch at which that is least before it fails to fall for as long as the patience; null where it never does so, or is not known to. */
      readonly best: number | null;
      /** Mean of ½(y − ŷ)² over them, there. */
      readonly loss: number | null;
      /** Epochs without a lower loss after which early stopping stops. */
      readonly patience: number;
    }
  | {
      /** The reason why a run has no standard errors. */
      readonly kind: 'uninferred';
      /** A penalty, too few rows for its parameters, or columns that follow from one another. */
      readonly reason: 'penalty' | 'rows' | 'collinear';
      /** Rows learned from. */
      readonly rows: number;
      /** Weights, and the bias if there is one. */
      readonly parameters: number;
    }
  | {
      /** A race: which of several futures meets the tolerance first, and what decides it. */
      readonly kind: 'race';
      /** The futures. */
      readonly rivals: readonly RaceRival[];
      /** Number of the rival that converges first; null if none does, or several at once. */
      readonly winner: number | null;
      /** Weights, and the bias if there is one. */
      readonly parameters: number;
      /** Share of its natural size to which the gradient is to fall. */
      readonly tolerance: number;
      /** κ, and the curvature between whose ends it is the ratio; null where they are not known. */
      readonly condition: number | null;
      /** λ⁺min, of the flattest direction that counts. */
      readonly flattest: number | null;
      /** λmax, of the steepest direction. */
      readonly steepest: number | null;
    };

/** A row of a table, as people speak of it. */
export interface NamedRow {
  /** Its number, from 1. */
  readonly row: number;
  /** Its name, where the table has a column of text with another one in every row. */
  readonly name?: string;
}

/** One of the futures in a race. */
export interface RaceRival {
  /** Way from gradients to updates. */
  readonly optimizer: Optimizer;
  /** Step size α of its updates. */
  readonly learningRate: number;
  /** Rows an update averages over. */
  readonly batchSize: 'full' | number;
  /** True if that is only what is usually taken: no curvature tells a rate for an optimizer that adapts. */
  readonly isUsual: boolean;
  /** Share of the last step that is kept. */
  readonly momentum: 'auto' | number;
  /** Epoch at which the tolerance is met; null if never, or not within what was looked ahead. */
  readonly convergedAt: number | null;
  /** Factor per epoch of the slowest or the diverging direction; null where no closed form tells. */
  readonly growth: number | null;
}
