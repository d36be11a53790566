// Moments: the weighted Gram matrix of [1, x₁ − shift₁, …, xₖ − shiftₖ], that is Σw, the sums and the products of the
// shifted columns. A "part" is its upper triangle by rows, (k+1)(k+2)/2 f64: Σw, Σwx₁ … Σwxₖ, Σwx₁x₁, Σwx₁x₂ …
// Parts with the same shift merge by addition, so `accumulate` and `carry` work on whole parts.
//
// Shifting first is what keeps the digits: with x ≈ 1e8 raw products lose the slope, shifted ones lose nothing.
// Every sum has two lanes, even rows and odd rows, added at the end; an odd last row comes after that. This order does
// not depend on tiles or chunks, so their sizes may be tuned without changing a bit of the result.

import { addScaled, fetch, sumLanes } from './lanes';

const TILE: usize = 3; // 3 × 3 sums + 6 operands fill the 15 vector registers V8 has on x64
const TILE_BYTES: usize = TILE * TILE * 16;
// of each column, fetched and shifted at a time: measured best of 0.5 to 8 KB
const CHUNK_BYTES: usize = 2048;

/**
 * The part of a block of `rows` rows. Column j is at source + j·stride bytes and only read. `weights` points to one
 * weight ≥ 0 a row, or is 0 for all ones.
 *
 * `scratch` needs, with K = columns rounded up to a multiple of 3, 16·K·(K + 3)/2 + 16·K + 2048·K bytes, and 2048·K
 * more with weights.
 *
 * |error of entry (i, j)| ≤ γ(rows/2 + 5)·Σ w·|x̃ᵢ·x̃ⱼ| with x̃ = x − shift, γ(k) = k·2⁻⁵³/(1 − k·2⁻⁵³)
 * (Higham 2002, ch. 3 and 4).
 */
export function moments(
  source: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  weights: usize,
  shift: usize,
  scratch: usize,
  part: usize,
): void {
  const pairs = rows >> 1;
  // scratch: the sums of the tiles, of the columns, then the shifted columns, padded with zeros to whole tiles
  const groups = (<usize>columns + TILE - 1) / TILE;
  const sums = scratch + ((groups * (groups + 1)) >> 1) * TILE_BYTES;
  let weightSum = f64x2.splat(<f64>pairs);
  if (!weights && groups === 1) {
    multiplyThree(source, stride, pairs, columns, shift, scratch, sums);
  } else {
    const chunks = sums + groups * TILE * 16;
    memory.fill(scratch, 0, chunks + (weights ? 2 : 1) * groups * TILE * CHUNK_BYTES - scratch);
    multiplyAll(source, stride, pairs, columns, weights, shift, scratch, sums, chunks);
    if (weights) weightSum = sumOf(weights, pairs);
  }

  // the upper triangle out of the tiles
  const count = <usize>columns;
  let out = put(part, weightSum);
  for (let j: usize = 0; j < count; j++) out = put(out, v128.load(sums + (j << 4)));
  let diagonal = scratch;
  for (let i: usize = 0; i < groups; i++) {
    for (let a: usize = 0; a < TILE && i * TILE + a < count; a++) {
      let cell = diagonal + a * TILE * 16;
      for (let j = i; j < groups; j++) {
        for (let b: usize = j === i ? a : 0; b < TILE && j * TILE + b < count; b++) {
          out = put(out, v128.load(cell + (b << 4)));
        }
        cell += TILE_BYTES;
      }
    }
    diagonal += (groups - i) * TILE_BYTES;
  }
  if (rows & 1) {
    const last = (<usize>rows - 1) << 3;
    addRow(source + last, stride, columns, weights ? load<f64>(weights + last) : 1, shift, part);
  }
}

