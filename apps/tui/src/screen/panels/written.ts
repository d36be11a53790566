// Numbers of a chain rule as they are written: with as many digits as let a calculator come from the ones to the others.
import { type Chain, digitsThatGive, fitNumber, formatExponent } from '@gd-trainer/sdk/view';
import { asciiText } from '../../output/ascii.ts';

/** Columns of a number with the blank before it. */
export const NUMBER_WIDTH = 11;
/** Significant digits of a number that nothing is made of on show. */
export const DIGITS = 4;

export const short = (value: number, digits: number): string => fitNumber(value, digits, NUMBER_WIDTH - 1);
/** As `short`, but for digits before the point that are not known: 5.3×10³. */
export const rounded = (value: number, digits: number): string =>
  Math.abs(value) >= 10 ** digits ? formatExponent(value, digits) : short(value, digits);
export const read = (text: string): number => Number(asciiText(text).replaceAll(',', ''));
/** In parentheses where it is negative, behind another sign. */
export const factor = (text: string): string => (text.startsWith('−') ? `(${text})` : text);
/** The same before a power or below a line, where a power of ten needs them too. */
export const whole = (text: string): string => (/[⁰¹²³⁴-⁹]/.test(text) ? `(${text})` : factor(text));

/** A number without the zeros that it ends with. */
export const tidy = (text: string): string =>
  text.replace(/(\.\d*?)0+(?=×|$)/, '$1').replace(/\.(?=×|$)/, '');

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
  for (let digits = most; digits > 1; digits--) {
    const print = (value: number): string => short(value, digits);
    const round = (value: number, kept: number): number => read(short(value, kept));
    const needed = digitsThatGive({ operands, calculate, round, print }, digits);
    const texts = {
      operands: operands.map((value) => short(value, needed)),
      result: print(calculate(operands)),
    };
    if (fits(texts)) return texts;
  }
  return undefined;
}

/** The same; in two digits where no number of them fits, for a line that is cut then. */
export const writtenOrCut = (...given: Parameters<typeof written>): Written =>
  written(...given) ?? written(given[0], given[1], () => true, 2)!;

/** Significant digits of L. */
export const LOSS_DIGITS = 5;

/** Digits of y − ŷ that give L as it is printed, and of y and ŷ that give those. */
export function errorDigits({ sample, ledger }: Pick<Chain, 'sample' | 'ledger'>): {
  readonly digits: number;
  readonly operandDigits: number;
} {
  const round = (value: number, kept: number): number => read(short(value, kept));
  const digits = digitsThatGive(
    {
      operands: [ledger.residual],
      calculate: ([residual]) => 0.5 * residual! * residual!,
      round,
      print: (loss) => short(loss, LOSS_DIGITS),
    },
    DIGITS,
  );
  const operandDigits = digitsThatGive(
    {
      operands: [sample.y, ledger.prediction],
      calculate: ([y, prediction]) => y! - prediction!,
      round,
      print: (residual) => short(residual, digits),
    },
    DIGITS,
  );
  return { digits, operandDigits };
}
