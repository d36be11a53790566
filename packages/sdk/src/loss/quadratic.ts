import { eigenSymmetric, type Spectrum } from '../math/spectrum.ts';
import { Moments } from '../moments/moments.ts';
import { type Space, spaceOf } from './space.ts';

/** Parameters up to which H is decomposed: a third of a second, growing with the cube. */
export const MOST_DECOMPOSED = 512;

/** Decimal digits of an f64. */
export const F64_DIGITS = 15.95;

/** The options that the loss depends on. */
export interface LossOptions {
  readonly scale: 'standard' | 'none';
  readonly intercept: boolean;
  readonly l2: number;
  readonly l1: number;
}

/** Losses kept per moments: both scales, and what was set before; of those too large to decompose the last alone. */
const MOST_REMEMBERED = 4;

/** True if the spectrum of H says all of a loss, so that no other means are needed. */
export function isDecomposed({ names }: Moments, { l1, scale }: Pick<LossOptions, 'l1' | 'scale'>): boolean {
  return names.length <= MOST_DECOMPOSED && l1 === 0 && scale === 'standard';
}

/** Numbers that no decomposition of H gives: of more parameters than are decomposed, with corners, unscaled. */
export interface Means {
  readonly largestEigenvalue: (problem: Quadratic) => number;
  /** Its optimum, and the decimal digits that rounding leaves it. */
  readonly optimum: (problem: Quadratic) => { readonly theta: Float64Array; readonly digits: number };
  readonly lassoOptimum: (problem: Quadratic) => Float64Array;
  readonly proximalNorm: (place: ProximalPlace) => number;
  /** The same loss over columns about their means, of curvature 1 each. */
  readonly centre: (moments: Moments, problem: Quadratic) => Quadratic;
  /** Its optimum in the space of a problem. */
  readonly shortest: (problem: Quadratic) => Float64Array;
  /** θ of a problem in it. */
  readonly centred: (problem: Quadratic, theta: Float64Array) => Float64Array;
}

/** A place of a descent under l1, and the rate of its next update. */
export interface ProximalPlace {
  readonly theta: Float64Array;
  readonly gradient: Float64Array;
  /** l1 for the weights, 0 for the bias. */
  readonly thresholds: Float64Array;
  readonly learningRate: number;
}

/** A direction in which a loss curves by itself. */
export interface Axis {
  /** Its eigenvalue. */
  readonly value: number;
  /** Of length 1. */
  readonly along: Float64Array;
  /** True if the eigenvalue is more than rounding. */
  readonly counts: boolean;
}

/** Bounds that a run has to come down to: ‖∇L‖, and the loss above the least there is. */
export interface Goal {
  readonly gradientNorm: number;
  readonly gap: number;
}

/** `problemOf` with the means given: none are needed where `isDecomposed`. */
export function quadraticOf(moments: Moments, options: LossOptions, means?: Means): Quadratic {
  const { scale, intercept, l2, l1 } = options;
  const known = Moments.lossesOf(moments) as Quadratic[];
  const at = known.findIndex(
    (one) => one.scale === scale && one.space.intercept === intercept && one.l2 === l2 && one.l1 === l1,
  );
  const [problem = new Quadratic(moments, options, means)] = at < 0 ? [] : known.splice(at, 1);
  // the one asked for last is the last to go
  known.push(problem);
  if (known.length > (problem.hasSpectrum ? MOST_REMEMBERED : 1)) known.shift();
  return problem;
}

/**
 * The loss as a function of θ in the space of the descent, ½(s − 2cᵀθ + θᵀHθ): all that full-batch gradient descent
 * ever needs of the rows. The penalty l2 is part of H.
 */
export class Quadratic {
  readonly space: Space;
  readonly scale: 'standard' | 'none';
  /** Parameters: one weight a feature, then the bias unless there is no intercept. */
  readonly size: number;
  /** `size` rounded up to even, as the kernels want it; the entries beyond are zero. */
  readonly stride: number;
  /** H, stride × stride, row-major. */
  readonly hessian: Float64Array;
  /** c, length stride. */
  readonly linear: Float64Array;
  /** s: mean of the squared target, about its mean with an intercept. */
  readonly targetSquare: number;
  /** Scale of the tolerance: σ_y·√trace(H), |ȳ| standing in for σ_y of a constant target. */
  readonly gradientScale: number;
  /** The same for the loss above its minimum: ½σ_y², so that a tolerance is a share of R². */
  readonly lossScale: number;
  readonly l2: number;
  /** Factor of ‖w‖₁, which is not part of H: it has corners. */
  readonly l1: number;
  readonly #moments: Moments;
  readonly #means: Means | undefined;
  #centred: Quadratic | undefined;
  #spectrum: Spectrum | undefined;
  #axes: readonly Axis[] | undefined;
  #largest: number | undefined;
  #optimum: Float64Array | undefined;
  #digits: number | undefined;
  #lassoOptimum: Float64Array | undefined;

