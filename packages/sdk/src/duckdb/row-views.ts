// The rows of the files as a query, each column as what it holds.
import type { CsvHead } from '../csv.ts';
import { MISSING, NUMBER } from '../data/cells.ts';
import { GdError } from '../errors.ts';
import { quoteIdentifier } from '../sql/dialects.ts';
import { type Database, textLiteral } from './database.ts';
import type { ReadColumn } from './file-columns.ts';
import { type Files, readCall } from './files.ts';

export const ROWS_VIEW = 'rows';
const CAREFUL_VIEW = 'careful_rows';
const CELLS_VIEW = 'cells';

/** The views to ask: the fast one, until a cell stops it that the careful one may be able to read. */
export class RowViews {
  /** The view to ask first. */
  present: string = ROWS_VIEW;
  readonly #database: Database;
  readonly #files: Files;
  readonly #columns: readonly ReadColumn[];
  readonly #head: CsvHead | undefined;

  constructor(database: Database, files: Files, columns: readonly ReadColumn[], head: CsvHead | undefined) {
    this.#database = database;
    this.#files = files;
    this.#columns = columns;
    this.#head = head;
  }

  /** Creates the fast view: to be done first. */
  open(): Promise<void> {
    return this.#create(ROWS_VIEW, { asText: new Set(), careful: false });
  }

  /** Asks the present view, and the careful one where a cell stops it. */
  async read<T>(ask: (view: string) => Promise<T>): Promise<T> {
    try {
      return await ask(this.present);
    } catch (error) {
      const careful = await this.careful(error);
      return ask(careful).catch((second: unknown) => {
        throw this.nearer(error, second);
      });
    }
  }

  /** The error where both views are stopped, by a cell that is no number: the first message names its line. */
  nearer(first: unknown, second: unknown): unknown {
    this.present = ROWS_VIEW;
    return second instanceof GdError ? first : second;
  }

  /** The careful view, from now on the present one. Throws the error itself where it does not help. */
  async careful(error: unknown): Promise<string> {
    const helps = error instanceof GdError && /Conversion Error/.test(error.message);
    const text = this.#files.format === 'csv';
    if (!helps || !text || this.present === CAREFUL_VIEW) throw error;
    await this.#create(CAREFUL_VIEW, { asText: new Set(), careful: true });
    this.present = CAREFUL_VIEW;
    return CAREFUL_VIEW;
  }

  /** A view with some columns as numbers and the others as they are written. */
  async cells(numbers: ReadonlySet<ReadColumn>): Promise<string> {
    const asText = new Set(this.#columns.filter((column) => !numbers.has(column)));
    await this.#create(CELLS_VIEW, { asText, careful: true });
    return CELLS_VIEW;
  }

  async #create(view: string, ways: CellWays): Promise<void> {
    const sql = rowsSql(this.#files, this.#columns, this.#head, ways);
    await this.#database.run(`CREATE OR REPLACE VIEW ${view} AS ${sql}`);
  }
}

interface CellWays {
  /** Columns to be left as the text of their cells. */
  readonly asText: ReadonlySet<ReadColumn>;
  readonly careful: boolean;
}

/**
 * All rows. Numbers of a CSV file are read as doubles straight away, which takes blanks around them and a leading plus;
 * `careful` reads them as text first, in twice the time, and takes blanks around "NA" as well.
 */
function rowsSql(
  files: Files,
  columns: readonly ReadColumn[],
  head: CsvHead | undefined,
  { asText, careful }: CellWays,
): string {
  if (files.format !== 'csv') return `SELECT * FROM ${readCall(files)}`;
  const fromText = columns.filter(
    (column) =>
      !asText.has(column) && (column.comma || column.broken || (careful && typeOf(column) === 'DOUBLE')),
  );
  const text = new Set([...asText, ...fromText]);
  const types = new Map(
    columns.map((column) => [column.sqlName, text.has(column) ? 'VARCHAR' : typeOf(column)]),
  );
  const numbers = fromText.map(
    (column) => `${numberSql(column)} AS ${quoteIdentifier(column.sqlName, 'duckdb')}`,
  );
  const replaced = numbers.length > 0 ? ` REPLACE (${numbers.join(', ')})` : '';
  return `SELECT *${replaced} FROM ${readCall(files, { ...head, types })}`;
}

/** A column that only DuckDB has looked at may be of whole numbers at first. */
const typeOf = ({ type, numeric }: ReadColumn): string => (numeric && type !== 'BOOLEAN' ? 'DOUBLE' : type);

const NUMBER_PATTERN = NUMBER.source.slice(1, -1);

/** The number in a cell of text; what is no number in a column known for such cells is missing. */
function numberSql({ sqlName, comma, broken }: ReadColumn): string {
  const cell = `trim(${quoteIdentifier(sqlName, 'duckdb')}, ${textLiteral(' \t')})`;
  const number = comma ? `replace(${cell}, ',', '.')` : cell;
  // IN with so many words would become a join, which does not keep the order of the rows
  const missing = `list_contains([${MISSING.map(textLiteral).join(', ')}], lower(${cell}))`;
  if (!broken) return `CAST(CASE WHEN NOT ${missing} THEN ${number} END AS DOUBLE)`;
  const value = `TRY_CAST(${number} AS DOUBLE)`;
  return `CASE WHEN regexp_full_match(${number}, ${textLiteral(NUMBER_PATTERN)}) AND isfinite(${value}) THEN ${value} END`;
}
