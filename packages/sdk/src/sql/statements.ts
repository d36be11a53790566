// The questions put to a database. Products are summed after a constant per column is taken away, in f64, because raw
// products of large values lose the digits of the slope before any sum begins.

import type { Terms } from '../data/table.ts';
import {
  castColumn,
  columnLimit,
  covarianceOf,
  type Dialect,
  endingOf,
  literal,
  quoteIdentifier,
} from './dialects.ts';

/** Rows and columns of a table. */
export interface SqlTable {
  /** Whose SQL. */
  readonly dialect: Dialect;
  /** The parts of the table's name: `['db', 't']`, never `['db.t']`. */
  readonly table: readonly string[];
  /** Column to predict. */
  readonly target: string;
  /** Terms to predict from. */
  readonly features: readonly string[];
  /** A condition on the rows in the database's own SQL, taken as it is: never text from strangers. */
  readonly where?: string;
  /** A column of sample weights ≥ 0. */
  readonly sampleWeight?: string;
  /** False for a model without a bias: its first category has a weight for every level. Default: true. */
  readonly intercept?: boolean;
}

/** A table that says how its values come. */
export interface ReadTable extends SqlTable {
  /** True if they are parsed from text: no statistics of the file say beforehand that all are finite. */
  readonly parsed?: boolean;
  /** True if the cells without a number are to be counted, column by column. */
  readonly gapsCounted?: boolean;
  /** Features that are terms, and a target of dates, as expressions by their names; the others are columns. */
  readonly values?: ReadonlyMap<string, string>;
  /** Raw columns and levels of the terms. */
  readonly terms?: Terms;
  /** Columns that tell groups of rows apart, taken as they are. */
  readonly keys?: readonly string[];
}

/** Rows looked at to find the constants. Bad constants cost digits, so the answer is checked against them. */
const SAMPLE_ROWS = 1000;
const KIND_ROWS = 100;
/** Words for "no value" among them do not count. */
const MOST_LEVELS = 100;

/** Counts the rows there are, complete or not, as `total`. */
export function countSql(from: ReadTable): string {
  // a condition may hold a column called total
  const rows =
    from.where === undefined
      ? tableName(from)
      : `(SELECT 1 AS ${namesFor(from)('row')} FROM ${tableName(from)}${whereSql(conditionOf(from))}) AS counted`;
  return `SELECT COUNT(*) AS total FROM ${rows}${endingOf(from.dialect)}`;
}

/** Mean, least and largest value of each column in the first complete rows: `mean0`, `low0`, `high0`, … */
export function sampleSql(from: ReadTable): string {
  const name = namesFor(from);
  const columns = columnsOf(from);
  const inside = columns.map((column, j) => `${valueSql(from, column)} AS ${name(j)}`);
  const outside = columns.map(
    (_, j) => `AVG(${name(j)}) AS mean${j}, MIN(${name(j)}) AS low${j}, MAX(${name(j)}) AS high${j}`,
  );
  return (
    `SELECT ${outside.join(', ')} FROM (SELECT ${inside.join(', ')} FROM ${tableName(from)}` +
    `${whereSql(conditionOf(from), ...finiteColumns(from))} LIMIT ${SAMPLE_ROWS}) AS sample${endingOf(from.dialect)}`
  );
}

/**
 * The sums, in as many statements as the database's limit on columns asks for, each with the number of complete rows.
 * Without a shift the mean over all rows is taken, found by the same statement, at the price of reading twice.
 */
export function sumsSql(from: ReadTable, shift?: ArrayLike<number>): string[] {
  const { rows, shared } = from.dialect === 'duckdb' ? flaggedRows(from, shift) : filteredRows(from, shift);
  const sums = sumsOf(from);
  const limit = columnLimit(from.dialect) - shared.length;
  return Array.from({ length: Math.ceil(sums.length / limit) }, (_, part) => {
    const selected = [...shared, ...sums.slice(part * limit, (part + 1) * limit)];
    return `SELECT ${selected.join(', ')} FROM (${rows}) AS centred${endingOf(from.dialect)}`;
  });
}

/** Groups of one answer at most. */
export const MOST_GROUPS = 1_000_000;

/**
 * Keys, count, means and covariances of the complete rows of each group: `key0`, `complete`, `mean0`, `covariance0_1`, … Engines
 * keep covariances about the mean of the group; the shift, one for all, spares them what time stamps have in common.
 */
