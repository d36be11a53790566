// The rules by which cells of text are numbers (data/cells.ts), as expressions of DuckDB: what is no number is NULL.
import { BLANKS, CURRENCY, type DecimalMark, GROUPED, LONGEST_NUMBER, PLAIN, TRUTH } from '../data/cells.ts';
import type { MissingWords } from '../data/text-column.ts';
import { textLiteral } from './database.ts';

/** Full-width forms and what stands for each; blanks of every width, the minus sign and the curved apostrophe. */
const WIDE = Array.from({ length: 0x5e }, (_, k) => String.fromCharCode(0xff01 + k)).join('');
const NARROW = Array.from({ length: 0x5e }, (_, k) => String.fromCharCode(0x21 + k)).join('');
const MARKS = [`${BLANKS}\u2212\u2019`, `${' '.repeat(BLANKS.length)}-'`].map(textLiteral);
/** Blanks around a cell. */
export const AROUND: string = textLiteral(` \t\n\r\v\f\u2028\u2029\ufeff\u1680${BLANKS}`);

// digits follow a code here, and so no letter does: there is no need to look ahead, which this engine cannot
const MONEY = CURRENCY.replaceAll('(?![A-Za-z])', '');
const SIGN = '(?:[+-] ?)';
const BEFORE = `(?:${SIGN}(?:${MONEY} ?)?|${MONEY} ?${SIGN}?)`;
/** A negative amount as accounts have it, the currency on either side of the parentheses. */
const PARENTHESES = `(${MONEY} ?)?[(] *(.*?) *[)]( ?${MONEY})?`;
/** An amount with its sign behind it, the currency on either side of that. */
const behind = (sign: string): string => `([^(+-]*[^(+ -]) ?${sign}( ?${MONEY})?`;
const DIGITS = "[0-9.,][0-9., 'eE+-]*";
const PERCENT = '(?: ?[%٪])?';
const WHOLE = `${BEFORE}?${DIGITS}${PERCENT}|${SIGN}?${DIGITS}${PERCENT} ?${MONEY}`;

const sourceOf = (mark: DecimalMark): string => `${GROUPED[mark].source}|${PLAIN[mark].source}`;

/** Marks of a number, and what is left of them: the point before the decimals. */
const MARKS_OF: Readonly<Record<DecimalMark, readonly [marks: string, kept: string]>> = {
  '.': [textLiteral(", '"), textLiteral('')],
  ',': [textLiteral(",. '"), textLiteral('.')],
};

/** A cell as the engine itself reads it, which costs no pattern: numbers as programs write them, and some that are none here. */
export const triedNumber = (cell: string, mark: DecimalMark): string =>
  `TRY_CAST(${mark === '.' ? cell : `replace(${cell}, ',', '.')`} AS DOUBLE)`;

/** How cells are read. */
export interface NumberForm {
  readonly mark: DecimalMark;
  readonly words: MissingWords;
  /** False where no cell holds what the engine adds, 1_000 and +-5. */
  readonly odd: boolean;
}

/** The number in a cell, after the engine has tried it: the forms that most cells have first, as each step costs more. */
export function numberIn(cell: string, tried: string, { mark, words, odd }: NumberForm): string {
  const [marks, kept] = MARKS_OF[mark];
  const otherwise = `coalesce(${dressedNumber(cell, mark, marks, kept)}, gd_number(${cell}, ${textLiteral(sourceOf(mark))}, ${marks}, ${kept}))`;
  const stray = [...(odd ? ['_', '+-'] : []), ...(mark === '.' ? [] : ['.'])];
  const plain = [`isfinite(${tried})`, ...stray.map((text) => `NOT contains(${cell}, '${text}')`)];
  const number = `CASE WHEN ${plain.join(' AND ')} THEN ${tried} ELSE ${otherwise} END`;
  return words.numbers ? `CASE WHEN NOT ${isMissing(cell, words)} THEN ${number} END` : number;
}

/** Signs of most currencies. */
const SIGNS = '$€£¥';

/** A number in groups, with the sign of a currency or of percent, by one pattern in place of the ten steps of the general reading. */
function dressedNumber(cell: string, mark: DecimalMark, marks: string, kept: string): string {
  const grouped = GROUPED[mark].source
    .slice(1, -1)
    .replaceAll(' ', `[ ${BLANKS}]`)
    .replaceAll("'", "['\u2019]");
  const number = `[+\u2212-]?(?:${grouped}|${PLAIN[mark].source.slice(1, -1).replace('[+-]?', '')})(?: ?%)?`;
  const shape = `(?:[${SIGNS}] ?)?${number}|${number} ?[${SIGNS}]`;
  const isDressed = `regexp_full_match(${cell}, ${textLiteral(shape)}) AND length(${cell}) <= ${LONGEST_NUMBER}`;
  // the engine is slow to look for marks past ASCII
  const bare = `CASE WHEN strlen(${cell}) = length(${cell}) THEN translate(${cell}, ${marks} || '$%', ${kept})
    ELSE translate(${cell}, '\u2212' || ${marks} || '\u2019%${SIGNS}${BLANKS}', '-' || ${kept}) END`;
  return `CASE WHEN ${isDressed} THEN gd_finite(TRY_CAST(${bare} AS DOUBLE)) END`;
}

