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
  /** A label on an axis: as few digits as tell it from its neighbours. */
  tick(value: number): string;
}

const SIGNIFICANT = 5;

export function createFormat(language: string): Format {
  // a year is no quantity, and 1,900 reads as one: thousands are set apart from five digits on
  // and what rounds to zero has no sign
  const common = { useGrouping: 'min2', signDisplay: 'negative' } as const;
  const plain = new Intl.NumberFormat(language, { maximumSignificantDigits: SIGNIFICANT, ...common });
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0, ...common });
  const decimals = new Map<number, Intl.NumberFormat>();
  const withDecimals = (digits: number): Intl.NumberFormat => {
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, ...common };
    const known = decimals.get(digits) ?? new Intl.NumberFormat(language, options);
    decimals.set(digits, known);
    return known;
  };

  const short = (value: number): string => {
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e7)) return power(value, 3);
    return minus(plain.format(value));
  };
  const bySignificance = new Map<number, Intl.NumberFormat>();
  return {
    short,
    precise(value, digits) {
      const size = Math.abs(value);
      if (size !== 0 && (size < 1e-4 || size >= 1e7)) return power(value, digits);
      const options = { maximumSignificantDigits: digits, ...common };
      const known = bySignificance.get(digits) ?? new Intl.NumberFormat(language, options);
      bySignificance.set(digits, known);
      return minus(known.format(value));
    },
    fixed(value, reference) {
      const size = Math.abs(reference);
      // a diverging run leaves its reference behind
      if (!(size >= 1e-4 && size < 1e7) || Math.abs(value) > 100 * size) return short(value);
      // 0.9999999 is meant to be 1
      const digits = SIGNIFICANT - 1 - Math.floor(Math.log10(size * (1 + 1e-6)));
      return minus(withDecimals(Math.min(8, Math.max(0, digits))).format(value));
    },
    count: (value) => minus(whole.format(value)),
    tick(value) {
      const size = Math.abs(value);
      if (size !== 0 && (size < 1e-3 || size >= 1e5)) return power(value, 2);
      return minus(plain.format(value));
    },
  };
}

/** 1.3×10⁻⁴ */
function power(value: number, digits: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const factor = String(Number(mantissa));
  return minus(`${factor === '1' ? '' : `${factor}×`}10${superscript(Number(exponent))}`);
}

// the hyphen of Intl is narrower than a digit and hard to see
const minus = (text: string): string => text.replace(/^-/, '−');

const superscript = (exponent: number): string =>
  `${exponent < 0 ? '⁻' : ''}${[...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')}`;