  /** Features are all columns of the moments but the last, the target. */
  constructor(
    moments: Moments,
    options: LossOptions,
    means?: Means,
    space: Space = spaceOf(moments, options.scale, options.intercept),
  ) {
    this.#moments = moments;
    this.#means = means;
    const { mean, comoment, weight, names } = moments;
    const p = names.length;
    const d = p - 1;
    const { intercept } = options;
    this.space = space;
    this.scale = options.scale;
    this.l2 = options.l2;
    this.l1 = options.l1;
    this.size = intercept ? p : d;
    this.stride = this.size + (this.size % 2);
    this.hessian = new Float64Array(this.stride * this.stride);
    this.linear = new Float64Array(this.stride);

    // second moments about `center` (about zero without an intercept), in units of `spread`
    const offset = mean.map((value, j) => (j < d ? value - space.center[j]! : value - space.targetCenter));
    const second = (i: number, j: number): number => comoment[i * p + j]! / weight + offset[i]! * offset[j]!;
    const per = space.spread.map((sigma) => (sigma > 0 ? 1 / sigma : 0));
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) this.hessian[i * this.stride + j] = second(i, j) * per[i]! * per[j]!;
      if (options.scale === 'standard' && per[i]! > 0) this.hessian[i * this.stride + i] = 1;
      this.hessian[i * this.stride + i]! += options.l2;
      this.linear[i] = second(i, d) * per[i]!;
      if (intercept) {
        this.hessian[i * this.stride + d] = offset[i]! * per[i]!;
        this.hessian[d * this.stride + i] = offset[i]! * per[i]!;
      }
    }
    if (intercept) this.hessian[d * this.stride + d] = 1;
    this.targetSquare = second(d, d);

    const targetDeviation = Math.sqrt(comoment[d * p + d]! / weight);
    const scale = targetDeviation || Math.abs(mean[d]!);
    this.gradientScale = scale * Math.sqrt(this.trace);
    this.lossScale = 0.5 * scale * scale;
  }

  /** True if H is small enough to be decomposed; beyond, only λmax is known. */
  get hasSpectrum(): boolean {
    return this.size <= MOST_DECOMPOSED;
  }

  /** Eigenvalues and vectors of H, computed on first use; to be asked for where it has one. */
  get spectrum(): Spectrum {
    this.#spectrum ??= eigenSymmetric(this.hessian, this.size, this.stride);
    return this.#spectrum;
  }

  get largestEigenvalue(): number {
    if (this.hasSpectrum) return this.spectrum.values[this.size - 1]!;
    this.#largest ??= this.#means!.largestEigenvalue(this);
    return this.#largest;
  }

  /**
   * Smallest eigenvalue that counts, for rates: those up to d·2⁻⁵²·λmax are zero but for rounding. 0 where none counts,
   * and null where it is not known.
   */
  get smallestEigenvalue(): number | null {
    return this.hasSpectrum ? (this.spectrum.values.find((value) => this.counts(value)) ?? 0) : null;
  }

  counts(eigenvalue: number): boolean {
    return eigenvalue > this.size * 2 ** -52 * this.largestEigenvalue;
  }

  /**
   * The same loss over columns about their means, of curvature 1 each, the penalty included: what floats can tell of the
   * optimum they tell here. The sums of an unscaled column far from zero lose all but one direction to rounding.
   */
  get centred(): Quadratic {
    this.#centred ??= this.scale === 'standard' ? this : this.#means!.centre(this.#moments, this);
    return this.#centred;
  }

  /** True if rounding hides no direction of H, as far as they are known. */
  get isFull(): boolean {
    return !this.hasSpectrum || this.counts(this.spectrum.values[0]!);
  }

  /** Axes of H, by ascending curvature; none above 512 parameters. */
  get axes(): readonly Axis[] {
    const { size, hasSpectrum } = this;
    if (this.#axes) return this.#axes;
    const axes: Axis[] = [];
    for (let k = 0; hasSpectrum && k < size; k++) {
      const value = this.spectrum.values[k]!;
      const along = this.spectrum.vectors.subarray(k * size, (k + 1) * size);
      axes.push({ value, along, counts: this.counts(value) });
    }
    this.#axes = axes;
    return axes;
  }

  /** θ* with the least loss, the l1 penalty aside, and among those the one of least norm. Length stride. */
  get optimum(): Float64Array {
    this.#optimum ??= this.centred === this ? this.#solve() : this.#means!.shortest(this);
    return this.#optimum;
  }

  /** θ with the least loss, l1 counted in; `optimum` itself without l1. */
  get lassoOptimum(): Float64Array {
    this.#lassoOptimum ??= this.l1 === 0 ? this.optimum : this.#means!.lassoOptimum(this);
    return this.#lassoOptimum;
  }

  /** The loss at `optimum`, l1 aside; 0 where the sums cannot tell it from 0. */
  get minimum(): number {
    const { optimum, linear, targetSquare, size } = this.centred;
    let squares = targetSquare;
    for (let i = 0; i < size; i++) squares -= linear[i]! * optimum[i]!;
    return squares > size * 2 ** -52 * targetSquare ? 0.5 * squares : 0;
  }

  /** The least loss there is, all penalties included. */
  get leastLoss(): number {
    if (this.l1 === 0) return this.minimum;
    return this.smoothLoss(this.lassoOptimum) + this.lasso(this.lassoOptimum);
  }

  /** The loss at θ, l1 aside, from the distance to the optimum: s − 2cᵀθ + θᵀHθ would cancel to noise near it. */
  smoothLoss(theta: Float64Array): number {
    const { centred } = this;
    const distance = difference(this.#inCentred(theta), centred.optimum);
    return this.minimum + Math.max(0, 0.5 * centred.product(distance, distance));
  }

  /** ∇L at θ, l1 aside. */
  gradientAt(theta: Float64Array): Float64Array {
    const gradient = new Float64Array(this.stride);
    for (let i = 0; i < this.size; i++) gradient[i] = this.#timesHessian(theta, i) - this.linear[i]!;
    return gradient;
  }

  /** Bounds that a run meets when it has converged to a tolerance. */
  goalOf(tolerance: number): Goal {
    return { gradientNorm: tolerance * this.gradientScale, gap: tolerance * this.lossScale };
  }

  /** Decimal digits of θ* that rounding (16 − log₁₀ κ) and the distance still to go leave, both as in `centred`. */
  digitsAt(theta: Float64Array): number {
    const { centred } = this;
    const { axes, largestEigenvalue, smallestEigenvalue, hasSpectrum } = centred;
    const goal = this.#inCentred(this.lassoOptimum);
    const offset = difference(this.#inCentred(theta), goal);
    const size = Math.sqrt(dot(goal, goal));
    if (smallestEigenvalue === 0 || size === 0) return F64_DIGITS;
    const shares = hasSpectrum ? axes.map(({ along, counts }) => (counts ? dot(along, offset) : 0)) : offset;
    const rounding = centred.#digits ?? F64_DIGITS - Math.log10(largestEigenvalue / smallestEigenvalue!);
    return Math.max(0, Math.min(F64_DIGITS, rounding, -Math.log10(Math.sqrt(dot(shares, shares)) / size)));
  }

  /** pᵀHq */
  product(p: Float64Array, q: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < this.size; i++) sum += p[i]! * this.#timesHessian(q, i);
    return sum;
  }

  /** ‖(θ − prox(θ − α·∇))/α‖: what the gradient norm becomes where the loss has corners. */
  proximalNorm(place: ProximalPlace): number {
    return this.#means!.proximalNorm(place);
  }

  /** Share l1·‖w‖₁ of the loss at θ. */
  lasso(theta: Float64Array): number {
    return this.l1 * this.#weights(theta).reduce((sum, weight) => sum + Math.abs(weight), 0);
  }

  /** Share ½·l2·‖w‖² + l1·‖w‖₁ of the loss at θ. */
  penalty(theta: Float64Array): number {
    if (this.l2 === 0 && this.l1 === 0) return 0;
    const squares = this.#weights(theta).reduce((sum, weight) => sum + weight * weight, 0);
    return 0.5 * this.l2 * squares + this.lasso(theta);
  }

  #weights(theta: Float64Array): Float64Array {
    return theta.subarray(0, this.space.spread.length);
  }

  #inCentred(theta: Float64Array): Float64Array {
    return this.centred === this ? theta : this.#means!.centred(this, theta);
  }

  #solve(): Float64Array {
    if (!this.hasSpectrum) {
      const { theta, digits } = this.#means!.optimum(this);
      this.#digits = digits;
      return theta;
    }
    const optimum = new Float64Array(this.stride);
    this.#addSolution(optimum, this.linear);
    // one refinement wins back the digits that H⁺ lost to rounding
    this.#addSolution(optimum, this.gradientAt(optimum), -1);
    return optimum;
  }

  /** optimum += sign·H⁺·right, through the eigenvectors. */
  #addSolution(optimum: Float64Array, right: Float64Array, sign: number = 1): void {
    const { size } = this;
    const { values, vectors } = this.spectrum;
    for (let k = 0; k < size; k++) {
      if (!this.counts(values[k]!)) continue;
      let share = 0;
      for (let i = 0; i < size; i++) share += vectors[k * size + i]! * right[i]!;
      share *= sign;
      share /= values[k]!;
      for (let i = 0; i < size; i++) optimum[i]! += share * vectors[k * size + i]!;
    }
  }

  #timesHessian(theta: Float64Array, row: number): number {
    let sum = 0;
    for (let j = 0; j < this.size; j++) sum += this.hessian[row * this.stride + j]! * theta[j]!;
    return sum;
  }

  /** Σλ */
  get trace(): number {
    let trace = 0;
    for (let i = 0; i < this.size; i++) trace += this.hessian[i * this.stride + i]!;
    return trace;
  }
}

/** aᵀb, over the entries of a. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** a − b, over the entries of a. */
function difference(a: Float64Array, b: Float64Array): Float64Array {
  const left = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) left[i] = a[i]! - b[i]!;
  return left;
}

/** sum += factor·along */
export function addScaled(sum: Float64Array, factor: number, along: Float64Array): void {
  for (let i = 0; i < along.length; i++) sum[i]! += factor * along[i]!;
}
