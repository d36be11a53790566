import { numbersOf, randomNumbers } from './random.ts';

/** Columns on which careless sums lose their digits. */
export const HARD = {
  'near 1e8': (seed: number, count: number) => numbersOf('far from zero', seed, count),
  cancelling,
  'widely scaled': (seed: number, count: number) =>
    randomNumbers(seed, count).map((x, i) => x * 2 ** (((i * 37 + seed) % 121) - 60)),
  'near overflow': (seed: number, count: number) => randomNumbers(seed, count).map((x) => x * 1e150),
  subnormal: (seed: number, count: number) => numbersOf('subnormal', seed, count),
  'with zeros': (seed: number, count: number) => numbersOf('zeros', seed, count),
};

export type Hard = keyof typeof HARD;

export const hardNumbers = (hard: Hard, seed: number, count: number): Float64Array => HARD[hard](seed, count);

/** ± pairs of wild sizes that leave a small rest. */
function cancelling(seed: number, count: number): Float64Array {
  const sizes = randomNumbers(seed, count).map((x, i) => x * 2 ** ((i % 40) - 20));
  return sizes.map((x, i) => (i % 2 ? -sizes[i - 1]! * (1 + 2 ** -40) : x));
}
