// Sums as people write them, done again.
import { asExponential } from './numerals.ts';

/** A number as it is written: 1 000, 1.5, −2e−4, 1/3. */
const NUMBER = /^[\d.eE+\-*/() ]+$/;

/** Text as a program takes it: 0 − 0.1·(−16), ½·8², 2e−4, 7.2×10⁻¹⁰. */
const keyed = (text: string): string =>
  text
    .replace(/[\d.]+×10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<![\d.])10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, asExponential)
    .replace(/(?<=\d)[ ,](?=\d{3}(?!\d))/g, '')
    .replaceAll('−', '-')
    .replaceAll('½', '0.5')
    .replace(/[·×⋅]/g, '*')
    .replace(/\)\s*(?=[\d(])/g, ')*')
    .replaceAll('²', '**2')
    .trim();

const evaluated = (text: string): number | undefined => {
  const code = keyed(text);
  if (code === '' || !NUMBER.test(code) || !/\d/.test(code)) return undefined;
  try {
    // 0 - -8 is no decrement, and a minus before a power is not part of its base
    return new Function(
      `return ${code.replaceAll('--', '- -').replace(/(^|[(+*/-])\s*-(\d[\d.]*)(?=\*\*)/g, '$1-1*$2')}`,
    )();
  } catch {
    return undefined;
  }
};

/** Half a unit of the last place of a number as it is written; none of one that is a calculation itself. */
function halfUnit(written: string): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(keyed(written)) ?? [];
  return 0.5000001 * 10 ** (Number(exponent) - fraction.length);
}

/** An equation between numbers: what stands on both sides of a sign of equality. */
export interface Sum {
  readonly text: string;
  /** What the left side comes to. */
  readonly left: number;
  readonly right: number;
  /** Most that the two may differ by: half a unit of the last place of the result. */
  readonly tolerance: number;
}

/** True if both sides are the same, as far as the result is written. */
export const isRight = ({ left, right, tolerance }: Sum): boolean => Math.abs(left - right) <= tolerance;

/** Each sum in a line such as L = ½·8² = 32: sides without a number, or with a name in them, are passed over. */
export function sumsIn(line: string): Sum[] {
  const sides = line.split(/[=←]/);
  return sides.slice(1).flatMap((side, i) => {
    const [left, right] = [evaluated(sides[i]!), evaluated(side)];
    if (left === undefined || right === undefined) return [];
    return [{ text: `${sides[i]!.trim()} = ${side.trim()}`, left, right, tolerance: halfUnit(side) }];
  });
}