/** Up to three columns in one pass over the source: nine sums in registers, nothing shifted is stored. */
function multiplyThree(
  source: usize,
  stride: usize,
  pairs: i32,
  columns: i32,
  shift: usize,
  tile: usize,
  sums: usize,
): void {
  // a missing column is the first once more; its sums are not read
  let p = source;
  let q = columns > 1 ? p + stride : p;
  let r = columns > 2 ? q + stride : p;
  // the shifts are loaded anew for each row pair: kept in registers they would push a sum out into memory
  const shiftY = shift + (columns > 1 ? 8 : 0);
  const shiftZ = shift + (columns > 2 ? 16 : 0);
  let x = f64x2.splat(0);
  let y = x;
  let z = x;
  let xx = x;
  let xy = x;
  let xz = x;
  let yy = x;
  let yz = x;
  let zz = x;
  for (let end = p + ((<usize>pairs) << 4); p < end; p += 16) {
    const a = f64x2.sub(v128.load(p), v128.load64_splat(shift));
    const b = f64x2.sub(v128.load(q), v128.load64_splat(shiftY));
    const c = f64x2.sub(v128.load(r), v128.load64_splat(shiftZ));
    x = f64x2.add(x, a);
    y = f64x2.add(y, b);
    z = f64x2.add(z, c);
    xx = f64x2.add(xx, f64x2.mul(a, a));
    xy = f64x2.add(xy, f64x2.mul(a, b));
    xz = f64x2.add(xz, f64x2.mul(a, c));
    yy = f64x2.add(yy, f64x2.mul(b, b));
    yz = f64x2.add(yz, f64x2.mul(b, c));
    zz = f64x2.add(zz, f64x2.mul(c, c));
    q += 16;
    r += 16;
  }
  v128.store(sums, x);
  v128.store(sums, y, 16);
  v128.store(sums, z, 32);
  v128.store(tile, xx);
  v128.store(tile, xy, 16);
  v128.store(tile, xz, 32);
  v128.store(tile, yy, 64);
  v128.store(tile, yz, 80);
  v128.store(tile, zz, 128);
}

function put(out: usize, lanes: v128): usize {
  store<f64>(out, sumLanes(lanes));
  return out + 8;
}

function sumOf(x: usize, pairs: i32): v128 {
  let lanes = f64x2.splat(0);
  for (let p = x, end = x + ((<usize>pairs) << 4); p < end; p += 16) lanes = f64x2.add(lanes, v128.load(p));
  return lanes;
}

/** Any number of columns: shifted chunk by chunk into `chunks`, then multiplied 3 × 3 columns at a time. */
function multiplyAll(
  source: usize,
  stride: usize,
  pairs: i32,
  columns: i32,
  weights: usize,
  shift: usize,
  tiles: usize,
  sums: usize,
  chunks: usize,
): void {
  const count = <usize>columns;
  const bytes = (<usize>pairs) << 4;
  const end = chunks + ((count + TILE - 1) / TILE) * TILE * CHUNK_BYTES;
  const left = weights ? end : chunks;
  for (let done: usize = 0; done < bytes; done += CHUNK_BYTES) {
    const chunk = min(CHUNK_BYTES, bytes - done);
    for (let j: usize = 0; j < count; j++) fetch(source + j * stride + done, chunk);
    for (let j: usize = 0; j < count; j++) {
      const column = chunks + j * CHUNK_BYTES;
      const sum = sums + (j << 4);
      shiftColumn(source + j * stride + done, chunk, shift + (j << 3), column, sum, weights);
      if (weights) weighColumn(column, chunk, weights + done, left + j * CHUNK_BYTES, sum);
    }
    let tile = tiles;
    for (let p = left, q = chunks; q < end; q += TILE * CHUNK_BYTES) {
      for (let right = q; right < end; right += TILE * CHUNK_BYTES) {
        multiply(p, right, chunk, tile);
        tile += TILE_BYTES;
      }
      p += TILE * CHUNK_BYTES;
    }
  }
}

/** target ← source − shift over `bytes`, the lanes added to `sums` unless there are weights. */
function shiftColumn(
  source: usize,
  bytes: usize,
  shift: usize,
  target: usize,
  sums: usize,
  weights: usize,
): void {
  const constants = v128.load64_splat(shift);
  let lanes = v128.load(sums);
  for (let i: usize = 0; i < bytes; i += 16) {
    const shifted = f64x2.sub(v128.load(source + i), constants);
    v128.store(target + i, shifted);
    lanes = f64x2.add(lanes, shifted);
  }
  if (!weights) v128.store(sums, lanes);
}

/** target ← weights × source over `bytes`, the lanes added to `sums`. */
function weighColumn(source: usize, bytes: usize, weights: usize, target: usize, sums: usize): void {
  let lanes = v128.load(sums);
  for (let i: usize = 0; i < bytes; i += 16) {
    const weighted = f64x2.mul(v128.load(weights + i), v128.load(source + i));
    v128.store(target + i, weighted);
    lanes = f64x2.add(lanes, weighted);
  }
  v128.store(sums, lanes);
}

