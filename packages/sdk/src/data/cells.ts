// Cells to numbers: the ways in which people write one. Which of them a column keeps to is for its judge (judge.ts).

/** The character before the decimals. */
export type DecimalMark = '.' | ',';

/** A number as programs write it; every digit has one way to match, so that a long cell of digits takes linear time. */
export const NUMBER: RegExp = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const NUMBER_WITH_COMMA = /^[+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?$/;

/** Cells that mean "no value", in lower case, blanks around them ignored. */
export const MISSING: readonly string[] = [
  ...[
    '',
    'na',
    'n/a',
    '#n/a',
    'nan',
    'nat',
    'null',
    'nil',
    'none',
    '-',
    '--',
    '–',
    '—',
    '.',
    '?',
    '*',
    'missing',
  ],
  ...['#div/0!', '#value!', '#ref!', '#num!', '#null!', '无', '缺失'],
];

/** Words of truth, in lower case, and the number that each counts as. */
export const TRUTH: ReadonlyMap<string, 0 | 1> = new Map([
  ...(['true', 'yes', 't', 'y', '是'] as const).map((word) => [word, 1] as const),
  ...(['false', 'no', 'f', 'n', '否'] as const).map((word) => [word, 0] as const),
]);

/** A cell without what stands around its digits. */
export interface Bare {
  readonly sign: 1 | -1;
  /** Digits, marks and blanks between them. */
  readonly digits: string;
  /** The currency as it was written, or ''. */
  readonly currency: string;
  readonly percent: boolean;
}

const CODES =
  'USD|EUR|GBP|CHF|JPY|CNY|RMB|KRW|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RUB|BRL|MXN|ZAR|TRY|SGD|HKD|TWD|THB';
/** A sign or a code of a currency, as a pattern. */
export const CURRENCY: string = `(?:(?:US|A|C|HK|NT|S|R)?\\p{Sc}|(?:${CODES})(?![A-Za-z])|元|円|원|zł|Kč|kr|Fr\\.)`;
const BEFORE = new RegExp(`^${CURRENCY} ?`, 'u');
const AFTER = new RegExp(` ?${CURRENCY}$`, 'u');
/** Cells longer than this hold no number: the widest f64 in full has 309 digits, some 24 of which count. */
export const LONGEST_NUMBER = 400;
const MINUS = 45;
const PLUS = 43;

/** Digits and marks with nothing around them but a sign, as most cells of numbers are. */
const UNDRESSED = /^[+-]?[.,]?\d(?:[\d.,' ]*[\d.,'])?(?:[eE][+-]?\d+)?$/;

/** A cell taken apart, or undefined where nothing in it can be a number. */
export function bareOf(cell: string): Bare | undefined {
  if (cell.length <= LONGEST_NUMBER) {
    // most of them wear nothing, or one sign
    if (UNDRESSED.test(cell)) return signedOf(cell, '', false);
    const percent = cell.endsWith('%');
    const currency = '$€£¥'.includes(cell.charAt(0)) ? cell.charAt(0) : '';
    const inner = cell.slice(currency.length, percent ? -1 : undefined);
    if ((percent || currency !== '') && UNDRESSED.test(inner)) return signedOf(inner, currency, percent);
  }
  // dates, times and fractions
  if (/^\d+[-/:]\d/.test(cell)) return undefined;
  if (cell.length > LONGEST_NUMBER || !/[\d\uff10-\uff19]/.test(cell) || /[a-z]{4}/i.test(cell))
    return undefined;
  let digits = plainCharacters(cell).trim();
  let sign: 1 | -1 = 1;
  const take = (pattern: RegExp): string => {
    const [found = ''] = pattern.exec(digits) ?? [];
    digits = found === '' ? digits : digits.replace(pattern, '');
    return found;
  };
  const takeCurrency = (): string => take(BEFORE) || take(AFTER);
  // the currency stands outside of parentheses or a sign, or within
  let currency = takeCurrency();
  if (/^\(.*\)$/.test(digits)) {
    sign = -1;
    digits = digits.slice(1, -1).trim();
    if (/[+-]/.test(digits)) return undefined;
  }
  // accounts of a bank may have the sign behind the amount
  const behind = /^([^+-]*[^+ -]) ?([+-])$/.exec(digits);
  if (behind) digits = behind[1]!;
  if ((behind ? behind[2]! : take(/^[+-] ?/)).startsWith('-')) sign = -1;
  currency ||= takeCurrency();
  const percent = take(/ ?[%٪]$/) !== '';
  return /^[\d.,]/.test(digits) ? { sign, digits, currency: currency.trim(), percent } : undefined;
}

function signedOf(cell: string, currency: string, percent: boolean): Bare {
  const first = cell.charCodeAt(0);
  const digits = first === MINUS || first === PLUS ? cell.slice(1) : cell;
  return { sign: first === MINUS ? -1 : 1, digits, currency, percent };
}

/** Blanks beside U+0020 that stand between groups and around signs. */
export const BLANKS = '\u00a0\u2007\u2008\u2009\u202f\u3000';
const OTHER_BLANKS = new RegExp(`[${BLANKS}]`, 'g');

/** Full-width forms as ASCII, every blank as U+0020, U+2212 as a hyphen, ’ as an apostrophe. */
const plainCharacters = (cell: string): string =>
  ASCII.test(cell)
    ? cell
    : cell
        .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
        .replace(OTHER_BLANKS, ' ')
        .replaceAll('\u2212', '-')
        .replaceAll('\u2019', "'");
const ASCII = /^[\0-\x7f]*$/;

/** The say of the marks in a number: which one is decimal, or which one looks like it parts groups of three; nothing without marks. */
export type Evidence = { readonly decimal: DecimalMark } | { readonly groups: DecimalMark } | undefined;

const other = (mark: DecimalMark): DecimalMark => (mark === '.' ? ',' : '.');

/** The evidence in the digits of one cell. */
export function evidenceOf(digits: string): Evidence {
  const [point, comma] = [digits.lastIndexOf('.'), digits.lastIndexOf(',')];
  if (point === comma) return undefined;
  if (point >= 0 && comma >= 0) return { decimal: point > comma ? '.' : ',' };
  const mark: DecimalMark = point >= 0 ? '.' : ',';
  if (digits.indexOf(mark) < Math.max(point, comma)) return { decimal: other(mark) };
  // 0,123 is no group: nobody writes a thousand as 0
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits) ? { groups: mark } : { decimal: mark };
}

