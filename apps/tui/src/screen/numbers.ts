const MINUS = '−';

/** A number for a table: `digits` significant digits, thin groups of thousands, a true minus sign. */
export function formatNumber(value: number, digits = 6): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : `${MINUS}∞`;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return withMinus(exponent(value, digits));
  const decimals = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const [whole = '', fraction] = value.toFixed(Math.min(decimals, 12)).split('.');
  const grouped = whole.replace(/\d(?=(\d{3})+$)/g, '$& ');
  return withMinus(fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

function exponent(value: number, digits: number): string {
  return value.toExponential(Math.max(0, Math.min(digits, 4) - 1)).replace('e+', 'e');
}

function withMinus(text: string): string {
  return text.replaceAll('-', MINUS);
}

/** The same without groups, in as many digits as `width` columns hold, or one where they hold none. */
export function fitNumber(value: number, digits: number, width: number): string {
  const counts = Array.from({ length: digits }, (_, less) => digits - less);
  const texts = [
    ...counts.map((kept) => formatNumber(value, kept).replaceAll(' ', '')),
    ...counts.map((kept) => withMinus(exponent(value, kept))),
  ];
  return texts.find((text) => text.length <= width) ?? texts.at(-1)!;
}

/** A number with so many decimals; what rounds to zero has no sign. */
export function formatFixed(value: number, decimals: number): string {
  if (Math.abs(value) >= 1e8) return withMinus(exponent(value, 3));
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : withMinus(text);
}

/** A whole number with groups of thousands. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\d(?=(\d{3})+$)/g, '$& ');
}
