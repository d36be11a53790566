// Numbers of twice the precision, an unevaluated sum high + low with |low| ≤ ½ulp(high): about 32 digits, by f64
// operations alone (Dekker 1971, Knuth 1969; QD library, Hida, Li & Bailey 2001). Relative error of each ≤ 2⁻¹⁰².

/** high + low */
export type DoubleDouble = readonly [high: number, low: number];

export const ZERO: DoubleDouble = [0, 0];

/** a + b and its rounding error, exactly. */
export function twoSum(a: number, b: number): DoubleDouble {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
}

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

export function add([a, aLow]: DoubleDouble, [b, bLow]: DoubleDouble): DoubleDouble {
  const [sum, error] = twoSum(a, b);
  const [low, lowError] = twoSum(aLow, bLow);
  const [high, rest] = renormalize(sum, error + low);
  return renormalize(high, rest + lowError);
}

export function subtract(a: DoubleDouble, [b, bLow]: DoubleDouble): DoubleDouble {
  return add(a, [-b, -bLow]);
}

export function multiply([a, aLow]: DoubleDouble, [b, bLow]: DoubleDouble): DoubleDouble {
  const [product, error] = twoProduct(a, b);
  return renormalize(product, error + (a * bLow + aLow * b));
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

/** The symmetric matrix whose element (i, j) for j ≥ i is given: each is made once. */
export function symmetric(size: number, element: (i: number, j: number) => DoubleDouble): DoubleDouble[][] {
  const rows = Array.from({ length: size }, () => new Array<DoubleDouble>(size).fill(ZERO));
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      rows[i]![j] = element(i, j);
      rows[j]![i] = rows[i]![j]!;
    }
  }
  return rows;
}
