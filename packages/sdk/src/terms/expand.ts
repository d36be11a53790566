// Terms to the columns that they stand for: each with its name, which is a term itself, and its expression.
import { GdError, quote } from '../errors.ts';
import { type Category, categoryName, type DatePart, type Expression } from './expression.ts';
import { written } from './names.ts';
import { badTerm, FUNCTIONS, MOST_POWER, parseTerm, type Syntax } from './syntax.ts';

/** Facts of the raw columns that terms depend on. */
export interface RawColumns {
  /** Names of all columns. */
  readonly names: readonly string[];
  /** The kind of a column, by what it holds. Throws `DATA` for none of that name, and for text that is no category. */
  kindOf(name: string): 'number' | 'date' | 'category';
  /** Levels of a category in the order of code points; undefined while they are not known. Throws `DATA` for more than 50. */
  levelsOf(category: Category): readonly string[] | undefined;
}

/** Levels of categories by their names, the reference first. */
export type Levels = Readonly<Record<string, readonly string[]>>;

/** One column of a term. */
export interface Term {
  /** A term that comes to this column alone: the name of its weight. */
  readonly name: string;
  readonly expression: Expression;
}

/** Terms as columns. */
export interface Expansion {
  readonly terms: readonly Term[];
  readonly levels: Levels;
}

/** A number, or a category of which each level but one is to become a number. */
type ProductPart =
  | { readonly name: string; readonly expression: Expression }
  | { readonly name: string; readonly category: Category; readonly levels: readonly string[] };

/** Factors of a product; most have one. */
type Product = readonly ProductPart[];

/**
 * The columns of some terms, in their order, each once. A category has a column for each level but the reference; in a
 * product it has one for every level unless the product without it is there too, as in R. Without an intercept the first
 * category by itself, or else the first product of categories alone, has all of its columns, which add up to the constant.
 *
 * @throws {GdError} `OPTION` naming the term and the place in it, `DATA` for a column that is not there or not fit
 */
export function expandTerms(texts: readonly string[], columns: RawColumns, intercept = true): Expansion {
  const products = texts.flatMap((text) => new Reading(text, columns).products());
  const known = new Set(products.map(keyOf));
  const categorical = products.filter((product) => product.every((factor) => 'category' in factor));
  const constant = intercept ? undefined : (categorical.find(({ length }) => length === 1) ?? categorical[0]);
  const terms = new Map<string, Expression>();
  const levels: Record<string, readonly string[]> = Object.create(null);
  for (const product of products) {
    for (const factor of product) if ('category' in factor) note(levels, factor);
    for (const { name, expression } of columnsOf(product, known, product === constant)) {
      refuseColumnOf(name, expression, columns.names);
      terms.set(name, expression);
    }
  }
  const all = [...terms].map(([name, expression]) => ({ name, expression }));
  return { terms: all, levels };
}

const keyOf = (product: Product): string =>
  product
    .map(({ name }) => name)
    .sort()
    .join('*');

function note(
  levels: Record<string, readonly string[]>,
  { name, levels: own }: Extract<ProductPart, { category: unknown }>,
): void {
  const before = levels[name];
  if (before && before[0] !== own[0]) {
    throw new GdError(
      'OPTION',
      `category ${quote(name)} has two references, ${quote(before[0]!)} and ${quote(own[0]!)}`,
      'choose one',
      { option: 'features' },
    );
  }
  levels[name] = own;
}

/** A name that is taken could not be told from its column when the model predicts. */
function refuseColumnOf(name: string, expression: Expression, names: readonly string[]): void {
  if (!names.includes(name) || (expression.op === 'column' && expression.name === name)) return;
  throw new GdError(
    'DATA',
    `a term comes to a weight called ${quote(name)}, and a column is called so`,
    'rename the column',
    { column: name },
  );
}

/** The columns of a product: one, or one for each combination of the levels of its categories; all of them where they are the constant. */
function columnsOf(product: Product, known: ReadonlySet<string>, isConstant = false): Term[] {
  const withoutAny = product.filter((factor) => !('category' in factor));
  const whole = product.map((factor) => {
    const others = product.filter((other) => other !== factor);
    return others.length > 0 ? !known.has(keyOf(others)) : isConstant;
  });
  let combinations: (readonly Term[])[] = [[]];
  for (const [i, factor] of product.entries()) {
    const choices =
      'category' in factor
        ? factor.levels.slice(whole[i] ? 0 : 1).map((level) => levelOf(factor.category, level))
        : [factor];
    combinations = combinations.flatMap((before) => choices.map((choice) => [...before, choice]));
  }
  // all combinations of categories add up to the constant of the bias
  if (withoutAny.length === 0 && whole.every(Boolean) && !isConstant) combinations.shift();
  return combinations.map((factors) =>
    factors.length === 1
      ? factors[0]!
      : {
          name: factors
            .map(({ name, expression }) => (expression.op === 'column' ? written(name) : name))
            .join('*'),
          expression: { op: 'product', of: factors.map(({ expression }) => expression) },
        },
  );
}

