// The rows of the files as a query, each column as what it holds.
import type { CsvHead } from '../csv.ts';
import type { MissingWords } from '../data/text-column.ts';
import { GdError } from '../errors.ts';
import { quoteIdentifier } from '../sql/dialects.ts';
import { DATE_MACROS, dateIn } from './cell-dates.ts';
import { CELL_MACROS, isMissing, isRounded, numberIn, truthIn } from './cell-numbers.ts';
import type { Database } from './database.ts';
import { isDate, type ReadColumn } from './file-columns.ts';
import { type Files, readCall } from './files.ts';
import { holdOddNumbers } from './odd-numbers.ts';

export const ROWS_VIEW = 'rows';
const CAREFUL_VIEW = 'careful_rows';
const CELLS_VIEW = 'cells';
const STATES_VIEW = 'states';

/** Kinds of a cell in a column of numbers. */
export const STATES = { number: 0, missing: 1, unreadable: 2, rounded: 3 } as const;

/** A view with the cells of some columns as they are written, and their states: all in SQL. */
export interface StatesView {
  readonly view: string;
  readonly cells: readonly string[];
  readonly states: readonly string[];
}

/** The views to ask: the fast one, until a cell stops it that the careful one may be able to read. */
export class RowViews {
  /** The view to ask first. */
  present: string = ROWS_VIEW;
  readonly #database: Database;
  readonly #files: Files;
  readonly #columns: readonly ReadColumn[];
  readonly #head: CsvHead | undefined;
  readonly #words: MissingWords;
  readonly #closing = new AbortController();
  #odd: Promise<boolean> | undefined;

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
    await this.#database.run(CELL_MACROS + DATE_MACROS);
    await this.#create(ROWS_VIEW, this.#rowsSql());
  }

  /** Ends what reads along. */
  close(): void {
    this.#closing.abort();
  }

  /** True while no cell has stopped the fast view. */
  get isFast(): boolean {
    return this.present === ROWS_VIEW;
  }

  /** The view to ask by who cannot ask again. */
  async first(): Promise<string> {
    if (await this.#isOdd()) await this.#beCareful();
    return this.present;
  }

  /** Asks the present view, and the careful one where a cell stops it or may have been read by other rules than ours. */
  async read<T>(ask: (view: string) => Promise<T>): Promise<T> {
    const odd = this.#isOdd();
    try {
      const answer = await ask(this.present);
      if (!(await odd)) return answer;
    } catch (error) {
      return ask(await this.careful(error));
    }
    return ask(await this.#beCareful());
  }

  /** The careful view, from now on the present one. Throws the error itself where it does not help. */
  async careful(error: unknown): Promise<string> {
    const helps = error instanceof GdError && /Conversion Error/.test(error.message);
    if (!helps || this.#files.format !== 'csv' || !this.isFast) throw error;
    return this.#beCareful();
  }

  async #beCareful(): Promise<string> {
    if (!this.isFast) return this.present;
    await this.#create(CAREFUL_VIEW, this.#rowsSql({ careful: true }));
    this.present = CAREFUL_VIEW;
    return CAREFUL_VIEW;
  }

  /** True if the fast view may read numbers that are none by our rules; looked for beside the first pass, in a tenth of its time. */
  async #isOdd(): Promise<boolean> {
    const { format, names } = this.#files;
    const isTyped = this.#columns.some(({ numeric, plain }) => numeric && plain);
    if (!this.isFast || format !== 'csv' || !isTyped) return false;
    this.#odd ??= holdOddNumbers(names, this.#closing.signal);
    return this.#odd;
  }

  /** A view with some columns as numbers and the others as they are written, and the cells of numbers that cannot be read. */
  async cells(numbers: readonly ReadColumn[]): Promise<{ readonly view: string; readonly unread: string[] }> {
    const { cells, states } = await this.#withStates(CELLS_VIEW, numbers, {
      asText: new Set(this.#columns.filter((column) => !numbers.includes(column))),
      careful: true,
    });
    const unread = states.map((state, j) => `CASE WHEN ${state} = ${STATES.unreadable} THEN ${cells[j]} END`);
    return { view: CELLS_VIEW, unread };
  }

  /** A view of the rows with the cells of columns as they are written, and what each of them is. */
  states(columns: readonly ReadColumn[]): Promise<StatesView> {
    return this.#withStates(STATES_VIEW, columns, { careful: !this.isFast });
  }

  async #withStates(
    view: string,
    columns: readonly ReadColumn[],
    ways: Partial<CellWays>,
  ): Promise<StatesView> {
    const name = this.#freeNames();
    const shown = columns.flatMap((column, j) => {
      const { cell, state } = this.#stateOf(column);
      return [`${cell} AS ${name(`cell${j}`)}`, `${state} AS ${name(`state${j}`)}`];
    });
    await this.#create(view, this.#rowsSql({ ...ways, fromText: columns }, shown));
    return {
      view,
      cells: columns.map((_, j) => name(`cell${j}`)),
      states: columns.map((_, j) => name(`state${j}`)),
    };
  }

  /** Names that no column has. */
  #freeNames(): (name: string) => string {
    let prefix = 'gd_';
    while (this.#columns.some(({ sqlName }) => sqlName.toLowerCase().startsWith(prefix))) prefix += '_';
    return (name) => prefix + name;
  }

  #stateOf(column: ReadColumn): { cell: string; state: string } {
    if (column.told !== undefined) {
      const told = quoteIdentifier(column.told, 'duckdb');
      return { cell: `${told}[2:]`, state: `coalesce(CAST(${told}[1] AS INTEGER), ${STATES.number})` };
    }
    const name = quoteIdentifier(column.sqlName, 'duckdb');
    if (isDate(column)) return stateOfDate(column, name, this.#words);
    const stateBy = (number: string, missing: string, rounded: string): string =>
      `CASE WHEN ${number} THEN CASE WHEN ${rounded} THEN ${STATES.rounded} ELSE ${STATES.number} END WHEN ${missing} THEN ${STATES.missing} ELSE ${STATES.unreadable} END`;
    if (this.#files.format !== 'csv' && column.plain) {
      const isWhole = /INT|DECIMAL\(\d+,0\)/.test(column.type);
      const rounded = isWhole
        ? `CAST(${name} AS HUGEINT) <> TRY_CAST(CAST(${name} AS DOUBLE) AS HUGEINT)`
        : 'false';
      const number = `CAST(${name} AS DOUBLE)`;
      return {
        cell: `CASE WHEN NOT isnan(${number}) THEN CAST(${name} AS VARCHAR) END`,
        state: stateBy(`isfinite(${number})`, `coalesce(isnan(${number}), true)`, rounded),
      };
    }
    const value = valueIn(column, this.#words);
    const missing = `${name} IS NULL OR ${isMissing(name, this.#words)}`;
    const rounded = column.kind === 'boolean' ? 'false' : isRounded(name, value, column.mark);
    return { cell: name, state: stateBy(`${value} IS NOT NULL`, missing, rounded) };
  }

  #create(view: string, sql: string): Promise<void> {
    return this.#database.run(`CREATE OR REPLACE VIEW ${view} AS ${sql}`);
  }

  /**
   * All rows. Numbers of a CSV file that are written as programs write them are read as doubles straight away, in two thirds of
   * the time; `careful` and other columns read their text by the rules of data/, and what is no number is NULL.
   */
  #rowsSql(
    { asText = new Set(), careful = false, fromText = [] }: Partial<CellWays> = {},
    more: readonly string[] = [],
  ): string {
    const columns = this.#columns;
    const typed = this.#files.format !== 'csv';
    const isRead = (column: ReadColumn): boolean =>
      !column.plain || (!typed && (careful || fromText.includes(column)));
    const read = columns.filter((column) => column.numeric && !asText.has(column) && isRead(column));
    const dates = columns.filter((column) => column.kind === 'date' && !asText.has(column));
    const text = new Set([...asText, ...read, ...dates]);
    const types = new Map(
      columns.map((column) => [column.sqlName, text.has(column) ? 'VARCHAR' : typeOf(column)]),
    );
    const values = [...read, ...dates].map((column) => {
      const name = quoteIdentifier(column.sqlName, 'duckdb');
      return `${column.kind === 'date' ? dateIn(name, column.order) : valueIn(column, this.#words)} AS ${name}`;
    });
    const replaced = values.length > 0 ? ` REPLACE (${values.join(', ')})` : '';
    const told = columns.flatMap(({ told: name }) =>
      name === undefined ? [] : [quoteIdentifier(name, 'duckdb')],
    );
    const hidden = told.length > 0 ? ` EXCLUDE (${told.join(', ')})` : '';
    const selected = [`*${hidden}${replaced}`, ...more].join(', ');
    if (typed) return `SELECT ${selected} FROM ${readCall(this.#files)}`;
    // cells that are printed again keep the words for no value
    const missing = careful || fromText.length > 0 ? undefined : this.#words;
    return `SELECT ${selected} FROM ${readCall(this.#files, { ...this.#head, types, missing })}`;
  }
}