/** Adds the products of three columns at `left` with three at `right` to the nine sums at `tile`. */
function multiply(left: usize, right: usize, bytes: usize, tile: usize): void {
  let s00 = v128.load(tile, 0);
  let s01 = v128.load(tile, 16);
  let s02 = v128.load(tile, 32);
  let s10 = v128.load(tile, 48);
  let s11 = v128.load(tile, 64);
  let s12 = v128.load(tile, 80);
  let s20 = v128.load(tile, 96);
  let s21 = v128.load(tile, 112);
  let s22 = v128.load(tile, 128);
  let q = right;
  for (let p = left, end = left + bytes; p < end; p += 16) {
    const y0 = v128.load(q, 0);
    const y1 = v128.load(q, CHUNK_BYTES);
    const y2 = v128.load(q, 2 * CHUNK_BYTES);
    let x = v128.load(p, 0);
    s00 = f64x2.add(s00, f64x2.mul(x, y0));
    s01 = f64x2.add(s01, f64x2.mul(x, y1));
    s02 = f64x2.add(s02, f64x2.mul(x, y2));
    x = v128.load(p, CHUNK_BYTES);
    s10 = f64x2.add(s10, f64x2.mul(x, y0));
    s11 = f64x2.add(s11, f64x2.mul(x, y1));
    s12 = f64x2.add(s12, f64x2.mul(x, y2));
    x = v128.load(p, 2 * CHUNK_BYTES);
    s20 = f64x2.add(s20, f64x2.mul(x, y0));
    s21 = f64x2.add(s21, f64x2.mul(x, y1));
    s22 = f64x2.add(s22, f64x2.mul(x, y2));
    q += 16;
  }
  v128.store(tile, s00, 0);
  v128.store(tile, s01, 16);
  v128.store(tile, s02, 32);
  v128.store(tile, s10, 48);
  v128.store(tile, s11, 64);
  v128.store(tile, s12, 80);
  v128.store(tile, s20, 96);
  v128.store(tile, s21, 112);
  v128.store(tile, s22, 128);
}

/** Adds one row to a part; `source` points to its first column. */
function addRow(source: usize, stride: usize, columns: i32, weight: f64, shift: usize, part: usize): void {
  store<f64>(part, load<f64>(part) + weight);
  let sum = part + 8;
  let product = sum + ((<usize>columns) << 3);
  for (let i: usize = 0; i < <usize>columns; i++) {
    const weighted = weight * (load<f64>(source + i * stride) - load<f64>(shift + (i << 3)));
    store<f64>(sum, load<f64>(sum) + weighted);
    sum += 8;
    for (let j = i; j < <usize>columns; j++) {
      const value = load<f64>(source + j * stride) - load<f64>(shift + (j << 3));
      store<f64>(product, load<f64>(product) + weighted * value);
      product += 8;
    }
  }
}

/** target[k] += source[k] for `count` f64: merges two parts with the same shift. */
export function accumulate(target: usize, source: usize, count: i32): void {
  addScaled(target, source, 1, count);
}

/**
 * Adds a part to a binary counter of parts, so that the sum over all blocks is pairwise and its error grows with
 * log₂ of their number. `stack` holds one part of `count` f64 for each 1 in the binary digits of `index`, the number of
 * parts taken so far, and the new part after them. At the end add the parts on the stack from the last to the first.
 * |error| ≤ γ(⌊log₂ parts⌋ + 1)·Σ|parts|: a sum of 2ᵏ parts was added k times, then to all smaller ones, then to
 * each larger one.
 */
export function carry(stack: usize, count: i32, index: i32): void {
  const bytes = (<usize>count) << 3;
  let top = stack + <usize>popcnt(index) * bytes;
  for (let rest = index; rest & 1; rest >>= 1) {
    top -= bytes;
    accumulate(top, top + bytes, count);
  }
}

/** target ← source as f64, exact: a column of f32. Bound by the stores, so lanes would gain nothing. */
export function widenF32(source: usize, target: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) store<f64>(target + (i << 3), load<f32>(source + (i << 2)));
}

/** target ← source as f64, exact: a column of i32. */
export function widenI32(source: usize, target: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) store<f64>(target + (i << 3), load<i32>(source + (i << 2)));
}
