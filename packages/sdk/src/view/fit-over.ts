// The fit over raw columns: a model is linear in its weights, and what it makes of its columns may be a curve, a line a
// level, steps, or a bent surface.
import { type Terms, wholeOf } from '../data/table.ts';
import { recordOf } from '../session/data-trainer.ts';
import type { TermKit } from '../session/term-kit.ts';
import type { Trainer } from '../session/trainer.ts';
import type { RawRows } from '../terms/evaluate.ts';
import type { Term } from '../terms/expand.ts';
import { type Category, categoryName, type Expression, leavesOf } from '../terms/expression.ts';
import { written } from '../terms/names.ts';
import type { Parameters } from '../types.ts';
import type { DrawnRows } from './drawn-rows.ts';
import { termsOfRun } from './terms.ts';

/** A raw column with its values. */
export interface AxisColumn {
  /** Its name; of a date the term that counts its days. */
  readonly name: string;
  /** One for each row that is drawn, dates as days. */
  readonly values: Float64Array;
}

/** A category with the levels of the rows. */
export interface AxisCategory {
  /** Its name; of a part of a date the term. */
  readonly name: string;
  /** The reference first; those of a part of a date in the order of their numbers. */
  readonly levels: readonly string[];
  /** Number of the level of each row that is drawn. */
  readonly of: Int32Array;
}

/** What all terms of a model are made of, and the model as a function of it: at most two columns, or one and a category. */
export interface FitOver {
  readonly columns: readonly AxisColumn[];
  readonly category: AxisCategory | undefined;
  /** Values of the terms at places, given as to `predict`: a column for each weight. */
  termsAt(places: readonly Float64Array[], level?: number): readonly Float64Array[];
  /** ŷ at places, given column by column; of a level, by its number, where there is a category. */
  predict(state: Parameters, places: readonly Float64Array[], level?: number): Float64Array;
  /** Places between two values of the first column at which a line through ŷ has its bends and steps; or a curve, if so. */
  placesBetween(low: number, high: number, isCurve?: boolean): Float64Array;
}

/** A line of the model. */
export interface FitLine {
  /** Number of its level; 0 where there is no category. */
  readonly level: number;
  /** Places across, rising. */
  readonly x: Float64Array;
  /** ŷ at each of them; NaN where a term has no value. */
  readonly y: Float64Array;
}

/** Places of a curve: more than there are dots across a terminal, or than an eye tells from a curve on a page. */
const CURVE_PLACES = 200;
/** Reach of a step to both sides of its level, whose next neighbours are 1 away, and of the points over it. */
const STEP_REACH = 0.4;
const SPREAD = 0.3;

/**
 * What a picture of the fit can be drawn over; undefined where the terms are made of more, or where no rows are known.
 * Rows come from `source`, where it is another one than the run that is drawn.
 */
export function fitOver(run: Trainer, { rows }: DrawnRows, source: Trainer = run): FitOver | undefined {
  const { table: learned } = recordOf(source).data;
  if (!learned || rows.length === 0) return undefined;
  const table = wholeOf(learned);
  const { data, kit } = recordOf(run);
  const { terms } = data.moments;
  const own = termsOfRun(run);
  const axes = axesOf(own);
  const { numbers, categories } = axes;
  if (numbers.length + categories.length > 2 || categories.length > 1) return undefined;
  const at = rows.map((row) => source.sample(row).row - 1);
  const columns = numbers.map((leaf) => ({
    name: leaf.op === 'column' ? leaf.name : `day(${written(leaf.name)})`,
    values: Float64Array.from(at, (row) => {
      if (table.rawRows) return table.rawRows(row, 1).numbers(leaf.name)[0]!;
      const value = new Float64Array(1);
      table.features.find(({ name }) => name === leaf.name)!.read(value, row);
      return value[0]!;
    }),
  }));
  const [category] = categories;
  const levels = category && at.map((row) => table.rawRows!(row, 1).levels(category)[0]!);
  const axis = category && axisOf(category, levels!, terms);
  const termsAt = (places: readonly Float64Array[], level = 0): Float64Array[] => {
    const raw = rowsAt(numbers, places, axis?.levels[level], kit);
    return own.map(({ expression }) =>
      expression.op === 'column' ? raw.numbers(expression.name) : kit!.evaluate(expression, raw),
    );
  };
  return {
    columns,
    category: axis,
    termsAt,
    predict: (state, places, level) => predicted(termsAt(places, level), state),
    placesBetween: (low, high, isCurve) => placesBetween(own, numbers[0], [low, high], isCurve),
  };
}

/** Lines of the model over its only column, one a level; steps over the levels of a category that is alone. */
export function fitLines(
  over: FitOver,
  state: Parameters,
  [low, high]: readonly [number, number],
): FitLine[] {
  const { columns, category } = over;
  const x = columns.length > 0 ? over.placesBetween(low, high) : undefined;
  return (category?.levels ?? ['']).map((_, level) => {
    const own = x ?? Float64Array.of(level - STEP_REACH, level + STEP_REACH);
    return { level, x: own, y: over.predict(state, x ? [x] : [Float64Array.of(0, 0)], level) };
  });
}