export function groupsSql(from: ReadTable, shift: ArrayLike<number>): string {
  const { dialect } = from;
  const name = namesFor(from);
  const columns = columnsOf(from);
  const keys = keysOf(from).map(({ as }) => as);
  const { rows } = filteredRows(from, shift);
  const weighs = from.sampleWeight !== undefined;
  const selected = keys.map((key, k) => `${key} AS key${k}`);
  selected.push('COUNT(*) AS complete', ...weightSums(from));
  for (let i = 0; i < columns.length; i++) {
    selected.push(`${weighs ? `MAX(${name(`m${i}`)})` : `AVG(${name(i)})`} AS mean${i}`);
    if (weighs) selected.push(`SUM(${name('w')} * (${name(i)} - ${name(`m${i}`)})) AS sum${i}`);
    for (let j = i; j < columns.length; j++) {
      const product = `SUM(${name('w')} * (${name(i)} - ${name(`m${i}`)}) * (${name(j)} - ${name(`m${j}`)}))`;
      const covariance = `${covarianceOf(dialect)}(${name(i)}, ${name(j)})`;
      selected.push(weighs ? `${product} AS product${i}_${j}` : `${covariance} AS covariance${i}_${j}`);
    }
  }
  return (
    `SELECT ${selected.join(', ')} FROM (${rows}) AS grouped${weighs ? meansJoin(from, rows) : ''}` +
    ` GROUP BY ${keys.join(', ')} ORDER BY ${keys.join(', ')} LIMIT ${MOST_GROUPS + 1}${endingOf(dialect)}`
  );
}

/** Weighted means of the groups beside their rows: an engine has covariances about the mean of a group, but none with weights. */
function meansJoin(from: ReadTable, rows: string): string {
  const name = namesFor(from);
  const keys = keysOf(from).map(({ as }) => as);
  const own = keys.map((key, k) => `${key} AS ${name(`g${k}`)}`);
  const means = columnsOf(from).map(
    (_, j) => `SUM(${name('w')} * ${name(j)}) / SUM(${name('w')}) AS ${name(`m${j}`)}`,
  );
  const same = keys.map((key, k) => `${key} IS NOT DISTINCT FROM ${name(`g${k}`)}`);
  return (
    ` LEFT JOIN (SELECT ${[...own, ...means].join(', ')} FROM (${rows}) AS weighed WHERE ${name('w')} > 0` +
    ` GROUP BY ${keys.join(', ')}) AS means ON ${same.join(' AND ')}`
  );
}

/** The columns that tell groups apart, and our names for them. */
const keysOf = (from: ReadTable): { readonly column: string; readonly as: string }[] =>
  (from.keys ?? []).map((key, k) => ({
    column: quoteIdentifier(key, from.dialect),
    as: namesFor(from)(`k${k}`),
  }));

/** Rows to tell the kinds of columns by. */
export const rowsSql = (from: ReadTable): string =>
  `SELECT * FROM ${tableName(from)}${whereSql(conditionOf(from))} LIMIT ${KIND_ROWS}${endingOf(from.dialect)}`;

/** Levels that a category has, as `level`: some more than there may be. */
export function levelsSql(from: ReadTable, value: string): string {
  const met = whereSql(conditionOf(from), `${value} IS NOT NULL`);
  return `SELECT DISTINCT ${value} AS level FROM ${tableName(from)}${met} LIMIT ${MOST_LEVELS}${endingOf(from.dialect)}`;
}

/** A feature or the target as f64, NULL where it has no value. */
export const valueSql = (from: ReadTable, name: string): string =>
  from.values?.get(name) ?? castColumn(name, from.dialect);

/** Features and target, in the order of the moments. */
export const columnsOf = ({ features, target }: SqlTable): string[] => [...features, target];

/** Names of the sums: `sum0` of column 0, `product0_1` of columns 0 and 1. */
function sumsOf(from: ReadTable): string[] {
  const name = namesFor(from);
  const p = columnsOf(from).length;
  const factor = from.sampleWeight === undefined ? '' : `${name('w')} * `;
  const sums: string[] = [];
  for (let i = 0; i < p; i++) {
    sums.push(`SUM(${factor}${name(i)}) AS sum${i}`);
    for (let j = i; j < p; j++) sums.push(`SUM(${factor}${name(i)} * ${name(j)}) AS product${i}_${j}`);
  }
  return sums;
}

interface RowsQuery {
  /** A query for the centred columns, and the weight where there is one. */
  readonly rows: string;
  /** Head of every statement: counts and, where there are weights, their sum. */
  readonly shared: readonly string[];
}

/** Complete rows alone: one condition for all sums, so that all speak of the same rows. */
export function filteredRows(from: ReadTable, shift: ArrayLike<number> | undefined): RowsQuery {
  const name = namesFor(from);
  const constants = shiftsOf(from, shift);
  const centred = columnsOf(from).map(
    (column, j) => `${valueSql(from, column)} - ${constants.of(j)} AS ${name(j)}`,
  );
  if (from.sampleWeight !== undefined) {
    centred.push(`${castColumn(from.sampleWeight, from.dialect)} AS ${name('w')}`);
  }
  centred.push(...keysOf(from).map(({ column, as }) => `${column} AS ${as}`));
  return {
    rows:
      `SELECT ${centred.join(', ')} FROM ${tableName(from)}${constants.join}` +
      whereSql(conditionOf(from), ...finiteColumns(from)),
    shared: ['COUNT(*) AS complete', ...weightSums(from)],
  };
}

