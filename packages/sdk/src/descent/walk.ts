import { GdError } from '../errors.ts';
import { problemOf } from '../loss/problem.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import type { Data } from '../moments/readings.ts';
import type { DecidedSettings, Settings } from '../options.ts';
import { ColumnBlocks } from './column-blocks.ts';
import { ConjugateDescent } from './conjugate.ts';
import type { Engine, SeekableEngine } from './engine.ts';
import { enginesOf } from './engines.ts';
import { Descent } from './full-batch.ts';
import { RowDescent } from './row-descent.ts';
import { Rows } from './rows.ts';
import { SeekableDescent } from './seekable.ts';
import type { Walk, Ways } from './start.ts';
import { Stochastic } from './stochastic.ts';

/** Rows in the core's memory as an engine reads them: by columns on full batches, row by row on smaller ones. */
type Copy = Rows | ColumnBlocks;

const engineOn = (
  copy: Copy,
  problem: Quadratic,
  theta: Float64Array,
  settings: DecidedSettings,
  owns: boolean,
): SeekableEngine =>
  copy instanceof Rows
    ? new Stochastic(problem, copy, settings, theta, owns)
    : new RowDescent(problem, copy, settings, theta, owns);

/** A walk over a copy of the rows that is released with its engine. */
function* walkOwnRows(
  problem: Quadratic,
  theta: Float64Array,
  data: Data,
  settings: DecidedSettings,
): Generator<undefined, SeekableEngine> {
  return engineOn(yield* copyRows(data, settings, problem), problem, theta, settings, true);
}

/** Engines of a run that walks as it is told. */
export const enginesBy = (walk: Walk): Ways['engine'] =>
  enginesOf<Engine>({ Descent, Conjugate: ConjugateDescent, walk });

/** Engines of a run on rows of its own. */
export const ownEngine: Ways['engine'] = (...run) => enginesBy(walkOwnRows)(...run);

/** A walk over a copy that all sessions on the same data share. */
function* walkSharedRows(
  problem: Quadratic,
  theta: Float64Array,
  data: Data,
  settings: DecidedSettings,
): Generator<undefined, SeekableEngine> {
  return engineOn(yield* sharedRows(data, settings, problem), problem, theta, settings, false);
}

/** Ways of a session. */
export const SHARED: Ways<SeekableEngine> = {
  Descent: SeekableDescent,
  problemOf,
  engine: enginesOf<SeekableEngine>({
    Descent: SeekableDescent,
    Conjugate: ConjugateDescent,
    walk: walkSharedRows,
  }),
};

/** The rows of a table in the core's memory. Throws `UNSUPPORTED` where there are no rows. */
function* copyRows(
  { table, moments }: Data,
  { batchSize, missing }: Settings,
  { space }: Quadratic,
): Generator<undefined, Copy> {
  if (!table) {
    const isFull = batchSize === 'full';
    throw new GdError(
      'UNSUPPORTED',
      `moments hold no rows, and ${isFull ? "`path: 'rows'` needs" : 'batches need'} them`,
      `pass ${isFull ? "`path: 'auto'`" : "`batchSize: 'full'`"}, or pass the rows themselves`,
    );
  }
  const copied = batchSize === 'full' ? ColumnBlocks : Rows;
  return yield* copied.copy(table, missing, moments, space);
}

/** Copies by their data, their space and their order; freed when nobody holds the data. */
const copies = new WeakMap<Data, Map<string, Copy>>();
const abandoned = new FinalizationRegistry<Copy>((copy) => copy.release());

function* sharedRows(data: Data, settings: Settings, problem: Quadratic): Generator<undefined, Copy> {
  const byKind = copies.get(data) ?? new Map<string, Copy>();
  copies.set(data, byKind);
  const kind = `${settings.scale} ${settings.intercept} ${settings.batchSize === 'full'}`;
  let copy = byKind.get(kind);
  if (!copy) {
    copy = yield* copyRows(data, settings, problem);
    byKind.set(kind, copy);
    abandoned.register(data, copy);
  }
  return copy;
}
