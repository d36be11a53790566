import { type Check, checkedOptions, requireOption, texts, trueOrFalse, when } from '../checks.ts';
import { describe, GdError, quote } from '../errors.ts';
import { grammarOf } from './dialects.ts';
import type { SqlTable } from './statements.ts';

const columnName: Check = (value) => when(typeof value === 'string' && value !== '', 'a column name');
const nonEmpty =
  (expected: string): Check =>
  (value) =>
    texts(expected)(value) ?? when(!(value as string[]).includes(''), expected);

const CHECKS: Readonly<Record<keyof SqlTable, Check>> = {
  dialect: () => undefined,
  table: nonEmpty("the parts of the table's name, like ['schema', 'table']"),
  target: columnName,
  features: nonEmpty('column names'),
  where: (value) => when(typeof value === 'string' && value.trim() !== '', 'a condition in SQL'),
  sampleWeight: columnName,
  intercept: trueOrFalse,
};
const REQUIRED = ['table', 'target', 'features'] as const;

/** Checks which rows and columns are asked for; `others` are the options that the caller reads. Throws `OPTION` or `DATA`. */
export function readTableOptions(options: SqlTable, others: readonly string[] = []): SqlTable {
  const theirs = Object.fromEntries(others.map((name) => [name, (): undefined => undefined]));
  const given = checkedOptions(options, { ...CHECKS, ...theirs });
  for (const name of REQUIRED) requireOption(name, given[name], CHECKS[name]);
  grammarOf(options.dialect);
  refuseTwice([...options.features, options.target]);
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => Object.hasOwn(CHECKS, name)),
  ) as unknown as SqlTable;
}

/** The columns of `by`; undefined where there are none. Throws `OPTION` for anything else. */
export function readBy(by: unknown): readonly string[] | undefined {
  if (by === undefined) return undefined;
  const names: unknown = typeof by === 'string' ? [by] : by;
  const expected = nonEmpty('a column name or a list of them')(names);
  if (expected === undefined && (names as string[]).length > 0) return names as string[];
  throw new GdError('OPTION', `"by" expected a column name or a list of them, got ${describe(by)}`, '', {
    option: 'by',
  });
}

function refuseTwice(columns: readonly string[]): void {
  const twice = columns.find((column, j) => columns.indexOf(column) < j);
  if (twice === undefined) return;
  const target = twice === columns.at(-1);
  throw new GdError(
    'DATA',
    target
      ? `column ${quote(twice)} is the target and a feature`
      : `column ${quote(twice)} is a feature twice`,
    'leave it out of the features',
    { column: twice },
  );
}
