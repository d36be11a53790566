// Expressions to numbers, some rows at a time. What has no value is NaN: a missing input, the logarithm of 0, a power that
// overflows; whoever asked tells them apart by the inputs.
import { type DoubleDouble, multiply } from '../math/double-double.ts';
import type { Category, DatePart, Expression, NumberFunction } from './expression.ts';
import { cos, exp, log, sin } from './functions.ts';

/** Some rows of the raw columns, NaN where a value is missing. */
export interface RawRows {
  numbers(name: string): Float64Array;
  /** Days since 1970-01-01, the time as a fraction. */
  days(name: string): Float64Array;
  /** The level of each row; null where it is missing. Throws `DATA` for one that is not known, where all are. */
  levels(category: Category): ArrayLike<string | null>;
}

/** The value of each row. */
export function evaluate(expression: Expression, rows: RawRows): Float64Array {
  const { op } = expression;
  switch (op) {
    case 'column':
      return rows.numbers(expression.name);
    case 'level': {
      const { level, of } = expression;
      return Float64Array.from(rows.levels(of), (own) => (own === null ? Number.NaN : Number(own === level)));
    }
    case 'between': {
      const { from, to } = expression;
      return evaluate(expression.of, rows).map((x) => (Number.isNaN(x) ? x : Number(x >= from && x < to)));
    }
    case 'product': {
      const [first, ...others] = expression.of.map((factor) => evaluate(factor, rows));
      return others.reduce((so, factor) => so.map((x, i) => finite(x * factor[i]!)), first!);
    }
    case 'power':
      return evaluate(expression.of, rows).map((x) => power(x, expression.by));
    default:
      return 'name' in expression
        ? rows.days(expression.name).map(PARTS[op as DatePart])
        : evaluate(expression.of, rows).map((x) => FUNCTIONS[op as NumberFunction](x));
  }
}

/** The value of one row to 32 digits, as far as its products and powers go. */
export function evaluatePrecisely(
  expression: Expression,
  value: (factor: Expression) => number,
): DoubleDouble {
  if (expression.op === 'power') {
    const base = evaluatePrecisely(expression.of, value);
    let result = base;
    for (let k = 1; k < expression.by; k++) result = multiply(result, base);
    return result;
  }
  if (expression.op === 'product') {
    return expression.of.map((factor) => evaluatePrecisely(factor, value)).reduce(multiply);
  }
  return [value(expression), 0];
}

const finite = (x: number): number => (x - x === 0 ? x : Number.NaN);

/** From the left, as every language writes it. */
function power(x: number, by: number): number {
  let result = x;
  for (let k = 1; k < by; k++) result *= x;
  return finite(result);
}

const FUNCTIONS: Readonly<Record<NumberFunction, (x: number) => number>> = {
  sqrt: Math.sqrt,
  log,
  exp,
  abs: Math.abs,
  sin,
  cos,
};

const DAY_SECONDS = 86_400;
/** Days from 0000-03-01 to 1970-01-01, and of 400 years. */
const EPOCH = 719_468;
const ERA = 146_097;

/** Parts of a date by its days: the year begins in March, so that the leap day is its last. */
function calendar(days: number): { year: number; month: number } {
  const day = Math.floor(days) + EPOCH;
  const era = Math.floor(day / ERA);
  const ofEra = day - era * ERA;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  const late = month >= 10;
  return { year: year + era * 400 + (late ? 1 : 0), month: late ? month - 9 : month + 3 };
}

/** Monday is day 1 of a week; hours are those of the nearest second. */
const PARTS: Readonly<Record<DatePart, (days: number) => number>> = {
  day: (days) => days,
  year: (days) => calendar(days).year,
  month: (days) => calendar(days).month,
  weekday: (days) => ((((Math.floor(days) + 3) % 7) + 7) % 7) + 1,
  hour: (days) => Math.min(23, Math.floor(Math.round((days - Math.floor(days)) * DAY_SECONDS) / 3600)),
};

/** A part of a date given as days. */
export const partOf = (part: DatePart, days: number): number => PARTS[part](days);