export const GROUPED: Readonly<Record<DecimalMark, RegExp>> = {
  '.': /^\d{1,3}(?:,\d{3}(?:,\d{3})*| \d{3}(?: \d{3})*|'\d{3}(?:'\d{3})*)(?:\.\d*)?$/,
  ',': /^\d{1,3}(?:\.\d{3}(?:\.\d{3})*| \d{3}(?: \d{3})*|'\d{3}(?:'\d{3})*)(?:,\d*)?$/,
};
export const PLAIN: Readonly<Record<DecimalMark, RegExp>> = { '.': NUMBER, ',': NUMBER_WITH_COMMA };

/** A number under one convention. */
export interface ReadNumber {
  /** NaN where the digits break the convention or leave f64. */
  readonly value: number;
  /** True if it is written in groups. */
  readonly grouped: boolean;
  /** True of a whole number that f64 does not hold: another one stands for it. */
  readonly rounded: boolean;
}

/** A number under one convention. */
export function numberUnder(mark: DecimalMark, { sign, digits }: Bare): ReadNumber {
  const grouped = GROUPED[mark].test(digits);
  if (!grouped && !PLAIN[mark].test(digits)) return { value: Number.NaN, grouped, rounded: false };
  const ungrouped = grouped ? digits.replace(mark === '.' ? /[, ']/g : /[. ']/g, '') : digits;
  const value = sign * Number(ungrouped.replace(',', '.'));
  if (!Number.isFinite(value)) return { value: Number.NaN, grouped, rounded: false };
  return { value, grouped, rounded: isRounded(value, ungrouped) };
}

/** True if a whole number without groups is not the value that f64 has for it. */
export function isRounded(value: number, text: string): boolean {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return false;
  const [, digits] = /^\D?(\d+)(?:[.,]0*)?$/.exec(text) ?? [];
  return digits !== undefined && BigInt(digits) !== BigInt(Math.abs(value));
}
