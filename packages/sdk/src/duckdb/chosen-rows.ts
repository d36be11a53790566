// The rows and columns of a file that are asked for, by their names in SQL.

import type { Note } from '../data/notes.ts';
import { inputNames, type Terms } from '../data/table.ts';
import { GdError, quote } from '../errors.ts';
import { castColumn, quoteIdentifier } from '../sql/dialects.ts';
import { readTableOptions } from '../sql/options.ts';
import type { ReadTable } from '../sql/statements.ts';
import { mayBeTerm, type SqlColumns, withTerms } from '../sql/table-terms.ts';
import { sqlWriting } from '../sql/terms.ts';
import { columnsIn as columnsInTerm } from '../terms/syntax.ts';
import { type FileColumn, isDate, numericColumn, type ReadColumn } from './file-columns.ts';
import { type OpenedFile, type StreamedColumn, usedColumns } from './passes.ts';
import { ROWS_VIEW } from './row-views.ts';

/** Rows and columns of a file. */
export interface FileRowsOptions {
  /** Column to predict: numbers, truth, or dates as days since 1970-01-01. */
  readonly target: string;
  /** Terms; default: every other column of numbers or truth, and categories of at most 20 levels. */
  readonly features?: readonly string[];
  /** A condition on the rows in DuckDB's SQL; it can see this file only. Of two names alike but for capitals the later ends in _1 there. */
  readonly where?: string;
  /** A column of sample weights ≥ 0. */
  readonly sampleWeight?: string;
  /** False for a model without a bias: its first category has a weight for every level. Default: true. */
  readonly intercept?: boolean;
}

/** Rows and columns that were asked for. */
export interface ChosenRows {
  /** By their names in SQL; features that are terms as they were given. */
  readonly from: ReadTable;
  /** Features and target by their names in the file. */
  readonly names: readonly string[];
  /** True if every feature is a column of numbers. */
  readonly isPlain: boolean;
}

/** Levels of a category that is a feature unasked. */
const MOST_LEVELS = 20;

/** The rows and columns asked for; columns `aside` are no features unasked. Throws `OPTION` or `DATA` for what is not there. */
export function chosenRows(
  { columns, notes }: OpenedFile,
  { target, features, where, sampleWeight, ...unknown }: FileRowsOptions,
  aside: readonly string[] = [],
): ChosenRows {
  const given = readTableOptions({
    ...unknown,
    dialect: 'duckdb',
    table: [ROWS_VIEW],
    target,
    features:
      features ??
      otherColumns(columns, notes, target, [...aside, ...(sampleWeight === undefined ? [] : [sampleWeight])]),
    ...(where === undefined ? {} : { where }),
    ...(sampleWeight === undefined ? {} : { sampleWeight }),
  });
  const sqlName = (name: string): string => numericColumn(columns, name).sqlName;
  for (const name of given.features) if (!mayBeTerm(name)) kindIn(columns, name);
  const isPlain = given.features.every((name) =>
    columns.some((column) => column.name === name && column.numeric),
  );
  const date = kindOrNone(columns, target) === 'date' ? columnOf(columns, target)?.sqlName : undefined;
  const from = {
    ...given,
    features: isPlain ? given.features.map(sqlName) : given.features,
    target: date ?? sqlName(target),
    ...(date === undefined ? {} : { values: new Map([[date, daysSql(date)]]) }),
    ...(sampleWeight === undefined ? {} : { sampleWeight: sqlName(sampleWeight) }),
  };
  return { from, names: [...given.features, target], isPlain };
}

const daysSql = (column: string): string => sqlWriting('duckdb', () => []).date('day', column);

/** The rows with terms as expressions; levels are asked for. */
export async function withFileTerms(
  { database, columns, views }: OpenedFile,
  { from, names, isPlain }: ChosenRows,
): Promise<Pick<ChosenRows, 'from' | 'names'>> {
  if (isPlain) return { from, names };
  const target = names.at(-1)!;
  const read = await views.read((view) =>
    withTerms({ ...from, table: [view], target }, columnsIn(columns), async (sql) => {
      const { columns: found } = await database.columns(sql);
      return found[0] ?? [];
    }),
  );
  return { from: { ...read, table: from.table, target: from.target }, names: [...read.features, target] };
}

