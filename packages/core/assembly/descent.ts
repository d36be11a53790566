// Full-batch gradient descent on the moments: loss(θ) = minimum + ½(θ − θ*)ᵀH(θ − θ*), ∇ = Hθ − c.
// Vectors have `stride` entries, an even number ≥ the number of parameters; H has stride × stride, row j at
// hessian + 8·stride·j. The entries beyond the parameters are zero and stay zero, so no loop needs a tail.

import { sumLanes } from './lanes';
import { MOMENTUM_FACTOR, NESTEROV, RATE, shrink, update, VELOCITY } from './optimizer';

/**
 * Gradient at θ: gradient[i] = Σⱼ H[j][i]·θ[j] − c[i], followed by two sums, ‖∇‖² in gradient[stride] and the excess
 * loss ½(θ − θ*)·∇ in gradient[stride + 1].
 *
 * The excess is taken from the distance to the optimum, because ½(s − 2cᵀθ + θᵀHθ) cancels to noise near it.
 *
 * With p parameters, after a product and at most p additions for each,
 *   |error of entry i| ≤ γ(p + 1)·(|cᵢ| + Σⱼ |Hⱼᵢ|·|θⱼ|).
 * The two sums, in two lanes, are those of the entries as returned, to γ(p/2 + 2)·‖∇‖² and γ(p/2 + 3)·½|θ − θ*|ᵀ|∇|.
 */
export function gradient(
  hessian: usize,
  linear: usize,
  theta: usize,
  optimum: usize,
  out: usize,
  stride: i32,
): void {
  const rowBytes = (<usize>stride) << 3;
  let squares = f64x2.splat(0);
  let excess = f64x2.splat(0);
  for (let i: usize = 0; i < rowBytes; i += 16) {
    // H is symmetric: walking down a column pair sums in the order j = 0, 1, …, without a horizontal sum
    let lanes = f64x2.neg(v128.load(linear + i));
    let h = hessian + i;
    for (let j: usize = 0; j < rowBytes; j += 8) {
      lanes = f64x2.add(lanes, f64x2.mul(v128.load(h), v128.load64_splat(theta + j)));
      h += rowBytes;
    }
    v128.store(out + i, lanes);
    squares = f64x2.add(squares, f64x2.mul(lanes, lanes));
    excess = f64x2.add(excess, f64x2.mul(lanes, f64x2.sub(v128.load(theta + i), v128.load(optimum + i))));
  }
  store<f64>(out + rowBytes, sumLanes(squares));
  store<f64>(out + rowBytes, 0.5 * sumLanes(excess), 8);
}

/**
 * Up to `epochs` updates of θ by any optimizer, in place, with `state` and `settings` as in optimizer.ts and `l1` as in
 * `update`. Stops before an update once ‖∇‖² ≤ gradientFloor (converged) or the excess loss is not ≤ excessLimit
 * (diverged, NaN included). Returns the number of updates made; `out` holds the gradient of the last look: that of θ
 * itself if the run stopped early, else that of the state before.
 *
 * Each epoch adds the error of one update to that of its gradient, by gd
 *   |error of θᵢ| ≤ γ(1)·|θᵢ| + γ(p + 4)·rate·(|cᵢ| + Σⱼ |Hⱼᵢ|·|θⱼ|).
 * With rate ≤ 2/λmax those of earlier epochs are not magnified: I − rate·H lengthens nothing.
 *
 * Ridge is H + l2·I. With l1 the gradient norm is that of the proximal gradient (θ − prox(θ − rate·∇))/rate; the excess
 * loss leaves the l1 term out.
 */
export function optimize(
  optimizer: i32,
  hessian: usize,
  linear: usize,
  theta: usize,
  optimum: usize,
  out: usize,
  state: usize,
  settings: usize,
  l1: usize,
  stride: i32,
  epochs: i32,
  gradientFloor: f64,
  excessLimit: f64,
): i32 {
  const rowBytes = (<usize>stride) << 3;
  for (let epoch = 0; epoch < epochs; epoch++) {
    gradient(hessian, linear, theta, optimum, out, stride);
    if (l1) store<f64>(out + rowBytes, proximalSquares(theta, out, load<f64>(settings, RATE), l1, stride));
    if (load<f64>(out + rowBytes) <= gradientFloor) return epoch;
    if (!(load<f64>(out + rowBytes, 8) <= excessLimit)) return epoch;
    step(optimizer, theta, out, state, settings, l1, stride);
  }
  return epochs;
}

/** `update` by the gradient at θ; for nesterov that is first carried on to where it is wanted. */
export function step(
  optimizer: i32,
  theta: usize,
  gradient: usize,
  state: usize,
  settings: usize,
  l1: usize,
  stride: i32,
): void {
  if (optimizer === NESTEROV) {
    extrapolate(gradient, state, load<f64>(settings, MOMENTUM_FACTOR), stride);
    gradient = state + VELOCITY + ((<usize>stride) << 4);
  }
  update(optimizer, theta, gradient, state, settings, l1, stride);
}

/**
 * The gradient at θ + β·velocity from those at θ and at the θ before: ∇ is affine and the velocity is their difference,
 * so g + β(g − before) it is, without a second product with H. state[0] is β except before the first update, where no
 * gradient came before. |error| ≤ γ(3)·(|g| + β·|g − before|).
 */
function extrapolate(gradient: usize, state: usize, momentum: f64, stride: i32): void {
  const betas = v128.load64_splat(state);
  store<f64>(state, momentum);
  const bytes = (<usize>stride) << 3;
  const before = state + VELOCITY + bytes;
  const ahead = before + bytes;
  for (let i: usize = 0; i < bytes; i += 16) {
    const g = v128.load(gradient + i);
    v128.store(ahead + i, f64x2.add(g, f64x2.mul(betas, f64x2.sub(g, v128.load(before + i)))));
    v128.store(before + i, g);
  }
}

/** ‖(θ − prox(θ − rate·∇))/rate‖² */
function proximalSquares(theta: usize, gradient: usize, rate: f64, l1: usize, stride: i32): f64 {
  const rates = f64x2.splat(rate);
  let squares = f64x2.splat(0);
  for (let i: usize = 0, bytes = (<usize>stride) << 3; i < bytes; i += 16) {
    const x = v128.load(theta + i);
    const next = shrink(
      f64x2.sub(x, f64x2.mul(rates, v128.load(gradient + i))),
      f64x2.mul(rates, v128.load(l1 + i)),
    );
    const step = f64x2.div(f64x2.sub(x, next), rates);
    squares = f64x2.add(squares, f64x2.mul(step, step));
  }
  return sumLanes(squares);
}
