// Expressions as code: what each language says of the parts, put together in one way.
import type { Category, DatePart, Expression, NumberFunction } from './expression.ts';

/** Ways in which a language writes the parts of an expression. */
export interface Writing {
  /** A column of numbers. */
  column(name: string): string;
  /** A part of a column of dates. */
  date(part: DatePart, name: string): string;
  call(name: NumberFunction, x: string): string;
  /** Factors multiplied from the left; `(a * b)` where nothing else is said. */
  product?(factors: readonly string[]): string;
  power(x: string, by: number): string;
  /** 1 from `from` up to but not at `to`, else 0. */
  between(x: string, from: number, to: number): string;
  /** 1 for a level of a category, 0 for the others that are known. */
  level(of: Category, level: string): string;
}

/** An expression in a language; what binds loosely stands in parentheses. */
export function write(expression: Expression, language: Writing): string {
  switch (expression.op) {
    case 'column':
      return language.column(expression.name);
    case 'product': {
      const factors = expression.of.map((factor) => write(factor, language));
      return language.product?.(factors) ?? `(${factors.join(' * ')})`;
    }
    case 'power':
      return language.power(write(expression.of, language), expression.by);
    case 'between':
      return language.between(write(expression.of, language), expression.from, expression.to);
    case 'level':
      return language.level(expression.of, expression.level);
    default:
      return 'name' in expression
        ? language.date(expression.op, expression.name)
        : language.call(expression.op, write(expression.of, language));
  }
}