const columnsIn = (columns: readonly ReadColumn[]): SqlColumns => ({
  names: columns.map(({ name }) => name),
  kindOf: (name) => kindIn(columns, name),
  columnOf: (name) => columnOf(columns, name)?.sqlName ?? name,
  orderOf: (name) => columnOf(columns, name)?.order,
});

/** A column by its name in the file. */
export const columnOf = (columns: readonly ReadColumn[], name: string): ReadColumn | undefined =>
  columns.find((column) => column.name === name);

/** The kind of a column of a file. Throws `DATA` for none of that name. */
function kindIn(columns: readonly ReadColumn[], name: string): 'number' | 'date' | 'category' {
  return kindOrNone(columns, name) ?? (numericColumn(columns, name) && 'number');
}

function kindOrNone(columns: readonly ReadColumn[], name: string): 'date' | 'category' | undefined {
  const column = columnOf(columns, name);
  if (!column || column.numeric) return undefined;
  return isDate(column) ? 'date' : 'category';
}

/** The columns that the features of a stream are made from, the target and the weight, then others. */
export function rawColumns(
  { columns }: OpenedFile,
  { from, names, isPlain }: ChosenRows,
  weight: string | undefined,
  beside: readonly string[],
): StreamedColumn[] {
  const target = names.at(-1)!;
  const last = weight === undefined ? [] : [weight];
  const streamed = (name: string): StreamedColumn => {
    const isText = kindIn(columns, name) !== 'number';
    const column = columnOf(columns, name)!;
    const days = name === target ? from.values?.get(column.sqlName) : undefined;
    if (days !== undefined) return { name, value: days };
    return { name, value: isText ? textSql(column) : castColumn(column.sqlName, 'duckdb'), isText };
  };
  if (isPlain) {
    const used = [...names, ...last];
    return [...usedColumns(from, used), ...beside.filter((name) => !used.includes(name)).map(streamed)];
  }
  const isColumn = (name: string): boolean => columnOf(columns, name) !== undefined;
  const inputs = names.slice(0, -1).flatMap((term) => columnsInTerm(term, isColumn));
  return [...new Set([...inputs, target, ...last, ...beside])].map(streamed);
}

/** A column as text: that of its cells, or a date without the time where it is midnight. */
export function textSql({ sqlName, kind }: ReadColumn): string {
  const text = `CAST(${quoteIdentifier(sqlName, 'duckdb')} AS VARCHAR)`;
  return kind === 'date' ? `regexp_replace(${text}, ' 00:00:00$', '')` : text;
}

/** The raw columns of features, target and weight. */
export const rawNames = (
  from: { readonly terms?: Terms },
  names: readonly string[],
  weight: string | undefined,
): string[] => [
  ...inputNames(from, names.slice(0, -1)),
  names.at(-1)!,
  ...(weight === undefined ? [] : [weight]),
];

/** Features unasked: numbers, truth and categories of at most 20 levels, but no labels. */
function otherColumns(
  columns: readonly FileColumn[],
  notes: readonly Note[],
  target: string,
  aside: readonly string[],
): string[] {
  const isCategory = (name: string): boolean =>
    notes.some(
      ({ code, column, count = 0 }) => code === 'category' && column === name && count <= MOST_LEVELS,
    );
  const others = columns.filter(
    ({ name, numeric, kind }) =>
      (numeric || isCategory(name)) &&
      kind !== 'label' &&
      kind !== 'empty' &&
      name !== target &&
      !aside.includes(name),
  );
  if (others.length > 0) return others.map(({ name }) => name);
  throw new GdError('DATA', `no numeric column beside the target ${quote(target)}`, 'add a column');
}
