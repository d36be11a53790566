// Vectors of n f64. Sums have four lanes, entry k in lane k mod 4, added as (0 + 2) + (1 + 3), then the last n mod 4
// entries one by one. |error| ≤ γ(n/4 + 5)·Σ|terms|, γ(k) = k·2⁻⁵³/(1 − k·2⁻⁵³)   (Higham 2002, ch. 3 and 4).
// This bound and those above the kernels hold without overflow; a product below 2⁻¹⁰²² may be off by 2⁻¹⁰⁷⁵ besides.

export function sumLanes(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

export function dot(x: usize, y: usize, n: i32): f64 {
  let p = x;
  let q = y;
  let low = f64x2.splat(0);
  let high = low;
  for (let fours = n >> 2; fours > 0; fours--) {
    low = f64x2.add(low, f64x2.mul(v128.load(p), v128.load(q)));
    high = f64x2.add(high, f64x2.mul(v128.load(p, 16), v128.load(q, 16)));
    p += 32;
    q += 32;
  }
  let total = sumLanes(f64x2.add(low, high));
  for (let rest = n & 3; rest > 0; rest--) {
    total += load<f64>(p) * load<f64>(q);
    p += 8;
    q += 8;
  }
  return total;
}

/** x += scale·y */
export function addScaled(x: usize, y: usize, scale: f64, n: i32): void {
  const scales = f64x2.splat(scale);
  let p = x;
  let q = y;
  for (let pairs = n >> 1; pairs > 0; pairs--) {
    v128.store(p, f64x2.add(v128.load(p), f64x2.mul(scales, v128.load(q))));
    p += 16;
    q += 16;
  }
  if (n & 1) store<f64>(p, load<f64>(p) + scale * load<f64>(q));
}

const LINE_BYTES: usize = 64;

/**
 * Brings memory into the cache by a loop that waits for nothing, so that many lines are on their way at once. What is read
 * is dropped, but engines may not leave the reading out: it could trap.
 */
export function fetch(start: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += LINE_BYTES) load<u8>(start + i);
}
