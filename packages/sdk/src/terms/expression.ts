// What a term comes to: one number a row, by arithmetic on raw columns.

/** Functions that take a number and give one. */
export type NumberFunction = 'sqrt' | 'log' | 'exp' | 'abs' | 'sin' | 'cos';
/** Parts of a date: days since 1970-01-01 with the time as a fraction, and whole numbers of the calendar in UTC. */
export type DatePart = 'day' | 'year' | 'month' | 'weekday' | 'hour';

/** A number of each row, made from its raw columns. */
export type Expression =
  | { readonly op: 'column'; readonly name: string }
  | { readonly op: DatePart; readonly name: string }
  | { readonly op: NumberFunction; readonly of: Expression }
  | { readonly op: 'power'; readonly of: Expression; readonly by: number }
  | { readonly op: 'product'; readonly of: readonly Expression[] }
  /** 1 from `from` up to but not at `to`, else 0. */
  | { readonly op: 'between'; readonly of: Expression; readonly from: number; readonly to: number }
  /** 1 where a category has that level, else 0. */
  | { readonly op: 'level'; readonly of: Category; readonly level: string };

/** A column, or a part of a date, whose values are levels. */
export type Category = { readonly op: 'column' | DatePart; readonly name: string };

/** The name of a category: of a column its own, of a part of a date the term. */
export const categoryName = ({ op, name }: Category, written: (name: string) => string): string =>
  op === 'column' ? name : `${op}(${written(name)})`;

/** A part of an expression that is read, not computed. */
export type Leaf = Extract<Expression, { readonly op: 'column' | DatePart | 'level' }>;

/** The parts of an expression that are read. */
export function leavesOf(expression: Expression): Leaf[] {
  if ('name' in expression || expression.op === 'level') return [expression];
  return expression.op === 'product' ? expression.of.flatMap(leavesOf) : leavesOf(expression.of);
}

/** Names of the raw columns in an expression. */
export const inputsOf = (expression: Expression): string[] =>
  leavesOf(expression).map((leaf) => (leaf.op === 'level' ? leaf.of.name : leaf.name));
