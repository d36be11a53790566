// Epochs over rows: single samples and mini-batches in shuffled order, by any optimizer.
// A row is [y, z₁ … z_d, 0 …] with `stride` f64, a multiple of 4; θ = [b, w₁ … w_d, 0 …] likewise. z₀, the factor of the
// bias, is `bias`: 1, or 0 without intercept. `weights` is 0 or points to one weight a row, of mean 1.

import { addScaled, fetch, sumLanes } from './lanes';
import { GD, MOMENTUM_FACTOR, NESTEROV, RATE, update, VELOCITY } from './optimizer';

// Samples drawn ahead of their use. Their rows lie anywhere: looked up one after the other by a loop that waits for none of
// them, many come from memory at once, while each update has to wait for the one before. 32 rows of d = 100 fit in a 48 KB cache.
const DRAWN: i32 = 32;
const L2: usize = 32; // in `settings`, after those of optimizer.ts

/** Copies `rows` of column-major data (column j at source + j·stride bytes, the target first) into rows of `width` f64. */
export function interleave(
  source: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  target: usize,
  width: i32,
): void {
  let row = target;
  for (let i: usize = 0, end = (<usize>rows) << 3; i < end; i += 8) {
    let column = source + i;
    for (let j = 0; j < width; j++) {
      store<u64>(row, j < columns ? load<u64>(column) : 0);
      column += stride;
      row += 8;
    }
  }
}

/** Starts the generator (sfc32 by Chris Doty-Humphrey, four u32 at `random`) from a seed. */
export function seed(random: usize, value: i32): void {
  store<i32>(random, value);
  store<i32>(random, 0, 4);
  store<i32>(random, 0, 8);
  store<i32>(random, 1, 12);
  for (let round = 0; round < 12; round++) next(random);
}

function next(random: usize): u32 {
  const b = load<u32>(random, 4);
  const c = load<u32>(random, 8);
  const counter = load<u32>(random, 12);
  const result = load<u32>(random) + b + counter;
  store<u32>(random, b ^ (b >> 9));
  store<u32>(random, c + (c << 3), 4);
  store<u32>(random, rotl(c, 21) + result, 8);
  store<u32>(random, counter + 1, 12);
  return result;
}

/**
 * Draws the entries from `first` to before `last` of a random permutation of the `total` i32 at `order`: Fisher and Yates,
 * from the front, so that an epoch can shuffle as it goes.
 */
export function shuffle(order: usize, random: usize, first: i32, last: i32, total: i32): void {
  for (let i = first; i < last; i++) draw(order, random, i, total);
}

function draw(order: usize, random: usize, i: i32, total: i32): usize {
  const distance = ((<u64>next(random) * <u64>(total - i)) >> 32) as usize;
  const here = order + ((<usize>i) << 2);
  const chosen = here + (distance << 2);
  const row = load<i32>(chosen);
  store<i32>(chosen, load<i32>(here));
  store<i32>(here, row);
  return <usize>row;
}

/**
 * Updates θ on the samples from position `first` to before `last` of the epoch, `batchSize` at a time, each batch by its
 * mean gradient. With `random` the order is drawn as it goes, as by `shuffle`; without, `order` is followed, and
 * without `order` the rows as they lie. Call it for some thousand samples at a time: engines replace slow
 * first code only between calls.
 *
 * `settings` and `state` are those of optimizer.ts, settings[4] is l2. `scratch` holds 2·stride f64.
 *
 * A batch of m has the bound of `update` with the mean gradient, and that
 *   |error of entry j| ≤ γ(m + stride/4 + 7)·Σ w·(|y| + |θ|ᵀ|z|)·|zⱼ|/m + γ(m + 1)·l2·|θⱼ|:
 * a residual in four lanes takes stride/4 + 3 roundings, the weight, the product, 1/m and its product one each, the sum one a row.
 * A single sample by gd alone:
 *   |error of θⱼ| ≤ γ(1)·|θⱼ| + γ(stride/4 + 6)·rate·(|y| + |θ|ᵀ|z|)·|zⱼ|.
 * With rate ≤ 2/‖z‖² the errors of earlier samples are not magnified: I − rate·zzᵀ lengthens nothing.
 */
