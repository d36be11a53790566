// Numbers of a chain rule as they are written: with as many digits as let a calculator come from the ones to the others.
import {
  type Calculation,
  type Chain,
  digitsThatGive,
  fitNumber,
  formatExponent,
  formatNumber,
} from '@gd-trainer/sdk/view';
import { asciiText } from '../../output/ascii.ts';

/** Columns of a number with the blank before it. */
export const NUMBER_WIDTH = 11;
/** Digits that tell every double from the next. */
const MOST_DIGITS = 17;
/** Significant digits of a number that nothing is made of on show. */
export const DIGITS = 4;

/** A number as it is printed in so many digits, or fewer. */
export type Print = (value: number, digits: number) => string;

/** In a column of numbers. */
export const short: Print = (value, digits) => fitNumber(value, digits, NUMBER_WIDTH - 1);
/** In a sum, which has as many digits as its result takes. */
export const precise: Print = (value, digits) => {
  const text = formatNumber(value, digits);
  return text.includes('×10') ? formatExponent(value, digits) : text;
};
/** As `short`, but for digits before the point that are not known: 5.3×10³. */
export const rounded = (value: number, digits: number): string =>
  Math.abs(value) >= 10 ** digits ? formatExponent(value, digits) : short(value, digits);
export const read = (text: string): number => Number(asciiText(text).replaceAll(',', ''));
/** In parentheses where it is negative, behind another sign. */
export const factor = (text: string): string => (text.startsWith('−') ? `(${text})` : text);
/** The same before a power or below a line, where a power of ten needs them too. */
export const whole = (text: string): string => (/[⁰¹²³⁴-⁹]/.test(text) ? `(${text})` : factor(text));

/** A number without the zeros that it ends with, where it is no other: what is rounded keeps them, since 2 is not 1.9996. */
export function tidy(text: string, value: number): string {
  if (Math.abs(read(text) - value) > EXACT * Math.abs(value)) return text;
  return text.replace(/(\.\d*?)0+(?=×|$)/, '$1').replace(/\.(?=×|$)/, '');
}

/** Relative error of numbers that were meant to be decimals, after some sums of them. */
const EXACT = 1e-12;

/** A calculation that stands on a line, and its result. */
export interface Written {
  readonly operands: readonly string[];
  readonly result: string;
}

/**
 * Operands and result with so many digits that a calculator comes from the ones to the other, or fewer of the result
 * where `fits` finds no room for those; undefined if it never does.
 */
export function written(
  operands: readonly number[],
  calculate: (operands: readonly number[]) => number,
  fits: (texts: Written) => boolean,
  most: number = DIGITS,
): Written | undefined {
  const value = calculate(operands);
  for (let digits = most; digits > 1; digits--) {
    const print = (number: number): string => precise(number, digits);
    const texts = { operands: operandsFor(operands, calculate, print, digits), result: print(value) };
    if (fits(texts)) return texts;
  }
  return undefined;
}

/** Operands with so many digits, `least` or more, that they give a result as it is printed. */
export function operandsFor(
  operands: readonly number[],
  calculate: (operands: readonly number[]) => number,
  print: (result: number) => string,
  least: number = DIGITS,
): string[] {
  const round: Calculation['round'] = (value, kept) => read(precise(value, kept));
  const digits = digitsThatGive({ operands, calculate, round, print }, least);
  return operands.map((value) => tidy(precise(value, digits), value));
}

/** In two digits, for a line that is cut where no number of them fits. */
export const leastWritten = (
  operands: readonly number[],
  calculate: (operands: readonly number[]) => number,
): Written => written(operands, calculate, () => true, 2)!;

/** The terms of an update, and the result where it can be seen to be another number than the first of them. */
export interface WrittenUpdate {
  readonly operands: readonly string[];
  readonly result: string | undefined;
}

/** A number and what becomes of it, in digits that show how far it goes; undefined where the terms alone have no room. */
export function writtenUpdate(
  operands: readonly number[],
  calculate: (operands: readonly number[]) => number,
  fits: (texts: WrittenUpdate) => boolean,
): WrittenUpdate | undefined {
  const [now, then] = [operands[0]!, calculate(operands)];
  const whole = written(operands, calculate, fits, visibleDigits(now, then));
  if (whole && (then === now || read(whole.result) !== read(whole.operands[0]!))) return whole;
  const terms = written(operands, calculate, (texts) => fits({ ...texts, result: undefined }));
  return terms && { ...terms, result: undefined };
}

/** Digits with which a number and what becomes of it show how far it went, in two digits or more. */
function visibleDigits(now: number, then: number): number {
  const move = then - now;
  const shown = (digits: number): number => read(precise(then, digits)) - read(precise(now, digits));
  let digits = DIGITS;
  while (digits < MOST_DIGITS && Math.abs(shown(digits) - move) > 0.05 * Math.abs(move)) digits++;
  return digits;
}

/** Significant digits of L. */
export const LOSS_DIGITS = 5;

/** Digits of y − ŷ that give L as it is printed, and of y and ŷ that give those. */
export function errorDigits(
  { sample, ledger }: Pick<Chain, 'sample' | 'ledger'>,
  print: Print,
): { readonly digits: number; readonly operandDigits: number } {
  const round: Calculation['round'] = (value, kept) => read(print(value, kept));
  const digits = digitsThatGive(
    {
      operands: [ledger.residual],
      calculate: ([residual]) => 0.5 * residual! * residual!,
      round,
      print: (loss) => print(loss, LOSS_DIGITS),
    },
    DIGITS,
  );
  const operandDigits = digitsThatGive(
    {
      operands: [sample.y, ledger.prediction],
      calculate: ([y, prediction]) => y! - prediction!,
      round,
      print: (residual) => print(residual, digits),
    },
    DIGITS,
  );
  return { digits, operandDigits };
}
