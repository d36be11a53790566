// The gradient of ½Σw(θᵀz − y)² in one pass over a block of columns: y, then z₁ … z_d, column j at block + j·stride bytes.
// θ = [w₁ … w_d], the bias aside. A block should fit the second-level cache: it is read twice.

import { addScaled, dot, sumLanes } from './lanes';

/**
 * Adds Σwr·zⱼ to out[j − 1] for every feature, with r = θᵀz + bias − y, and returns Σwr. `weights` is 0 or points to one
 * weight a row; `residuals` is scratch of `rows` f64.
 *
 *   |error of either| ≤ γ(rows + d + 5)·Σ w·(|y| + |bias| + |θ|ᵀ|z|)·|zⱼ|, z₀ = 1:
 * a residual takes d + 2 roundings, the weight and the product one each, the sum one a row.
 */
export function gradientOfColumns(
  block: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  weights: usize,
  theta: usize,
  bias: f64,
  residuals: usize,
  out: usize,
): f64 {
  if (columns === 2 && !weights && !(rows & 1)) return gradientOfTwo(block, stride, rows, theta, bias, out);
  memory.copy(residuals, block, (<usize>rows) << 3);
  const features = block + stride;
  let j = 0;
  for (; j <= columns - 4; j += 4) {
    subtractFour(residuals, features + <usize>j * stride, stride, theta + ((<usize>j) << 3), rows);
  }
  for (; j < columns; j++) {
    addScaled(residuals, features + <usize>j * stride, -load<f64>(theta + ((<usize>j) << 3)), rows);
  }
  const sum = weigh(residuals, bias, weights, rows);
  for (j = 0; j <= columns - 4; j += 4) {
    dotFour(residuals, features + <usize>j * stride, stride, rows, out + ((<usize>j) << 3));
  }
  for (; j < columns; j++) addTo(out + ((<usize>j) << 3), dot(residuals, features + <usize>j * stride, rows));
  return sum;
}

/** Two features, the lecture's case: everything in registers, each number read once. */
function gradientOfTwo(block: usize, stride: usize, rows: i32, theta: usize, bias: f64, out: usize): f64 {
  const biases = f64x2.splat(bias);
  const weights1 = v128.load64_splat(theta);
  const weights2 = v128.load64_splat(theta, 8);
  let total = f64x2.splat(0);
  let by1 = total;
  let by2 = total;
  let t = block;
  let p = block + stride;
  let q = p + stride;
  for (const end = t + ((<usize>rows) << 3); t < end; t += 16) {
    const x1 = v128.load(p);
    const x2 = v128.load(q);
    let r = f64x2.sub(biases, v128.load(t));
    r = f64x2.add(r, f64x2.mul(weights1, x1));
    r = f64x2.add(r, f64x2.mul(weights2, x2));
    total = f64x2.add(total, r);
    by1 = f64x2.add(by1, f64x2.mul(r, x1));
    by2 = f64x2.add(by2, f64x2.mul(r, x2));
    p += 16;
    q += 16;
  }
  addTo(out, sumLanes(by1));
  addTo(out + 8, sumLanes(by2));
  return sumLanes(total);
}

/** `addScaled` of four columns by −θ, one after the other, the residuals read and written once. */
function subtractFour(residuals: usize, feature: usize, stride: usize, theta: usize, rows: i32): void {
  const scale0 = -load<f64>(theta);
  const scale1 = -load<f64>(theta, 8);
  const scale2 = -load<f64>(theta, 16);
  const scale3 = -load<f64>(theta, 24);
  let r = residuals;
  let a = feature;
  let b = a + stride;
  let c = b + stride;
  let d = c + stride;
  for (const end = r + ((<usize>(rows & ~1)) << 3); r < end; r += 16) {
    let lanes = f64x2.add(v128.load(r), f64x2.mul(f64x2.splat(scale0), v128.load(a)));
    lanes = f64x2.add(lanes, f64x2.mul(f64x2.splat(scale1), v128.load(b)));
    lanes = f64x2.add(lanes, f64x2.mul(f64x2.splat(scale2), v128.load(c)));
    v128.store(r, f64x2.add(lanes, f64x2.mul(f64x2.splat(scale3), v128.load(d))));
    a += 16;
    b += 16;
    c += 16;
    d += 16;
  }
  if (!(rows & 1)) return;
  let left = load<f64>(r) + scale0 * load<f64>(a);
  left += scale1 * load<f64>(b);
  left += scale2 * load<f64>(c);
  store<f64>(r, left + scale3 * load<f64>(d));
}

/** `dot` of the residuals and four columns, added to four sums: the residuals are read once. */
function dotFour(residuals: usize, feature: usize, stride: usize, rows: i32, out: usize): void {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let aHigh = a;
  let bHigh = a;
  let cHigh = a;
  let dHigh = a;
  let r = residuals;
  let p = feature;
  let q = p + stride;
  let s = q + stride;
  let t = s + stride;
  for (const end = r + ((<usize>(rows & ~3)) << 3); r < end; r += 32) {
    const low = v128.load(r);
    const high = v128.load(r, 16);
    a = f64x2.add(a, f64x2.mul(low, v128.load(p)));
    aHigh = f64x2.add(aHigh, f64x2.mul(high, v128.load(p, 16)));
    b = f64x2.add(b, f64x2.mul(low, v128.load(q)));
    bHigh = f64x2.add(bHigh, f64x2.mul(high, v128.load(q, 16)));
    c = f64x2.add(c, f64x2.mul(low, v128.load(s)));
    cHigh = f64x2.add(cHigh, f64x2.mul(high, v128.load(s, 16)));
    d = f64x2.add(d, f64x2.mul(low, v128.load(t)));
    dHigh = f64x2.add(dHigh, f64x2.mul(high, v128.load(t, 16)));
    p += 32;
    q += 32;
    s += 32;
    t += 32;
  }
  const rest = rows & 3;
  addTo(out, withRest(sumLanes(f64x2.add(a, aHigh)), r, p, rest));
  addTo(out + 8, withRest(sumLanes(f64x2.add(b, bHigh)), r, q, rest));
  addTo(out + 16, withRest(sumLanes(f64x2.add(c, cHigh)), r, s, rest));
  addTo(out + 24, withRest(sumLanes(f64x2.add(d, dHigh)), r, t, rest));
}

/** `total` and the last products, one by one. */
function withRest(total: f64, x: usize, y: usize, rest: i32): f64 {
  for (let k: usize = 0, end = (<usize>rest) << 3; k < end; k += 8)
    total += load<f64>(x + k) * load<f64>(y + k);
  return total;
}

/** Leaves w·r in place of bias − r, and returns Σwr: in two lanes, then an odd last row. */
function weigh(residuals: usize, bias: f64, weights: usize, rows: i32): f64 {
  const biases = f64x2.splat(bias);
  let sums = f64x2.splat(0);
  let p = residuals;
  let w = weights;
  for (const end = p + ((<usize>(rows & ~1)) << 3); p < end; p += 16) {
    let r = f64x2.sub(biases, v128.load(p));
    if (weights) {
      r = f64x2.mul(v128.load(w), r);
      w += 16;
    }
    v128.store(p, r);
    sums = f64x2.add(sums, r);
  }
  const sum = sumLanes(sums);
  if (!(rows & 1)) return sum;
  const r = bias - load<f64>(p);
  const last = weights ? load<f64>(w) * r : r;
  store<f64>(p, last);
  return sum + last;
}

function addTo(out: usize, value: f64): void {
  store<f64>(out, load<f64>(out) + value);
}
