// A state as it comes back: every key is looked at, and its data are found.
import { counted, GdError } from '../errors.ts';
import { array, boolean, count, expect, object, oneOf, optional, string, strings } from '../json.ts';
import { ReadableMoments } from '../moments/moments-json.ts';
import type { Data } from '../moments/readings.ts';
import { optionsFromJson } from '../options.ts';
import type { Source } from '../types.ts';
import type { Position } from './leg.ts';
import { type Cell, fingerprint, MOST_NUMBERS, named, type WrittenLegs } from './state.ts';

/** Stretches of a state that is taken up: each is an engine, there and in every branch. */
const MOST_LEGS = 1000;

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

function readPosition(value: unknown, name: string): Position {
  const position = object(value, name);
  return { anchor: count(position.anchor, `${name}.anchor`), steps: count(position.steps, `${name}.steps`) };
}
