// The raw columns of a shape by what they hold: numbers, dates as days, categories with their levels.
import { listOf } from '../checks.ts';
import { describe, GdError, quote } from '../errors.ts';
import { partOf, type RawRows } from '../terms/evaluate.ts';
import type { Levels, RawColumns } from '../terms/expand.ts';
import { type Category, categoryName } from '../terms/expression.ts';
import { written } from '../terms/names.ts';
import { type DateOrder, daysOf } from './dates.ts';
import { heldColumns, holdsText, type Judged, judgedColumns } from './judged-table.ts';
import { inOrder, MOST_LEVELS, textOf, unseenLevel } from './levels.ts';
import {
  arrayColumn,
  type Column,
  MOST_DEFAULT_LEVELS,
  type Shape,
  type Table,
  type Terms,
  type TextCells,
  unknownColumn,
} from './table.ts';
import type { Cells, ColumnKind } from './text-column.ts';

/** A raw column by what it holds. */
interface Raw {
  readonly kind: 'number' | 'date' | 'category' | 'text';
  /** Its numbers, or days; of text as it is, to be refused when it is read. */
  readonly column: Column;
  /** The judge's kind of a column that holds text. */
  readonly judged?: ColumnKind;
}

/** What is known of raw columns before they are looked at. */
export interface KnownColumns {
  /** Columns of a first chunk, which later ones are held to. */
  readonly held?: Judged | undefined;
  /** Rows that tell what a column holds; all of them where it is not given. */
  readonly looked?: number | undefined;
  /** The orders of dates that a model has learned from. */
  readonly orders?: Terms['orders'];
}

/** The raw columns of a shape, each looked at once. */
export class RawTable implements RawColumns {
  readonly names: readonly string[];
  readonly #shape: Shape;
  readonly #missing: 'error' | 'drop';
  readonly #known: KnownColumns;
  /** Columns with text, once one of them was met. */
  judged: Judged | undefined;
  readonly #isName: (name: string) => boolean;
  readonly #raws = new Map<string, Raw>();
  readonly #levels = new Map<string, readonly (string | null)[]>();

  constructor(shape: Shape, missing: 'error' | 'drop', known: KnownColumns = {}) {
    this.names = shape.names;
    const names = new Set(shape.names);
    this.#isName = (name) => names.has(name);
    this.#shape = shape;
    this.#missing = missing;
    this.#known = known;
  }

  /** What there is to note of columns with text, or of those among these names. */
  notes(used: readonly string[] | undefined): Pick<Table, 'notes'> {
    if (!this.judged) return {};
    const told = [...this.judged.values()].filter(({ name }) => !used || used.includes(name));
    return { notes: told.flatMap(({ notes }) => notes) };
  }

