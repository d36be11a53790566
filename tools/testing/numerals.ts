// Numbers as the product writes them for people, read back: 9,147,995, −0.5, 4.9×10⁻⁵, 10⁷, and 3e−10 where a column is narrow.

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Source of a pattern of one number, without groups. */
export const NUMERAL = String.raw`−?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:(?:×10)?⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|e−?\d+)?`;

/** The same with `e` for the power of ten, as JavaScript reads it; of 10⁷ the factor is 1. */
export const asExponential = (text: string): string =>
  text
    .replaceAll(',', '')
    .replaceAll('−', '-')
    .replace(/(×)?10(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/, (_, factor: string | undefined, power: string) => {
      const digits = power.replace(/[⁰-⁹¹²³]/g, (digit) => String(SUPERSCRIPTS.indexOf(digit)));
      return `${factor ? '' : '1'}e${digits.replace('⁻', '-')}`;
    });

/** The value of a number as it is written. */
export const readNumeral = (text: string): number => Number(asExponential(text.trim()));
