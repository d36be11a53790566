import { GdError } from '../errors.ts';
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

/** Whether the spectrum says all of a loss, so that no iterations are needed. */
export function isDecomposed({ names }: Moments, { l1 }: Pick<LossOptions, 'l1'>): boolean {
  return names.length <= MOST_DECOMPOSED && l1 === 0;
}

/** Numbers that no decomposition gives, for losses with more parameters than are decomposed, or with corners. */
export interface Iterations {
  readonly largestEigenvalue: (matrix: Float64Array, size: number) => number;
  readonly optimum: (problem: Quadratic) => Float64Array;
  readonly lassoOptimum: (problem: Quadratic) => Float64Array;
}

/** `problemOf` with the iterations given: none are needed where `isDecomposed`. */
export function quadraticOf(moments: Moments, options: LossOptions, iterations?: Iterations): Quadratic {
  const { scale, intercept, l2, l1 } = options;
  const known = Moments.lossesOf(moments) as Quadratic[];
  const at = known.findIndex(
    (one) => one.scale === scale && one.space.intercept === intercept && one.l2 === l2 && one.l1 === l1,
  );
  const [problem = new Quadratic(moments, options, iterations)] = at < 0 ? [] : known.splice(at, 1);
  // the one asked for last is the last to go
  known.push(problem);
  if (known.length > (problem.hasSpectrum ? MOST_REMEMBERED : 1)) known.shift();
  return problem;
}

/**
 * The loss as a function of θ in the space of the descent, ½(s − 2cᵀθ + θᵀHθ): all that full-batch gradient descent
 * ever needs of the rows. The penalty l2 is part of H.
 */
class Quadratic {
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
  readonly l2: number;
  /** Factor of ‖w‖₁, which is not part of H: it has corners. */
  readonly l1: number;
  readonly #iterations: Iterations | undefined;
  #spectrum: Spectrum | undefined;
  #largest: number | undefined;
  #optimum: Float64Array | undefined;
  #lassoOptimum: Float64Array | undefined;

