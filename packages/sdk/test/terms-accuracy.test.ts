// Digits of terms: functions against fixed-point series of 200 bits, polynomials against exact rationals and NIST.

import { solveSync, Trainer } from '@gd-trainer/sdk';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { needs } from '@gd-trainer/testing/needs';
import { nistIsThere, nistSet } from '@gd-trainer/testing/nist';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { describe, expect, it } from 'vitest';

const target = 'y';
const BITS = 200n;
const ONE = 1n << BITS;

/** A number of f64 in fixed point, exactly where its last bit is worth 2⁻²⁰⁰ or more. */
function fixed(x: number): bigint {
  let [m, e] = [x, 0n];
  for (; !Number.isSafeInteger(m) && e < BITS; e++) m *= 2;
  return BigInt(m) << (BITS - e);
}

const times = (a: bigint, b: bigint): bigint => (a * b) >> BITS;

/** Σ xᵏ·c(k), until nothing is left. */
function series(first: bigint, next: (term: bigint, k: bigint) => bigint): bigint {
  let [sum, term] = [0n, first];
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = next(term, k);
  }
  return sum;
}

/** atanh-like series for ln 2 = 2·atanh(1/3), and Machin's for π. */
const arc = (q: bigint, sign: bigint): bigint => {
  let sum = 0n;
  for (let [power, k] = [ONE / q, 1n]; power !== 0n; k += 2n) {
    sum += (sign === -1n && k % 4n === 3n ? -power : power) / k;
    power /= q * q;
  }
  return sum;
};
const LN2 = 2n * arc(3n, 1n);
const PI = 16n * arc(5n, -1n) - 4n * arc(239n, -1n);

const EXACT: Readonly<Record<string, (x: number) => bigint>> = {
  exp: (x) => {
    const k = BigInt(Math.round(x / Math.LN2));
    const r = fixed(x) - k * LN2;
    const value = series(ONE, (term, n) => times(term, r) / n);
    return k >= 0n ? value << k : value >> -k;
  },
  log: (x) => {
    let [m, k] = [x, 0n];
    for (; m >= 2; k++) m /= 2;
    for (; m < 1; k--) m *= 2;
    const s = ((fixed(m) - ONE) << BITS) / (fixed(m) + ONE);
    const square = times(s, s);
    let sum = 0n;
    for (let [power, n] = [s, 1n]; power !== 0n; n += 2n) {
      sum += power / n;
      power = times(power, square);
    }
    return 2n * sum + k * LN2;
  },
  sin: (x) => {
    const r = fixed(x) % (2n * PI);
    return series(r, (term, k) => -times(times(term, r), r) / (2n * k * (2n * k + 1n)));
  },
  cos: (x) => {
    const r = fixed(x) % (2n * PI);
    return series(ONE, (term, k) => -times(times(term, r), r) / ((2n * k - 1n) * (2n * k)));
  },
};

/** Distance of a value from the exact one, in units of its last place. */
function ulps(value: number, exact: bigint): number {
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(value))) - 52);
  const error = fixed(value) - exact;
  return Number(error < 0n ? -error : error) / Number(fixed(unit));
}

describe('a function of a column', () => {
  const random = randomNumbers(3, 8000);
  const spread = (count: number, draw: (u: number, v: number) => number): number[] =>
    Array.from({ length: count }, (_, i) => draw(random[2 * i]!, random[2 * i + 1]!));
  it.each<[keyof typeof EXACT & string, number[]]>([
    // of 2⁻⁶⁰ and less nothing but 1 + x is left, and fixed point has too few bits
    ['exp', [...spread(2000, (u) => 60 * (u - 0.5)), ...spread(500, (u) => u - 0.5), 0, 1, -1, 1e-9]],
    [
      'log',
      [
        ...spread(2000, (u, v) => (1 + u) * 2 ** Math.round(100 * (v - 0.5))),
        ...spread(500, (u) => 1 + 1e-3 * (u - 0.5)),
        2,
        0.5,
        10,
        1 + 2 ** -52,
      ],
    ],
    ['sin', [...spread(2000, (u) => 20 * (u - 0.5)), ...spread(1000, (u) => 2 ** 21 * (u - 0.5)), 355, 1e-8]],
    [
      'cos',
      [...spread(2000, (u) => 20 * (u - 0.5)), ...spread(1000, (u) => 2 ** 21 * (u - 0.5)), 355 / 2, 11],
    ],
  ])('is within 1 unit of the last place: %s', (name, x) => {
    const y = x.map((_, i) => i);
    const trainer = new Trainer({ x, y }, { target, features: [`${name}(x)`] });
    const worst = x.reduce((most, value, row) => {
      const [computed] = trainer.sample(row).x;
      return Math.max(most, ulps(computed!, EXACT[name]!(value)));
    }, 0);
    expect(worst).toBeGreaterThan(0.4);
    expect(worst).toBeLessThan(1);
  });
});