const levelOf = (of: Category, level: string): Term => ({
  name: `${of.op === 'column' ? written(of.name) : categoryName(of, written)}=${written(level)}`,
  expression: { op: 'level', of, level },
});

/** One term being read. */
class Reading {
  readonly #text: string;
  readonly #columns: RawColumns;

  constructor(text: string, columns: RawColumns) {
    this.#text = text;
    this.#columns = columns;
  }

  products(): readonly Product[] {
    return this.#read(parseTerm(this.#text, (name) => this.#columns.names.includes(name)));
  }

  #read(syntax: Syntax): readonly Product[] {
    switch (syntax.kind) {
      case 'name':
        return [[this.#column(syntax)]];
      case 'product': {
        const factors = syntax.of.map((factor) => this.#read(factor));
        return factors.reduce((before, choices) =>
          before.flatMap((product) => choices.map((factor) => [...product, ...factor])),
        );
      }
      case 'power': {
        const { name, expression } = this.#number(syntax.of, 'a power');
        return [
          [
            {
              name: `${base(name, expression)}^${syntax.by}`,
              expression: { op: 'power', of: expression, by: syntax.by },
            },
          ],
        ];
      }
      case 'level':
        return [[levelOf(this.#category(syntax.of), syntax.level)]];
      default:
        return this.#call(syntax);
    }
  }

  #column({ name, at }: Extract<Syntax, { kind: 'name' }>): ProductPart {
    const kind = this.#kindOf(name, at);
    if (kind === 'category') return this.#levels({ op: 'column', name });
    return kind === 'date' ? this.#part({ op: 'day', name }) : { name, expression: { op: 'column', name } };
  }

  #part(expression: Category): ProductPart {
    return { name: categoryName(expression, written), expression };
  }

  #levels(category: Category): ProductPart {
    return {
      name: categoryName(category, written),
      category,
      levels: this.#columns.levelsOf(category) ?? [],
    };
  }

  #kindOf(name: string, at: number): 'number' | 'date' | 'category' {
    try {
      return this.#columns.kindOf(name);
    } catch (error) {
      if (!(error instanceof GdError) || name === this.#text) throw error;
      const place = `term ${quote(this.#text)}, character ${at + 1}: `;
      throw new GdError(error.code, place + error.message, error.hint, {
        ...error.details,
        term: this.#text,
      });
    }
  }

  #call(call: Extract<Syntax, { kind: 'call' }>): readonly Product[] {
    const { name, of, words, at } = call;
    const [least, most] = FUNCTIONS[name as keyof typeof FUNCTIONS];
    if (words.length < least || words.length > most) {
      throw this.#bad(
        at,
        `${name} expected ${USAGE[name] ?? 'a column alone'}`,
        `as in ${EXAMPLES[name] ?? `${name}(size)`}`,
      );
    }
    switch (name) {
      case 'poly':
        return this.#poly(of, words[0]!, at);
      case 'bin':
        return this.#bins(of, words, at);
      case 'category':
        return [[this.#chosen(this.#category(of), words)]];
      case 'month':
      case 'weekday':
      case 'hour':
        return [[this.#levels(this.#datePart(name, of))]];
      case 'day':
      case 'year':
        return [[this.#part(this.#datePart(name, of))]];
      default: {
        const { name: inner, expression } = this.#number(of, name);
        return [
          [
            {
              name: `${name}(${nameIn(inner, expression)})`,
              expression: { op: name as 'sqrt', of: expression },
            },
          ],
        ];
      }
    }
  }

  #poly(of: Syntax, degree: string, at: number): readonly Product[] {
    const { name, expression } = this.#number(of, 'poly');
    const most = Number(degree);
    if (!(Number.isInteger(most) && most >= 1 && most <= MOST_POWER)) {
      throw this.#bad(
        at,
        `poly expected a degree from 1 to ${MOST_POWER}, got ${quote(degree)}`,
        `as in ${EXAMPLES.poly}`,
      );
    }
    const powers = Array.from(
      { length: most - 1 },
      (_, i): Product => [
        {
          name: `${base(name, expression)}^${i + 2}`,
          expression: { op: 'power', of: expression, by: i + 2 },
        },
      ],
    );
    return [[{ name, expression }], ...powers];
  }

  #bins(of: Syntax, words: readonly string[], at: number): readonly Product[] {
    const { name, expression } = this.#number(of, 'bin');
    const marks = words.map(Number);
    if (!marks.every((mark, i) => Number.isFinite(mark) && (i === 0 || mark > marks[i - 1]!))) {
      throw this.#bad(at, 'bin expected marks that rise', `as in ${EXAMPLES.bin}`);
    }
    return marks.slice(1).map((to, i): Product => {
      const from = marks[i]!;
      return [
        {
          name: `bin(${nameIn(name, expression)}, ${from}, ${to})`,
          expression: { op: 'between', of: expression, from, to },
        },
      ];
    });
  }

  /** A category with the levels or the reference that the words name. */
  #chosen(category: Category, words: readonly string[]): ProductPart {
    const name = categoryName(category, written);
    const [first = ''] = words;
    const reference = /^ref\s*:\s*/.exec(first)?.[0];
    if (reference === undefined) {
      return words.length > 0 ? { name, category, levels: [...new Set(words)] } : this.#levels(category);
    }
    const level = first.slice(reference.length);
    const levels = this.#columns.levelsOf(category) ?? [level];
    if (words.length > 1 || !levels.includes(level)) {
      throw this.#bad(
        this.#text.indexOf('ref'),
        `no level ${quote(level)} in ${quote(name)}`,
        `there are ${levels.map(quote).join(', ')}`,
      );
    }
    return { name, category, levels: [level, ...levels.filter((other) => other !== level)] };
  }

  /** The column, or part of a date, that is to be a category. */
  #category(of: Syntax): Category {
    if (of.kind === 'name') {
      this.#kindOf(of.name, of.at);
      return { op: 'column', name: of.name };
    }
    if (of.kind === 'call' && PARTS.includes(of.name)) return this.#datePart(of.name as DatePart, of.of);
    throw this.#bad(
      of.at,
      'expected a column',
      'a category is made from a column, or from month, weekday, hour or year of one',
    );
  }

  #datePart(op: DatePart, of: Syntax): Category {
    if (of.kind !== 'name')
      throw this.#bad(of.at, `${op} expected a column of dates`, `as in ${EXAMPLES[op]}`);
    if (this.#kindOf(of.name, of.at) !== 'category') return { op, name: of.name };
    throw new GdError(
      'DATA',
      `term ${quote(this.#text)}, character ${of.at + 1}: column ${quote(of.name)} holds text, and ${op} expected dates`,
      'dates are written as 2025-03-04',
      { column: of.name, term: this.#text, character: of.at + 1 },
    );
  }

  /** A term that is one number a row. */
  #number(of: Syntax, whose: string): { name: string; expression: Expression } {
    const products = this.#read(of);
    const [product] = products;
    if (products.length > 1 || product!.some((factor) => 'category' in factor)) {
      throw this.#bad(
        of.at,
        `${whose} expected one number a row, got ${products.length > 1 ? 'several columns' : 'a category'}`,
        products.length > 1
          ? 'write one term for each'
          : 'a category stands alone or in a product: size*species',
      );
    }
    const [first, ...others] = columnsOf(product!, new Set());
    if (first && others.length === 0) return first;
    throw this.#bad(of.at, `${whose} expected one number a row`, 'write one term for each');
  }

  #bad(at: number, what: string, hint: string): GdError {
    return badTerm(this.#text, at, what, hint);
  }
}

const PARTS = ['day', 'year', 'month', 'weekday', 'hour'];
const USAGE: Readonly<Record<string, string>> = {
  poly: 'a column and a degree',
  bin: 'a column and two marks or more',
  category: 'a column, and ref: with a level, or all levels',
};
const EXAMPLES: Readonly<Record<string, string>> = {
  poly: 'poly(size, 3)',
  bin: 'bin(age, 0, 18, 65)',
  category: 'category(species, ref: Gentoo)',
  day: 'day(sold)',
  year: 'year(sold)',
  month: 'month(sold)',
  weekday: 'weekday(sold)',
  hour: 'hour(sold)',
};

/** The name of a term inside another: a column in quotes where they are needed. */
const nameIn = (name: string, { op }: Expression): string => (op === 'column' ? written(name) : name);

/** The same before a power: a product in parentheses. */
const base = (name: string, expression: Expression): string =>
  expression.op === 'product' || expression.op === 'power' || expression.op === 'level'
    ? `(${name})`
    : nameIn(name, expression);
