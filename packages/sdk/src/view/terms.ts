import { readFeatures, readTable } from '../data/shapes.ts';
import { modelTerms } from '../data/term-columns.ts';
import type { LinearModel } from '../model/linear-model.ts';
import type { Moments } from '../moments/moments.ts';
import { type FitOptions, readOptions } from '../options.ts';
import { recordOf, type Trainer } from '../session/trainer.ts';
import type { Term } from '../terms/expand.ts';
import { categoryName, type Expression, leavesOf } from '../terms/expression.ts';
import { written } from '../terms/syntax.ts';
import { type Writing, write } from '../terms/write.ts';
import type { Source } from '../types.ts';

/** Names of the weights that a model of these rows has. Throws as `fit` for what cannot be learned from. */
export const weightNames = (source: Source, options: FitOptions): string[] =>
  readTable(source, readOptions(options)).features.map(({ name }) => name);

/** The kinds that a model takes its raw columns for. */
export function inputKinds({
  features,
  terms,
}: LinearModel): ReadonlyMap<string, 'number' | 'category' | 'date'> {
  const kinds = new Map<string, 'number' | 'category' | 'date'>();
  const leaves = terms ? modelTerms(features, terms).flatMap(({ expression }) => leavesOf(expression)) : [];
  for (const leaf of leaves) {
    const { op, name } = leaf.op === 'level' ? leaf.of : leaf;
    if (kinds.get(name) === 'number') continue;
    kinds.set(name, op !== 'column' ? 'date' : leaf.op === 'level' ? 'category' : 'number');
  }
  if (!terms) for (const name of features) kinds.set(name, 'number');
  return kinds;
}

/** The features of a model for one row of raw columns, in the order of its weights. Throws `DATA` where one is missing. */
export function featuresOf({ features, terms }: LinearModel, row: object): Float64Array {
  return Float64Array.from(readFeatures([row], features, terms), (column) => {
    const value = new Float64Array(1);
    column.read(value, 0);
    return value[0]!;
  });
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Terms as they stand in a formula: size², [species=Gentoo] where that is 1 or 0. */
const FORMULA: Writing = {
  column: (name) => name,
  date: (part, name) => `${part}(${name})`,
  call: (name, x) => `${name}(${x})`,
  product: (factors) => factors.join('·'),
  power: (x, by) => `${/^[\p{L}\p{N}_]+$|\)$/u.test(x) ? x : `(${x})`}${SUPERSCRIPTS[by]}`,
  between: (x, from, to) => `[${from} ≤ ${x} < ${to}]`,
  level: (of, level) => `[${categoryName(of, written)}=${level}]`,
};

/** A term as it stands in a formula. */
export const termText = (expression: Expression): string => write(expression, FORMULA);

/** Terms of runs, by their moments: a picture asks at every frame. */
const termsKnown = new WeakMap<Moments, readonly Term[]>();

/** The terms that the weights of a run multiply; columns where there are no others. */
export function termsOfRun(trainer: Trainer): readonly Term[] {
  const { moments } = recordOf(trainer).data;
  const before = termsKnown.get(moments);
  if (before) return before;
  const { features } = trainer;
  const terms = moments.terms
    ? modelTerms(features, moments.terms)
    : features.map((name): Term => ({ name, expression: { op: 'column', name } }));
  termsKnown.set(moments, terms);
  return terms;
}

/** Terms of a run as they stand in a formula; undefined where all are plain columns. */
export const termTexts = (trainer: Trainer): readonly string[] | undefined =>
  recordOf(trainer).data.moments.terms && termsOfRun(trainer).map(({ expression }) => termText(expression));
