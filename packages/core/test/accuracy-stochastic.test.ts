import { core } from '@gd-trainer/core';
import { describe, expect, it } from 'vitest';
import {
  boundOf,
  expectError,
  expectWithin,
  gamma,
  minus,
  product,
  sum,
  type Term,
  term,
  UNIT,
} from './support/bounds.ts';
import { OPTIMIZERS } from './support/cases.ts';
import { type Hard, hardNumbers } from './support/hard-numbers.ts';
import { randomNumbers } from './support/random.ts';
import { add, exact, negate, quotient, toNumber } from './support/rational.ts';
import { run } from './support/twins.ts';
import { BETA, expectUpdate, norm, RATE, SETTINGS, terms } from './support/updates.ts';

const STOCHASTIC = ['near 1e8', 'cancelling', 'widely scaled', 'with zeros'] as const;

/** Rows [y, x₁ … x_d, 0 …] of hard numbers, brought near 1 where they are all far from it. */
function hardRows(hard: Hard, d: number, count: number) {
  const stride = 4 * Math.ceil((d + 1) / 4);
  const rows = new Float64Array(count * stride);
  for (let j = 0; j <= d; j++) {
    const values = hardNumbers(hard, j + 1, count);
    for (const [i, value] of values.entries())
      rows[i * stride + j] = hard === 'near 1e8' ? value / 1e8 : value;
  }
  return { stride, rows };
}

interface Samples {
  readonly optimizer: string;
  readonly rows: Float64Array;
  readonly stride: number;
  readonly theta: Float64Array;
  readonly state: Float64Array;
  readonly settings: Float64Array;
  /** 1 by default. */
  readonly bias?: 0 | 1;
  readonly weights?: Float64Array;
}

/** One update on all rows, as they lie. */
function updateOnce({ optimizer, rows, stride, theta, state, settings, bias = 1, weights }: Samples) {
  const count = rows.length / stride;
  return run(core(), {
    name: 'stochastic',
    offset: 0,
    buffers: {
      rows,
      theta,
      state,
      settings,
      weights: weights ?? new Float64Array(2),
      scratch: new Float64Array(2 * stride),
    },
    call: (k, at) =>
      k.stochastic(
        OPTIMIZERS.indexOf(optimizer),
        at.rows,
        stride,
        0,
        0,
        0,
        count,
        count,
        count,
        bias,
        weights ? at.weights : 0,
        at.theta,
        at.state,
        at.settings,
        at.scratch,
      ),
  }).after;
}

/** r = θᵀx̃ − y of a row as it lies. */
function exactResidual(row: Float64Array, theta: readonly Term[]): Term {
  const products = theta.map((weight, j) => (j === 0 ? weight : product(weight, term(row[j]!))));
  return sum([...products, minus(term(row[0]!))]);
}

