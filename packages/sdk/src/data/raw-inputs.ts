// The raw columns of a table of terms, as they are written down again.
import { type Expression, leavesOf } from '../terms/expression.ts';
import { readDate } from './dates.ts';
import { inputNames, type Table, type Terms } from './table.ts';
import { modelTerms } from './term-columns.ts';

/** A raw column as it stands in code: numbers, days since 1970-01-01 or levels, null where one is missing. */
export interface RawInput {
  readonly name: string;
  readonly kind: 'number' | 'date' | 'category';
  readonly cells: readonly (number | string | null)[];
}

/** Names of raw columns by what terms take them for, and what the terms come to. */
export interface RawKinds {
  /** Features, in order. */
  readonly expressions: readonly Expression[];
  readonly numbers: readonly string[];
  readonly dates: readonly string[];
  readonly texts: readonly string[];
}

/** The raw columns by what the terms take them for. */
export function rawKinds(features: readonly string[], terms: Terms): RawKinds {
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
  };
}

/** The rows of the raw columns as code has them; none where the features are columns. */
export function rawInputs({ features, terms, rawRows, rows }: Table): RawInput[] | undefined {
  if (!terms || !rawRows) return undefined;
  const names = features.map(({ name }) => name);
  const raw = rawRows(0, rows);
  const { numbers, dates } = rawKinds(names, terms);
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return inputNames({ terms }, names).map((name): RawInput => {
    if (numbers.includes(name)) return { name, kind: 'number', cells: Array.from(raw.numbers(name), orNull) };
    if (dates.includes(name)) return { name, kind: 'date', cells: Array.from(raw.days(name), orNull) };
    return { name, kind: 'category', cells: Array.from(raw.levels({ op: 'column', name })) };
  });
}

/** The cells of a raw column as a source holds them: dates as text, where every one of them is read back as what it was. */
export function plainCells({ kind, cells }: RawInput): readonly (number | string | null)[] {
  const dates = cells.map((cell) => (cell === null ? null : isoOf(cell as number)));
  const isText = kind === 'date' && cells.every((days, i) => days === null || readDate(dates[i]!) === days);
  return isText ? dates : cells;
}

function isoOf(days: number): string {
  const date = new Date(days * DAY_MS);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('T00:00:00.000Z', '');
}

const DAY_MS = 864e5;
