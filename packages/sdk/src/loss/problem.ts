import { core, largestEigenvalue } from '@gd-trainer/core';
import { conjugateGradients } from '../math/conjugate-gradients.ts';
import { lassoOptimum } from '../math/lasso.ts';
import type { Moments } from '../moments/moments.ts';
import { type Iterations, type LossOptions, type Quadratic, quadraticOf } from './quadratic.ts';

/** Lanczos approaches λmax from below; a limit must not. */
const LANCZOS_MARGIN = 1e-6;

const ITERATIONS: Iterations = {
  largestEigenvalue: (matrix, size) => largestEigenvalue(core(), matrix, size) * (1 + LANCZOS_MARGIN),
  optimum: conjugateGradients,
  lassoOptimum: (problem) => lassoOptimum(problem, problem.l1, problem.space.spread.length),
};

/**
 * The loss of these rows, the same object each time it is asked for: whatever reads its curvature shares one
 * decomposition.
 */
export function problemOf(moments: Moments, options: LossOptions): Quadratic {
  return quadraticOf(moments, options, ITERATIONS);
}
