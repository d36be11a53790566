import type { Parameters } from '../types.ts';
import type { Quadratic } from './quadratic.ts';
import { type Slice, sliceOfDescent } from './slice.ts';
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
  /** Where the loss is least, in data units. */
  readonly optimum: Parameters;
  /** The same in the space of the descent. */
  readonly scaledOptimum: ScaledParameters;
  readonly #problem: Quadratic;

  constructor(problem: Quadratic) {
    this.#problem = problem;
    this.center = problem.space.center.slice();
    this.spread = problem.space.spread.slice();
    this.optimum = toData(problem.space, problem.lassoOptimum);
    this.scaledOptimum = split(problem, problem.lassoOptimum, problem.space.targetCenter);
  }

  /** The loss over two parameters of the descent by number, the bias after the weights, through a state. */
  slice(a: number, b: number, state: ScaledParameters): Slice {
    return sliceOfDescent(this.#problem, this.#theta(state), [a, b], this.#problem.space.targetCenter);
  }

  /** Parameters in data units as the descent sees them. */
  toScaled(parameters: Parameters): ScaledParameters {
    const { space } = this.#problem;
    return split(this.#problem, fromData(space, parameters), space.targetCenter);
  }

  /** Parameters of the descent in data units. */
  toData(parameters: ScaledParameters): { weights: Float64Array; bias: number } {
    return toData(this.#problem.space, this.#theta(parameters));
  }

  #theta({ weights, bias }: ScaledParameters): Float64Array {
    const { space, size } = this.#problem;
    const theta = new Float64Array(size);
    theta.set(weights);
    if (space.intercept) theta[size - 1] = bias - space.targetCenter;
    return theta;
  }
}

/** θ, or a gradient over it, as weights and bias in the space of the descent; `center` is what its bias lacks. */
export function split({ space, size }: Quadratic, theta: Float64Array, center: number): ScaledParameters {
  return {
    weights: theta.slice(0, space.spread.length),
    bias: space.intercept ? theta[size - 1]! + center : 0,
  };
}
