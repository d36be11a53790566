import { type FitOptions, fitSync, forecast } from '@gd-trainer/sdk';
import { expect, it } from 'vitest';

// Columns of ±√λ that are orthogonal (Sylvester 1867): H is diagonal, and each direction of a run is one number. What a run
// does is then a recurrence of two lines, written here once more.

const SETTINGS = 2000;
const MOST_EPOCHS = 2000;

/** Numbers between 0 and 1 by a generator of its own, the same every time. */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const ROWS = Array.from({ length: 8 }, (_, i) => i);
const sign = (row: number, column: number): number =>
  [1, 2, 4].reduce((product, bit) => (row & column & bit ? -product : product), 1);

interface Run {
  readonly curvatures: readonly number[];
  readonly distances: readonly number[];
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
}

/** What a run does, direction by direction: where it goes furthest beyond its end, and the first epoch at its goal. */
function follow(
  { curvatures, distances, learningRate, momentum, nesterov }: Run,
  scale: number,
  tolerance: number,
) {
  const x = [...distances];
  const v = x.map(() => 0);
  let beyond = 0;
  let first: number | null = null;
  let norm = 0;
  for (let epoch = 0; epoch <= MOST_EPOCHS; epoch++) {
    norm = Math.hypot(...x.map((value, k) => curvatures[k]! * value));
    const gap = 0.5 * x.reduce((sum, value, k) => sum + curvatures[k]! * value * value, 0);
    const trace = curvatures.reduce((sum, value) => sum + value, 0);
    if (norm <= tolerance * scale * Math.sqrt(trace) && gap <= tolerance * 0.5 * scale * scale)
      first ??= epoch;
    for (const [k, curvature] of curvatures.entries()) {
      beyond = Math.max(beyond, -x[k]! / distances[k]!);
      const from = nesterov ? x[k]! + momentum * v[k]! : x[k]!;
      v[k] = momentum * v[k]! - learningRate * curvature * from;
      x[k]! += v[k]!;
    }
  }
  return { beyond, first, grows: !(norm < 1e3 * Math.hypot(...distances.map((d, k) => d * curvatures[k]!))) };
}

it(`of ${SETTINGS} settings the verdict and the epoch are those of the run`, () => {
  const random = randomly(17);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const seen = { converges: 0, oscillates: 0, diverges: 0, unproven: 0, dated: 0 };
  for (let i = 0; i < SETTINGS; i++) {
    const features = 1 + Math.floor(3 * random());
    const curvatures = Array.from({ length: features }, () => 10 ** (3 * random() - 2));
    const weights = curvatures.map(() => (random() < 0.5 ? -1 : 1) * (0.5 + 2 * random()));
    const x = ROWS.map((row) => curvatures.map((curvature, j) => Math.sqrt(curvature) * sign(row, j + 1)));
    const y = x.map((row, r) => row.reduce((sum, value, j) => sum + weights[j]! * value, 0.3 * sign(r, 7)));
    const optimizer = pick(['gd', 'momentum', 'momentum', 'nesterov'] as const);
    const momentum = optimizer === 'gd' ? 0 : pick([0, 0.2, 0.5, 0.8, 0.9, 0.97]);
    const steepest = Math.max(...curvatures);
    const limit = (2 * (1 + momentum)) / (steepest * (optimizer === 'nesterov' ? 1 + 2 * momentum : 1));
    const share = pick([0.02, 0.1, 0.3, 0.5, 0.9, 1, 1.1]) * (0.9 + 0.09 * random());
    const options: FitOptions = {
      scale: 'none',
      intercept: false,
      optimizer,
      momentum,
      learningRate: share * limit,
      tolerance: pick([1e-3, 1e-6, 1e-10]),
      epochs: MOST_EPOCHS,
    };
    const ahead = forecast({ x, y }, options);
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    const deviation = Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length);
    const run = { curvatures, distances: weights.map((weight) => -weight), momentum };
    const { beyond, first, grows } = follow(
      { ...run, learningRate: share * limit, nesterov: optimizer === 'nesterov' },
      deviation,
      options.tolerance!,
    );
    const told = JSON.stringify({ ...options, curvatures, beyond });
    if (share >= 1.005) expect(grows, told).toBe(true);
    const verdict = share > 1 ? 'diverges' : beyond > 1e-4 ? 'oscillates' : 'converges';
    // what goes beyond by less is a matter of taste
    if (share > 1 || beyond > 1e-4 || beyond < 1e-9) expect(ahead.verdict, told).toBe(verdict);
    seen[ahead.verdict]++;
    if (share > 1) {
      expect(ahead.epochsTo(options.tolerance!), told).toBeNull();
      continue;
    }
    const epoch = ahead.epochsTo(options.tolerance!);
    if (first === null) expect(epoch ?? Infinity, told).toBeGreaterThan(MOST_EPOCHS);
    else {
      seen.dated++;
      // the last digits of both decide about a gradient that is all but at its goal
      const made = fitSync({ x, y }, options);
      expect(Math.abs(epoch! - first), told).toBeLessThanOrEqual(0);
      expect(made.epochs, told).toBe(first);
    }
  }
  for (const count of Object.values({ ...seen, unproven: 200 })) expect(count).toBeGreaterThan(150);
});
