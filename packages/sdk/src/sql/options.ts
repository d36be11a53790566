import { describe, GdError, quote } from '../errors.ts';
import { grammarOf } from './dialects.ts';
import type { SqlTable } from './statements.ts';

type Check = (value: unknown) => string | undefined;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const texts =
  (expected: string): Check =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every(isText) ? undefined : expected;
const name: Check = (value) => (isText(value) ? undefined : 'a column name');

const CHECKS: Readonly<Record<keyof SqlTable, Check>> = {
  dialect: () => undefined,
  table: texts("the parts of the table's name, like ['schema', 'table']"),
  target: name,
  features: texts('column names'),
  where: (value) => (isText(value) && value.trim() !== '' ? undefined : 'a condition in SQL'),
  sampleWeight: name,
};
const OPTIONAL: readonly string[] = ['where', 'sampleWeight'];

/** Checks which rows and columns are asked for; `others` are the options that the caller reads. Throws `OPTION` or `DATA`. */
export function readTableOptions(options: SqlTable, others: readonly string[] = []): SqlTable {
  if (typeof options !== 'object' || options === null) {
    throw new GdError('OPTION', `options expected an object, got ${describe(options)}`);
  }
  const known = [...Object.keys(CHECKS), ...others];
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new GdError('OPTION', `unknown option ${quote(unknown)}`, `the options are ${known.join(', ')}`, {
      option: unknown,
    });
  }
  const table: Record<string, unknown> = {};
  for (const [key, check] of Object.entries(CHECKS)) {
    const value = options[key as keyof SqlTable];
    if (value === undefined && OPTIONAL.includes(key)) continue;
    const expected = check(value);
    if (expected) {
      throw new GdError('OPTION', `"${key}" expected ${expected}, got ${describe(value)}`, '', {
        option: key,
      });
    }
    table[key] = value;
  }
  grammarOf(options.dialect);
  refuseTwice([...options.features, options.target]);
  return table as unknown as SqlTable;
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
