// The rows of the files as a query, each column as what it holds.
import type { CsvHead } from '../csv.ts';
import { MISSING } from '../csv.ts';
import { GdError } from '../errors.ts';
import { quoteIdentifier } from '../sql/dialects.ts';
import { type Engine, textLiteral } from './engine.ts';
import type { ReadColumn } from './file-columns.ts';
import { type Files, readCall } from './files.ts';

export const ROWS_VIEW = 'rows';
const CAREFUL_VIEW = 'careful_rows';

/** The views to ask: the fast one, until a cell stops it that the careful one may be able to read. */
export class RowViews {
  /** The view to ask first. */
  present: string = ROWS_VIEW;
  readonly #engine: Engine;
  readonly #careful: string | undefined;

  /** `careful` is its query, where there is one. */
  constructor(engine: Engine, careful: string | undefined) {
    this.#engine = engine;
    this.#careful = careful;
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

  /** What to say where both views are stopped, by a cell that is no number: the first message names its line. */
  nearer(first: unknown, second: unknown): unknown {
    this.present = ROWS_VIEW;
    return second instanceof GdError ? first : second;
  }

  /** The careful view, from now on the present one. Throws the error itself where it does not help. */
  async careful(error: unknown): Promise<string> {
    const helps = error instanceof GdError && /Conversion Error/.test(error.message);
    if (!helps || this.#careful === undefined || this.present === CAREFUL_VIEW) throw error;
    await this.#engine.run(`CREATE OR REPLACE VIEW ${CAREFUL_VIEW} AS ${this.#careful}`);
    this.present = CAREFUL_VIEW;
    return CAREFUL_VIEW;
  }
}

/**
 * All rows. Numbers of a CSV file are read as doubles straight away, which takes blanks around them and a leading plus;
 * `careful` reads them as text first, in twice the time, and takes blanks around "NA" as well.
 */
export function rowsSql(
  files: Files,
  columns: readonly ReadColumn[],
  head: CsvHead | undefined,
  careful = false,
): string {
  if (files.format !== 'csv') return `SELECT * FROM ${readCall(files)}`;
  const asText = columns.filter(({ type, comma }) => comma || (careful && type === 'DOUBLE'));
  const types = new Map(
    columns.map((column) => [column.sqlName, asText.includes(column) ? 'VARCHAR' : doubleType(column)]),
  );
  const numbers = asText.map(
    (column) => `${numberSql(column)} AS ${quoteIdentifier(column.sqlName, 'duckdb')}`,
  );
  const replaced = numbers.length > 0 ? ` REPLACE (${numbers.join(', ')})` : '';
  return `SELECT *${replaced} FROM ${readCall(files, { ...head, types })}`;
}

/** A column that only DuckDB has looked at may be of whole numbers at first. */
const doubleType = ({ type, numeric }: ReadColumn): string =>
  numeric && type !== 'BOOLEAN' ? 'DOUBLE' : type;

/** The number in a cell of text. */
function numberSql({ sqlName, comma }: ReadColumn): string {
  const cell = `trim(${quoteIdentifier(sqlName, 'duckdb')}, ${textLiteral(' \t')})`;
  const number = comma ? `replace(${cell}, ',', '.')` : cell;
  const missing = MISSING.map(textLiteral).join(', ');
  return `CAST(CASE WHEN ${cell} NOT IN (${missing}) THEN ${number} END AS DOUBLE)`;
}