export function stochastic(
  optimizer: i32,
  rows: usize,
  stride: i32,
  order: usize,
  random: usize,
  first: i32,
  last: i32,
  total: i32,
  batchSize: i32,
  bias: f64,
  weights: usize,
  theta: usize,
  state: usize,
  settings: usize,
  scratch: usize,
): void {
  const rowBytes = (<usize>stride) << 3;
  const rate = load<f64>(settings, RATE);
  const l2 = load<f64>(settings, L2);
  if (optimizer === GD && batchSize === 1 && l2 === 0 && !weights) {
    if (stride === 4) singles(rows, order, random, first, last, total, bias, theta, rate);
    else fused(rows, order, random, first, last, total, bias, theta, rate, rowBytes);
    return;
  }

  const gradient = scratch;
  const ahead = gradient + rowBytes;
  const point = optimizer === NESTEROV ? ahead : theta;
  for (let start = first; start < last; start += batchSize) {
    const end = min(start + batchSize, last);
    if (optimizer === NESTEROV) {
      memory.copy(ahead, theta, rowBytes);
      addScaled(ahead, state + VELOCITY, load<f64>(settings, MOMENTUM_FACTOR), stride);
    }
    // the bias, entry 0, has no penalty
    memory.fill(gradient, 0, rowBytes);
    addScaled(gradient + 8, point + 8, l2, stride - 1);
    const share = 1 / <f64>(end - start);
    if (stride === 4) {
      narrow(rows, order, random, start, end, total, bias, weights, point, gradient, share);
    } else {
      wide(rows, order, random, start, end, total, bias, weights, point, gradient, share, rowBytes);
    }
    update(optimizer, theta, gradient, state, settings, 0, stride);
  }
}

/** Single samples of any width: the update of one and the residual of the next in the same pass over θ. */
function fused(
  rows: usize,
  order: usize,
  random: usize,
  first: i32,
  last: i32,
  total: i32,
  bias: f64,
  theta: usize,
  rate: f64,
  rowBytes: usize,
): void {
  for (let start = first; start < last; start += DRAWN) {
    const end = min(start + DRAWN, last);
    if (random) shuffle(order, random, start, end, total);
    for (let i = start; i < end; i++) fetch(rows + pick(order, 0, i, total) * rowBytes, rowBytes);
    let row = rows + pick(order, 0, start, total) * rowBytes;
    let r = residual(row, bias, theta, rowBytes);
    for (let i = start + 1; i < end; i++) {
      const next = rows + pick(order, 0, i, total) * rowBytes;
      r = advance(theta, row, -rate * r, next, bias, rowBytes);
      row = next;
    }
    addScaledRow(theta, row, bias, -rate * r, rowBytes);
  }
}

/** θ += scale·z of `row`, and the residual of `next` at the new θ: the bits of `addScaledRow`, then `residual`. */
function advance(theta: usize, row: usize, scale: f64, next: usize, bias: f64, rowBytes: usize): f64 {
  const scales = f64x2.splat(scale);
  let moved = f64x2.add(v128.load(theta), f64x2.mul(scales, head(row, bias)));
  v128.store(theta, moved);
  const target = v128.load64_zero(next);
  let low = f64x2.sub(f64x2.mul(moved, head(next, bias)), target);
  moved = f64x2.add(v128.load(theta, 16), f64x2.mul(scales, v128.load(row, 16)));
  v128.store(theta, moved, 16);
  let high = f64x2.mul(moved, v128.load(next, 16));
  for (let i: usize = 32; i < rowBytes; i += 32) {
    moved = f64x2.add(v128.load(theta + i), f64x2.mul(scales, v128.load(row + i)));
    v128.store(theta + i, moved);
    low = f64x2.add(low, f64x2.mul(moved, v128.load(next + i)));
    moved = f64x2.add(v128.load(theta + i, 16), f64x2.mul(scales, v128.load(row + i, 16)));
    v128.store(theta + i, moved, 16);
    high = f64x2.add(high, f64x2.mul(moved, v128.load(next + i, 16)));
  }
  return sumLanes(f64x2.add(low, high));
}

/** gradient += share·Σ w·r·z over a batch of up to three features: θ and the sums stay in registers. */
function narrow(
  rows: usize,
  order: usize,
  random: usize,
  start: i32,
  end: i32,
  total: i32,
  bias: f64,
  weights: usize,
  theta: usize,
  gradient: usize,
  share: f64,
): void {
  const theta0 = v128.load(theta);
  const theta2 = v128.load(theta, 16);
  let low = v128.load(gradient);
  let high = v128.load(gradient, 16);
  for (let i = start; i < end; i++) {
    const index = pick(order, random, i, total);
    const row = rows + (index << 5);
    const z0 = head(row, bias);
    const z2 = v128.load(row, 16);
    const lanes = f64x2.sub(f64x2.mul(theta0, z0), v128.load64_zero(row));
    const r = sumLanes(f64x2.add(lanes, f64x2.mul(theta2, z2)));
    const scales = f64x2.splat(share * weighted(r, weights, index));
    low = f64x2.add(low, f64x2.mul(scales, z0));
    high = f64x2.add(high, f64x2.mul(scales, z2));
  }
  v128.store(gradient, low);
  v128.store(gradient, high, 16);
}

