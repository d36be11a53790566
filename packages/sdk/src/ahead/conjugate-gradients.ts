import { addScaled, dot, type Goal, type Quadratic } from '../loss/quadratic.ts';
import type { Rates } from './rates.ts';

/** What an update makes of the gradient ∇ and the last step v: −rate·∇ + momentum·v. */
interface Mix {
  readonly rate: number;
  readonly momentum: number;
}

/** Products spent on looking ahead: some 30 ms. */
const AFFORDABLE = 2e7;

/**
 * Conjugate gradients on a quadratic (Hestenes & Stiefel 1952): momentum whose α and β are the best of every update. The
 * step is H-orthogonal to all before it, so that it spoils nothing they have won, and as long as takes the loss to its
 * least; but for rounding, one step a parameter is enough. Every gradient is taken afresh, and β from the gradients as
 * they are: rounding then costs few steps more, 10 for 6 at κ = 2e7, where beginning anew after every 6 of them made it 362.
 * It stands still where nothing but rounding is left of the gradient, and along directions without curvature.
 */
export class ConjugateGradients {
  readonly #problem: Quadratic;
  /** θ, the last step, the gradient before it, and the last rate. */
  readonly #state: Float64Array;
  readonly #gradient: Float64Array;
  readonly #step: Float64Array;
  #next: Mix | null | undefined;

  /** From θ, without a step before. */
  constructor(problem: Quadratic, theta: Float64Array) {
    const { stride, largestEigenvalue } = problem;
    this.#problem = problem;
    this.#state = new Float64Array(3 * stride + 1);
    this.#gradient = new Float64Array(stride);
    this.#step = new Float64Array(stride);
    this.#state.set(theta);
    this.#state[3 * stride] = 1 / (largestEigenvalue || 1);
  }

  /** All that the next update depends on. A copy. */
  save(): Float64Array {
    return this.#state.slice();
  }

  restore(state: Float64Array): void {
    this.#state.set(state);
    this.#next = undefined;
  }

  /** θ in the space of the descent, length stride. */
  get theta(): Float64Array {
    return this.#part(0);
  }

  /** The last step; zeros before the first. */
  get velocity(): Float64Array {
    return this.#part(1);
  }

  /** The mix of the next update as rates; where it stands still the last rate, and nothing of the last step. */
  get rates(): Rates {
    const { rate, momentum } = this.#lookAhead() ?? { rate: this.#state.at(-1)!, momentum: 0 };
    return { limit: null, best: null, auto: rate, gentle: rate, momentum };
  }

  get isStill(): boolean {
    return this.#lookAhead() === null;
  }

  /** Makes an update; false where it stands still. */
  update(): boolean {
    const next = this.#lookAhead();
    if (!next) return false;
    addScaled(this.theta, 1, this.#step);
    this.velocity.set(this.#step);
    this.#part(2).set(this.#gradient);
    this.#state[3 * this.#problem.stride] = next.rate;
    this.#next = undefined;
    return true;
  }

  /** So many updates on, or as many as there are. */
  after(updates: number): this {
    for (let made = 0; made < updates && this.update(); made++);
    return this;
  }

  /** Updates until a goal is met; null where it stands still before, or looking on would cost too much. */
  updatesTo(goal: Goal): number | null {
    const { size, minimum } = this.#problem;
    const most = AFFORDABLE / size ** 2;
    for (let updates = 0; updates <= most; updates++) {
      this.#lookAhead();
      const isFlat = Math.sqrt(dot(this.#gradient, this.#gradient)) <= goal.gradientNorm;
      if (isFlat && this.#problem.smoothLoss(this.theta) - minimum <= goal.gap) return updates;
      if (!this.update()) return null;
    }
    return null;
  }

  /** The next step, in `#step`, and what it is a mix of; null where there is none. */
  #lookAhead(): Mix | null {
    if (this.#next === undefined) this.#next = this.#isFlat() ? null : (this.#conjugate() ?? this.#along(0));
    return this.#next;
  }

  /** Takes the gradient, and tells whether it is no more than the rounding of its sums. */
  #isFlat(): boolean {
    const { size, stride, hessian, linear } = this.#problem;
    const { theta } = this;
    let isFlat = true;
    for (let i = 0; i < size; i++) {
      let sum = -linear[i]!;
      let sizes = Math.abs(sum);
      for (let j = 0; j < size; j++) {
        const product = hessian[i * stride + j]! * theta[j]!;
        sum += product;
        sizes += Math.abs(product);
      }
      this.#gradient[i] = sum;
      if (Math.abs(sum) > (size + 2) * 2 ** -53 * sizes) isFlat = false;
    }
    return isFlat;
  }

  /** A step that leaves alone what those before have won; null without one before, and where it would lead nowhere. */
  #conjugate(): Mix | null {
    const change = this.#part(2).map((before, i) => this.#gradient[i]! - before);
    return this.#along(dot(this.#gradient, change) / dot(this.velocity, change));
  }

  /** To the least loss along −∇ + kept·v; null where it does not fall that way, or does not curve. */
  #along(kept: number): Mix | null {
    const step = this.#step;
    const { velocity } = this;
    for (let i = 0; i < step.length; i++) step[i] = kept * velocity[i]! - this.#gradient[i]!;
    const slope = -dot(this.#gradient, step);
    const curvature = this.#problem.product(step, step);
    if (!(slope > 0 && this.#problem.counts(curvature / dot(step, step)))) return null;
    const rate = slope / curvature;
    for (let i = 0; i < step.length; i++) step[i]! *= rate;
    return { rate, momentum: rate * kept };
  }

  #part(index: number): Float64Array {
    const { stride } = this.#problem;
    return this.#state.subarray(index * stride, (index + 1) * stride);
  }
}
