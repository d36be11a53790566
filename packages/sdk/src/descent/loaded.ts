import { isNamedColumns, namedColumns, tableOf } from '../data/table.ts';
import { isDecomposed, quadraticOf } from '../loss/quadratic.ts';
import { dataOf, isRead } from '../moments/readings.ts';
import { Descent } from './full-batch.ts';
import type { Kit } from './run.ts';

/** For callers who wait: a bundler may leave this code to a file of its own. */
export const LOADED: Kit = {
  Descent,
  *readData(source, settings) {
    if (isRead(source)) return yield* dataOf(source, settings);
    if (isNamedColumns(source, settings))
      return yield* dataOf(tableOf(namedColumns(source), settings), settings);
    const { readData } = (yield import(
      '../moments/read-data.ts'
    )) as typeof import('../moments/read-data.ts');
    return yield* readData(source, settings);
  },
  problemOf: (moments, options) =>
    isDecomposed(moments, options)
      ? quadraticOf(moments, options)
      : import('../loss/problem.ts').then(({ problemOf }) => problemOf(moments, options)),
  *engine(...run) {
    const { ownEngine } = (yield import('./walk.ts')) as typeof import('./walk.ts');
    return yield* ownEngine(...run);
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
