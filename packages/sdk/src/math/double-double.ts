// Numbers of twice the precision, an unevaluated sum high + low with |low| ≤ ½ulp(high): about 32 digits, by f64
// operations alone (Dekker 1971, Knuth 1969; QD library, Hida, Li & Bailey 2001). Relative error of each ≤ 2⁻¹⁰².

/** high + low */
export type DoubleDouble = readonly [high: number, low: number];

export const ZERO: DoubleDouble = [0, 0];
export const ONE: DoubleDouble = [1, 0];

const SPLITTER = 2 ** 27 + 1;

/** a · b and its rounding error, exactly, where neither overflows when split. */
function twoProduct(a: number, b: number): DoubleDouble {
  const product = a * b;
  const aBig = SPLITTER * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = SPLITTER * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return [product, aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow];
}

/** high + low with |low| ≤ ½ulp(high), for |a| ≥ |b|. */
function renormalize(a: number, b: number): DoubleDouble {
  const sum = a + b;
  return [sum, b - (sum - a)];
}

// halves by their index: a pattern that takes a pair apart costs more than the sums

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  return sumOf(a[0], a[1], b[0], b[1]);
}

export function subtract(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  return sumOf(a[0], a[1], -b[0], -b[1]);
}

/** (a + aLow) + (b + bLow), the sums of both halves with their rounding errors. */
function sumOf(a: number, aLow: number, b: number, bLow: number): DoubleDouble {
  const sum = a + b;
  const part = sum - a;
  const low = aLow + bLow;
  const lowPart = low - aLow;
  const rest = a - (sum - part) + (b - part) + low;
  const high = sum + rest;
  const left = rest - (high - sum) + (aLow - (low - lowPart) + (bLow - lowPart));
  const all = high + left;
  return [all, left - (all - high)];
}

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = twoProduct(a[0], b[0]);
  return renormalize(product[0], product[1] + (a[0] * b[1] + a[1] * b[0]));
}

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a[0] / b[0];
  const rest = subtract(a, multiply(b, [first, 0]));
  const second = rest[0] / b[0];
  const third = subtract(rest, multiply(b, [second, 0]))[0] / b[0];
  return add(renormalize(first, second), [third, 0]);
}

export function squareRoot(a: DoubleDouble): DoubleDouble {
  if (!(a[0] > 0)) return ZERO;
  const root = Math.sqrt(a[0]);
  // one Newton step doubles the digits of the f64 root
  const rest = subtract(a, twoProduct(root, root));
  return add([root, 0], [rest[0] / (2 * root), 0]);
}
