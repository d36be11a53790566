import { core } from '@gd-trainer/core';
import { describe, expect, it } from 'vitest';
import { randomNumbers } from './support/random.ts';
import { run } from './support/twins.ts';

const STRIDE = 4;
const WEIGHTS = [0.5, 2, -3]; // the bias first

/** Rows [y, x₁, x₂, 0] without noise. */
function exactRows(count: number): Float64Array {
  const x = randomNumbers(count, 2 * count);
  return Float64Array.from({ length: STRIDE * count }, (_, k) => {
    const [i, j] = [Math.floor(k / STRIDE), k % STRIDE];
    const [x1, x2] = [x[2 * i]!, x[2 * i + 1]!];
    return [WEIGHTS[0]! + WEIGHTS[1]! * x1 + WEIGHTS[2]! * x2, x1, x2, 0][j]!;
  });
}

function train(count: number, batchSize: number, epochs: number, pieces: readonly number[], seed = 1) {
  const buffers = {
    rows: exactRows(count),
    order: new Float64Array(Int32Array.from({ length: count + (count % 2) }, (_, i) => i).buffer),
    random: new Float64Array(2),
    theta: new Float64Array(STRIDE),
    state: new Float64Array(2 + 3 * STRIDE),
    settings: Float64Array.of(0.1, 0, 0, 0, 0),
    scratch: new Float64Array(2 * STRIDE),
  };
  return run(core(), {
    name: 'stochastic',
    offset: 0,
    buffers,
    call: (k, at) => {
      k.seed(at.random, seed);
      for (let epoch = 0; epoch < epochs; epoch++) {
        let first = 0;
        for (const last of [...pieces, count]) {
          k.stochastic(
            0,
            at.rows,
            STRIDE,
            at.order,
            at.random,
            first,
            last,
            count,
            batchSize,
            1,
            0,
            at.theta,
            at.state,
            at.settings,
            at.scratch,
          );
          first = last;
        }
      }
    },
  }).after;
}

describe('stochastic descent', () => {
  it.each([1, 7, 100])('finds the plane in batches of %i', (batchSize) => {
    const { theta } = train(100, batchSize, batchSize === 100 ? 3000 : 400, []);
    for (const [j, weight] of WEIGHTS.entries()) expect(theta[j]).toBeCloseTo(weight, 9);
  });

  it('does not depend on how an epoch is cut into calls', () => {
    const whole = train(100, 5, 3, []);
    const cut = train(100, 5, 3, [5, 40, 45]);
    expect(cut).toEqual(whole);
  });

  it('follows another order for another seed', () => {
    expect(train(100, 1, 1, [], 1).theta).not.toEqual(train(100, 1, 1, [], 2).theta);
  });
});

describe('shuffling', () => {
  function permutation(total: number, seed: number): number[] {
    const { after } = run(core(), {
      name: 'shuffle',
      offset: 0,
      buffers: {
        order: new Float64Array(Int32Array.from({ length: total + (total % 2) }, (_, i) => i).buffer),
        random: new Float64Array(2),
      },
      call: (k, at) => {
        k.seed(at.random, seed);
        k.shuffle(at.order, at.random, 0, total, total);
      },
    });
    return [...new Int32Array(after.order.buffer, 0, total)];
  }

  it('keeps every row once', () => {
    for (const total of [1, 2, 3, 1000]) {
      expect(permutation(total, 42).sort((a, b) => a - b)).toEqual(
        Array.from({ length: total }, (_, i) => i),
      );
    }
  });

  it('takes all orders of four rows equally often', () => {
    const counts = new Map<string, number>();
    const draws = 4800;
    for (let seed = 0; seed < draws; seed++) {
      const order = permutation(4, seed).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // χ² with 23 degrees of freedom exceeds 49.7 once in a thousand
    const expected = draws / 24;
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(49.7);
  });
});
