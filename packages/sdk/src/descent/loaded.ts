import { isDecomposed, quadraticOf } from '../loss/quadratic.ts';
import type { Kit } from './run.ts';

/** For callers who wait: a bundler may leave this code to a file of its own. */
export const LOADED: Kit = {
  problemOf: (moments, options) =>
    isDecomposed(moments, options)
      ? quadraticOf(moments, options)
      : import('../loss/problem.ts').then(({ problemOf }) => problemOf(moments, options)),
  *walk(...run) {
    const { walkOwnRows } = (yield import('./walk.ts')) as typeof import('./walk.ts');
    return yield* walkOwnRows(...run);
  },
  *unseenGain(...run) {
    const { unseenGain } = (yield import('./unseen.ts')) as typeof import('./unseen.ts');
    return yield* unseenGain(...run);
  },
  *holdOut(...run) {
    const { holdingOut } = (yield import('./early-stopping.ts')) as typeof import('./early-stopping.ts');
    return yield* holdingOut(...run);
  },
};
