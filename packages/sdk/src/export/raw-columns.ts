// The raw columns that a model of terms is written from.
import { inputNames, type Table, type Terms } from '../data/table.ts';
import { modelTerms } from '../data/term-columns.ts';
import { knownLevels } from '../sql/terms.ts';
import { type Category, type Expression, leavesOf } from '../terms/expression.ts';
import type { RawInput } from './written-run.ts';

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

/** The rows of the raw columns as code has them; none where the features are columns. */
export function rawInputs({ features, terms, rawRows, rows }: Table): RawInput[] | undefined {
  if (!terms || !rawRows) return undefined;
  const names = features.map(({ name }) => name);
  const raw = rawRows(0, rows);
  const { numbers, dates } = rawColumns(names, terms);
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return inputNames({ terms }, names).map((name): RawInput => {
    if (numbers.includes(name)) return { name, kind: 'number', cells: Array.from(raw.numbers(name), orNull) };
    if (dates.includes(name)) return { name, kind: 'date', cells: Array.from(raw.days(name), orNull) };
    return { name, kind: 'category', cells: Array.from(raw.levels({ op: 'column', name })) };
  });
}
