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

/**
 * θ with H·θ = c for matrices too large to decompose, from 0 and therefore of least norm: one product with H a step, at
 * most as many as there are parameters, twice over (Hestenes & Stiefel 1952).
 */
export function conjugateGradients({ hessian, linear, size, stride }: SymmetricSystem): Float64Array {
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
  for (let step = 0; step < 2 * size && squares > enough; step++) {
    kernels.gradient(start, zeros, point, zeros, product, stride);
    const rate = squares / dot(direction, image);
    for (let i = 0; i < size; i++) {
      theta[i]! += rate * direction[i]!;
      residual[i]! -= rate * image[i]!;
    }
    const before = squares;
    squares = dot(residual, residual);
    for (let i = 0; i < size; i++) direction[i] = residual[i]! + (squares / before) * direction[i]!;
  }
  memory.release(start);
  return theta;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