  /** Features are all columns of the moments but the last, the target. */
  constructor(moments: Moments, options: LossOptions, iterations: Iterations | undefined) {
    this.#iterations = iterations;
    const { mean, comoment, weight, names } = moments;
    const p = names.length;
    const d = p - 1;
    const { intercept } = options;
    const space = spaceOf(moments, options.scale, intercept);
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
    this.gradientScale = (targetDeviation || Math.abs(mean[d]!)) * Math.sqrt(this.#trace());
  }

  /** True if H is small enough to be decomposed; beyond, only λmax is known. */
  get hasSpectrum(): boolean {
    return this.size <= MOST_DECOMPOSED;
  }

  /** Eigenvalues and vectors of H, computed on first use. Throws `UNSUPPORTED` above 512 parameters. */
  get spectrum(): Spectrum {
    if (!this.hasSpectrum) {
      throw new GdError(
        'UNSUPPORTED',
        `${this.size} parameters are too many to decompose the curvature, ${MOST_DECOMPOSED} the most`,
        'step through the run, or choose fewer features',
      );
    }
    this.#spectrum ??= eigenSymmetric(this.#compact(), this.size);
    return this.#spectrum;
  }

  get largestEigenvalue(): number {
    if (this.hasSpectrum) return this.spectrum.values[this.size - 1]!;
    this.#largest ??= this.#iterations!.largestEigenvalue(this.#compact(), this.size);
    return this.#largest;
  }

  /**
   * Smallest eigenvalue that counts: those up to d·2⁻⁵²·λmax are zero but for rounding. 0 where none counts, and null
   * where it is not known.
   */
  get smallestEigenvalue(): number | null {
    return this.hasSpectrum ? (this.spectrum.values.find((value) => this.counts(value)) ?? 0) : null;
  }

  /** Directions that the data determine; null where it is not known. */
  get rank(): number | null {
    return this.hasSpectrum ? this.spectrum.values.filter((value) => this.counts(value)).length : null;
  }

  /** κ = λmax/λ⁺min; null where there is none, or it is not known. */
  get condition(): number | null {
    return this.smallestEigenvalue ? this.largestEigenvalue / this.smallestEigenvalue : null;
  }

  counts(eigenvalue: number): boolean {
    return eigenvalue > this.size * 2 ** -52 * this.largestEigenvalue;
  }

  /** θ* with the least loss, the l1 penalty aside, and among those the one of least norm. Length stride. */
  get optimum(): Float64Array {
    if (!this.#optimum && !this.hasSpectrum) this.#optimum = this.#iterations!.optimum(this);
    if (!this.#optimum) {
      const optimum = new Float64Array(this.stride);
      this.#addSolution(optimum, this.linear);
      // one refinement wins back the digits that H⁺ lost to rounding
      const residual = this.linear.map((value, i) => value - this.#timesHessian(optimum, i));
      this.#addSolution(optimum, residual);
      this.#optimum = optimum;
    }
    return this.#optimum;
  }

  /** θ with the least loss, l1 counted in; `optimum` itself without l1. */
  get lassoOptimum(): Float64Array {
    this.#lassoOptimum ??= this.l1 === 0 ? this.optimum : this.#iterations!.lassoOptimum(this);
    return this.#lassoOptimum;
  }

  /** The loss at `optimum`, l1 aside; 0 where the sums cannot tell it from 0. */
  get minimum(): number {
    const { optimum, linear, targetSquare, size } = this;
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
    const distance = theta.map((value, i) => value - this.optimum[i]!);
    return this.minimum + Math.max(0, 0.5 * this.product(distance, distance));
  }

  /** Decimal digits of θ* that rounding (16 − log₁₀ κ) and the distance still to go (‖∇L‖/(λmin·‖θ*‖)) leave. */
  digitsAt(gradientNorm: number): number {
    const { condition, smallestEigenvalue, optimum } = this;
    const size = Math.sqrt(optimum.reduce((sum, value) => sum + value * value, 0));
    if (!condition || !smallestEigenvalue || size === 0) return F64_DIGITS;
    const rounding = F64_DIGITS - Math.log10(condition);
    const remaining = -Math.log10(gradientNorm / (smallestEigenvalue * size) || Number.MIN_VALUE);
    return Math.max(0, Math.min(F64_DIGITS, rounding, remaining));
  }

  /** pᵀHq */
  product(p: Float64Array, q: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < this.size; i++) sum += p[i]! * this.#timesHessian(q, i);
    return sum;
  }

  /** Share l1·‖w‖₁ of the loss at θ. */
  lasso(theta: Float64Array): number {
    return this.l1 * this.#weights(theta).reduce((sum, weight) => sum + Math.abs(weight), 0);
  }

  /** Share ½·l2·‖w‖² + l1·‖w‖₁ of the loss at θ. */
  penalty(theta: Float64Array): number {
    const squares = this.#weights(theta).reduce((sum, weight) => sum + weight * weight, 0);
    return 0.5 * this.l2 * squares + this.lasso(theta);
  }

  #weights(theta: Float64Array): Float64Array {
    return theta.subarray(0, this.space.spread.length);
  }

  /** optimum += H⁺·right, through the eigenvectors. */
  #addSolution(optimum: Float64Array, right: Float64Array): void {
    const { size, spectrum } = this;
    for (let k = 0; k < size; k++) {
      const eigenvalue = spectrum.values[k]!;
      if (!this.counts(eigenvalue)) continue;
      let share = 0;
      for (let i = 0; i < size; i++) share += spectrum.vectors[k * size + i]! * right[i]!;
      share /= eigenvalue;
      for (let i = 0; i < size; i++) optimum[i]! += share * spectrum.vectors[k * size + i]!;
    }
  }

  /** H without the padding. */
  #compact(): Float64Array {
    const { size, stride } = this;
    const compact = new Float64Array(size * size);
    for (let i = 0; i < size; i++)
      compact.set(this.hessian.subarray(i * stride, i * stride + size), i * size);
    return compact;
  }

  #timesHessian(theta: Float64Array, row: number): number {
    let sum = 0;
    for (let j = 0; j < this.size; j++) sum += this.hessian[row * this.stride + j]! * theta[j]!;
    return sum;
  }

  #trace(): number {
    let trace = 0;
    for (let i = 0; i < this.size; i++) trace += this.hessian[i * this.stride + i]!;
    return trace;
  }
}

export type { Quadratic };
