import { counted, GdError } from '../errors.ts';
import { upperF } from '../math/student-t.ts';
import { type Inference, inferenceOf } from './inference.ts';
import { type LinearModel, momentsOf } from './linear-model.ts';
import { type Summary, summaryOf } from './summary.ts';

/** One of the models that are compared. */
export interface ComparedModel
  extends Pick<Summary, 'r2' | 'adjustedR2' | 'sigma' | 'logLikelihood' | 'aic' | 'bic'> {
  /** Its terms. */
  readonly features: readonly string[];
  /** Rows less parameters. */
  readonly freedom: number;
  /** Sum of its squared residuals. */
  readonly squares: number;
  /**
   * F test of what it has over the model before it, where that one is nested in it, as R's `anova` of two models; null for
   * the first, where none is nested in the other, and where nothing is left to explain.
   */
  readonly partialF: Summary['f'];
}

/** Models of the same rows side by side. */
export interface Comparison {
  /** In the order given. */
  readonly models: readonly ComparedModel[];
  /** Number of the one with the least AIC; null with sample weights, of which moments hold no likelihood. */
  readonly best: number | null;
}

/**
 * How good each model of the same rows is, at its exact optimum, and whether what a larger one has over a smaller is real.
 * From moments alone: rows are not read again.
 *
 * @throws {GdError} `OPTION` for fewer than two, `DATA` where target or rows differ, and as `summary`
 *
 * @example Is a second feature worth its weight?
 * ```ts
 * import { compare, solveSync } from '@gd-trainer/sdk';
 *
 * const data = { a: [1, 2, 3, 4, 5, 6], b: [2, 1, 4, 3, 6, 5], y: [1, 3, 2, 5, 4, 7] };
 * const small = solveSync(data, { target: 'y', features: ['a'] });
 * const { models, best } = compare(small, solveSync(data, { target: 'y' }));
 * console.log(best, models[1]?.partialF?.p.toFixed(4)); // 1 0.0111
 * ```
 */
export function compare(...models: readonly LinearModel[]): Comparison {
  if (models.length < 2) {
    throw new GdError(
      'OPTION',
      `compare expected two models or more, got ${models.length}`,
      'pass one after the other',
    );
  }
  requireSameRows(models);
  const inferences = models.map(inferenceOf);
  const compared = models.map((model, i): ComparedModel => {
    const { r2, adjustedR2, sigma, freedom, logLikelihood, aic, bic } = summaryOf(model);
    const squares = inferences[i]!.squares.residual;
    const partialF =
      i === 0 ? null : partialFOf([models[i - 1]!, model], [inferences[i - 1]!, inferences[i]!]);
    return {
      features: model.features,
      r2,
      adjustedR2,
      sigma,
      freedom,
      squares,
      logLikelihood,
      aic,
      bic,
      partialF,
    };
  });
  const known = compared.flatMap(({ aic }, i) => (aic === null ? [] : [{ aic, i }]));
  const least = known.reduce((best, one) => (one.aic < best.aic ? one : best), known[0]!);
  return { models: compared, best: known.length < models.length ? null : least.i };
}

/** The sums that only the target and the rows decide, which two models of the same rows have alike. */
function requireSameRows(models: readonly LinearModel[]): void {
  const [first, ...others] = models.map((model) => {
    const { n, weight, mean, comoment } = momentsOf(model);
    return { target: model.target, n, sums: [weight, mean.at(-1)!, comoment.at(-1)!] };
  });
  for (const { target, n, sums } of others) {
    if (target !== first!.target) {
      throw new GdError(
        'DATA',
        `the models predict ${first!.target} and ${target}`,
        'compare models of one target',
      );
    }
    const isAlike = sums.every((sum, k) => Math.abs(sum - first!.sums[k]!) <= ALIKE * Math.abs(sum));
    if (n === first!.n && isAlike) continue;
    throw new GdError(
      'DATA',
      `the models learned from different rows, ${counted(first!.n, 'row')} and ${n}`,
      'train all of them on the rows that are complete in the largest',
    );
  }
}

/** Share by which sums of the same rows may differ, added in another order. */
const ALIKE = 1e-9;

function partialFOf(
  models: readonly [LinearModel, LinearModel],
  inferences: readonly [Inference, Inference],
): Summary['f'] {
  const [small, large] =
    inferences[0].freedom > inferences[1].freedom ? ([0, 1] as const) : ([1, 0] as const);
  const more = inferences[small].freedom - inferences[large].freedom;
  const { variance, squares, freedom } = inferences[large];
  const isNested =
    models[small].features.every((name) => models[large].features.includes(name)) &&
    (models[large].training.intercept || !models[small].training.intercept);
  if (!isNested || more === 0 || variance === 0) return null;
  const statistic = Math.max(0, inferences[small].squares.residual - squares.residual) / more / variance;
  return { statistic, p: upperF(statistic, more, freedom), degreesOfFreedom: [more, freedom] };
}