/** True of a whole number that a double does not hold, in a cell that has a value. */
export function isRounded(cell: string, value: string, mark: DecimalMark): string {
  const [marks, kept] = MARKS_OF[mark];
  return `CASE WHEN abs(${value}) > ${Number.MAX_SAFE_INTEGER} THEN gd_rounded(${value}, translate(gd_shown(${cell}), ${marks}, ${kept})) ELSE false END`;
}

/** 1 and 0 for the words of truth. */
export function truthIn(cell: string): string {
  const cases = [...TRUTH].map(([word, bit]) => `WHEN ${textLiteral(word)} THEN ${bit}`);
  return `CASE lower(trim(${cell}, ${AROUND})) ${cases.join(' ')} END`;
}

/** True of a cell that means "no value". IN with so many words would become a join, which does not keep the order of the rows. */
export const isMissing = (cell: string, { words }: MissingWords): string =>
  `list_contains([${[...words].map(textLiteral).join(', ')}], lower(trim(${cell}, ${AROUND})))`;

/** Macros that the expressions call; to be run once. */
export const CELL_MACROS: string = `
CREATE MACRO gd_with(value, use) AS list_transform([value], use)[1];
CREATE MACRO gd_finite(value) AS CASE WHEN isfinite(value) THEN value END;
CREATE MACRO gd_narrow(text) AS
  CASE WHEN regexp_matches(text, '[\uff01-\uff5e]') THEN translate(text, ${textLiteral(WIDE)}, ${textLiteral(NARROW)}) ELSE text END;
CREATE MACRO gd_shown(cell) AS CASE WHEN strlen(cell) = length(cell) THEN trim(cell, ' \t\n\r\v\f')
  ELSE trim(translate(gd_narrow(trim(cell, ${AROUND})), ${MARKS.join(', ')})) END;
CREATE MACRO gd_inside(shown) AS CASE
  WHEN contains(shown[2:], '-') OR contains(shown[2:], '+') THEN regexp_replace(shown, ${textLiteral(`^${behind('[+-]')}$`)}, '\\1\\2')
  WHEN NOT contains(shown, '(') OR NOT regexp_full_match(shown, ${textLiteral(PARENTHESES)}) THEN shown
  WHEN NOT regexp_matches(shown, '[+-]') THEN regexp_replace(shown, ${textLiteral(PARENTHESES)}, '\\1\\2\\3') END;
CREATE MACRO gd_digits(text) AS
  regexp_replace(regexp_replace(text, ${textLiteral(`^${BEFORE}`)}, ''), ${textLiteral(`${PERCENT}(?: ?${MONEY})?$`)}, '');
CREATE MACRO gd_sign(shown) AS
  CASE WHEN regexp_matches(shown, ${textLiteral(`^(?:${MONEY} ?)?[(-]|^${behind('-')}$`)}) THEN -1 ELSE 1 END;
CREATE MACRO gd_value(shown, number, marks, kept) AS gd_with(gd_inside(shown), lambda inside:
  CASE WHEN regexp_full_match(inside, ${textLiteral(WHOLE)}) THEN gd_with(gd_digits(inside), lambda digits:
    CASE WHEN regexp_full_match(digits, number)
    THEN gd_finite(gd_sign(shown) * TRY_CAST(translate(digits, marks, kept) AS DOUBLE)) END) END);
CREATE MACRO gd_number(cell, number, marks, kept) AS
  CASE WHEN length(cell) <= ${LONGEST_NUMBER} AND NOT regexp_matches(cell, '[A-Za-z]{4}')
  THEN gd_with(gd_shown(cell), lambda shown: gd_value(shown, number, marks, kept)) END;
CREATE MACRO gd_rounded(value, text) AS gd_with(regexp_extract(text, '^[^0-9]*([0-9]+)(?:[.]0*)?(?:[^0-9.][^0-9]*)?$', 1), lambda digits:
  digits <> '' AND coalesce(TRY_CAST(digits AS HUGEINT) <> TRY_CAST(abs(value) AS HUGEINT), true));
`;
