import { core } from '@gd-trainer/core';

const F64_BYTES = 8;
/** ‖residual‖ as a share of ‖c‖ at which rounding has the last word. */
const TOLERANCE = 1e-14;

/** H·θ = c with H symmetric and positive semi-definite, padded with zeros to an even stride. */
export interface SymmetricSystem {
  readonly hessian: Float64Array;
  readonly linear: Float64Array;
  readonly size: number;
  readonly stride: number;
}

/** The outcome of conjugate gradients. */
export interface Found {
  readonly theta: Float64Array;
  /** Least curvature they met: λ⁺min, as far as the solution has a part in its direction; 0 where there was none. */
  readonly flattest: number;
  /** ‖c − H·θ‖ as a share of ‖c‖: iterations may end before rounding has the last word. */
  readonly residual: number;
}

/**
 * θ with H·θ = c for matrices too large to decompose, from 0 and therefore of least norm: one product with H a step, at
 * most as many as there are parameters, twice over (Hestenes & Stiefel 1952). Their steps are those of Lanczos, whose
 * tridiagonal matrix knows the curvatures (Golub & Van Loan, 11.3).
 */
export function conjugateGradients({ hessian, linear, size, stride }: SymmetricSystem): Found {
  const { memory, kernels } = core();
  const start = memory.allocate((stride * stride + 3 * stride + 2) * F64_BYTES);
  const zeros = start + stride * stride * F64_BYTES;
  const [point, product] = [zeros + stride * F64_BYTES, zeros + 2 * stride * F64_BYTES];
  memory.f64(start, stride * stride).set(hessian);
  memory.f64(zeros, stride).fill(0);
  const direction = memory.f64(point, stride);
  const image = memory.f64(product, stride);

  const theta = new Float64Array(stride);
  const residual = linear.slice();
  direction.set(residual);
  let squares = dot(residual, residual);
  const enough = TOLERANCE * TOLERANCE * squares;
  const diagonal: number[] = [];
  const beside: number[] = [];
  let carried = 0;
  for (let step = 0; step < 2 * size && squares > enough; step++) {
    kernels.gradient(start, zeros, point, zeros, product, stride);
    const rate = squares / dot(direction, image);
    for (let i = 0; i < size; i++) {
      theta[i]! += rate * direction[i]!;
      residual[i]! -= rate * image[i]!;
    }
    const kept = dot(residual, residual) / squares;
    squares *= kept;
    diagonal.push(carried + 1 / rate);
    carried = kept / rate;
    beside.push(Math.sqrt(kept) / rate);
    for (let i = 0; i < size; i++) direction[i] = residual[i]! + kept * direction[i]!;
  }
  direction.set(theta);
  memory.f64(zeros, stride).set(linear);
  kernels.gradient(start, zeros, point, zeros, product, stride);
  const left = Math.sqrt(dot(image, image) / dot(linear, linear));
  memory.release(start);
  return { theta, flattest: leastEigenvalue(diagonal, beside), residual: Math.max(left, 2 ** -53) };
}

/** Least eigenvalue of a symmetric tridiagonal matrix; 0 of none. */
function leastEigenvalue(diagonal: readonly number[], beside: readonly number[]): number {
  const { memory, kernels } = core();
  const n = diagonal.length;
  const start = memory.allocate(2 * n * F64_BYTES);
  const values = memory.f64(start, n);
  values.set(diagonal);
  memory.f64(start + n * F64_BYTES, n).set(beside);
  kernels.diagonalize(0, n, start, start + n * F64_BYTES, 0);
  const least = values[0] ?? 0;
  memory.release(start);
  return least;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