/** Least squares on 1, x, …, xᵏ for whole x and y: normal equations by fractions, first the constant. */
function exactPolynomial(x: readonly bigint[], y: readonly bigint[], degree: number): [bigint, bigint][] {
  const size = degree + 1;
  const rows = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (__, j) =>
      x.reduce(
        (sum, value, row) => sum + (j < size ? value ** BigInt(i + j) : value ** BigInt(i) * y[row]!),
        0n,
      ),
    ),
  );
  // Bareiss: every division is exact
  let before = 1n;
  for (let k = 0; k < size; k++) {
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      for (let j = size; j >= 0; j--) {
        if (j !== k) rows[i]![j] = (rows[k]![k]! * rows[i]![j]! - rows[i]![k]! * rows[k]![j]!) / before;
      }
      rows[i]![k] = 0n;
    }
    before = rows[k]![k]!;
  }
  return rows.map((row, i) => [row[size]!, row[i]!]);
}

describe('a polynomial of one column', () => {
  it.each([
    [3, 19_000, 500],
    [2, 1_000_000, 10],
    [5, 0, 3],
    [4, 200, 10],
    [10, -6, 3],
  ])('of degree %i about %d ± %d has the weights of exact arithmetic', (degree, center, width) => {
    // x is a whole number of 1024ths, so that the weights of the powers of 1024x are weights of x but for powers of two
    const random = randomNumbers(degree, 200);
    const steps = Array.from({ length: 60 }, (_, i) =>
      Math.round(1024 * (center + width * (2 * random[i]! - 1))),
    );
    const y = Array.from(steps, (_, i) => Math.round(1e6 * random[60 + i]!));
    const exact = exactPolynomial(steps.map(BigInt), y.map(BigInt), degree);
    const model = solveSync(
      { x: steps.map((step) => step / 1024), y },
      { target, features: [`poly(x, ${degree})`] },
    );
    const digits = [model.bias, ...model.weights].map((estimate, k) => {
      const [numerator, denominator] = exact[k]!;
      const scaled = (numerator * 1024n ** BigInt(k) * 2n ** 1100n) / denominator;
      return digitsAgreed(estimate, Number(scaled / 2n ** 900n) / 2 ** 200);
    });
    // the powers of degree 10 cost digits, and the model says how many
    expect(Math.min(...digits)).toBeGreaterThan(Math.min(14, model.digits));
  });
});

describe(
  "NIST's polynomials, given as poly(x, k)",
  needs(nistIsThere, "NIST's files in shared/ beside the checkout"),
  () => {
    it.each([
      ['Pontius', 2, 12],
      ['Wampler1', 5, 12],
      ['Wampler2', 5, 12],
      ['Wampler3', 5, 12],
      ['Wampler4', 5, 12],
      ['Wampler5', 5, 12],
      ['Filip', 10, 12],
    ])(
      '%s of degree %i is solved to %d digits of what is certified, no fewer than of its powers',
      (name, degree, least) => {
        const { columns, certified } = nistSet(name);
        const digitsOf = ({ bias, weights }: { bias: number; weights: Float64Array }): number =>
          Math.min(
            ...[bias, ...weights].map((estimate, j) => digitsAgreed(estimate, certified[j]!.estimate)),
          );
        const model = solveSync(
          { x: columns.x1!, y: columns.y! },
          { target, features: [`poly(x, ${degree})`] },
        );
        expect(digitsOf(model)).toBeGreaterThan(least);
        expect(digitsOf(model)).toBeGreaterThan(digitsOf(solveSync(columns, { target })) - 0.5);
      },
    );
  },
);
