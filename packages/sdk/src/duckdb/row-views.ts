// The rows of the files as a query, each column as what it holds.
import type { CsvHead } from '../csv.ts';
import type { MissingWords } from '../data/text-column.ts';
import { GdError } from '../errors.ts';
import { quoteIdentifier } from '../sql/dialects.ts';
import { CELL_MACROS, isMissing, numberIn, truthIn } from './cell-numbers.ts';
import type { Database } from './database.ts';
import type { ReadColumn } from './file-columns.ts';
import { type Files, readCall } from './files.ts';

export const ROWS_VIEW = 'rows';
const CAREFUL_VIEW = 'careful_rows';
const CELLS_VIEW = 'cells';
const TEXT_VIEW = 'text_rows';
const GAPS_VIEW = 'gaps';

/** The views to ask: the fast one, until a cell stops it that the careful one may be able to read. */
export class RowViews {
  /** The view to ask first. */
  present: string = ROWS_VIEW;
  readonly #database: Database;
  readonly #files: Files;
  readonly #columns: readonly ReadColumn[];
  readonly #head: CsvHead | undefined;
  readonly #words: MissingWords;

  constructor(
    database: Database,
    files: Files,
    columns: readonly ReadColumn[],
    head: CsvHead | undefined,
    words: MissingWords,
  ) {
    this.#database = database;
    this.#files = files;
    this.#columns = columns;
    this.#head = head;
    this.#words = words;
  }

  /** Creates the fast view: to be done first. */
  async open(): Promise<void> {
    await this.#database.run(CELL_MACROS);
    await this.#create(ROWS_VIEW, { asText: new Set(), careful: false });
  }

  /** True while no cell has stopped the fast view. */
  get isFast(): boolean {
    return this.present === ROWS_VIEW;
  }

  /** Asks the present view, and the careful one where a cell stops it. */
  async read<T>(ask: (view: string) => Promise<T>): Promise<T> {
    try {
      return await ask(this.present);
    } catch (error) {
      return ask(await this.careful(error));
    }
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

  /** A view with the cells of columns as they are written, `cell0` …, and `gap0` …: 0 for a number, 1 where none stands, 2 where it cannot be read. */
  async gaps(columns: readonly ReadColumn[]): Promise<string> {
    await this.#create(TEXT_VIEW, { asText: new Set(this.#columns), careful: true });
    const shown = columns.map((column, j) => {
      const name = quoteIdentifier(column.sqlName, 'duckdb');
      if (this.#files.format !== 'csv' && column.plain) {
        return `CAST(${name} AS VARCHAR) AS cell${j}, CASE WHEN isfinite(CAST(${name} AS DOUBLE)) THEN 0 WHEN ${name} IS NULL THEN 1 ELSE 2 END AS gap${j}`;
      }
      const cell = name;
      const missing = `${cell} IS NULL OR ${isMissing(cell, this.#words)}`;
      return `${cell} AS cell${j}, CASE WHEN ${valueIn(column, this.#words)} IS NOT NULL THEN 0 WHEN ${missing} THEN 1 ELSE 2 END AS gap${j}`;
    });
    await this.#database.run(
      `CREATE OR REPLACE VIEW ${GAPS_VIEW} AS SELECT ${shown.join(', ')} FROM ${TEXT_VIEW}`,
    );
    return GAPS_VIEW;
  }

  async #create(view: string, ways: CellWays): Promise<void> {
    const { files, columns, head, words } = {
      files: this.#files,
      columns: this.#columns,
      head: this.#head,
      words: this.#words,
    };
    const sql = rowsSql(files, columns, head, words, ways);
    await this.#database.run(`CREATE OR REPLACE VIEW ${view} AS ${sql}`);
  }
}

interface CellWays {
  /** Columns to be left as the text of their cells. */
  readonly asText: ReadonlySet<ReadColumn>;
  readonly careful: boolean;
}

/**
 * All rows. Numbers of a CSV file that are written as programs write them are read as doubles straight away, in two thirds of
 * the time; `careful` and other columns read their text by the rules of data/, and what is no number is NULL.
 */
function rowsSql(
  files: Files,
  columns: readonly ReadColumn[],
  head: CsvHead | undefined,
  words: MissingWords,
  { asText, careful }: CellWays,
): string {
  const typed = files.format !== 'csv';
  const fromText = columns.filter(
    (column) => column.numeric && !asText.has(column) && ((careful && !typed) || !column.plain),
  );
  const text = new Set([...asText, ...fromText]);
  const types = new Map(
    columns.map((column) => [column.sqlName, text.has(column) ? 'VARCHAR' : typeOf(column)]),
  );
  const numbers = fromText.map(
    (column) => `${valueIn(column, words)} AS ${quoteIdentifier(column.sqlName, 'duckdb')}`,
  );
  const replaced = numbers.length > 0 ? ` REPLACE (${numbers.join(', ')})` : '';
  if (typed) return `SELECT *${replaced} FROM ${readCall(files)}`;
  // cells that are printed again keep the words for no value
  const missing = careful ? undefined : words;
  return `SELECT *${replaced} FROM ${readCall(files, { ...head, types, missing })}`;
}

/** The number in a cell of a column, NULL where there is none. */
function valueIn({ sqlName, kind, mark, type }: ReadColumn, words: MissingWords): string {
  const cell = quoteIdentifier(sqlName, 'duckdb');
  return kind === 'boolean' || type === 'BOOLEAN' ? truthIn(cell) : numberIn(cell, mark, words);
}

/** A column that only DuckDB has looked at may be of whole numbers at first. */
const typeOf = ({ type, numeric }: ReadColumn): string => (numeric && type !== 'BOOLEAN' ? 'DOUBLE' : type);
