import { readFeatures, readTable } from '../data/shapes.ts';
import { modelTerms } from '../data/term-columns.ts';
import type { LinearModel } from '../model/linear-model.ts';
import { type FitOptions, readOptions } from '../options.ts';
import { leavesOf } from '../terms/expression.ts';
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
