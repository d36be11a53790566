import type { Parameters } from '../types.ts';
import type { Quadratic } from './quadratic.ts';
import { fromData, toData } from './space.ts';

/** Parameters as the descent sees them: ŷ = weights·z + bias with z = (x − center)/spread. */
export interface ScaledParameters {
  readonly weights: Float64Array;
  readonly bias: number;
}

/** The loss over the parameters, for drawing: where it is least, how it curves, and how both spaces relate. */
export class Surface {
  /** Subtracted from each feature before the descent sees it. */
  readonly center: Float64Array;
  /** What each feature is divided by; 0 for one that never varies. */
  readonly spread: Float64Array;
  /** Where the loss is least, l1 aside, in data units. */
  readonly optimum: Parameters;
  /** The same in the space of the descent. */
  readonly scaledOptimum: ScaledParameters;
  readonly #problem: Quadratic;

  constructor(problem: Quadratic) {
    this.#problem = problem;
    this.center = problem.space.center.slice();
    this.spread = problem.space.spread.slice();
    this.optimum = toData(problem.space, problem.optimum);
    this.scaledOptimum = split(problem, problem.optimum, problem.space.targetCenter);
  }

  /** Entry of H for two parameters by number, the bias after the weights; 0 for the bias of a model without one. */
  curvature(a: number, b: number): number {
    const { size, stride, hessian } = this.#problem;
    return a < size && b < size ? hessian[a * stride + b]! : 0;
  }

  /** Parameters in data units as the descent sees them. */
  toScaled(parameters: Parameters): ScaledParameters {
    const { space } = this.#problem;
    return split(this.#problem, fromData(space, parameters), space.targetCenter);
  }

  /** Parameters of the descent in data units. */
  toData({ weights, bias }: ScaledParameters): { weights: Float64Array; bias: number } {
    const { space, size } = this.#problem;
    const theta = new Float64Array(size);
    theta.set(weights);
    if (space.intercept) theta[size - 1] = bias - space.targetCenter;
    return toData(space, theta);
  }
}

/** θ, or a gradient over it, as weights and bias in the space of the descent; `center` is what its bias lacks. */
export function split({ space, size }: Quadratic, theta: Float64Array, center: number): ScaledParameters {
  return {
    weights: theta.slice(0, space.spread.length),
    bias: space.intercept ? theta[size - 1]! + center : 0,
  };
}
