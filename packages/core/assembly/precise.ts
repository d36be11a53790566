// Dot products of numbers of twice the precision, high + low, whose highs come in two halves, high = top + bottom: products
// of halves are exact (Dekker 1971).

/**
 * The dot products of `left` with each of `count` rows from `right` on, `stride` bytes apart: high then low. Bottoms lie
 * `plane` bytes behind the tops of a row, lows as far behind the bottoms; `numbers` is even, and one that is 0 adds nothing. Two
 * lanes, even and odd numbers, each a sum and beside it what roundings left out (Ogita, Rump & Oishi 2005, Dot2), carried
 * over while it is small; then both. Two rows at a time: one alone would wait for its own additions.
 *
 * |error| ≤ (4·numbers + 16)·2⁻¹⁰⁶·Σ|leftₖ·rightₖ|, and 2⁻¹⁰⁷¹ a number where a product or a half of one is below 2⁻¹⁰²².
 */
export function preciseDots(
  left: usize,
  right: usize,
  plane: usize,
  stride: usize,
  numbers: i32,
  count: i32,
  out: usize,
): void {
  const bytes = (<usize>numbers) << 3;
  for (; count > 0; count -= 2) {
    const next = count > 1 ? right + stride : right;
    twoDots(left, right, next, plane, bytes, out, count > 1 ? out + 16 : out);
    right = next + stride;
    out += 32;
  }
}

function twoDots(p: usize, q: usize, r: usize, plane: usize, bytes: usize, out: usize, outC: usize): void {
  let sum = f64x2.splat(0);
  let rest = sum;
  let sumC = sum;
  let restC = sum;
  for (const end = p + bytes; p < end; p += 16) {
    const aTop = v128.load(p);
    const aBottom = v128.load(p + plane);
    const aLow = v128.load(p + 2 * plane);
    const a = f64x2.add(aTop, aBottom);

    const bTop = v128.load(q);
    const bBottom = v128.load(q + plane);
    const b = f64x2.add(bTop, bBottom);
    const product = f64x2.mul(a, b);
    let lost = f64x2.sub(f64x2.mul(aTop, bTop), product);
    lost = f64x2.add(lost, f64x2.mul(aTop, bBottom));
    lost = f64x2.add(lost, f64x2.mul(aBottom, bTop));
    lost = f64x2.add(lost, f64x2.mul(aBottom, bBottom));
    lost = f64x2.add(lost, f64x2.add(f64x2.mul(a, v128.load(q + 2 * plane)), f64x2.mul(aLow, b)));
    const next = f64x2.add(sum, product);
    const part = f64x2.sub(next, sum);
    const rounded = f64x2.add(f64x2.sub(sum, f64x2.sub(next, part)), f64x2.sub(product, part));
    rest = f64x2.add(rest, f64x2.add(rounded, lost));
    sum = f64x2.add(next, rest);
    rest = f64x2.sub(rest, f64x2.sub(sum, next));
    q += 16;

    const cTop = v128.load(r);
    const cBottom = v128.load(r + plane);
    const c = f64x2.add(cTop, cBottom);
    const productC = f64x2.mul(a, c);
    let lostC = f64x2.sub(f64x2.mul(aTop, cTop), productC);
    lostC = f64x2.add(lostC, f64x2.mul(aTop, cBottom));
    lostC = f64x2.add(lostC, f64x2.mul(aBottom, cTop));
    lostC = f64x2.add(lostC, f64x2.mul(aBottom, cBottom));
    lostC = f64x2.add(lostC, f64x2.add(f64x2.mul(a, v128.load(r + 2 * plane)), f64x2.mul(aLow, c)));
    const nextC = f64x2.add(sumC, productC);
    const partC = f64x2.sub(nextC, sumC);
    const roundedC = f64x2.add(f64x2.sub(sumC, f64x2.sub(nextC, partC)), f64x2.sub(productC, partC));
    restC = f64x2.add(restC, f64x2.add(roundedC, lostC));
    sumC = f64x2.add(nextC, restC);
    restC = f64x2.sub(restC, f64x2.sub(sumC, nextC));
    r += 16;
  }
  storeBoth(sum, rest, out);
  storeBoth(sumC, restC, outC);
}

/** Both lanes of a sum, and what they leave out, as high and low. */
function storeBoth(sum: v128, rest: v128, out: usize): void {
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