/** The same for any width, four rows at a time: the sums, added to in the order of the rows, are stored a fourth as often. */
function wide(
  rows: usize,
  order: usize,
  random: usize,
  start: i32,
  end: i32,
  total: i32,
  bias: f64,
  weights: usize,
  theta: usize,
  gradient: usize,
  share: f64,
  rowBytes: usize,
): void {
  let i = start;
  for (; i <= end - 4; i += 4) {
    const a = pick(order, random, i, total);
    const b = pick(order, random, i + 1, total);
    const c = pick(order, random, i + 2, total);
    const d = pick(order, random, i + 3, total);
    const rowA = rows + a * rowBytes;
    const rowB = rows + b * rowBytes;
    const rowC = rows + c * rowBytes;
    const rowD = rows + d * rowBytes;
    const scaleA = f64x2.splat(share * weighted(residual(rowA, bias, theta, rowBytes), weights, a));
    const scaleB = f64x2.splat(share * weighted(residual(rowB, bias, theta, rowBytes), weights, b));
    const scaleC = f64x2.splat(share * weighted(residual(rowC, bias, theta, rowBytes), weights, c));
    const scaleD = f64x2.splat(share * weighted(residual(rowD, bias, theta, rowBytes), weights, d));
    let sums = f64x2.add(v128.load(gradient), f64x2.mul(scaleA, head(rowA, bias)));
    sums = f64x2.add(sums, f64x2.mul(scaleB, head(rowB, bias)));
    sums = f64x2.add(sums, f64x2.mul(scaleC, head(rowC, bias)));
    v128.store(gradient, f64x2.add(sums, f64x2.mul(scaleD, head(rowD, bias))));
    for (let j: usize = 16; j < rowBytes; j += 16) {
      sums = f64x2.add(v128.load(gradient + j), f64x2.mul(scaleA, v128.load(rowA + j)));
      sums = f64x2.add(sums, f64x2.mul(scaleB, v128.load(rowB + j)));
      sums = f64x2.add(sums, f64x2.mul(scaleC, v128.load(rowC + j)));
      v128.store(gradient + j, f64x2.add(sums, f64x2.mul(scaleD, v128.load(rowD + j))));
    }
  }
  for (; i < end; i++) {
    const index = pick(order, random, i, total);
    const row = rows + index * rowBytes;
    const r = residual(row, bias, theta, rowBytes);
    addScaledRow(gradient, row, bias, share * weighted(r, weights, index), rowBytes);
  }
}

function weighted(r: f64, weights: usize, index: usize): f64 {
  return weights ? load<f64>(weights + (index << 3)) * r : r;
}

function pick(order: usize, random: usize, i: i32, total: i32): usize {
  if (random) return draw(order, random, i, total);
  return order ? <usize>load<i32>(order + ((<usize>i) << 2)) : <usize>i;
}

/** Single samples with up to three features: θ stays in registers, 21 cycles of latency an update on current cores. */
function singles(
  rows: usize,
  order: usize,
  random: usize,
  first: i32,
  last: i32,
  total: i32,
  bias: f64,
  theta: usize,
  rate: f64,
): void {
  let b = load<f64>(theta);
  let w1 = load<f64>(theta, 8);
  let w2 = load<f64>(theta, 16);
  let w3 = load<f64>(theta, 24);
  for (let i = first; i < last; i++) {
    const row = rows + (pick(order, random, i, total) << 5);
    const z1 = load<f64>(row, 8);
    const z2 = load<f64>(row, 16);
    const z3 = load<f64>(row, 24);
    const step = rate * (b - load<f64>(row) + w2 * z2 + (w1 * z1 + w3 * z3));
    b -= step * bias;
    w1 -= step * z1;
    w2 -= step * z2;
    w3 -= step * z3;
  }
  store<f64>(theta, b);
  store<f64>(theta, w1, 8);
  store<f64>(theta, w2, 16);
  store<f64>(theta, w3, 24);
}

/** The residual θᵀz − y of one row: four lanes, entries 0, 4, … in the first. */
function residual(row: usize, bias: f64, theta: usize, rowBytes: usize): f64 {
  const target = v128.load64_zero(row);
  let low = f64x2.sub(f64x2.mul(v128.load(theta), head(row, bias)), target);
  let high = f64x2.mul(v128.load(theta, 16), v128.load(row, 16));
  for (let i: usize = 32; i < rowBytes; i += 32) {
    low = f64x2.add(low, f64x2.mul(v128.load(theta + i), v128.load(row + i)));
    high = f64x2.add(high, f64x2.mul(v128.load(theta + i, 16), v128.load(row + i, 16)));
  }
  return sumLanes(f64x2.add(low, high));
}

/** z₀ and z₁: where z₀ belongs, a row holds its target. */
function head(row: usize, bias: f64): v128 {
  return f64x2.replace_lane(v128.load(row), 0, bias);
}

/** target += scale·z */
function addScaledRow(target: usize, row: usize, bias: f64, scale: f64, rowBytes: usize): void {
  const scales = f64x2.splat(scale);
  v128.store(target, f64x2.add(v128.load(target), f64x2.mul(scales, head(row, bias))));
  v128.store(target, f64x2.add(v128.load(target, 16), f64x2.mul(scales, v128.load(row, 16))), 16);
  for (let i: usize = 32; i < rowBytes; i += 32) {
    v128.store(target + i, f64x2.add(v128.load(target + i), f64x2.mul(scales, v128.load(row + i))));
    v128.store(
      target + i,
      f64x2.add(v128.load(target + i, 16), f64x2.mul(scales, v128.load(row + i, 16))),
      16,
    );
  }
}
