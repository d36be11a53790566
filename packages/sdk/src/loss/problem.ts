import { core, largestEigenvalue } from '@gd-trainer/core';
import { conjugateGradients } from '../math/conjugate-gradients.ts';
import { lassoOptimum } from '../math/lasso.ts';
import type { Moments } from '../moments/moments.ts';
import { flatDirectionsOf } from './directions.ts';
import { addScaled, dot, type LossOptions, type Means, Quadratic, quadraticOf } from './quadratic.ts';
import { convert, spaceOf } from './space.ts';

/** Lanczos approaches λmax from below; a limit must not. */
const LANCZOS_MARGIN = 1e-6;

const MEANS: Means = {
  largestEigenvalue: ({ hessian, size, stride }) =>
    largestEigenvalue(core(), hessian, size, stride) * (1 + LANCZOS_MARGIN),
  optimum(problem) {
    const { theta, flattest, residual } = conjugateGradients(problem);
    return { theta, digits: -Math.log10((residual * problem.largestEigenvalue) / flattest) };
  },
  lassoOptimum({ centred, space, l1 }) {
    const thresholds = space.spread.map((spread, j) => (l1 * spread) / (centred.space.spread[j]! || 1));
    return convert(lassoOptimum(centred, thresholds), centred.space, space);
  },
  centre(moments, { space: { intercept }, l2 }) {
    const standard = { scale: 'standard', intercept, l1: 0, l2: 0 } as const;
    if (l2 === 0) return problemOf(moments, standard);
    const space = spaceOf(moments, 'standard', intercept);
    // with their penalty unscaled columns curve by σ² + l2
    const spread = space.spread.map((sigma) => Math.sqrt(sigma * sigma + l2));
    return new Quadratic(moments, standard, MEANS, { ...space, spread });
  },
  proximalNorm({ theta, gradient, thresholds, learningRate }) {
    let squares = 0;
    for (let i = 0; i < theta.length; i++) {
      const threshold = learningRate * thresholds[i]!;
      const moved = theta[i]! - learningRate * gradient[i]!;
      const next = moved - Math.min(Math.max(moved, -threshold), threshold);
      squares += ((theta[i]! - next) / learningRate) ** 2;
    }
    return Math.sqrt(squares);
  },
  centred: ({ space, centred }, theta) => convert(theta, space, centred.space),
  shortest,
};

/**
 * The loss of these rows, the same object each time it is asked for: whatever reads its curvature shares one
 * decomposition.
 */
export function problemOf(moments: Moments, options: LossOptions): Quadratic {
  return quadraticOf(moments, options, MEANS);
}

/** The optimum of `centred` in the space of a problem, without what no prediction depends on: the shortest weights there. */
function shortest(problem: Quadratic): Float64Array {
  const { centred, space } = problem;
  const weightsOf = (along: Float64Array): Float64Array =>
    convert(along, centred.space, space).subarray(0, space.spread.length);
  const flat: { along: Float64Array; weights: Float64Array }[] = [];
  const without = (along: Float64Array): Float64Array => {
    for (const one of flat) addScaled(along, -dot(one.weights, weightsOf(along)), one.along);
    return along;
  };
  for (const direction of flatDirectionsOf(problem)) {
    const along = without(direction.slice());
    const weights = weightsOf(along);
    const length = Math.sqrt(dot(weights, weights));
    if (length > 0)
      flat.push({ along: along.map((x) => x / length), weights: weights.map((x) => x / length) });
  }
  return convert(without(centred.optimum.slice()), centred.space, space);
}
