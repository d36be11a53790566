import { exponent, grouped, minus, power } from '../narrate/numbers.ts';

/** Digits that tell every double from the next. */
const MOST_DIGITS = 17;

/** A number for a table: `digits` significant digits, thousands apart, a true minus sign. */
export function formatNumber(value: number, digits = 6): string {
  if (!Number.isFinite(value)) return unbounded(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return formatExponent(value, Math.min(digits, 4));
  const decimals = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return minus(groupedWhole(value.toFixed(Math.min(decimals, MOST_DIGITS))));
}

const unbounded = (value: number): string => (Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞');

/** A number as so many digits times a power of ten. */
export function formatExponent(value: number, digits: number): string {
  if (!Number.isFinite(value)) return unbounded(value);
  return value === 0 ? '0' : power(value.toExponential(Math.max(1, digits) - 1));
}

/** `formatNumber` in as many digits as `width` columns hold, as a power of ten only where they hold none, then in one. */
export function fitNumber(value: number, digits: number, width: number): string {
  const counts = Array.from({ length: digits }, (_, less) => digits - less);
  const isPlain = (text: string): boolean => !/[⁰¹²³⁴-⁹]/.test(text);
  const texts = [
    ...counts.map((kept) => formatNumber(value, kept)).filter(isPlain),
    ...counts.map((kept) => formatExponent(value, Math.min(kept, 4))),
  ];
  return texts.find((text) => text.length <= width) ?? texts.at(-1)!;
}

/** A number from a program's text, `-12345.6` or `1e-9`, as it stands on a screen: −12,345.6 or 10⁻⁹. */
export function screenNumber(text: string): string {
  return text.includes('e') ? power(text) : minus(groupedWhole(text));
}

/** Decimal digits with the thousands before the point apart. */
function groupedWhole(text: string): string {
  const [whole = '', fraction] = text.split('.');
  return fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
}

/** A number with so many decimals, thousands apart; what rounds to zero has no sign. */
export function formatFixed(value: number, decimals: number): string {
  if (Math.abs(value) >= 1e8) return formatExponent(value, 3);
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : minus(groupedWhole(text));
}

/** A whole number with its thousands apart. */
export const formatCount = (value: number): string => grouped(String(Math.round(value)));

/** A tick as short as it can be: 200, 20,000, 1.5, 10⁷. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-3)) return exponent(value);
  return minus(groupedWhole(String(Number(value.toPrecision(6)))));
}

/** A calculation on show: a calculator given its operands as they are written has to come to its result as it is written. */
export interface Calculation {
  /** Numbers that go into it. */
  readonly operands: readonly number[];
  /** The result that a calculator has of them. */
  calculate(operands: readonly number[]): number;
  /** An operand as its text with so many digits reads. */
  round(operand: number, digits: number): number;
  /** The result as it is written. */
  print(result: number): string;
}

/** Digits that the operands need, `least` or more. */
export function digitsThatGive({ operands, calculate, round, print }: Calculation, least: number): number {
  const result = print(calculate(operands));
  let digits = least;
  const gives = (): boolean => print(calculate(operands.map((value) => round(value, digits)))) === result;
  while (digits < MOST_DIGITS && !gives()) digits++;
  return digits;
}
