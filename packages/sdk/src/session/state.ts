import { plainCells, rawInputs } from '../data/raw-inputs.ts';
import { usedColumns } from '../data/row-block.ts';
import { type Column, inputNames, type Table, wholeOf } from '../data/table.ts';
import { readHolding } from '../descent/early-stopping.ts';
import { counted, GdError } from '../errors.ts';
import { array, boolean, count, expect, object, oneOf, optional, string, strings } from '../json.ts';
import type { Moments, MomentsJSON } from '../moments/moments.ts';
import { ReadableMoments } from '../moments/moments-json.ts';
import type { Data } from '../moments/readings.ts';
import { type FitOptions, optionsFromJson, readOptions } from '../options.ts';
import { drain } from '../pauses.ts';
import type { Source } from '../types.ts';
import type { Position, Unit } from './leg.ts';

/** A session as JSON: what was done, not what came of it. */
export interface TrainerState {
  /** Kind of this JSON. */
  readonly format: 'gd-trainer/trainer';
  /** Version of the way it is written. */
  readonly schemaVersion: 1;
  /** Names of the columns it predicts from. */
  readonly features: readonly string[];
  /** Name of the column to predict. */
  readonly target: string;
  /** Tells whether other data is the same data. */
  readonly fingerprint: string;
  /** The terms as they were chosen, where features are made of them. */
  readonly terms?: readonly string[];
  /** Names of raw columns, where features are terms of those. */
  readonly inputs?: readonly string[];
  /** Where the rows are few: the features, or the raw columns of their terms, then the target. */
  readonly columns?: readonly (readonly (number | string | null)[])[];
  /** The moments it runs on, where it was given no rows. */
  readonly moments?: MomentsJSON;
  /** Its stretches under the same options, in order, and how each but the first was reached. */
  readonly legs: readonly { readonly options: FitOptions; readonly arrival?: Position }[];
  /** Number of the present stretch, from 0. */
  readonly current: number;
  /** Its position in that stretch. */
  readonly position: Position;
  /** Unit of the last step. */
  readonly unit: Unit;
  /** True if nothing finite follows; missing if something may. */
  readonly diverged?: boolean;
}

/** A cell of a column that travels: text in raw columns of categories and dates, null where it is missing. */
type Cell = number | string | null;

/** A session by its stretches. */
interface WrittenLegs {
  readonly legs: readonly { readonly options: FitOptions; readonly arrival: Position | undefined }[];
  readonly current: number;
  readonly position: Position;
  readonly unit: Unit;
  readonly diverged: boolean;
}

/** Numbers that travel with a state; more are left to the reader to bring. */
const MOST_NUMBERS = 2000;
/** Stretches of a state that is taken up: each is an engine, there and in every branch. */
const MOST_LEGS = 1000;

/** Throws `UNSUPPORTED` for options that are code. */
export function writeState(data: Data, { legs, diverged, ...place }: WrittenLegs): TrainerState {
  const { moments } = data;
  // rows that are held out are drawn again
  const table = data.table && wholeOf(data.table);
  const features = moments.names.slice(0, -1);
  const target = moments.names.at(-1)!;
  const few =
    table !== undefined && table.rows * (features.length + 1) <= MOST_NUMBERS && !table.sampleWeight;
  return {
    format: 'gd-trainer/trainer',
    schemaVersion: 1,
    features,
    target,
    ...(moments.terms ? { terms: legs[0]!.options.features ?? inputNames(moments, features) } : {}),
    fingerprint: fingerprint(moments),
    ...(few ? rowsOf(table, data, legs[0]!.options) : {}),
    ...(table ? {} : { moments: moments.toJSON() }),
    legs: legs.map(({ options, arrival }) => ({
      options: plainOptions(options),
      ...(arrival ? { arrival } : {}),
    })),
    ...place,
    ...(diverged ? { diverged } : {}),
  };
}

/** The rows of a state: raw columns where they give the same columns when they are read again, else those. */
function rowsOf(
  table: Table,
  { moments }: Data,
  options: FitOptions,
): Pick<TrainerState, 'inputs' | 'columns'> {
  const cells = (column: Column): Cell[] => toCells(column, table.rows);
  const plain = { columns: usedColumns(table).map(cells) };
  const raw = rawInputs(table);
  if (!raw) return plain;
  const inputs = raw.map(({ name }) => name);
  const own = { inputs, columns: [...raw.map(plainCells), cells(table.target)] };
  const target = moments.names.at(-1)!;
  const settings = readOptions({ ...options, features: options.features ?? inputs, target });
  const again = drain(readHolding(named([...inputs, target], own.columns), settings));
  return fingerprint(again.moments) === fingerprint(moments) ? own : plain;
}