/**
 * All rows, with NULL in place of the incomplete ones, so that one scan counts both: reading a text file is what costs.
 * Planners that copy the inner expressions into each sum would pay for it, DuckDB does not.
 */
function flaggedRows(from: ReadTable, shift: ArrayLike<number> | undefined): RowsQuery {
  const { dialect, sampleWeight } = from;
  const name = namesFor(from);
  const constants = shiftsOf(from, shift);
  const used = [...columnsOf(from).keys(), ...(sampleWeight === undefined ? [] : ['w'])];
  const cast = used.map((key) => {
    const column = key === 'w' ? sampleWeight! : columnsOf(from)[key as number]!;
    return `${key === 'w' ? castColumn(column, dialect) : valueSql(from, column)} AS ${name(key)}`;
  });
  // the function is cheaper than two comparisons; but a range is what statistics answer for all rows at once
  const finite = used.map((key) => (from.parsed ? `isfinite(${name(key)})` : finiteSql(name(key), dialect)));
  const centred = used.map((key) => {
    const value = key === 'w' ? name(key) : `${name(key)} - ${constants.of(key as number)}`;
    return `CASE WHEN ${name('ok')} THEN ${value} END AS ${name(key)}`;
  });
  const read = `SELECT ${cast.join(', ')} FROM ${tableName(from)}${whereSql(conditionOf(from))}`;
  // how many cells of each column hold a value, and whether all of those are finite: false outweighs NULL
  const raw = from.gapsCounted ? columnsOf(from).map((_, j) => `${name(j)} AS ${name(`r${j}`)}`) : [];
  const held = raw.map((_, j) => `COUNT(${name(`r${j}`)}) AS present${j}`);
  if (from.gapsCounted) {
    raw.push(name('ok'));
    held.push(`COALESCE(BOOL_AND(${name('ok')}), true) AS finite`);
  }
  return {
    rows: `SELECT ${[...centred, ...raw].join(', ')} FROM (SELECT *, ${finite.join(' AND ')} AS ${name('ok')} FROM (${read}))${constants.join}`,
    shared: ['COUNT(*) AS total', `COUNT(${name(0)}) AS complete`, ...held, ...weightSums(from)],
  };
}

/** Constants as literals, or as columns of a joined query that finds the means. */
function shiftsOf(
  from: ReadTable,
  shift: ArrayLike<number> | undefined,
): { of(j: number): string; join: string } {
  if (shift) return { of: (j) => literal(shift[j]!, from.dialect), join: '' };
  const name = namesFor(from);
  const mean = (j: number): string => name(`m${j}`);
  const means = columnsOf(from).map((column, j) => `AVG(${valueSql(from, column)}) AS ${mean(j)}`);
  const query = `SELECT ${means.join(', ')} FROM ${tableName(from)}${whereSql(conditionOf(from), ...finiteColumns(from))}`;
  return { of: mean, join: ` CROSS JOIN (${query}) AS means` };
}

function weightSums(from: ReadTable): string[] {
  if (from.sampleWeight === undefined) return [];
  const weight = namesFor(from)('w');
  return [
    `SUM(${weight}) AS weight`,
    `MIN(${weight}) AS least_weight`,
    `SUM(CASE WHEN ${weight} > 0 THEN 1 ELSE 0 END) AS weighted`,
  ];
}

/** False or NULL for NULL, NaN and the infinities in all six dialects, whether NaN compares as largest or not at all. */
function finiteSql(value: string, dialect: Dialect): string {
  return `${value} BETWEEN ${literal(-Number.MAX_VALUE, dialect)} AND ${literal(Number.MAX_VALUE, dialect)}`;
}

function finiteColumns(from: ReadTable): string[] {
  const { sampleWeight, dialect } = from;
  const weight = sampleWeight === undefined ? [] : [castColumn(sampleWeight, dialect)];
  return [...columnsOf(from).map((column) => valueSql(from, column)), ...weight].map((value) =>
    finiteSql(value, dialect),
  );
}

/** The user's condition, closed off by a line end in case it ends in a comment. */
const conditionOf = ({ where }: SqlTable): string => (where === undefined ? '' : `(${where}\n)`);

function whereSql(...conditions: readonly string[]): string {
  const given = conditions.filter((condition) => condition !== '');
  return given.length === 0 ? '' : ` WHERE ${given.join(' AND ')}`;
}

const tableName = ({ table, dialect }: SqlTable): string =>
  table.map((part) => quoteIdentifier(part, dialect)).join('.');

/**
 * Our names for columns, unlike any that the user's condition or columns hold: in ClickHouse a name given in SELECT
 * counts in WHERE too, and before the table's own.
 */
export function namesFor(from: ReadTable): (key: number | string) => string {
  const used = [
    ...columnsOf(from),
    ...(from.values?.values() ?? []),
    from.sampleWeight ?? '',
    from.where ?? '',
    ...(from.keys ?? []),
  ];
  const taken = used.join('\n').toLowerCase();
  let prefix = 'gd';
  while (taken.includes(prefix)) prefix += 'x';
  return (key) => `${prefix}${key}`;
}
