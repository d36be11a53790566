// Columns of terms: tables whose features are made from raw columns while they are read.
import { GdError, quote } from '../errors.ts';
import type { Settings } from '../options.ts';
import { evaluate, evaluatePrecisely, type RawRows } from '../terms/evaluate.ts';
import { type Expansion, expandTerms, type Levels, type Term } from '../terms/expand.ts';
import { type Category, categoryName, type Expression, inputsOf, leavesOf } from '../terms/expression.ts';
import { written } from '../terms/names.ts';
import type { DateOrder } from './dates.ts';
import type { Judged } from './judged-table.ts';
import { inOrder } from './levels.ts';
import { RawTable } from './raw-table.ts';
import {
  type Column,
  find,
  inputNames,
  type Shape,
  type Table,
  type Terms,
  tableOf,
  unknownColumn,
} from './table.ts';

/** The table that the options choose from a shape, its features terms where they are not its columns. */
export function tableWithTerms(
  shape: Shape,
  settings: Settings,
  known?: Terms,
  held?: Judged,
  looked?: number,
): Table & { readonly judged: Judged | undefined } {
  const raw = new RawTable(shape, settings.missing, { held, looked, orders: known?.orders });
  const own = settings.target ?? shape.target?.name;
  if (own !== undefined && (own === shape.target?.name || shape.names.includes(own)))
    raw.refuseTextAsTarget(own);
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
  // a name that is none of the source is told of by its names, without those of terms
  const target = settings.target ?? shape.target?.name ?? tableOf(plain, settings).target.name;
  for (const name of [target, settings.sampleWeight]) {
    if (typeof name === 'string' && name !== shape.target?.name) find(shape, name);
  }
  const expansion = expansionOf(features, raw, known, settings.intercept);
  const terms = termsOf(expansion, (name) => raw.orderOf(name));
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

/** Terms as a model keeps them: what it is to read, and how; `orderOf` tells the order of day and month in a column. */
export function termsOf(
  { terms, levels }: Expansion,
  orderOf: (name: string) => DateOrder | undefined = () => undefined,
): Terms {
  const inputs: Record<string, readonly string[]> = Object.create(null);
  const orders: Record<string, DateOrder> = Object.create(null);
  for (const { name, expression } of terms) {
    inputs[name] = inputsOf(expression);
    for (const input of inputs[name]) {
      const order = orderOf(input);
      if (order) orders[input] = order;
    }
  }
  return { inputs, levels, ...(Object.keys(orders).length > 0 && { orders }) };
}

/** The columns of a model's features, of a shape that has them or their inputs. */
export function termColumns(shape: Shape, features: readonly string[], known: Terms | undefined): Column[] {
  const raw = new RawTable(shape, 'error', { orders: known?.orders });
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
function expansionOf(
  features: readonly string[],
  raw: RawTable,
  known: Terms | undefined,
  intercept?: boolean,
) {
  if (new Set(features).size < features.length)
    throw new GdError('DATA', 'a feature is named twice', 'name each feature once');
  return known
    ? { terms: modelTerms(features, known), levels: known.levels }
    : expandTerms(features, raw, intercept);
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
      const rows = new RawTable(part, settings.missing, { held: raw.judged });
      return categories.map((category) => rows.levelsOf(category));
    },
    close: (levels) =>
      termsOf(
        expandTerms(
          features,
          {
            ...kinds,
            levelsOf: (category) => inOrder(levels[keys.indexOf(categoryName(category, written))]!, category),
          },
          settings.intercept,
        ),
        (name) => raw.orderOf(name),
      ),
  };
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
