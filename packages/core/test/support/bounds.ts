// Rounding errors against their bounds, both exact. Every bound has the form γ(k)·(what the sum would be if nothing
// cancelled), so an exact sum is kept together with that size of its terms.
import { expect } from 'vitest';
import { add, exact, magnitude, negate, type Rational, ratio, times } from './rational.ts';

/** An exact sum of products, and the same sum with every product and factor made positive. */
export interface Term {
  readonly value: Rational;
  readonly size: Rational;
}

const NOTHING: Term = { value: { numerator: 0n, scale: 0n }, size: { numerator: 0n, scale: 0n } };

export function term(value: number | Rational): Term {
  const rational = typeof value === 'number' ? exact(value) : value;
  return { value: rational, size: magnitude(rational) };
}

export function sum(terms: readonly Term[]): Term {
  return terms.reduce((a, b) => ({ value: add(a.value, b.value), size: add(a.size, b.size) }), NOTHING);
}

export function product(...factors: readonly Term[]): Term {
  return factors.reduce((a, b) => ({ value: times(a.value, b.value), size: times(a.size, b.size) }));
}

export const minus = ({ value, size }: Term): Term => ({ value: negate(value), size });

/** The difference of two numbers, of which the rounding is measured by the difference itself. */
export const difference = (a: number, b: number): Term => term(add(exact(a), negate(exact(b))));

/** u, the relative error of one rounding. */
export const UNIT = 2 ** -53;

/** γ(k) = k·u/(1 − k·u): what k roundings may do   (Higham 2002, ch. 3). */
export const gamma = (k: number): number => (k * UNIT) / (1 - k * UNIT);

/** Error of a sum by roundings and products too small for a normal number, each wrong by up to 2⁻¹⁰⁷⁵. */
export function boundOf({ size }: Term, roundings: number, underflows = 0): Rational {
  return add(times(exact(gamma(roundings)), size), times(exact(underflows / 2), exact(2 ** -1074)));
}

export function expectError(computed: number, value: Rational, bound: Rational): void {
  expect(computed, 'not finite').toSatisfy(Number.isFinite);
  const error = magnitude(add(exact(computed), negate(value)));
  expect(ratio(error, bound), `error of ${computed} ÷ its bound`).toBeLessThanOrEqual(1);
}

export function expectWithin(computed: number, expected: Term, roundings: number, underflows = 0): void {
  expectError(computed, expected.value, boundOf(expected, roundings, underflows));
}
