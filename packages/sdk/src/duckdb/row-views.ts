// The rows of the files as a query, each column as what it holds.
import type { CsvHead } from '../csv.ts';
import type { MissingWords } from '../data/text-column.ts';
import { GdError } from '../errors.ts';
import { quoteIdentifier } from '../sql/dialects.ts';
import { DATE_MACROS, dateIn } from './cell-dates.ts';
import { CELL_MACROS, isMissing, isRounded, numberIn, triedNumber, truthIn } from './cell-numbers.ts';
import type { Database } from './database.ts';
import { isCategory, isDate, type ReadColumn } from './file-columns.ts';
import { asWritten, type Files, readCall } from './files.ts';
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
  /** A name that no column has. */
  readonly #freeName: (name: string) => string;
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
    let prefix = 'gd_';
    while (columns.some(({ sqlName }) => sqlName.toLowerCase().startsWith(prefix))) prefix += '_';
    this.#freeName = (name) => prefix + name;
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
    await this.#create(CAREFUL_VIEW, this.#rowsSql({ careful: true, odd: await this.#holdsOdd() }));
    this.present = CAREFUL_VIEW;
    return CAREFUL_VIEW;
  }

  /** True if the fast view may read numbers that are none by our rules. */
  async #isOdd(): Promise<boolean> {
    const isTyped = this.#columns.some(({ numeric, plain }) => numeric && plain);
    return this.isFast && this.#files.format === 'csv' && isTyped && this.#holdsOdd();
  }

  /** True if such numbers may be in the files; looked for beside the first pass, in a tenth of its time. */
  #holdsOdd(): Promise<boolean> {
    this.#odd ??= holdOddNumbers(this.#files.names, this.#closing.signal);
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
    const name = this.#freeName;
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

  /** The name of a column beside another: what the engine reads in its cells, or what we do. */
  #nameBeside(column: ReadColumn, what: 'tried' | 'value'): string {
    return this.#freeName(what + this.#columns.indexOf(column));
  }

  /** What the text of a cell stands for, NULL where it is nothing of its kind. */
  #valueIn(column: ReadColumn, odd: boolean): string {
    const cell = nameOf(column);
    if (column.kind === 'date') return dateIn(cell, column.order);
    if (!column.numeric) return `CASE WHEN NOT ${isMissing(cell, this.#words)} THEN ${cell} END`;
    if (isTruth(column)) return truthIn(cell);
    const tried = this.#nameBeside(column, 'tried');
    return numberIn(cell, tried, { mark: column.mark, words: this.#words, odd });
  }

  #stateOf(column: ReadColumn): { cell: string; state: string } {
    if (column.told !== undefined) {
      const told = quoteIdentifier(column.told, 'duckdb');
      return { cell: `${told}[2:]`, state: `coalesce(CAST(${told}[1] AS INTEGER), ${STATES.number})` };
    }
    const name = nameOf(column);
    if (isDate(column)) return this.#stateOfDate(column);
    if (isCategory(column)) {
      const state = `CASE WHEN ${this.#missing(name)} THEN ${STATES.missing} ELSE ${STATES.number} END`;
      return { cell: `CAST(${name} AS VARCHAR)`, state };
    }
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
    const value = this.#nameBeside(column, 'value');
    const rounded = column.kind === 'boolean' ? 'false' : isRounded(name, value, column.mark);
    return { cell: name, state: stateBy(`${value} IS NOT NULL`, this.#missing(name), rounded) };
  }

  #stateOfDate(column: ReadColumn): { cell: string; state: string } {
    const name = nameOf(column);
    const isText = column.kind === 'date';
    const date = isText ? this.#nameBeside(column, 'value') : name;
    const missing = isText ? this.#missing(name) : `${name} IS NULL`;
    const state = `CASE WHEN ${date} IS NOT NULL THEN ${STATES.number} WHEN ${missing} THEN ${STATES.missing} ELSE ${STATES.unreadable} END`;
    return { cell: `CAST(${name} AS VARCHAR)`, state };
  }

  #missing = (cell: string): string => `${cell} IS NULL OR ${isMissing(cell, this.#words)}`;

  #create(view: string, sql: string): Promise<void> {
    return this.#database.run(`CREATE OR REPLACE VIEW ${view} AS ${sql}`);
  }

  /**
   * All rows. Numbers of a CSV file that are written as programs write them are read as doubles straight away; `careful` and
   * other columns read their text by the rules of data/, and what is no number is NULL.
   */
  #rowsSql(
    { asText = new Set(), careful = false, fromText = [], odd = true }: Partial<CellWays> = {},
    more: readonly string[] = [],
  ): string {
    const columns = this.#columns;
    const isCsv = this.#files.format === 'csv';
    const isRead = (column: ReadColumn): boolean => {
      if (asText.has(column)) return false;
      if (!column.numeric) return column.kind === 'date' || (isCsv && !isDate(column));
      return !column.plain || (isCsv && (careful || fromText.includes(column)));
    };
    const read = columns.filter(isRead);
    const asCells = new Set([...asText, ...read]);
    const types = new Map(
      columns.map((column) => [column.sqlName, asCells.has(column) ? 'VARCHAR' : typeOf(column)]),
    );
    // cells that are printed again keep the words for no value
    const nulls = asText.size + fromText.length > 0 ? [''] : this.#nullWords();
    const call = readCall(this.#files, isCsv ? { ...this.#head, types, nulls } : {});
    // what is asked for more than once is worked out once, where it is a column
    const beside = (
      what: 'tried' | 'value',
      of: readonly ReadColumn[],
      sql: (column: ReadColumn) => string,
    ) => of.map((column) => `, ${sql(column)} AS ${this.#nameBeside(column, what)}`).join('');
    const numbers = read.filter((column) => column.numeric && !isTruth(column));
    const tried = beside('tried', numbers, (column) => triedNumber(nameOf(column), column.mark));
    const values = beside('value', read, (column) => this.#valueIn(column, odd));
    const hidden = [
      ...columns.flatMap(({ told }) => (told === undefined ? [] : [quoteIdentifier(told, 'duckdb')])),
      ...numbers.map((column) => this.#nameBeside(column, 'tried')),
      ...read.map((column) => this.#nameBeside(column, 'value')),
    ];
    const replaced = read.map((column) => `${this.#nameBeside(column, 'value')} AS ${nameOf(column)}`);
    const all = ['*', clause('EXCLUDE', hidden), clause('REPLACE', replaced)].join('');
    const cells = read.length > 0 ? `(SELECT *${values} FROM (SELECT *${tried} FROM ${call}))` : call;
    return `SELECT ${[all, ...more].join(', ')} FROM ${cells}`;
  }

  /**
   * Words that the engine is to read as no value: those of the head, and those that it would take for numbers. It compares
   * every cell with each; all of them would cost more than the numbers. At any other the fast view stops.
   */
  #nullWords(): readonly string[] {
    const seen = this.#head?.missingWords;
    const words = asWritten(this.#words);
    return seen ? words.filter((word) => word === '' || seen.has(word) || isReadAsNumber(word)) : words;
  }
}

interface CellWays {
  /** Columns to be left as the text of their cells. */
  readonly asText: ReadonlySet<ReadColumn>;
  /** Columns of numbers whose text is looked at. */
  readonly fromText: readonly ReadColumn[];
  readonly careful: boolean;
  /** False where no cell of the files holds a number that the engine reads and we do not. */
  readonly odd: boolean;
}

const nameOf = ({ sqlName }: ReadColumn): string => quoteIdentifier(sqlName, 'duckdb');
const isTruth = ({ kind, type }: ReadColumn): boolean => kind === 'boolean' || type === 'BOOLEAN';
const isReadAsNumber = (word: string): boolean => /^nan$/i.test(word) || !Number.isNaN(Number(word));

const clause = (word: string, items: readonly string[]): string =>
  items.length > 0 ? ` ${word} (${items.join(', ')})` : '';

/** A column that only DuckDB has looked at may be of whole numbers at first. */
const typeOf = ({ type, numeric }: ReadColumn): string => (numeric && type !== 'BOOLEAN' ? 'DOUBLE' : type);
