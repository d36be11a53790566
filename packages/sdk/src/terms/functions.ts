// exp, log, sin and cos by + − × ÷ alone, since engines differ in the last digit of theirs: what reaches a weight has the
// same bits everywhere. Each is within 1 ulp of the true value, `sin` and `cos` up to 2²⁰ in size; past that, NaN.

/** Adds a series up from its last term: c₀ + x·(c₁ + x·(…)). */
function series(x: number, coefficients: readonly number[]): number {
  let sum = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) sum = sum * x + coefficients[k]!;
  return sum;
}

/** 1/first!, 1/(first + step)!, … with alternating signs where they are asked for. */
function factorials(first: number, step: number, count: number, alternating: boolean): number[] {
  let value = 1;
  for (let k = 2; k <= first; k++) value /= k;
  return Array.from({ length: count }, (_, i) => {
    const own = alternating && i % 2 === 1 ? -value : value;
    for (let k = 1; k <= step; k++) value /= first + i * step + k;
    return own;
  });
}

/** ln 2 in two parts; products of the first with whole numbers up to 2²⁰ are exact. */
const LN2 = 0.6931471803691238;
const LN2_REST = 1.9082149292705877e-10;

const EXP = factorials(2, 1, 13, false);

/** eˣ */
export function exp(x: number): number {
  if (!(x < 709.79)) return Number.NaN;
  if (x < -745.2) return 0;
  const k = Math.round(x / LN2);
  const high = x - k * LN2;
  const low = k * LN2_REST;
  const r = high - low;
  const value = 1 + (high + (r * r * series(r, EXP) - low));
  // in two steps, for 2¹⁰²⁴ is no f64 and 2⁻¹⁰⁷⁵ none either
  const half = Math.trunc(k / 2);
  return value * 2 ** half * 2 ** (k - half);
}

const LOG = Array.from({ length: 11 }, (_, k) => 2 / (2 * k + 3));

/** ln x */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return Number.NaN;
  const [m, k] = mantissa(x);
  const f = m - 1;
  // ln(1 + f) = f − s·(f − R) with s = f/(2 + f) and R = 2s²/3 + 2s⁴/5 + …: f is exact, what is taken from it is small
  const s = f / (2 + f);
  const square = s * s;
  const rest = s * (f - square * series(square, LOG));
  return k * LN2 - (rest - k * LN2_REST - f);
}

/** x = m·2ᵏ with m from √½ to √2. */
function mantissa(x: number): [number, number] {
  let m = x;
  let k = 0;
  for (let step = 512; step >= 1; step /= 2) {
    while (m >= 2 ** step) {
      m /= 2 ** step;
      k += step;
    }
    while (m < 2 ** (1 - step)) {
      m *= 2 ** step;
      k -= step;
    }
  }
  return m > Math.SQRT2 ? [m / 2, k + 1] : [m, k];
}

/** ½π in parts of 33 bits, whose products with whole numbers up to 2²⁰ are exact, and what is left. */
const QUARTER = 1.5707963267341256;
const QUARTER_2 = 6.077100506303966e-11;
const QUARTER_3 = 2.0222662487959506e-21;
const MOST_ANGLE = 2 ** 20;

const SIN = factorials(3, 2, 8, true);
const COS = factorials(4, 2, 8, true);

/** sin x */
export const sin = (x: number): number => turned(x, 0);
/** cos x */
export const cos = (x: number): number => turned(x, 1);

function turned(x: number, quarters: number): number {
  if (!(Math.abs(x) <= MOST_ANGLE)) return Number.NaN;
  const k = Math.round(x / QUARTER);
  const a = x - k * QUARTER;
  const b = k * QUARTER_2;
  const first = a - b;
  // a − b is exact or nearly so; what it drops goes to the rest
  const rest = a - first - b - k * QUARTER_3;
  const high = first + rest;
  const low = first - high + rest;
  const quadrant = (((k + quarters) % 4) + 4) % 4;
  const value = quadrant % 2 === 0 ? sine(high, low) : cosine(high, low);
  return quadrant >= 2 ? -value : value;
}

function sine(x: number, low: number): number {
  const square = x * x;
  return x - (square * x * series(square, SIN) - low * (1 - square / 2));
}

function cosine(x: number, low: number): number {
  const square = x * x;
  const half = square / 2;
  const first = 1 - half;
  return first + (1 - first - half + (square * square * series(square, COS) - x * low));
}