/** Reads a state key by key, and finds its data. Throws `MODEL`. */
export function readState(
  json: unknown,
  source: Source | undefined,
): WrittenLegs & { data: { source: Source; check(data: Data): void } } {
  const state = object(json, 'the state');
  expect(state.format === 'gd-trainer/trainer', 'format', '"gd-trainer/trainer"', state.format);
  expect(state.schemaVersion === 1, 'schemaVersion', '1', state.schemaVersion);
  const names = [...strings(state.features, 'features'), string(state.target, 'target')];
  const target = names.at(-1)!;
  const features = optional(state.terms, (value) => strings(value, 'terms')) ?? names.slice(0, -1);
  const items = array(state.legs, 'legs');
  expect(items.length <= MOST_LEGS, 'legs', `at most ${MOST_LEGS} stretches`, items);
  const legs = items.map((item, index) => {
    const leg = object(item, `legs.${index}`);
    const options = optionsFromJson(leg.options, `legs.${index}.options`);
    const arrival = optional(leg.arrival, (value) => readPosition(value, `legs.${index}.arrival`));
    expect((arrival === undefined) === (index === 0), `legs.${index}.arrival`, 'a position', leg.arrival);
    return { options: { ...options, features, target }, arrival };
  });
  const current = count(state.current, 'current');
  expect(current < legs.length, 'current', `a number below ${legs.length}`, current);
  const wanted = string(state.fingerprint, 'fingerprint');
  return {
    legs,
    current,
    position: readPosition(state.position, 'position'),
    unit: oneOf(state.unit, 'unit', ['sample', 'batch', 'epoch'] as const),
    diverged: optional(state.diverged, (value) => boolean(value, 'diverged')) ?? false,
    data: {
      source: source ?? readSource(state, names),
      check({ moments }) {
        if (fingerprint(moments) === wanted) return;
        throw new GdError(
          'MODEL',
          'the data is not the data of this session',
          'pass the rows it was made with',
        );
      },
    },
  };
}

function readSource(state: Readonly<Record<string, unknown>>, names: readonly string[]): Source {
  if (state.moments !== undefined) return ReadableMoments.fromJSON(state.moments);
  if (state.columns === undefined) {
    throw new GdError(
      'MODEL',
      'the state holds no data',
      'pass the rows too: `Trainer.fromState(state, rows)`',
    );
  }
  const inputs = optional(state.inputs, (value) => strings(value, 'inputs'));
  const own = inputs ? [...inputs, names.at(-1)!] : names;
  const columns = array(state.columns, 'columns');
  expect(columns.length === own.length, 'columns', counted(own.length, 'column'), columns);
  const cells = columns.map((column, j) => array(column, `columns.${j}`) as Cell[]);
  const numbers = cells.reduce((sum, column) => sum + Math.max(1, column.length), 0);
  expect(numbers <= MOST_NUMBERS, 'columns', `at most ${MOST_NUMBERS} numbers`, numbers);
  return named(own, cells);
}

/** Columns by name, whatever it is. */
const named = (
  names: readonly string[],
  columns: readonly (readonly Cell[])[],
): Record<string, readonly Cell[]> =>
  Object.assign(
    Object.create(null) as Record<string, readonly Cell[]>,
    Object.fromEntries(names.map((name, j) => [name, columns[j]!])),
  );

function readPosition(value: unknown, name: string): Position {
  const position = object(value, name);
  return { anchor: count(position.anchor, `${name}.anchor`), steps: count(position.steps, `${name}.steps`) };
}

function toCells(column: { read(into: Float64Array, start: number): void }, rows: number): (number | null)[] {
  const values = new Float64Array(rows);
  column.read(values, 0);
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}

/** The options that are data; features and target stand beside them. */
function plainOptions(options: FitOptions): FitOptions {
  const { onEpoch, signal, features, target, initial, ...plain } = options;
  if (typeof plain.learningRate === 'function') {
    throw new GdError('UNSUPPORTED', 'a learning rate that is a function cannot be saved', 'use a number');
  }
  if (typeof plain.sampleWeight === 'object') {
    throw new GdError('UNSUPPORTED', 'sample weights given as an array cannot be saved', 'name a column');
  }
  if (typeof plain.validation === 'object') {
    throw new GdError('UNSUPPORTED', 'validation rows cannot be saved', 'hold out a share of the rows');
  }
  return initial
    ? { ...plain, initial: { weights: Array.from(initial.weights), bias: initial.bias } }
    : plain;
}

/** FNV-1a over the bits of the moments, which are the same in every engine. */
function fingerprint({ n, mean, comoment }: Moments): string {
  const numbers = new Float64Array(1 + mean.length + comoment.length);
  numbers[0] = n;
  numbers.set(mean, 1);
  numbers.set(comoment, 1 + mean.length);
  // in halves, for 2,000 features have 32 MB to hash; the factor is 2⁴⁰ + 0x1b3
  let [high, low] = [0xcbf29ce4, 0x84222325];
  for (const byte of new Uint8Array(numbers.buffer)) {
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * 0x1b3;
    high = (high * 0x1b3 + Math.floor(product / 2 ** 32) + mixed * 0x100) >>> 0;
    low = product >>> 0;
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}