interface CellWays {
  /** Columns to be left as the text of their cells. */
  readonly asText: ReadonlySet<ReadColumn>;
  /** Columns of numbers whose text is looked at. */
  readonly fromText: readonly ReadColumn[];
  readonly careful: boolean;
}

/** A cell of a column of dates, and what it is. */
function stateOfDate(
  { kind, order }: ReadColumn,
  name: string,
  words: MissingWords,
): { cell: string; state: string } {
  const isText = kind === 'date';
  const date = isText ? dateIn(name, order) : name;
  const missing = isText ? `${name} IS NULL OR ${isMissing(name, words)}` : `${name} IS NULL`;
  const state = `CASE WHEN ${date} IS NOT NULL THEN ${STATES.number} WHEN ${missing} THEN ${STATES.missing} ELSE ${STATES.unreadable} END`;
  return { cell: `CAST(${name} AS VARCHAR)`, state };
}

/** The number in a cell of a column, NULL where there is none. */
function valueIn({ sqlName, kind, mark, type }: ReadColumn, words: MissingWords): string {
  const cell = quoteIdentifier(sqlName, 'duckdb');
  return kind === 'boolean' || type === 'BOOLEAN' ? truthIn(cell) : numberIn(cell, mark, words);
}

/** A column that only DuckDB has looked at may be of whole numbers at first. */
const typeOf = ({ type, numeric }: ReadColumn): string => (numeric && type !== 'BOOLEAN' ? 'DOUBLE' : type);
