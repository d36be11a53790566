// The rows of the files as a query, each column as what it holds.
import type { CsvHead } from '../csv.ts';
import type { MissingWords } from '../data/text-column.ts';
import { GdError } from '../errors.ts';
import { quoteIdentifier } from '../sql/dialects.ts';
import { DATE_MACROS, dateIn } from './cell-dates.ts';
import { CELL_MACROS, isMissing, isRounded, numberIn, triedNumber, truthIn } from './cell-numbers.ts';
import type { Database } from './database.ts';
import { isDate, type ReadColumn } from './file-columns.ts';
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

  /** The name of the column that holds what the engine reads in the cells of one. */
  #triedName(column: ReadColumn): string {
    return this.#freeName(`tried${this.#columns.indexOf(column)}`);
  }

  /** The number in a cell of a column, NULL where there is none. */
  #valueIn(column: ReadColumn, odd = true): string {
    const cell = quoteIdentifier(column.sqlName, 'duckdb');
    if (isTruth(column)) return truthIn(cell);
    return numberIn(cell, this.#triedName(column), { mark: column.mark, words: this.#words, odd });
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
    const value = this.#valueIn(column);
    const missing = `${name} IS NULL OR ${isMissing(name, this.#words)}`;
    const rounded = column.kind === 'boolean' ? 'false' : isRounded(name, value, column.mark);
    return { cell: name, state: stateBy(`${value} IS NOT NULL`, missing, rounded) };
  }

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
    const isRead = (column: ReadColumn): boolean =>
      !column.plain || (isCsv && (careful || fromText.includes(column)));
    const others = columns.filter((column) => !asText.has(column));
    const read = others.filter((column) => column.numeric && isRead(column));
    const dates = others.filter(({ kind }) => kind === 'date');
    const texts = others.filter((column) => isCsv && !column.numeric && !isDate(column));
    const values = [
      ...read.map((column) => [column, this.#valueIn(column, odd)] as const),
      ...dates.map((column) => [column, dateIn(nameOf(column), column.order)] as const),
      ...texts.map((column) => [column, textIn(nameOf(column), this.#words)] as const),
    ].map(([column, value]) => `${value} AS ${nameOf(column)}`);
    const replaced = values.length > 0 ? ` REPLACE (${values.join(', ')})` : '';
    // a value that is asked for twice is read twice, unless it is a column
    const tried = read
      .filter((column) => !isTruth(column))
      .map((column) => [this.#triedName(column), triedNumber(nameOf(column), column.mark)] as const);
    const beside = [
      ...columns.flatMap(({ told }) => (told === undefined ? [] : [quoteIdentifier(told, 'duckdb')])),
      ...tried.map(([name]) => name),
    ];
    const hidden = beside.length > 0 ? ` EXCLUDE (${beside.join(', ')})` : '';
    const asCells = new Set([...asText, ...read, ...dates]);
    const types = new Map(
      columns.map((column) => [column.sqlName, asCells.has(column) ? 'VARCHAR' : typeOf(column)]),
    );
    // cells that are printed again keep the words for no value
    const nulls = asText.size + fromText.length > 0 ? [''] : this.#nullWords();
    const call = readCall(this.#files, isCsv ? { ...this.#head, types, nulls } : {});
    const cells = ['*', ...tried.map(([name, value]) => `${value} AS ${name}`)].join(', ');
    const source = tried.length > 0 ? `(SELECT ${cells} FROM ${call})` : call;
    return `SELECT ${[`*${hidden}${replaced}`, ...more].join(', ')} FROM ${source}`;
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

/** The text in a cell, NULL where it means that there is none. */
const textIn = (cell: string, words: MissingWords): string =>
  `CASE WHEN NOT ${isMissing(cell, words)} THEN ${cell} END`;

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

/** A column that only DuckDB has looked at may be of whole numbers at first. */
const typeOf = ({ type, numeric }: ReadColumn): string => (numeric && type !== 'BOOLEAN' ? 'DOUBLE' : type);
