// Columns of terms: what raw columns hold, and tables whose features are made from them while they are read.
import { GdError, quote } from '../errors.ts';
import type { Settings } from '../options.ts';
import { evaluate, evaluatePrecisely, partOf, type RawRows } from '../terms/evaluate.ts';
import { type Expansion, expandTerms, type Levels, type RawColumns, type Term } from '../terms/expand.ts';
import { type Category, categoryName, type Expression, inputsOf, leavesOf } from '../terms/expression.ts';
import { written } from '../terms/syntax.ts';
import { readDates } from './dates.ts';
import { heldColumns, holdsText, type Judged, judgedColumns } from './judged-table.ts';
import {
  arrayColumn,
  type Column,
  find,
  inputNames,
  type Shape,
  type Table,
  type Terms,
  tableOf,
  unknownColumn,
} from './table.ts';
import { type Cells, type ColumnKind, missingWordsOf } from './text-column.ts';

/** Levels of a category that is a feature unasked, and of any. */
const MOST_DEFAULT_LEVELS = 20;
const MOST_LEVELS = 50;
const MISSING = missingWordsOf();

/** The table that the options choose from a shape, its features terms where they are not its columns. */
export function tableWithTerms(
  shape: Shape,
  settings: Settings,
  known?: Terms,
  held?: Judged,
  looked?: number,
): Table & { readonly judged: Judged | undefined } {
  const raw = new RawTable(shape, settings.missing, held, looked);
  const features = chosenTerms(raw, shape, settings);
  const plain = {
    names: shape.names,
    ...(shape.target && { target: raw.numbers(shape.target.name) }),
    column: (name: string) => raw.numbers(name),
  };
  const told = (table: Table, used: readonly string[]): ReturnType<typeof tableWithTerms> => ({
    ...table,
    ...raw.notes(settings.features && [...used, table.target.name]),
    judged: raw.judged,
  });
  if (features.every((name) => raw.isNumber(name))) {
    return told(tableOf(plain, { ...settings, features }), features);
  }
  const expansion = expansionOf(features, raw, known);
  const terms = termsOf(expansion);
  const { target = '' } = settings;
  const inputs = Object.values(terms.inputs).flat();
  if (inputs.includes(target)) {
    const message = `column ${quote(target)} is the target and a feature`;
    throw new GdError('DATA', message, 'take it out of `features`');
  }
  const made = new Map(expansion.terms.map((term) => [term.name, termColumn(term, raw, expansion.levels)]));
  const names = [...made.keys()];
  const shown = {
    ...plain,
    names: [...shape.names, ...names],
    column: (name: string) => made.get(name) ?? raw.numbers(name),
  };
  const rawRows = (start: number, count: number): RawRows => raw.rows(start, count, terms.levels);
  return { ...told(tableOf(shown, { ...settings, features: names }), inputs), terms, rawRows };
}

