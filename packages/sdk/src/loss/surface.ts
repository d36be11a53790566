import type { Parameters } from '../types.ts';
import type { Quadratic } from './quadratic.ts';
import { type Pair, type Slice, sliceOf } from './slice.ts';
import { fromData, type Space, toData } from './space.ts';

/** Parameters as the descent sees them: ŷ = weights·z + bias with z = (x − center)/spread. */
export interface ScaledParameters {
  readonly weights: Float64Array;
  readonly bias: number;
}

/** The loss over the parameters, for drawing: where it is least, how it curves, and how both spaces relate. */
export class Surface {
  /** Subtracted from each feature before the descent sees it. */
  readonly center: Float64Array;
  /** Divisor of each feature; 0 for one that never varies. */
  readonly spread: Float64Array;
  /** Parameters of the least loss, in data units. */
  readonly optimum: Parameters;
  /** The same in the space of the descent. */
  readonly scaledOptimum: ScaledParameters;
  readonly #problem: Quadratic;
  /** The space of the descent as it sees itself. */
  readonly #plain: Space;

  constructor(problem: Quadratic) {
    this.#problem = problem;
    const { space } = problem;
    this.#plain = { ...space, center: space.center.map(() => 0), spread: space.spread.map(() => 1) };
    this.center = space.center.slice();
    this.spread = space.spread.slice();
    this.optimum = toData(space, problem.lassoOptimum);
    this.scaledOptimum = toData(this.#plain, problem.lassoOptimum);
  }

  /** The loss over two parameters of the descent, through a state. */
  slice(pair: Pair, state: ScaledParameters): Slice {
    return sliceOf(this.#problem, this.#plain, state, pair);
  }

  /** Parameters in data units as the descent sees them. */
  toScaled(parameters: Parameters): ScaledParameters {
    return toData(this.#plain, fromData(this.#problem.space, parameters));
  }

  /** Parameters of the descent in data units. */
  toData(parameters: ScaledParameters): { weights: Float64Array; bias: number } {
    return toData(this.#problem.space, fromData(this.#plain, parameters));
  }
}

/** θ, or a gradient over it, as weights and bias in the space of the descent; `center` is what its bias lacks. */
export function split({ space, size }: Quadratic, theta: Float64Array, center: number): ScaledParameters {
  return {
    weights: theta.slice(0, space.spread.length),
    bias: space.intercept ? theta[size - 1]! + center : 0,
  };
}
