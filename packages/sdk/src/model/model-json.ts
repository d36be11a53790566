import type { Terms } from '../data/table.ts';
import { modelTerms } from '../data/term-columns.ts';
import { counted } from '../errors.ts';
import { boolean, count, expect, number, numbers, object, oneOf, string, strings } from '../json.ts';
import type { MomentsJSON } from '../moments/moments.ts';
import { ReadableMoments, readTerms } from '../moments/moments-json.ts';
import { OPTIMIZERS } from '../optimizers.ts';
import { finite, type LinearModel, type Training } from './linear-model.ts';

/** A model as plain JSON; numbers come back as the same bits. */
export interface ModelJSON extends Omit<LinearModel, 'weights' | 'history' | 'moments'> {
  /** The kind of this JSON. */
  readonly format: 'gd-trainer/model';
  /** The way it is written. */
  readonly schemaVersion: 1;
  /** One a feature, in the order of the features. */
  readonly weights: readonly number[];
  /** The loss over the epochs. */
  readonly history: {
    /** Increasing, the first of them 0. */
    readonly epoch: readonly number[];
    /** As many, with penalties. */
    readonly loss: readonly number[];
  };
  /** The moments it learned from; missing after a run on rows alone. */
  readonly moments?: MomentsJSON;
}

type Read<Value> = (value: unknown, name: string) => Value;

const orNull =
  <Value>(read: Read<Value>): Read<Value | null> =>
  (value, name) =>
    value === null ? null : read(value, name);
const wordOr =
  <Word extends string>(word: Word, read: Read<number>): Read<Word | number> =>
  (value, name) =>
    value === word ? word : read(value, name);
const maybe =
  <Value>(read: Read<Value>): Read<Value | undefined> =>
  (value, name) =>
    value === undefined ? undefined : read(value, name);

/** Reads one field after the other, those before it at hand; what is missing stays missing. */
type Field<Value, Before> = (value: unknown, name: string, before: Partial<Before>) => Value | undefined;
type Fields<Of> = { readonly [Key in keyof Of]-?: Field<Of[Key], Of> };

function record<Of extends object>(fields: Fields<Of>): Read<Of> {
  return (value, name) => {
    const given = object(value, name);
    const read: Partial<Of> = {};
    for (const key of Object.keys(fields) as (keyof Of & string)[]) {
      const item = fields[key](given[key], name === WHOLE ? key : `${name}.${key}`, read);
      if (item !== undefined) read[key] = item;
    }
    return read as Of;
  };
}

/** Name of a model itself; its fields stand under their own names. */
const WHOLE = 'the model';

const TRAINING: Fields<Training> = {
  optimizer: (value, name) => oneOf(value, name, OPTIMIZERS),
  learningRate: number,
  scheduled: boolean,
  learningRateLimit: orNull(number),
  momentum: wordOr('auto', number),
  batchSize: wordOr('full', count),
  scale: (value, name) => oneOf(value, name, ['standard', 'none'] as const),
  intercept: boolean,
  l2: number,
  l1: number,
  tolerance: number,
  epochs: count,
  seed: count,
  shuffledRows: maybe(count),
  initial: orNull(record({ weights: (value, name) => [...numbers(value, name)], bias: number })),
};

/** The fields of a model in the order of its JSON, and how each is read. */
const FIELDS: Fields<LinearModel> = {
  features: strings,
  terms: maybe(readTerms),
  target: string,
  weights: (value, name, { features }) => numbers(value, name, features!.length),
  bias: number,
  status: (value, name) => oneOf(value, name, ['converged', 'exhausted', 'stopped', 'exact'] as const),
  epochs: count,
  loss: number,
  gap: number,
  rmse: number,
  r2: number,
  rows: count,
  skippedRows: count,
  history: record({
    epoch: (value, name) => numbers(value, name),
    loss: (value, name, { epoch }) => numbers(value, name, epoch!.length),
  }),
  digits: number,
  training: record(TRAINING),
  moments: maybe((value) => ReadableMoments.fromJSON(value)),
};

/** All that a model is, for `JSON.stringify`; numbers come back to their last bit. */
export function toJSON(model: LinearModel): ModelJSON {
  const { weights, history, moments } = model;
  const kept = Object.keys(FIELDS).flatMap((key) => {
    const value = model[key as keyof LinearModel];
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    format: 'gd-trainer/model',
    schemaVersion: 1,
    ...(Object.fromEntries(kept) as unknown as Omit<LinearModel, 'moments'>),
    weights: [...weights],
    history: { epoch: [...history.epoch], loss: [...history.loss] },
    ...(moments ? { moments: moments.toJSON() } : {}),
  };
}

/** Reads what `toJSON` wrote, key by key, nothing is merged. Throws `MODEL` naming the first thing that is not as it was written. */
export function fromJSON(json: unknown): LinearModel {
  const { format, schemaVersion } = object(json, WHOLE);
  expect(format === 'gd-trainer/model', 'format', '"gd-trainer/model"', format);
  expect(schemaVersion === 1, 'schemaVersion', '1', schemaVersion);
  const model = record(FIELDS)(json, WHOLE);
  const { features, training } = model;
  const start = training.initial?.weights ?? features;
  const wanted = counted(features.length, 'finite number');
  expect(start.length === features.length, 'training.initial.weights', wanted, start);
  if (model.terms) requireTerms(features, model.terms);
  return finite(model);
}

/** Throws `MODEL` where features are no terms of the inputs. */
function requireTerms(features: readonly string[], terms: Terms): void {
  let names: readonly string[] = [];
  try {
    names = modelTerms(features, terms).map(({ name }) => name);
  } catch {}
  const wrong = features.find((name, j) => names[j] !== name);
  expect(
    names.length === features.length && wrong === undefined,
    'features',
    'terms of the inputs',
    wrong ?? features,
  );
}