  /** The columns with text, each with its cells as they are. */
  get texts(): readonly TextCells[] {
    this.judged ??= judgedColumns(this.#shape);
    return Array.from(this.judged.values(), (judged) => ({ judged, raw: this.#column(judged.name) }));
  }

  isNumber(name: string): boolean {
    return this.#isName(name) && this.#raw(name).kind === 'number';
  }

  isDate(name: string): boolean {
    return this.#raw(name).kind === 'date';
  }

  /** Throws `DATA` for a target of text, with the columns that may be one. */
  refuseTextAsTarget(name: string): void {
    if (!this.#isText(name)) return;
    const { length, cell } = this.#raw(name).column;
    const texts = Array.from({ length }, (_, row) => textOf(cell(row)));
    const isNumber = (text: string | null): boolean => text !== null && !Number.isNaN(Number(text));
    const row = texts.findIndex((text) => text !== null && !isNumber(text));
    const others = this.names.filter((other) => !this.#isText(other));
    const instead = others.length > 0 ? `name one of ${listOf(others)}` : 'add a column of numbers';
    const message = `column ${quote(name)}, row ${row + 1}: expected a number, got ${describe(cell(row))}`;
    const hint = texts.some(isNumber) ? `mend such cells, or ${instead}` : instead;
    throw new GdError('DATA', message, hint, { column: name, row: row + 1 });
  }

  #isText(name: string): boolean {
    const { kind } = this.#raw(name);
    return kind === 'category' || kind === 'text';
  }

  /** True of numbers, and of categories with few levels. */
  isDefault(name: string): boolean {
    const { kind, judged } = this.#raw(name);
    if (judged === 'label' || judged === 'empty') return false;
    return (
      kind === 'number' ||
      (kind === 'category' &&
        judged === 'category' &&
        this.levelsOf({ op: 'column', name }).length <= MOST_DEFAULT_LEVELS)
    );
  }

  kindOf(name: string): 'number' | 'date' | 'category' {
    const { kind, column } = this.#raw(name);
    if (kind !== 'text') return kind;
    const example = Array.from({ length: column.length }, (_, row) => column.cell(row)).find(
      (cell) => typeof cell === 'string',
    );
    throw new GdError(
      'DATA',
      `column ${quote(name)} holds text such as ${quote(String(example))}, more than ${MOST_LEVELS} different ones`,
      'leave it out, or group its values',
      { column: name },
    );
  }

  levelsOf(category: Category): readonly string[] {
    const levels = new Set(this.#levelsIn(category));
    levels.delete(null);
    return inOrder(levels as ReadonlySet<string>, category);
  }

  /** A column as numbers, a date as days. */
  numbers(name: string): Column {
    return this.#raw(name).column;
  }

  /** A column as days. A few cells of a model's dates may be too few to tell their order: it is known then. */
  days(name: string): Column {
    const { kind, column } = this.#raw(name);
    if (kind === 'number' || kind === 'date') return column;
    const cells = Array.from({ length: column.length }, (_, row) => column.cell(row));
    return this.#days(column, cells, this.orderOf(name));
  }

  /** The order of day and month in a column of dates; undefined where nothing had to be proven. */
  orderOf(name: string): DateOrder | undefined {
    const { orders = {} } = this.#known;
    return Object.hasOwn(orders, name) ? orders[name] : this.judged?.get(name)?.order;
  }

  /** Rows from `start` on for terms to be read from. */
  rows(start: number, count: number, known: Levels): RawRows {
    const valuesOf = (column: Column): Float64Array => {
      const values = new Float64Array(count);
      column.read(values, start);
      return values;
    };
    return {
      numbers: (name) => valuesOf(this.numbers(name)),
      days: (name) => valuesOf(this.days(name)),
      levels: (category) => {
        const own = this.#levelsIn(category).slice(start, start + count);
        const key = categoryName(category, written);
        const listed = Object.hasOwn(known, key) ? known[key] : undefined;
        const unseen = listed ? own.findIndex((level) => level !== null && !listed.includes(level)) : -1;
        if (unseen >= 0) throw unseenLevel(category.name, start + unseen, own[unseen]!, listed!);
        return own;
      },
    };
  }

  /** The level of every row, null where it is missing. */
  #levelsIn(category: Category): readonly (string | null)[] {
    const key = categoryName(category, written);
    const before = this.#levels.get(key);
    if (before) return before;
    const levels = category.op === 'column' ? this.#texts(category.name) : this.#parts(category);
    this.#levels.set(key, levels);
    return levels;
  }

  #texts(name: string): (string | null)[] {
    const column = this.#column(name);
    return Array.from({ length: column.length }, (_, row) => textOf(column.cell(row)));
  }

  #parts({ op, name }: Category): (string | null)[] {
    const column = this.days(name);
    const days = new Float64Array(column.length);
    column.read(days, 0);
    return Array.from(days, (day) => (Number.isNaN(day) ? null : String(partOf(op as 'month', day))));
  }

  #column(name: string): Column {
    if (!this.#isName(name)) {
      if (this.#shape.target?.name === name) return this.#shape.target;
      throw unknownColumn(name, this.names);
    }
    return this.#shape.column(name);
  }

  #raw(name: string): Raw {
    const before = this.#raws.get(name);
    if (before) return before;
    const column = this.#column(name);
    const raw: Raw = holdsText(column, this.#known.looked) ? this.#judge(column) : { kind: 'number', column };
    this.#raws.set(name, raw);
    return raw;
  }

  #judge(column: Column): Raw {
    const { held } = this.#known;
    this.judged ??= held ? heldColumns(this.#shape, held) : judgedColumns(this.#shape);
    const found = this.judged.get(column.name);
    if (!found) return { kind: 'text', column };
    const { kind, cells } = found;
    const order = this.orderOf(column.name);
    if (kind === 'date') return { kind, judged: kind, column: this.#days(column, cells, order) };
    if (kind === 'number' || kind === 'boolean' || kind === 'empty' || cells instanceof Float64Array) {
      return { kind: 'number', judged: kind, column: this.#numbers(column, cells) };
    }
    const levels = new Set(Array.from({ length: column.length }, (_, row) => textOf(column.cell(row))));
    levels.delete(null);
    return { kind: levels.size <= MOST_LEVELS ? 'category' : 'text', judged: kind, column };
  }

  /** Numbers for a column; text among them is missing where such rows may be left out, else refused as it stands there. */
  #numbers({ name, cell }: Column, cells: Cells): Column {
    const bare = (value: number | string | null): number | null => (typeof value === 'string' ? null : value);
    const numbers = this.#missing === 'error' || cells instanceof Float64Array ? cells : cells.map(bare);
    return { ...arrayColumn(name, numbers), cell };
  }

  /** Dates as days; what is none is missing where such rows may be left out, else refused as it stands there. */
  #days(column: Column, cells: ArrayLike<unknown>, order: DateOrder | undefined): Column {
    const { name, length, cell } = column;
    const days = Float64Array.from(cells, (own) =>
      typeof own === 'number' ? own : (daysOf(own, order) ?? Number.NaN),
    );
    const isBad = (day: number, row: number): boolean => Number.isNaN(day) && textOf(cells[row]) !== null;
    const bad = this.#missing === 'error' ? days.findIndex(isBad) : -1;
    return {
      name,
      length,
      cell,
      read(into, start) {
        if (bad >= start && bad < start + into.length) throw badDate(name, bad, cells[bad]);
        into.set(days.subarray(start, start + into.length));
      },
    };
  }
}

/** The error for a cell that is no date, or could be two. */
const badDate = (column: string, row: number, cell: unknown): GdError =>
  new GdError(
    'DATA',
    `column ${quote(column)}, row ${row + 1}: expected a date, got ${describe(cell)}`,
    'write it as 2025-03-04',
    { column, row: row + 1 },
  );