/** The features that the options name, or those that are features unasked. Throws `DATA` where none is. */
function chosenTerms(
  raw: RawTable,
  { names, target: own }: Shape,
  { features, target = own?.name, sampleWeight }: Settings,
): readonly string[] {
  if (features) return features;
  const others = names.filter((name) => name !== target && name !== sampleWeight);
  const chosen = others.filter((name) => raw.isDefault(name));
  if (chosen.length > 0 || others.length === 0 || target === undefined) return chosen;
  const told = others.map(
    (name) =>
      `${quote(name)} holds ${raw.isDate(name) ? `dates: \`day(${written(name)})\` counts their days` : 'text'}`,
  );
  throw new GdError('DATA', `no feature beside the target ${quote(target)}`, `column ${told.join('; ')}`);
}

export function termsOf({ terms, levels }: Expansion): Terms {
  const inputs: Record<string, readonly string[]> = Object.create(null);
  for (const { name, expression } of terms) inputs[name] = inputsOf(expression);
  return { inputs, levels };
}

/** Terms of which only a part of the rows is known: levels may still come. */
export interface OpenTerms {
  /** Categories whose levels nobody has declared. */
  readonly categories: readonly Category[];
  /** The levels that the rows of a shape have. */
  levelsIn(shape: Shape): readonly (readonly string[])[];
  /** The terms once all levels are known, in the order of the categories. */
  close(levels: readonly ReadonlySet<string>[]): Terms;
}

/** The terms of a shape of which more rows will come. */
export function openTerms(shape: Shape, settings: Settings): OpenTerms {
  const raw = new RawTable(shape, settings.missing);
  const features = chosenTerms(raw, shape, settings);
  const categories: Category[] = [];
  const keys: string[] = [];
  const kinds = { names: raw.names, kindOf: (name: string) => raw.kindOf(name) };
  expandTerms(features, {
    ...kinds,
    levelsOf(category) {
      const key = categoryName(category, written);
      if (!keys.includes(key)) categories[keys.push(key) - 1] = category;
      return undefined;
    },
  });
  return {
    categories,
    levelsIn(part) {
      const rows = new RawTable(part, settings.missing, raw.judged);
      return categories.map((category) => rows.levelsOf(category));
    },
    close: (levels) =>
      termsOf(
        expandTerms(features, {
          ...kinds,
          levelsOf: (category) => inOrder(levels[keys.indexOf(categoryName(category, written))]!, category),
        }),
      ),
  };
}

/** The columns of a model's features, of a shape that has them or their inputs. */
export function termColumns(shape: Shape, features: readonly string[], known: Terms | undefined): Column[] {
  const raw = new RawTable(shape, 'error');
  if (!known || features.every((name) => shape.names.includes(name))) {
    return features.map((name) => find({ ...shape, column: (own) => raw.numbers(own) }, name));
  }
  for (const name of inputNames({ terms: known }, features)) find(shape, name);
  return expansionOf(features, raw, known).terms.map((term) => termColumn(term, raw, known.levels));
}

/** Terms of models, by their features: a model predicts many times. */
const expansions = new WeakMap<readonly string[], readonly Term[]>();

/** The terms of a model. Throws `OPTION` where its features are none. */
export function modelTerms(features: readonly string[], terms: Terms): readonly Term[] {
  const before = expansions.get(features);
  if (before) return before;
  const names = inputNames({ terms }, features);
  const kindOf = (name: string): 'number' => {
    if (names.includes(name)) return 'number';
    throw unknownColumn(name, names);
  };
  const expansion = expandTerms(features, { names, kindOf, levelsOf: () => [] });
  expansions.set(features, expansion.terms);
  return expansion.terms;
}

/** The column of that name as numbers. */
export function numbersOf(shape: Shape, name: string): Column {
  return find({ ...shape, column: (own) => new RawTable(shape, 'error').numbers(own) }, name);
}

/** Terms as columns of what is at hand; those of a model say themselves what they are. */
function expansionOf(features: readonly string[], raw: RawTable, known: Terms | undefined) {
  if (new Set(features).size < features.length)
    throw new GdError('DATA', 'a feature is named twice', 'name each feature once');
  return known ? { terms: modelTerms(features, known), levels: known.levels } : expandTerms(features, raw);
}

/** A raw column by what it holds. */
interface Raw {
  readonly kind: 'number' | 'date' | 'category' | 'text';
  /** Its numbers, or days; of text as it is, to be refused when it is read. */
  readonly column: Column;
  /** The judge's kind of a column that holds text. */
  readonly judged?: ColumnKind;
}

/** The raw columns of a shape, each looked at once. */
class RawTable implements RawColumns {
  readonly names: readonly string[];
  readonly #shape: Shape;
  readonly #missing: 'error' | 'drop';
  readonly #held: Judged | undefined;
  /** Rows that tell what a column holds; all of them where it is not given. */
  readonly #looked: number | undefined;
  /** Columns with text, once one of them was met. */
  judged: Judged | undefined;
  readonly #isName: (name: string) => boolean;
  readonly #known = new Map<string, Raw>();
  readonly #levels = new Map<string, readonly (string | null)[]>();

  /** Raw columns; those of a later chunk are what the first has proven. */
  constructor(shape: Shape, missing: 'error' | 'drop', held?: Judged, looked?: number) {
    this.names = shape.names;
    const names = new Set(shape.names);
    this.#isName = (name) => names.has(name);
    this.#shape = shape;
    this.#missing = missing;
    this.#held = held;
    this.#looked = looked;
  }

  /** What there is to note of columns with text, or of those among these names. */
  notes(used: readonly string[] | undefined): Pick<Table, 'notes'> {
    if (!this.judged) return {};
    const told = [...this.judged.values()].filter(({ name }) => !used || used.includes(name));
    return { notes: told.flatMap(({ notes }) => notes) };
  }

  isNumber(name: string): boolean {
    return this.#isName(name) && this.#raw(name).kind === 'number';
  }

  isDate(name: string): boolean {
    return this.#raw(name).kind === 'date';
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

  /** Rows from `start` on for terms to be read from. */
  rows(start: number, count: number, known: Levels): RawRows {
    const numbers = (name: string): Float64Array => {
      const values = new Float64Array(count);
      this.numbers(name).read(values, start);
      return values;
    };
    return {
      numbers,
      days: numbers,
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
    const column = this.numbers(name);
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
    const before = this.#known.get(name);
    if (before) return before;
    const column = this.#column(name);
    const raw: Raw = holdsText(column, this.#looked) ? this.#judge(column) : { kind: 'number', column };
    this.#known.set(name, raw);
    return raw;
  }

  #judge(column: Column): Raw {
    this.judged ??= this.#held ? heldColumns(this.#shape, this.#held) : judgedColumns(this.#shape);
    const found = this.judged.get(column.name);
    if (!found) return { kind: 'text', column };
    const { kind, cells } = found;
    if (kind === 'date') return { kind, judged: kind, column: this.#numbers(column, this.#days(cells)) };
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

  /** Dates as days; what is none stays as it is. */
  #days(cells: Cells): Cells {
    const days = readDates(cells);
    return Array.from(cells, (cell, row) => days[row] ?? cell);
  }
}

/** A cell as the text of a level; null where it is missing. */
export function textOf(cell: unknown): string | null {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return null;
  const text = (
    cell instanceof Date && !Number.isNaN(cell.getTime()) ? cell.toISOString() : String(cell)
  ).trim();
  return MISSING.words.has(text.toLowerCase()) ? null : text;
}

/** Levels in the order of code points. Throws `DATA` for too many. */
export function inOrder(levels: ReadonlySet<string>, category: Category): readonly string[] {
  if (levels.size <= MOST_LEVELS) return [...levels].sort(byCodePoint);
  throw new GdError(
    'DATA',
    `category ${quote(categoryName(category, written))} has ${levels.size} levels, and ${MOST_LEVELS} are the most`,
    'leave it out, or group its values',
    { column: category.name },
  );
}

/** Order of code points, which UTF-16 keeps but for those past U+FFFF. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const i = left.findIndex((character, k) => character !== right[k]);
  return i < 0
    ? left.length - right.length
    : (left[i]!.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? -1);
}

function unseenLevel(column: string, row: number, level: string, known: readonly string[]): GdError {
  return new GdError(
    'DATA',
    `column ${quote(column)}, row ${row + 1}: no level ${quote(level)} among those known`,
    `there are ${known.map(quote).join(', ')}`,
    { column, row: row + 1, level },
  );
}

/** The column of a term; where it has no value though its inputs have one, it is infinite, and refused like that. */
function termColumn({ name, expression }: Term, raw: RawTable, levels: Levels): Column {
  const { length } = raw.numbers(inputsOf(expression)[0]!);
  const leaves = leavesOf(expression);
  const valuesOf = (start: number, count: number): Float64Array => {
    const rows = raw.rows(start, count, levels);
    const values = evaluate(expression, rows);
    if (!values.some(Number.isNaN)) return values;
    const inputs = leaves.map((leaf) => evaluate(leaf, rows));
    return values.map((value, i) =>
      Number.isNaN(value) && !inputs.some((input) => Number.isNaN(input[i])) ? Infinity : value,
    );
  };
  return {
    name,
    length,
    read: (into, start) => into.set(valuesOf(start, into.length)),
    rest(into, start) {
      const rows = raw.rows(start, into.length, levels);
      const cache = new Map<Expression, Float64Array>();
      const column = (factor: Expression): Float64Array => {
        const values = cache.get(factor) ?? evaluate(factor, rows);
        cache.set(factor, values);
        return values;
      };
      const values = column(expression);
      for (let i = 0; i < into.length; i++) {
        const [high, low] = evaluatePrecisely(expression, (factor) => column(factor)[i]!);
        into[i] = high - values[i]! + low;
      }
    },
    cell(row) {
      const [value] = valuesOf(row, 1);
      if (value !== Infinity) return value;
      const given = inputsOf(expression).map(
        (input) => `${quote(input)} ${String(raw.numbers(input).cell(row))}`,
      );
      throw new GdError(
        'DATA',
        `column ${quote(name)}, row ${row + 1}: no finite value for ${given.join(' and ')}`,
        'leave such rows out, or choose another term',
        { column: name, row: row + 1 },
      );
    },
  };
}