/** Places of the rows across: values of the only column, or the number of the level, spread so that rows can be told apart. */
export function placesAcross({ columns: [column], category }: FitOver): Float64Array {
  if (column) return column.values;
  // the golden ratio spreads any number of rows evenly
  return Float64Array.from(category!.of, (level, i) => level + SPREAD * (2 * ((i * 0.618034) % 1) - 1));
}

/** Range of the picture across that the rows need; half a level more at both ends where levels stand there. */
export function rangeAcross({ columns: [column], category }: FitOver): readonly [number, number] {
  if (!column) return [-0.5, category!.levels.length - 0.5];
  return column.values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

/** Name of what runs to the right. */
export const nameAcross = ({ columns: [column], category }: FitOver): string => (column ?? category!).name;

/** A column of numbers or dates that is read. */
type NumberLeaf = Extract<Expression, { readonly name: string }>;

interface Axes {
  readonly numbers: readonly NumberLeaf[];
  readonly categories: readonly Category[];
}

/** Raw columns of terms, each once; a category that is part of a date goes with the date where that is a number too. */
function axesOf(terms: readonly Term[]): Axes {
  const numbers = new Map<string, NumberLeaf>();
  const categories = new Map<string, Category>();
  for (const leaf of terms.flatMap(({ expression }) => leavesOf(expression))) {
    if (leaf.op === 'level') categories.set(categoryName(leaf.of, written), leaf.of);
    else if (!numbers.has(leaf.name)) numbers.set(leaf.name, leaf);
  }
  const apart = [...categories.values()].filter(({ op, name }) => op === 'column' || !numbers.has(name));
  return { numbers: [...numbers.values()], categories: apart };
}

function axisOf(category: Category, own: readonly (string | null)[], terms: Terms | undefined): AxisCategory {
  const name = categoryName(category, written);
  const known = terms?.levels[name] ?? [...new Set(own)].filter((level) => level !== null).sort();
  const levels = category.op === 'column' ? known : [...known].sort((a, b) => Number(a) - Number(b));
  return { name, levels, of: Int32Array.from(own, (level) => levels.indexOf(level ?? '')) };
}

/** Rows of raw columns at places. */
function rowsAt(
  numbers: readonly NumberLeaf[],
  places: readonly Float64Array[],
  level: string | undefined,
  kit: TermKit | undefined,
): RawRows {
  const valuesOf = (name: string): Float64Array => places[numbers.findIndex((leaf) => leaf.name === name)]!;
  return {
    numbers: valuesOf,
    days: (name) => (numbers.length > 0 ? valuesOf(name) : places[0]!),
    levels: ({ op, name }) =>
      op !== 'column' && numbers.some((leaf) => leaf.name === name)
        ? Array.from(valuesOf(name), (days) => String(kit!.partOf(op, days)))
        : Array.from(places[0]!, () => level!),
  };
}

/** ŷ = Σ wⱼ·termⱼ + b of each row. */
function predicted(values: readonly Float64Array[], { weights, bias }: Parameters): Float64Array {
  return values[0]!.map((_, i) => values.reduce((sum, value, j) => sum + weights[j]! * value[i]!, bias));
}

/** Even places, and both sides of every mark where a term jumps. */
function placesBetween(
  terms: readonly Term[],
  column: NumberLeaf | undefined,
  [low, high]: readonly [number, number],
  isCurve = false,
): Float64Array {
  const isStraight = !isCurve && terms.every(({ expression }) => isLinear(expression, column));
  const count = isStraight ? 1 : CURVE_PLACES;
  const even = Array.from({ length: count + 1 }, (_, i) => low + (i / count) * (high - low));
  const marks = terms
    .flatMap(({ expression }) => marksIn(expression, column))
    .filter((mark) => mark > low && mark < high)
    .flatMap((mark) => [mark - Math.abs(mark || 1) * 2 ** -40, mark]);
  return Float64Array.from(new Set([...even, ...marks])).sort();
}

/** True of a column, of levels that do not follow from it, and of one column times levels. */
function isLinear(expression: Expression, column: NumberLeaf | undefined): boolean {
  const { op } = expression;
  if (op === 'level') return expression.of.name !== column?.name;
  if (op !== 'product') return op === 'column' || op === 'day';
  const own = expression.of.filter((factor) => factor.op !== 'level');
  return own.length < 2 && expression.of.every((factor) => isLinear(factor, column));
}

/** Values of the column itself at which an expression jumps; where it is nested deeper, even places have to do. */
function marksIn(expression: Expression, column: NumberLeaf | undefined): number[] {
  if (expression.op === 'product') return expression.of.flatMap((factor) => marksIn(factor, column));
  const isOfColumn =
    expression.op === 'between' && 'name' in expression.of && expression.of.name === column?.name;
  return isOfColumn ? [expression.from, expression.to] : [];
}
