// Numbers as the product writes them for people, read back: 9,147,995, −0.5, 4.9×10⁻⁵, 10⁷.

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Source of a pattern of one number, without groups. */
export const NUMERAL = String.raw`−?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:(?:×10)?⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?`;

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

/** What no number has on a screen: thousands together, 1,595, e for ×10ⁿ and a hyphen for −; in ASCII the signs it lacks. */
const STRAY = String.raw`(?<![\d.,])\d{5,}|(?<![\d.,])\d,\d{3}(?![\d,])`;
const STRAY_IN = {
  unicode: new RegExp(String.raw`${STRAY}|\de[+−-]?\d|(?<![\w-])-\d`, 'g'),
  ascii: new RegExp(`${STRAY}|\\de\\+|[×−⁻${SUPERSCRIPTS}]`, 'g'),
};

/** Numbers on a screen that are written otherwise than all others there. */
export const strayNumbers = (text: string, charset: string): readonly string[] =>
  text.match(STRAY_IN[charset === 'ascii' ? 'ascii' : 'unicode']) ?? [];
