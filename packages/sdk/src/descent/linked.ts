import { problemOf } from '../loss/problem.ts';
import { readData } from '../moments/read-data.ts';
import { holdingOut } from './early-stopping.ts';
import { Descent } from './full-batch.ts';
import type { Kit } from './run.ts';
import { unseenGain } from './unseen.ts';
import { ownEngine } from './walk.ts';

/** For callers who wait for nothing. */
export const LINKED: Kit = {
  Descent,
  readData,
  problemOf,
  engine: ownEngine,
  holdOut: holdingOut,
  unseenGain,
};
