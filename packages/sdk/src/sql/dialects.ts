import { describe, GdError } from '../errors.ts';

/** Databases whose SQL we write. */
export type Dialect = 'duckdb' | 'clickhouse' | 'postgres' | 'trino' | 'bigquery' | 'spark';

/** Points in which their SQL differs. */
interface Grammar {
  readonly quoteMark: '"' | '`';
  /** Escape of a quote mark inside a quoted name: twice, or behind a backslash, which is then escaped too. */
  readonly escaping: 'double' | 'backslash';
  /** Name of the 64-bit floating point type. */
  readonly double: string;
  /** The same for a column, which may hold NULL. */
  readonly nullable?: string;
  /** Name of the type of text, which may be NULL. */
  readonly text: string;
  /** True where a backslash in a text escapes what follows. */
  readonly escapes?: boolean;
  /** End of a statement whose answer has to be about all rows. */
  readonly ending?: string;
  /** Covariance of a population, about its mean; COVAR_POP unless it is another. */
  readonly covariance?: string;
  /** End of a query inside another whose expressions are computed once, not once for each use. */
  readonly fence?: string;
  /** Characters of one statement, where there is a limit. */
  readonly length?: number;
  /** Columns of one SELECT: the engine's limit, or where statements get too long or too slow to plan. */
  readonly columns: number;
}

const GRAMMARS: Readonly<Record<Dialect, Grammar>> = {
  duckdb: { quoteMark: '"', escaping: 'double', double: 'DOUBLE', text: 'VARCHAR', columns: 8000 },
  // more than 256 KiB of a statement are not read; a profile may say to go on without the servers that are lost
  clickhouse: {
    quoteMark: '"',
    escaping: 'backslash',
    double: 'Float64',
    nullable: 'Nullable(Float64)',
    text: 'Nullable(String)',
    escapes: true,
    ending: ' SETTINGS skip_unavailable_shards = 0',
    // covarPop sums raw products
    covariance: 'covarPopStable',
    length: 2 ** 18,
    columns: 2000,
  },
  // a target list has at most 1,664 entries
  postgres: {
    quoteMark: '"',
    escaping: 'double',
    double: 'DOUBLE PRECISION',
    text: 'TEXT',
    // the planner copies expressions of an inner query into the outer one, unless that could leave rows out
    fence: ' OFFSET 0',
    columns: 1600,
  },
  trino: { quoteMark: '"', escaping: 'double', double: 'DOUBLE', text: 'VARCHAR', columns: 1000 },
  bigquery: {
    quoteMark: '`',
    escaping: 'backslash',
    double: 'FLOAT64',
    text: 'STRING',
    escapes: true,
    columns: 5000,
  },
  spark: {
    quoteMark: '`',
    escaping: 'double',
    double: 'DOUBLE',
    text: 'STRING',
    escapes: true,
    columns: 1000,
  },
};

/** The grammar of a dialect. Throws `OPTION` for one that we do not write. */
export function grammarOf(dialect: Dialect): Grammar {
  if (Object.hasOwn(GRAMMARS, dialect)) return GRAMMARS[dialect];
  throw new GdError(
    'OPTION',
    `"dialect" expected ${Object.keys(GRAMMARS).join(', ')}, got ${describe(dialect)}`,
    '',
    { option: 'dialect' },
  );
}

/** A name as an identifier, whatever it holds. Throws `DATA` for what no database takes as a name. */
export function quoteIdentifier(name: string, dialect: Dialect): string {
  if (name === '' || name.includes('\0')) {
    throw new GdError('DATA', `${describe(name)} cannot be a name in SQL`, 'rename the column');
  }
  const { quoteMark, escaping } = grammarOf(dialect);
  const inside =
    escaping === 'double'
      ? name.replaceAll(quoteMark, quoteMark + quoteMark)
      : name.replaceAll('\\', '\\\\').replaceAll(quoteMark, `\\${quoteMark}`);
  return quoteMark + inside + quoteMark;
}

/** A text as a literal, whatever it holds. */
export function quoteText(text: string, dialect: Dialect): string {
  const { escapes = false } = grammarOf(dialect);
  return escapes
    ? `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    : `'${text.replaceAll("'", "''")}'`;
}

/** A column as f64, NULL where it is. */
export function castColumn(name: string, dialect: Dialect): string {
  const { double, nullable = double } = grammarOf(dialect);
  return `CAST(${quoteIdentifier(name, dialect)} AS ${nullable})`;
}

/** Text after a statement, so that it never answers from a part of the table. */
export function endingOf(dialect: Dialect): string {
  return grammarOf(dialect).ending ?? '';
}

/** Name of the aggregate for the covariance of two columns. */
export function covarianceOf(dialect: Dialect): string {
  return grammarOf(dialect).covariance ?? 'COVAR_POP';
}

/** End of an inner query whose expressions are used more than once. */
export function fenceOf(dialect: Dialect): string {
  return grammarOf(dialect).fence ?? '';
}

/** Characters that a statement may have. */
export function lengthLimit(dialect: Dialect): number {
  return grammarOf(dialect).length ?? Infinity;
}

/** Columns that one SELECT may have. */
export function columnLimit(dialect: Dialect): number {
  return grammarOf(dialect).columns;
}

/**
 * A number as f64, in the fewest digits that read back as the same bits. The cast keeps databases from taking it for a
 * decimal, which some round and others multiply in other ways.
 */
export function literal(value: number, dialect: Dialect): string {
  return `CAST(${value.toExponential().replace('e+', 'E').replace('e', 'E')} AS ${grammarOf(dialect).double})`;
}
