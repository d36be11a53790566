import { core } from '@gd-trainer/core';
import { describe, expect, it } from 'vitest';
import {
  boundOf,
  difference,
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
import { OPTIMIZERS, quadratic } from './support/cases.ts';
import { randomNumbers } from './support/random.ts';
import { add, exact, negate, type Rational, toNumber } from './support/rational.ts';
import { type Buffers, run } from './support/twins.ts';
import { BETA, expectUpdate, norm, RATE, SETTINGS, terms } from './support/updates.ts';

/** Quadratics whose gradients are hard to take: with entries and a point of every size, or next to the optimum. */
const QUADRATICS = {
  ordinary: (parameters: number) => quadraticOf(parameters, () => 1),
  'next to the optimum': (parameters: number) => {
    const { buffers, stride } = quadratic(parameters);
    return { stride, buffers: { ...buffers, theta: buffers.optimum.map((x) => x * (1 + 2 ** -40)) } };
  },
  'widely scaled': (parameters: number) => quadraticOf(parameters, (j) => 2 ** (((j * 37) % 81) - 40)),
  'near overflow': (parameters: number) => quadraticOf(parameters, () => 1e75),
  subnormal: (parameters: number) => quadraticOf(parameters, (j) => (j % 2 ? 2 ** -537 : 1)),
};

/** Parameter j measured in another unit: H[i][j]·scale(i)·scale(j). */
function quadraticOf(parameters: number, scale: (j: number) => number) {
  const { buffers, stride } = quadratic(parameters);
  return {
    stride,
    buffers: {
      ...buffers,
      hessian: buffers.hessian.map((x, k) => x * scale(Math.floor(k / stride)) * scale(k % stride)),
      linear: buffers.linear.map((x, j) => x * scale(j)),
      theta: Float64Array.from({ length: stride }, (_, j) =>
        j < parameters ? randomNumbers(j + 1, 1)[0]! * scale(j) : 0,
      ),
    },
  };
}

describe('error bounds of the gradient of moments, against exact arithmetic', () => {
  it.each(Object.entries(QUADRATICS))('%s', (_, make) => {
    for (const parameters of [1, 2, 5, 8, 33]) {
      const { buffers, stride } = make(parameters);
      const { out } = run(core(), {
        name: 'gradient',
        offset: 0,
        buffers,
        call: (k, at) => k.gradient(at.hessian, at.linear, at.theta, at.optimum, at.out, stride),
      }).after;
      const expected = exactGradient(buffers, parameters, terms(buffers.theta));
      for (const [i, entry] of expected.entries()) expectWithin(out[i]!, entry, parameters + 1, parameters);
      if (!Number.isFinite(out[stride]!)) continue;
      const slopes = terms(out.subarray(0, parameters));
      const apart = slopes.map((_, j) => difference(buffers.theta[j]!, buffers.optimum[j]!));
      const half = term(0.5);
      expectWithin(out[stride]!, sum(slopes.map((g) => product(g, g))), parameters / 2 + 2, parameters);
      const excess = sum(slopes.map((g, j) => product(half, g, apart[j]!)));
      expectWithin(out[stride + 1]!, excess, parameters / 2 + 3, parameters + 1);
    }
  });
});

function exactGradient(
  { hessian, linear }: { readonly hessian: Float64Array; readonly linear: Float64Array },
  parameters: number,
  theta: readonly Term[],
): Term[] {
  const stride = linear.length;
  return Array.from({ length: parameters }, (_, i) => {
    const products = Array.from({ length: parameters }, (_, j) =>
      product(term(hessian[j * stride + i]!), theta[j]!),
    );
    return sum([...products, minus(term(linear[i]!))]);
  });
}

interface Descent extends Buffers {
  readonly hessian: Float64Array;
  readonly linear: Float64Array;
  readonly theta: Float64Array;
  readonly optimum: Float64Array;
  readonly out: Float64Array;
  readonly state: Float64Array;
  readonly settings: Float64Array;
}

/** One epoch on moments, with l1 if there are thresholds. */
function descendOnce(optimizer: string, buffers: Descent, thresholds?: Float64Array) {
  const { returned, after } = run(core(), {
    name: optimizer,
    offset: 0,
    buffers: { ...buffers, thresholds: thresholds ?? new Float64Array(2) },
    call: (k, at) =>
      k.optimize(
        OPTIMIZERS.indexOf(optimizer),
        at.hessian!,
        at.linear!,
        at.theta!,
        at.optimum!,
        at.out!,
        at.state!,
        at.settings!,
        thresholds ? at.thresholds! : 0,
        buffers.linear.length,
        1,
        0,
        Infinity,
      ),
  });
  expect(returned).toBe(1);
  return after as unknown as Descent;
}

describe('error bounds of one update, against exact arithmetic', () => {
  const cases = Object.entries(QUADRATICS).flatMap(([hard, make]) =>
    OPTIMIZERS.map((optimizer) => [optimizer, hard, make] as const).filter(
      // adagrad and its heirs square the gradient, and 1e150 has no square
      ([optimizer]) => hard !== 'near overflow' || OPTIMIZERS.indexOf(optimizer) <= 2,
    ),
  );

  it.each(cases)('%s on moments: %s', (optimizer, _, make) => {
    for (const parameters of [1, 5, 8]) {
      const { buffers, stride } = make(parameters);
      const velocity = randomNumbers(parameters, stride).map((x, j) => (j < parameters ? x : 0));
      const squares = velocity.map((_, j) => (j < parameters ? (j + 1) / 3 : 0));
      const start = optimizer === 'nesterov' ? ([BETA, 0] as const) : ([0.4, 0.04] as const);
      const state = Float64Array.of(...start, ...velocity, ...squares, ...new Float64Array(stride));
      const after = descendOnce(optimizer, { ...buffers, state, settings: SETTINGS });
      const slope = after.out.subarray(0, parameters);
      // nesterov keeps the gradient before where others keep squares, and steps by the one ahead, which it leaves behind
      const ahead = after.state.subarray(2 + 2 * stride, 2 + 2 * stride + parameters);
      if (optimizer === 'nesterov') {
        for (const [j, g] of slope.entries()) {
          const expected = sum([term(g), product(term(BETA), difference(g, squares[j]!))]);
          expectWithin(ahead[j]!, expected, 3, 1);
        }
      }
      const gradient = optimizer === 'nesterov' ? ahead : slope;
      expectUpdate(after.theta, { optimizer, theta: buffers.theta, gradient, velocity, squares, start });
    }
  });

  it.each(['gd', 'nesterov'])('%s with l1', (optimizer) => {
    const parameters = 8;
    for (const make of [
      QUADRATICS.ordinary,
      QUADRATICS['next to the optimum'],
      QUADRATICS['widely scaled'],
    ]) {
      const { buffers, stride } = make(parameters);
      const thresholds = randomNumbers(7, stride).map(Math.abs);
      const { out, theta } = descendOnce(optimizer, { ...buffers, settings: SETTINGS }, thresholds);
      for (let j = 0; j < parameters; j++) {
        const step = product(term(RATE), term(out[j]!));
        const next = sum([term(buffers.theta[j]!), minus(step)]);
        const threshold = product(term(RATE), term(thresholds[j]!));
        const bound = [boundOf(term(buffers.theta[j]!), 2), boundOf(step, 4), boundOf(threshold, 2)].reduce(
          add,
        );
        expectError(theta[j]!, shrink(next.value, threshold.value), bound);
      }
    }
  });
});

/** sign(x)·max(|x| − threshold, 0) */
function shrink(x: Rational, threshold: Rational): Rational {
  if (x.numerator < 0n) return negate(shrink(negate(x), threshold));
  const rest = add(x, negate(threshold));
  return rest.numerator > 0n ? rest : exact(0);
}

describe('a run that converges does not magnify its rounding errors', () => {
  it('in epochs on moments: they are at most the sum of what each update may lose', () => {
    const parameters = 5;
    const { buffers, stride } = quadratic(parameters);
    // below 2/λmax, since the trace is above λmax
    const rate = 1 / buffers.hessian.reduce((trace, x, k) => (k % (stride + 1) ? trace : trace + x), 0);
    const settings = Float64Array.of(rate, 0, 0, 0);
    let theta: Float64Array = buffers.theta.map((_, j) => (j < parameters ? 3 : 0));
    let exactTheta = terms(theta.subarray(0, parameters));
    let allowed = 0;
    for (let epoch = 0; epoch < 40; epoch++) {
      const slopes = exactGradient(buffers, parameters, terms(theta));
      allowed += norm(
        slopes.map((g, j) => UNIT * Math.abs(theta[j]!) + gamma(parameters + 4) * rate * toNumber(g.size)),
      );
      const exactSlopes = exactGradient(buffers, parameters, exactTheta);
      exactTheta = exactTheta.map((x, j) =>
        term(sum([x, minus(product(term(rate), exactSlopes[j]!))]).value),
      );
      ({ theta } = descendOnce('gd', { ...buffers, theta, settings }));
      const errors = exactTheta.map((x, j) => toNumber(add(exact(theta[j]!), negate(x.value))));
      expect(norm(errors)).toBeLessThanOrEqual(allowed);
    }
  });
});
