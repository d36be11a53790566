// The gradient of ½Σw(θᵀx̃ − y)² in one pass over rows, x̃ = [1, x₁ … x_d] and θ = [b, w₁ … w_d]. Every kernel adds to
// `out`, so that blocks follow one another: Σwr, Σwrx₁ … Σwrx_d, then Σwr², with r = θᵀx̃ − y.

import { addScaled, dot, sumLanes } from './lanes';

/**
 * One block of column-major data: feature j (from 0) at features + j·stride bytes, the target at `target`. `weights` is 0
 * or points to one weight a row. `residuals` is scratch of `rows` f64; a block should fit the second-level cache.
 *
 *   |error of entry j| ≤ γ(rows + d + 5)·Σ w·(|y| + |θ|ᵀ|x̃|)·|x̃ⱼ|
 *   |error of Σwr²| ≤ γ(rows + 2d + 7)·Σ w·(|y| + |θ|ᵀ|x̃|)²
 * A residual takes d + 2 roundings, the square has it twice, the weight and the product one each, the sum one a row.
 */
export function gradientOfColumns(
  features: usize,
  stride: usize,
  target: usize,
  rows: i32,
  columns: i32,
  weights: usize,
  theta: usize,
  residuals: usize,
  out: usize,
): void {
  if (columns === 2 && !weights) {
    gradientOfTwo(features, features + stride, target, rows >> 1, theta, out);
    if (!(rows & 1)) return;
    // an odd last row is left to the general way
    const done = (<usize>rows - 1) << 3;
    features += done;
    target += done;
    rows = 1;
  }
  // y − Σwⱼxⱼ of the whole block, feature by feature
  memory.copy(residuals, target, (<usize>rows) << 3);
  let feature = features;
  for (let j = 1; j <= columns; j++) {
    addScaled(residuals, feature, -load<f64>(theta + ((<usize>j) << 3)), rows);
    feature += stride;
  }

  // the residuals b less that: their sum, their squares, and their products with each feature
  const byBias = weigh(residuals, load<f64>(theta), weights, rows, out + ((<usize>columns + 1) << 3));
  addTo(out, byBias);
  feature = features;
  for (let j = 1; j <= columns; j++) {
    addTo(out + ((<usize>j) << 3), dot(residuals, feature, rows));
    feature += stride;
  }
}

/** Two features, the lecture's case: everything in registers, each number read once. */
function gradientOfTwo(
  first: usize,
  second: usize,
  target: usize,
  pairs: i32,
  theta: usize,
  out: usize,
): void {
  const biases = v128.load64_splat(theta);
  const weights1 = v128.load64_splat(theta, 8);
  const weights2 = v128.load64_splat(theta, 16);
  let byBias = f64x2.splat(0);
  let by1 = byBias;
  let by2 = byBias;
  let squares = byBias;
  let p = first;
  let q = second;
  let t = target;
  for (const end = p + ((<usize>pairs) << 4); p < end; p += 16) {
    const x1 = v128.load(p);
    const x2 = v128.load(q);
    let r = f64x2.sub(biases, v128.load(t));
    r = f64x2.add(r, f64x2.mul(weights1, x1));
    r = f64x2.add(r, f64x2.mul(weights2, x2));
    byBias = f64x2.add(byBias, r);
    by1 = f64x2.add(by1, f64x2.mul(r, x1));
    by2 = f64x2.add(by2, f64x2.mul(r, x2));
    squares = f64x2.add(squares, f64x2.mul(r, r));
    q += 16;
    t += 16;
  }
  addTo(out, sumLanes(byBias));
  addTo(out + 8, sumLanes(by1));
  addTo(out + 16, sumLanes(by2));
  addTo(out + 24, sumLanes(squares));
}

/** Leaves w·r in place of bias − r, adds Σwr² to `squares` and returns Σwr. */
function weigh(residuals: usize, bias: f64, weights: usize, rows: i32, squares: usize): f64 {
  let p = residuals;
  let w = weights;
  let sum = 0.0;
  let sumSquares = 0.0;
  for (let left = rows; left > 0; left--) {
    const r = bias - load<f64>(p);
    const weighted = weights ? load<f64>(w) * r : r;
    store<f64>(p, weighted);
    sum += weighted;
    sumSquares += weighted * r;
    p += 8;
    w += 8;
  }
  addTo(squares, sumSquares);
  return sum;
}

export function addTo(out: usize, value: f64): void {
  store<f64>(out, load<f64>(out) + value);
}
