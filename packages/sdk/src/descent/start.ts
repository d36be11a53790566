import { type Rates, ratesOf, stochasticRates } from '../ahead/rates.ts';
import { readTable, type Table } from '../data/table.ts';
import { GdError } from '../errors.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import { fromData } from '../loss/space.ts';
import { MomentSums } from '../moments/moment-sums.ts';
import { Moments } from '../moments/moments.ts';
import type { Settings } from '../options.ts';
import type { Parameters, Source } from '../types.ts';
import type { Engine } from './engine.ts';
import { Descent } from './full-batch.ts';
import { Rows } from './rows.ts';
import { Stochastic } from './stochastic.ts';

/** The data of a run, read once: what engines are made from. */
export interface Data {
  /** The rows, unless only moments were given. */
  readonly table: Table | undefined;
  /** Features, then the target. */
  readonly moments: Moments;
  readonly skippedRows: number;
}

/** Full-batch runs above this many features walk the rows: the moments would fill the memory. */
const MOST_MOMENT_FEATURES = 4096;

/** Reads a source, or a table made of one: the moments of its rows. */
export function* readData(source: Source | Table, settings: Settings): Generator<undefined, Data> {
  if (source instanceof Moments) {
    return { table: undefined, moments: choose(source, settings), skippedRows: skippedBy(source) };
  }
  const table = isTable(source) ? source : readTable(source, settings);
  const sums = new MomentSums(table, settings.missing);
  try {
    yield* sums.add(table);
    return { table, moments: sums.finish(), skippedRows: sums.skippedRows };
  } finally {
    sums.release();
  }
}

function isTable(source: Source | Table): source is Table {
  return (
    typeof source === 'object' &&
    source !== null &&
    'features' in source &&
    'target' in source &&
    typeof (source as Table).target.read === 'function'
  );
}

/** Rows that were left out when moments were made where the rows lie: those know. */
function skippedBy(moments: Moments & { readonly skippedRows?: number }): number {
  return moments.skippedRows ?? 0;
}

/** Moments with the chosen features, then the target, as columns. */
function choose(moments: Moments, settings: Settings): Moments {
  const target = settings.target ?? moments.target;
  const features = settings.features ?? moments.names.filter((name) => name !== target);
  return moments.select([...features, target]);
}

/** Whether these options need the rows every epoch. */
export function walksRows(settings: Settings, { moments }: Data): boolean {
  const stochastic = settings.batchSize !== 'full';
  if (stochastic && settings.path === 'moments') {
    throw new GdError(
      'OPTION',
      "\"path\" expected 'rows' with a batch size, got 'moments'",
      "leave path at 'auto'",
      { option: 'path' },
    );
  }
  return stochastic || settings.path === 'rows' || moments.names.length - 1 > MOST_MOMENT_FEATURES;
}

/** The rows of a table in the core's memory; the caller releases them. Throws `UNSUPPORTED` where there are no rows. */
export function* copyRows(data: Data, settings: Settings, problem: Quadratic): Generator<undefined, Rows> {
  const { table, moments } = data;
  if (!table) {
    throw new GdError(
      'UNSUPPORTED',
      'moments hold no rows, and batches need them',
      "use batchSize: 'full', or pass the rows themselves",
    );
  }
  return yield* Rows.copy(table, settings.missing, moments, problem.space);
}

/** Copies shared by all that uses the same data, by their space; freed when nobody holds the data. */
const copies = new WeakMap<Data, Map<string, Rows>>();
const abandoned = new FinalizationRegistry<Rows>((rows) => rows.release());

/** `copyRows` for sessions: copied once, kept as long as the data. */
export function rowsOf(data: Data, settings: Settings, problem: Quadratic): Rows {
  const bySpace = copies.get(data) ?? new Map<string, Rows>();
  copies.set(data, bySpace);
  const space = `${settings.scale} ${settings.intercept}`;
  let rows = bySpace.get(space);
  if (!rows) {
    rows = drain(copyRows(data, settings, problem));
    bySpace.set(space, rows);
    abandoned.register(data, rows);
  }
  return rows;
}

/** Runs to the end without a pause. */
export function drain<Result>(run: Generator<unknown, Result>): Result {
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

/** An engine at the start of a run. `rows` are given when `walksRows` says so. */
export function createEngine(
  problem: Quadratic,
  settings: Settings,
  start: Parameters,
  rows: Rows | undefined,
): Engine {
  const theta = fromData(problem.space, start);
  return rows
    ? new Stochastic(problem, ratesFor(problem, settings, rows), rows, settings, theta)
    : new Descent(problem, ratesFor(problem, settings, rows), settings.optimizer, theta);
}

/** Limits and automatic rates of a run, from its curvature or, for batches, from its longest row. */
export function ratesFor(problem: Quadratic, settings: Settings, rows: Rows | undefined): Rates {
  return rows && settings.batchSize !== 'full'
    ? stochasticRates(problem, rows.largestSquare, settings)
    : ratesOf(problem, settings);
}

/** The start values that the options ask for, zeros by default. */
export function startOf({ space }: Quadratic, { initial, intercept }: Settings): Parameters {
  const d = space.spread.length;
  if (!initial) return { weights: new Float64Array(d), bias: 0 };
  if (initial.weights.length !== d) {
    throw new GdError('OPTION', `"initial" expected ${d} weights, got ${initial.weights.length}`, '', {
      option: 'initial',
    });
  }
  return { weights: Float64Array.from(initial.weights), bias: intercept ? initial.bias : 0 };
}
