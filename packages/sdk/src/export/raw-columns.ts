// The raw columns that a model of terms is written from.
import type { Terms } from '../data/table.ts';
import { modelTerms } from '../data/term-columns.ts';
import { knownLevels } from '../sql/terms.ts';
import { type Category, type Expression, leavesOf } from '../terms/expression.ts';

/** Raw columns of terms: numbers and dates, and texts. */
export interface ExportedColumns {
  /** Features, in order. */
  readonly expressions: readonly Expression[];
  readonly numbers: readonly string[];
  readonly dates: readonly string[];
  readonly texts: readonly string[];
  /** Levels of a category, none where they are not known. */
  levelsOf(category: Category): readonly string[];
}

/** The raw columns by what the terms take them for, and what the terms come to. */
export function rawColumns(features: readonly string[], terms: Terms): ExportedColumns {
  const expressions = modelTerms(features, terms).map(({ expression }) => expression);
  const leaves = expressions
    .flatMap(leavesOf)
    .map((leaf) => (leaf.op === 'level' ? { ...leaf.of, isLevel: true } : { ...leaf, isLevel: false }));
  const named = (wanted: (leaf: (typeof leaves)[number]) => boolean): string[] => [
    ...new Set(leaves.filter(wanted).map(({ name }) => name)),
  ];
  return {
    expressions,
    numbers: named(({ op, isLevel }) => op === 'column' && !isLevel),
    dates: named(({ op }) => op !== 'column'),
    texts: named(({ op, isLevel }) => op === 'column' && isLevel),
    levelsOf: knownLevels(terms.levels),
  };
}