describe('error bounds of one stochastic update, against exact arithmetic', () => {
  it.each(STOCHASTIC)('a single sample: %s', (hard) => {
    for (const d of [1, 2, 3, 4, 8, 13]) {
      const { rows, stride } = hardRows(hard, d, 20);
      const theta = randomNumbers(d, stride).map((x, j) => (j <= d ? x : 0));
      for (let i = 0; i < 20; i++) {
        const row = rows.slice(i * stride, (i + 1) * stride);
        const state = new Float64Array(2 + 3 * stride);
        const settings = Float64Array.of(RATE, 0, 0, 0, 0);
        const after = updateOnce({ optimizer: 'gd', rows: row, stride, theta, state, settings }).theta;
        const residual = exactResidual(row, terms(theta.subarray(0, d + 1)));
        for (let j = 0; j <= d; j++) {
          const old = term(theta[j]!);
          const step = product(term(RATE), residual, term(j === 0 ? 1 : row[j]!));
          const bound = add(boundOf(old, 1), boundOf(step, stride / 4 + 6));
          expectError(after[j]!, add(old.value, negate(step.value)), bound);
        }
      }
    }
  });

  const batches = STOCHASTIC.flatMap((hard) => OPTIMIZERS.map((optimizer) => [optimizer, hard] as const));

  it.each(batches)('a batch, by %s: %s', (optimizer, hard) => {
    for (const [d, count] of [
      [2, 1],
      [3, 4],
      [9, 7],
    ] as const) {
      const { rows, stride } = hardRows(hard, d, count);
      const within = (values: Float64Array) => values.map((x, j) => (j <= d ? x : 0));
      const theta = within(randomNumbers(d, stride));
      const velocity = within(randomNumbers(d + 1, stride));
      const squares = within(velocity.map((_, j) => (j + 1) / 3));
      // without intercept the bias is 0, and stays there
      const bias = d === 3 ? 0 : 1;
      for (const values of [theta, velocity]) values[0]! *= bias;
      const weights = randomNumbers(5, count).map((x) => 1 + x);
      const start = [0.4, 0.04] as const;
      const after = updateOnce({
        optimizer,
        rows,
        stride,
        theta,
        state: Float64Array.of(...start, ...velocity, ...squares, ...new Float64Array(stride)),
        settings: SETTINGS,
        bias,
        weights,
      });

      // the scratch keeps the mean gradient, and the point ahead at which nesterov takes it
      const gradient = after.scratch.subarray(0, d + 1);
      const ahead = after.scratch.subarray(stride, stride + d + 1);
      const point = optimizer === 'nesterov' ? ahead : theta.subarray(0, d + 1);
      if (optimizer === 'nesterov') {
        for (const [j, value] of ahead.entries()) {
          expectWithin(value, sum([term(theta[j]!), product(term(BETA), term(velocity[j]!))]), 2, 1);
        }
      }
      const samples = Array.from({ length: count }, (_, i) => {
        const z = (j: number) => term(j === 0 ? bias : rows[i * stride + j]!);
        const products = terms(point).map((weight, j) => product(weight, z(j)));
        return {
          z,
          weighted: product(term(weights[i]!), sum([...products, minus(term(rows[i * stride]!))])),
        };
      });
      for (const [j, value] of gradient.entries()) {
        const total = sum(samples.map(({ z, weighted }) => product(weighted, z(j))));
        const share: Term = {
          value: quotient(total.value, exact(count)),
          size: quotient(total.size, exact(count)),
        };
        const penalty = product(term(j ? SETTINGS[4]! : 0), term(point[j]!));
        const bound = add(boundOf(share, count + stride / 4 + 7), boundOf(penalty, count + 1));
        expectError(value, add(share.value, penalty.value), bound);
      }
      expectUpdate(after.theta, { optimizer, theta, gradient, velocity, squares, start });
    }
  });
});

describe('a run that converges does not magnify its rounding errors', () => {
  it('in an epoch of single samples', () => {
    for (const d of [2, 6]) {
      const count = 60;
      const { rows, stride } = hardRows('with zeros', d, count);
      // 1/max‖x̃‖²
      const rate = 1 / (1 + d);
      const settings = Float64Array.of(rate, 0, 0, 0, 0);
      const state = new Float64Array(2 + 3 * stride);
      let theta: Float64Array = Float64Array.from({ length: stride }, (_, j) => (j <= d ? 3 : 0));
      let exactTheta = terms(theta.subarray(0, d + 1));
      let allowed = 0;
      for (let i = 0; i < count; i++) {
        const row = rows.slice(i * stride, (i + 1) * stride);
        const x = exactTheta.map((_, j) => term(j === 0 ? 1 : row[j]!));
        const step = (point: readonly Term[]) =>
          x.map((value) => product(term(rate), exactResidual(row, point), value));
        allowed += norm(
          step(terms(theta.subarray(0, d + 1))).map(
            ({ size }, j) => UNIT * Math.abs(theta[j]!) + gamma(stride / 4 + 6) * toNumber(size),
          ),
        );
        const exactStep = step(exactTheta);
        exactTheta = exactTheta.map((weight, j) => term(sum([weight, minus(exactStep[j]!)]).value));
        theta = updateOnce({ optimizer: 'gd', rows: row, stride, theta, state, settings }).theta;
        const errors = exactTheta.map((weight, j) => toNumber(add(exact(theta[j]!), negate(weight.value))));
        expect(norm(errors)).toBeLessThanOrEqual(allowed);
      }
    }
  });
});
