// Terms over a table in a database: what its columns are, what levels there are, and the terms as SQL.

import type { DateOrder } from '../data/dates.ts';
import { inOrder, textOf } from '../data/levels.ts';
import { type Terms, unknownColumn } from '../data/table.ts';
import { modelTerms, termsOf } from '../data/term-columns.ts';
import { GdError, quote } from '../errors.ts';
import { expandTerms, type RawColumns } from '../terms/expand.ts';
import { type Category, categoryName } from '../terms/expression.ts';
import { written as writtenName } from '../terms/names.ts';
import { parseTerm } from '../terms/syntax.ts';
import { write } from '../terms/write.ts';
import { castColumn, type Dialect } from './dialects.ts';
import { levelsSql, type ReadTable } from './statements.ts';
import { knownLevels, levelSql, sqlWriting } from './terms.ts';

/** Kinds of columns in a database, and their names there. */
export interface SqlColumns {
  readonly names: readonly string[];
  kindOf: RawColumns['kindOf'];
  /** Its name in SQL, where that is another. */
  columnOf?(name: string): string;
  /** The order of day and month in which dates stand in a file. */
  orderOf?(name: string): DateOrder | undefined;
}

/** Asks for the values of one column called `level`. */
export type AskLevels = (sql: string) => Promise<readonly unknown[]>;

/** True of a feature that has to be held against the columns there are: one of that very name is that column. */
export const mayBeTerm = (feature: string): boolean => /[*^()="]/.test(feature);

/** True of a feature that can be more than a column of that name. */
function isTerm(feature: string): boolean {
  try {
    const syntax = parseTerm(feature, () => false);
    return syntax.kind !== 'name' || syntax.name !== feature;
  } catch {
    return false;
  }
}

/** The table with its terms as expressions, as it is where every feature is a column. Levels are asked for, 50 at most. */
export async function withTerms(from: ReadTable, columns: SqlColumns, ask: AskLevels): Promise<ReadTable> {
  const levels = new Map<string, readonly string[]>();
  for (const category of openCategories(from, columns)) {
    const found = await ask(levelsSql(from, levelSql(category, from.dialect, columns.columnOf)));
    const texts = found.map((level) => textOf(plainly(level))).filter((level) => level !== null);
    levels.set(categoryName(category, writtenName), inOrder(new Set(texts), category));
  }
  return expanded(from, columns, (category) => levels.get(categoryName(category, writtenName))!);
}

/** The same without a database to ask: every column is one of numbers. Throws `UNSUPPORTED` where levels are not declared. */
export function withDeclaredTerms(from: ReadTable): ReadTable {
  if (!from.features.some(isTerm)) return from;
  const { features } = from;
  const names = features.filter((feature) => !isTerm(feature));
  return expanded(from, { names, kindOf: () => 'number' }, ({ name }) => {
    throw new GdError(
      'UNSUPPORTED',
      `the levels of ${quote(name)} are in the database`,
      `\`momentsFromSql\` asks for them, or declare them: \`category(${name}, a, b)\``,
    );
  });
}

/** Categories whose levels nobody has declared. */
function openCategories(from: ReadTable, columns: SqlColumns): Category[] {
  const open = new Map<string, Category>();
  expandTerms(from.features, {
    ...columns,
    levelsOf(category) {
      open.set(categoryName(category, writtenName), category);
      return undefined;
    },
  });
  return [...open.values()];
}

function expanded(from: ReadTable, columns: SqlColumns, levelsOf: RawColumns['levelsOf']): ReadTable {
  const expansion = expandTerms(from.features, { ...columns, levelsOf }, from.intercept);
  const { terms: all, levels } = expansion;
  const isColumn = all.every(
    ({ name, expression }, j) => expression.op === 'column' && name === from.features[j],
  );
  if (isColumn && all.length === from.features.length) return from;
  const terms = termsOf(expansion, columns.orderOf);
  if (Object.values(terms.inputs).flat().includes(from.target)) {
    const message = `column ${quote(from.target)} is the target and a feature`;
    throw new GdError('DATA', message, 'take it out of `features`');
  }
  const writing = sqlWriting(from.dialect, knownLevels(levels), columns.columnOf);
  const written = all.map(({ name, expression }) => [name, write(expression, writing)] as const);
  const values = new Map([...(from.values ?? []), ...written]);
  return { ...from, features: all.map(({ name }) => name), values, terms };
}

/** The features of a model as expressions over its raw columns. */
export function featuresSql(
  { features, terms }: { readonly features: readonly string[]; readonly terms?: Terms | undefined },
  dialect: Dialect,
  columnOf: (name: string) => string = (name) => name,
): string[] {
  if (!terms) return features.map((name) => castColumn(columnOf(name), dialect));
  const writing = sqlWriting(dialect, knownLevels(terms.levels), columnOf);
  return modelTerms(features, terms).map(({ expression }) => write(expression, writing));
}

/** Kinds of columns by some of their rows; features without marks are columns, be they lost on the way to an object. */
export function kindsIn(
  rows: readonly Readonly<Record<string, unknown>>[],
  features: readonly string[],
): SqlColumns {
  const bare = features.filter((feature) => !mayBeTerm(feature));
  const names = [...new Set([...Object.keys(rows[0] ?? {}), ...bare])];
  return {
    names,
    kindOf(name) {
      if (!names.includes(name)) throw unknownColumn(name, names);
      const value = rows
        .map((row) => (Object.hasOwn(row, name) ? row[name] : null))
        .find((cell) => cell !== null && cell !== undefined);
      if (value instanceof Date) return 'date';
      return typeof value === 'string' && !Number.isFinite(Number(value)) ? textKind(value) : 'number';
    },
  };
}

const textKind = (value: string): 'date' | 'category' =>
  /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(value) ? 'date' : 'category';

/** A level as text: a whole number without the decimal that doubles have. */
const plainly = (level: unknown): unknown =>
  typeof level === 'string' ? level.replace(/^(-?\d+)\.0$/, '$1') : level;
