// Terms as SQL: an expression of the dialect, NULL where an input is, and where a level is none of those known.
import { type Category, categoryName, type DatePart } from '../terms/expression.ts';
import { written } from '../terms/names.ts';
import type { Writing } from '../terms/write.ts';
import { castColumn, type Dialect, grammarOf, literal, quoteIdentifier, quoteText } from './dialects.ts';

/** Microseconds since 1970-01-01 of a column of dates or their text, and parts of its calendar, in UTC. */
const MICROSECONDS: Readonly<Record<Dialect, (column: string) => string>> = {
  duckdb: (column) => `epoch_us(CAST(${column} AS TIMESTAMP))`,
  clickhouse: (column) => `toUnixTimestamp64Micro(${clickhouseTime(column)})`,
  postgres: (column) => `EXTRACT(EPOCH FROM CAST(${column} AS TIMESTAMP)) * 1000000`,
  trino: (column) => `to_unixtime(CAST(${column} AS TIMESTAMP)) * 1000000`,
  bigquery: (column) => `UNIX_MICROS(CAST(${column} AS TIMESTAMP))`,
  spark: (column) => `unix_micros(CAST(${column} AS TIMESTAMP))`,
};

const clickhouseTime = (column: string): string =>
  `parseDateTime64BestEffortOrNull(toString(${column}), 6, 'UTC')`;

const CALENDAR = { year: 'YEAR', month: 'MONTH', hour: 'HOUR' } as const;
const CLICKHOUSE = { year: 'toYear', month: 'toMonth', hour: 'toHour' } as const;
const DAY_MICROSECONDS = 864e8;
const DAYS_TO_MONDAY = 3;

/** The writing of a dialect; `levelsOf` tells the known levels of a category, none where they are not known. */
export function sqlWriting(
  dialect: Dialect,
  levelsOf: (category: Category) => readonly string[],
  columnOf: (name: string) => string = (name) => name,
): Writing {
  const number = (value: number): string => literal(value, dialect);
  const quoted = (name: string): string => quoteIdentifier(columnOf(name), dialect);
  const { double, nullable = double } = grammarOf(dialect);
  const truth = (condition: string, otherwise: string): string =>
    `CASE WHEN ${condition} THEN ${number(1)} WHEN ${otherwise} THEN ${number(0)} END`;
  const days = (name: string): string =>
    `(CAST(${MICROSECONDS[dialect](quoted(name))} AS ${nullable}) / ${number(DAY_MICROSECONDS)})`;
  const date = (part: DatePart, name: string): string => {
    if (part === 'day') return days(name);
    if (part === 'weekday') {
      const day = `(FLOOR(${days(name)}) + ${number(DAYS_TO_MONDAY)})`;
      return `(${day} - ${number(7)} * FLOOR(${day} / ${number(7)}) + ${number(1)})`;
    }
    const whole =
      dialect === 'clickhouse'
        ? `${CLICKHOUSE[part]}(${clickhouseTime(quoted(name))})`
        : `EXTRACT(${CALENDAR[part]} FROM CAST(${quoted(name)} AS TIMESTAMP))`;
    return `CAST(${whole} AS ${nullable})`;
  };
  return {
    column: (name) => castColumn(columnOf(name), dialect),
    date,
    call: (name, x) => `${name === 'log' ? 'LN' : name.toUpperCase()}(${x})`,
    power: (x, by) => `(${new Array(by).fill(x).join(' * ')})`,
    between: (x, from, to) => truth(`${x} >= ${number(from)} AND ${x} < ${number(to)}`, `${x} IS NOT NULL`),
    level(of, level) {
      const known = levelsOf(of);
      if (of.op !== 'column') {
        const value = date(of.op, of.name);
        const others = known.map((other) => number(Number(other))).join(', ');
        return truth(
          `${value} = ${number(Number(level))}`,
          others ? `${value} IN (${others})` : `${value} IS NOT NULL`,
        );
      }
      const value = levelSql(of, dialect, columnOf);
      const listed = (levels: readonly string[]): string =>
        levels
          .flatMap(asWritten)
          .map((own) => quoteText(own, dialect))
          .join(', ');
      return truth(
        `${value} IN (${listed([level])})`,
        known.length > 0 ? `${value} IN (${listed(known)})` : `${value} IS NOT NULL`,
      );
    },
  };
}

/** The level of a category in each row, as text or as the number of a part of a date. */
export function levelSql(
  of: Category,
  dialect: Dialect,
  columnOf: (name: string) => string = (name) => name,
): string {
  if (of.op !== 'column') return sqlWriting(dialect, () => [], columnOf).date(of.op, of.name);
  const text = `CAST(${quoteIdentifier(columnOf(of.name), dialect)} AS ${grammarOf(dialect).text})`;
  // servers of ClickHouse before 20.1, which clusters still have, know no TRIM
  return dialect === 'clickhouse' ? `replaceRegexpAll(${text}, '^ +| +$', '')` : `TRIM(${text})`;
}

/** A level as databases write it: a whole number of a column of doubles with a decimal, too. */
const asWritten = (level: string): string[] => (/^-?\d+$/.test(level) ? [level, `${level}.0`] : [level]);

/** Levels by the names of their categories as a function. */
export const knownLevels =
  (levels: Readonly<Record<string, readonly string[]>>): ((category: Category) => readonly string[]) =>
  (category) => {
    const name = categoryName(category, written);
    return Object.hasOwn(levels, name) ? levels[name]! : [];
  };
