import { ConjugateGradients } from '../ahead/conjugate-gradients.ts';
import { type Forecast, lookAhead, type Plan, trajectoryOf } from '../ahead/forecast.ts';
import { ratesBelow, ratesOf } from '../ahead/optimizer-rates.ts';
import { describe, GdError } from '../errors.ts';
import { problemOf } from '../loss/problem.ts';
import { fromData, toData } from '../loss/space.ts';
import { TRAITS } from '../optimizers.ts';
import { type LinearModel, momentsOf } from './linear-model.ts';

/**
 * Forecast of a model's run before its first epoch.
 *
 * @throws {GdError} `UNSUPPORTED` for a model that came without its moments
 */
export function forecastOf(model: LinearModel): Forecast {
  return lookAhead(planOf(model));
}

/**
 * The state of a model's run after `epoch` epochs, before or beyond its end, in closed form; of cg, whose steps are few,
 * by making them.
 *
 * @throws {GdError} `UNSUPPORTED` for runs without a closed form: adaptive optimizers, batches, schedules, l1; `DIVERGED`
 *   where the run has overflowed by then
 */
export function stateAt(
  model: LinearModel,
  epoch: number,
): { weights: Float64Array; bias: number; loss: number } {
  if (!(Number.isSafeInteger(epoch) && epoch >= 0)) {
    throw new GdError('OPTION', `"epoch" expected a whole number ≥ 0, got ${describe(epoch)}`);
  }
  const plan = planOf(model);
  const { problem, rates, learningRate } = plan;
  const { theta } = TRAITS[plan.optimizer].searches
    ? new ConjugateGradients(problem, plan.theta).after(epoch)
    : trajectoryOf(plan).at(epoch);
  const { weights, bias } = toData(problem.space, theta);
  const loss = problem.smoothLoss(theta);
  if (![...weights, bias, loss].every(Number.isFinite)) {
    throw new GdError('DIVERGED', `the weights overflow at epoch ${epoch}`, 'look at an earlier epoch', {
      epoch,
      learningRate,
      learningRateLimit: rates.limit,
    });
  }
  return { weights, bias, loss };
}

/** The run of a model, planned again. */
function planOf(model: LinearModel): Plan {
  const { training, weights } = model;
  const { batchSize, scheduled, learningRateLimit: limit, initial } = training;
  const moments = momentsOf(model);
  const problem = problemOf(moments, training);
  // the limit of a run by batches came from its rows, which are gone
  const byBatches = batchSize !== 'full' && limit !== null;
  const theta = fromData(problem.space, initial ?? { weights: new Float64Array(weights.length), bias: 0 });
  return {
    ...training,
    problem,
    rates: TRAITS[training.optimizer].searches
      ? new ConjugateGradients(problem, theta).rates
      : byBatches
        ? ratesBelow(limit, problem, moments.n, training)
        : ratesOf(problem, training),
    learningRate: scheduled ? null : training.learningRate,
    theta,
  };
}
