// Cells to columns: the text of a CSV field becomes a number, a missing value or text here, and nowhere else.

/**
 * One column of a CSV file.
 * - `Float64Array`: every cell is a number, or every cell is `true` or `false`, which become 1 and 0.
 * - array of numbers and `null`: the same, with `null` where a value is missing.
 * - array with strings: at least one cell is something else. Cells that read as numbers are numbers, so the first
 *   string marks the first bad row. `Csv.text` lists these columns.
 */
export type CsvColumn = Float64Array | readonly (number | string | null)[];

/** A CSV file as columns, each of as many values as there are rows. */
export interface Csv {
  /** Columns by name, on an object without a prototype: any header is safe as a key, `__proto__` too. */
  readonly columns: Readonly<Record<string, CsvColumn>>;
  /** Column names in file order (an object lists names like "2024" first). */
  readonly names: readonly string[];
  /** Names of the columns that hold text and can't be a feature or target as they are, in file order. */
  readonly text: readonly string[];
  /** Rows left out because of their number of fields: 0 unless `ragged: 'skip'`. Blank lines are no rows. */
  readonly skipped: number;
}

// every digit has one way to match, so that a long cell of digits takes linear time
export const NUMBER: RegExp = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const NUMBER_WITH_COMMA = /^[+-]?(?:\d+,\d*|,\d+)(?:[eE][+-]?\d+)?$/;
const BOOLEAN = /^(?:true|false)$/i;

interface GrowingColumn {
  /** Numbers so far, NaN where missing; not used once `cells` is there. */
  values: Float64Array;
  /** All cells so far, from the first one on that is no number. */
  cells: (number | string | null)[] | undefined;
  missing: number;
  /** The decimal mark this column uses, once seen. */
  mark: '.' | ',' | undefined;
  /** True while all values are true or false. */
  boolean: boolean;
}

/** Rows on their way to becoming columns. */
export interface CsvTable {
  readonly width: number;
  readonly rows: number;
  /** Names of the columns that write decimals with a comma, as far as seen. */
  readonly commas: readonly string[];
  add(fields: readonly string[]): void;
  finish(skipped: number): Csv;
}

export function createTable(
  names: readonly string[],
  missing: ReadonlySet<string>,
  commas: boolean,
): CsvTable {
  let rows = 0;
  const columns = names.map(
    (): GrowingColumn => ({
      values: new Float64Array(16),
      cells: undefined,
      missing: 0,
      mark: undefined,
      boolean: false,
    }),
  );

  function put(column: GrowingColumn, field: string): void {
    const cell = field.trim();
    const absent = missing.has(cell);
    const value = absent ? Number.NaN : readNumber(cell, column, commas);
    if (absent) column.missing++;
    else if (Number.isNaN(value) && !column.cells) {
      column.boolean = column.missing === rows;
      column.cells = withNulls(column.values.subarray(0, rows));
    }

    if (column.cells) {
      column.boolean &&= absent || BOOLEAN.test(cell);
      column.cells.push(absent ? null : Number.isNaN(value) ? field : value);
      return;
    }
    if (rows === column.values.length) {
      const longer = new Float64Array(2 * rows);
      longer.set(column.values);
      column.values = longer;
    }
    column.values[rows] = value;
  }

  return {
    width: names.length,
    get rows() {
      return rows;
    },
    get commas() {
      return names.filter((_, i) => columns[i]?.mark === ',');
    },
    add(fields) {
      for (let i = 0; i < columns.length; i++) put(columns[i] as GrowingColumn, fields[i] as string);
      rows++;
    },
    finish(skipped) {
      const byName: Record<string, CsvColumn> = Object.create(null);
      names.forEach((name, i) => {
        byName[name] = finishColumn(columns[i] as GrowingColumn, rows);
      });
      const text = names.filter((_, i) => columns[i]?.cells && !columns[i]?.boolean);
      return { columns: byName, names, text, skipped };
    },
  };
}

/** The number a trimmed cell holds, or NaN; notes the decimal mark, since a column has one. */
function readNumber(cell: string, column: GrowingColumn, commas: boolean): number {
  let value = Number.NaN;
  let mark: GrowingColumn['mark'];
  if (NUMBER.test(cell)) {
    value = Number(cell);
    if (commas && cell.includes('.')) mark = '.';
  } else if (commas && NUMBER_WITH_COMMA.test(cell)) {
    value = Number(cell.replace(',', '.'));
    mark = ',';
  }
  if (mark) column.mark ??= mark;
  return Number.isFinite(value) && (!mark || mark === column.mark) ? value : Number.NaN;
}

function finishColumn({ cells, values, missing, boolean }: GrowingColumn, rows: number): CsvColumn {
  if (cells && boolean) {
    const bits = cells.map((cell) => (cell === null ? Number.NaN : Number(/^t/i.test(String(cell).trim()))));
    return missing === 0 ? Float64Array.from(bits) : withNulls(bits);
  }
  return cells ?? (missing === 0 ? values.slice(0, rows) : withNulls(values.subarray(0, rows)));
}

const withNulls = (numbers: ArrayLike<number>): (number | null)[] =>
  Array.from(numbers, (value) => (Number.isNaN(value) ? null : value));
