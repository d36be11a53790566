import { GdError } from '../errors.ts';
import { problemOf } from '../loss/problem.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import type { Data } from '../moments/readings.ts';
import type { Settings } from '../options.ts';
import type { SeekableEngine } from './engine.ts';
import { Rows } from './rows.ts';
import { SeekableDescent } from './seekable.ts';
import type { Ways } from './start.ts';
import { Stochastic } from './stochastic.ts';

/** A walk over a copy of the rows that is released with its engine. */
export function* walkOwnRows(
  problem: Quadratic,
  theta: Float64Array,
  data: Data,
  settings: Settings,
): Generator<undefined, Stochastic> {
  const rows = yield* copyRows(data, settings, problem);
  return new Stochastic(problem, rows, settings, theta, true);
}

/** A walk over a copy that all sessions on the same data share. */
function* walkSharedRows(
  problem: Quadratic,
  theta: Float64Array,
  data: Data,
  settings: Settings,
): Generator<undefined, Stochastic> {
  return new Stochastic(problem, yield* sharedRows(data, settings, problem), settings, theta);
}

/** Ways of a session. */
export const SHARED: Ways<SeekableEngine> = {
  Descent: SeekableDescent,
  problemOf,
  walk: walkSharedRows,
};

/** The rows of a table in the core's memory. Throws `UNSUPPORTED` where there are no rows. */
function* copyRows(
  { table, moments }: Data,
  settings: Settings,
  problem: Quadratic,
): Generator<undefined, Rows> {
  if (!table) {
    throw new GdError(
      'UNSUPPORTED',
      'moments hold no rows, and batches need them',
      "pass `batchSize: 'full'`, or pass the rows themselves",
    );
  }
  return yield* Rows.copy(table, settings.missing, moments, problem.space);
}

/** Copies by their data and their space; freed when nobody holds the data. */
const copies = new WeakMap<Data, Map<string, Rows>>();
const abandoned = new FinalizationRegistry<Rows>((rows) => rows.release());

function* sharedRows(data: Data, settings: Settings, problem: Quadratic): Generator<undefined, Rows> {
  const bySpace = copies.get(data) ?? new Map<string, Rows>();
  copies.set(data, bySpace);
  const space = `${settings.scale} ${settings.intercept}`;
  let rows = bySpace.get(space);
  if (!rows) {
    rows = yield* copyRows(data, settings, problem);
    bySpace.set(space, rows);
    abandoned.register(data, rows);
  }
  return rows;
}
