import { randomNumbers as drawn } from '@gd-trainer/testing/random-numbers';

/** Numbers between −1 and 1, the same on every run. */
export const randomNumbers = (seed: number, count: number): Float64Array =>
  drawn(seed, count).map((x) => 2 * x - 1);

const SPECIAL = {
  ordinary: [],
  'far from zero': [],
  NaN: [Number.NaN],
  zeros: [0, -0],
  subnormal: [5e-324, -3e-310, 2.2250738585072014e-308],
  huge: [1.7e308, -1e300, 1e155],
  infinite: [Infinity, -Infinity],
};

export type Values = keyof typeof SPECIAL;
export const VALUES = Object.keys(SPECIAL) as Values[];

/** Random numbers with every third replaced by the special ones, or all of them near 1e8. */
export function numbersOf(values: Values, seed: number, count: number): Float64Array {
  const special = SPECIAL[values];
  const numbers = randomNumbers(seed, count);
  if (values === 'far from zero') return numbers.map((x) => 1e8 + x);
  return special.length ? numbers.map((x, i) => (i % 3 ? x : special[(i / 3) % special.length]!)) : numbers;
}
