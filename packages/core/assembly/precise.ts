// Products of columns in numbers of twice the precision, high + low, whose highs come in two halves, high = top + bottom:
// products of halves are exact (Dekker 1971).

/**
 * The upper triangle, by rows, of left·rightᵀ: for columns i ≤ j the sum over the rows of leftᵢ·rightⱼ, high then low. Each
 * of `left` and `right` is three planes of columns × rows f64: tops, bottoms, lows; `rows` is even, and a row of zeros adds
 * nothing. Two lanes, even and odd rows, each a sum and beside it what roundings left out (Ogita, Rump & Oishi 2005, Dot2),
 * carried over while it is small; then both.
 *
 * |error| ≤ (4·rows + 16)·2⁻¹⁰⁶·Σ|leftᵢ·rightⱼ|, and 2⁻¹⁰⁷¹ a row where a product or a half of one is below 2⁻¹⁰²².
 */
export function preciseProducts(left: usize, right: usize, rows: i32, columns: i32, out: usize): void {
  const column = (<usize>rows) << 3;
  const plane = column * <usize>columns;
  for (let p = left, start = right, end = left + plane; p < end; p += column, start += column) {
    for (let q = start; q < right + plane; q += column) {
      preciseDot(p, q, plane, column, out);
      out += 16;
    }
  }
}

function preciseDot(p: usize, q: usize, plane: usize, bytes: usize, out: usize): void {
  let sum = f64x2.splat(0);
  let rest = sum;
  for (const end = p + bytes; p < end; p += 16) {
    const aTop = v128.load(p);
    const aBottom = v128.load(p + plane);
    const bTop = v128.load(q);
    const bBottom = v128.load(q + plane);
    const a = f64x2.add(aTop, aBottom);
    const b = f64x2.add(bTop, bBottom);
    const product = f64x2.mul(a, b);
    let lost = f64x2.sub(f64x2.mul(aTop, bTop), product);
    lost = f64x2.add(lost, f64x2.mul(aTop, bBottom));
    lost = f64x2.add(lost, f64x2.mul(aBottom, bTop));
    lost = f64x2.add(lost, f64x2.mul(aBottom, bBottom));
    const lows = f64x2.add(f64x2.mul(a, v128.load(q + 2 * plane)), f64x2.mul(v128.load(p + 2 * plane), b));
    const next = f64x2.add(sum, product);
    const part = f64x2.sub(next, sum);
    const rounded = f64x2.add(f64x2.sub(sum, f64x2.sub(next, part)), f64x2.sub(product, part));
    rest = f64x2.add(rest, f64x2.add(rounded, f64x2.add(lost, lows)));
    sum = f64x2.add(next, rest);
    rest = f64x2.sub(rest, f64x2.sub(sum, next));
    q += 16;
  }
  const even = f64x2.extract_lane(sum, 0);
  const odd = f64x2.extract_lane(sum, 1);
  const both = even + odd;
  const part = both - even;
  const rounded = even - (both - part) + (odd - part);
  const beside = f64x2.extract_lane(rest, 0) + f64x2.extract_lane(rest, 1) + rounded;
  const high = both + beside;
  store<f64>(out, high);
  store<f64>(out + 8, beside - (high - both));
}
