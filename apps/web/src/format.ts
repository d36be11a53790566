const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Numbers as the reader's language writes them. */
export interface Format {
  /** Up to five significant digits, a power of ten where zeros would pile up. */
  short(value: number): string;
  /** Up to so many significant digits. */
  precise(value: number, digits: number): string;
  /** As many decimals as give `reference` five significant digits, so that a running number does not jump. */
  fixed(value: number, reference: number): string;
  /** A whole number. */
  count(value: number): string;
  /** Labels of an axis, in one style: powers of ten for all if one is large or small. */
  ticks(values: readonly number[]): string[];
}

const SIGNIFICANT = 5;
/** Digits of a number that is round: what is behind them is the rounding of its calculation. */
const ROUND = 12;

export function createFormat(language: string): Format {
  // a year is no quantity, and 1,900 reads as one: thousands are set apart from five digits on
  // and what rounds to zero has no sign
  const common = { useGrouping: 'min2', signDisplay: 'negative' } as const;
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0, ...common });
  const decimals = new Map<number, Intl.NumberFormat>();
  const withDecimals = (digits: number): Intl.NumberFormat => {
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, ...common };
    const known = decimals.get(digits) ?? new Intl.NumberFormat(language, options);
    decimals.set(digits, known);
    return known;
  };

  const bySignificance = new Map<number, Intl.NumberFormat>();
  const precise = (value: number, digits: number): string => {
    if (isWide(value)) return power(value, digits);
    const options = { maximumSignificantDigits: digits, ...common };
    const known = bySignificance.get(digits) ?? new Intl.NumberFormat(language, options);
    bySignificance.set(digits, known);
    return minus(known.format(value));
  };
  const short = (value: number): string => (isWide(value) ? power(value, 3) : precise(value, SIGNIFICANT));
  return {
    short,
    precise,
    fixed(value, reference) {
      const size = Math.abs(reference);
      // a diverging run leaves its reference behind
      if (!(size >= 1e-4 && size < 1e7) || Math.abs(value) > 100 * size) return short(value);
      // 0.9999999 is meant to be 1
      const digits = SIGNIFICANT - 1 - Math.floor(Math.log10(size * (1 + 1e-6)));
      return minus(withDecimals(Math.min(8, Math.max(0, digits))).format(value));
    },
    count: (value) => minus(whole.format(value)),
    ticks(values) {
      const areWide = values.map(Math.abs).some((size) => size !== 0 && (size < 1e-3 || size >= 1e5));
      return values.map((value) => (areWide ? power : precise)(value, ROUND));
    },
  };
}

/** True of what takes a power of ten to be read. */
const isWide = (value: number): boolean => {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e7);
};

/** 1.3×10⁻⁴ */
function power(value: number, digits: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const factor = String(Number(mantissa));
  if (Number(exponent) === 0) return minus(factor);
  return minus(`${factor === '1' ? '' : `${factor}×`}10${superscript(Number(exponent))}`);
}

// the hyphen of Intl is narrower than a digit and hard to see
const minus = (text: string): string => text.replace(/^-/, '−');

const superscript = (exponent: number): string =>
  `${exponent < 0 ? '⁻' : ''}${[...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')}`;
