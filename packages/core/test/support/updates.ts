// One update by any optimizer, exact, and the bound that stands above `update` in assembly/optimizer.ts.
import { boundOf, expectError, minus, product, sum, type Term, term } from './bounds.ts';
import { OPTIMIZERS } from './cases.ts';
import { add, exact, negate, quotient, type Rational, squareRoot, times } from './rational.ts';

export const [RATE, BETA] = [0.07, 0.9];
const [DECAY, EPSILON] = [0.99, 1e-8];
/** As the kernels read them: rate, β, decay, ε, l2. */
export const SETTINGS = Float64Array.of(RATE, BETA, DECAY, EPSILON, 0.1);
export const terms = (values: Float64Array) => Array.from(values, (value) => term(value));

export const norm = (values: readonly number[]) => Math.sqrt(values.reduce((total, x) => total + x * x, 0));

/** State that an update reads and writes, by parameter: `adam` corrects its means by what `start` has become. */
export interface Update {
  readonly optimizer: string;
  readonly theta: Float64Array;
  readonly gradient: Float64Array;
  readonly velocity: Float64Array;
  readonly squares: Float64Array;
  /** 1 − β₁ᵗ and 1 − β₂ᵗ before. */
  readonly start: readonly [number, number];
}

/** Holds the parameters after an update to the bound above `update` in assembly/optimizer.ts. */
export function expectUpdate(after: Float64Array, update: Update): void {
  const { optimizer, theta, gradient, velocity, squares } = update;
  const beta = optimizer === 'momentum' || optimizer === 'nesterov' || optimizer === 'adam' ? BETA : 0;
  for (const [j, g] of gradient.entries()) {
    const memory = product(term(beta), term(velocity[j]!));
    const old = term(theta[j]!);
    if (OPTIMIZERS.indexOf(optimizer) <= 2) {
      const step = sum([memory, minus(product(term(RATE), term(g)))]);
      const bound = add(boundOf(old, 1), boundOf(step, 3, 2));
      expectError(after[j]!, add(old.value, step.value), bound);
    } else {
      const step = adaptiveStep(update, g, memory, squares[j]!);
      const bound = add(boundOf(old, 1), boundOf(step, 17));
      expectError(after[j]!, add(old.value, negate(step.value)), bound);
    }
  }
}

/** The step of adagrad, rmsprop and adam: rate·mean/(√square + ε). */
function adaptiveStep({ optimizer, start }: Update, g: number, memory: Term, square: number): Term {
  const one = term(1);
  const less = (x: number) => sum([one, minus(term(x))]).value;
  const adam = optimizer === 'adam';
  const decay = optimizer === 'adagrad' ? 1 : DECAY;
  const gain = optimizer === 'adagrad' ? exact(1) : less(DECAY);
  const corrected = (value: number, factor: number) => add(times(exact(factor), exact(value)), less(factor));
  const correction = adam ? corrected(start[0], BETA) : exact(1);
  const squareCorrection = adam ? corrected(start[1], DECAY) : exact(1);
  const mean = sum([memory, product(term(adam ? less(BETA) : 1), term(g))]);
  const nextSquare = add(times(exact(decay), exact(square)), times(gain, times(exact(g), exact(g))));
  const root = add(squareRoot(quotient(nextSquare, squareCorrection)), exact(EPSILON));
  const over = (x: Rational) => quotient(times(exact(RATE), x), times(correction, root));
  return { value: over(mean.value), size: over(mean.size) };
}
