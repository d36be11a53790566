// The kernels once more in plain TypeScript: what assembly/ computes, added in the same order, so that both return the
// same bits. It is the oracle of the tests and the fallback without WebAssembly.
import type { Kernels, RowKernels } from '../kernels.ts';
import type { LinearMemory } from '../memory.ts';
import { gradientOfColumns } from './columns.ts';
import { gradient, optimize, step } from './descent.ts';
import { diagonalize, tridiagonalize } from './eigen.ts';
import { accumulate, carry, moments, widenF32, widenI32 } from './moments.ts';
import { preciseDots } from './precise.ts';
import { interleave, seed, shuffle, stochastic } from './stochastic.ts';
import { type Views, viewsOf } from './views.ts';

export function referenceKernels(memory: LinearMemory): Kernels & RowKernels {
  const views = viewsOf(memory);
  const bind =
    <Arguments extends unknown[], Result>(kernel: (views: Views, ...rest: Arguments) => Result) =>
    (...rest: Arguments): Result =>
      kernel(views(), ...rest);
  return {
    moments: bind(moments),
    accumulate: bind(accumulate),
    carry: bind(carry),
    widenF32: bind(widenF32),
    widenI32: bind(widenI32),
    gradientOfColumns: bind(gradientOfColumns),
    preciseDots: bind(preciseDots),
    step: bind(step),
    interleave: bind(interleave),
    seed: bind(seed),
    shuffle: bind(shuffle),
    stochastic: bind(stochastic),
    gradient: bind(gradient),
    optimize: bind(optimize),
    tridiagonalize: bind(tridiagonalize),
    diagonalize: bind(diagonalize),
  };
}
