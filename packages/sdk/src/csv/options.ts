// Options of reading a table of text.
import { type Check, checkedOptions, listed, nearest, oneWordOf, plainly, when } from '../checks.ts';
import type { DecimalMark } from '../data/cells.ts';

/** Options of reading a table of text; each has a default that suits most files. */
export interface CsvOptions {
  /** Name of the encoding of bytes, as `TextDecoder` knows it. Default: UTF-8, or what its bytes show. */
  readonly encoding?: string;
  /**
   * One character between fields, `'tab'`, or `'blank'` for runs of blanks. Default: whichever of tab, `;`, `|`, `,` and
   * blanks gives the most lines with one number of fields.
   */
  readonly separator?: string;
  /** True if the first line holds names, false if it is a row. Default: it does, unless it holds numbers as the lines below do. */
  readonly header?: boolean;
  /** The decimal mark. Default: for each column what its cells prove, else what those of other columns do. */
  readonly decimal?: DecimalMark;
  /**
   * Words that mean "no value", blanks around them and case ignored, beside the usual ones (empty, `NA`, `null`, `-`, `?` …). An array or
   * `'a,b'` adds words, `'only:a,b'` stands for all but the empty cell. Default: the usual ones.
   */
  readonly missingWords?: string | readonly string[];
  /** Treatment of a row that has more or fewer fields than the header. Default: 'error'. */
  readonly ragged?: 'error' | 'skip';
}

/** Checks of the options. */
export const CSV_CHECKS: Readonly<Record<keyof CsvOptions, Check>> = {
  encoding: (value) => when(typeof value === 'string', 'the name of an encoding, such as gb18030'),
  separator: (value) =>
    when(
      typeof value === 'string' && (/^[^"\r\n\ufeff]$/.test(value) || value in SEPARATOR_WORDS),
      "one character, 'tab' or 'blank'",
    ),
  header: (value) => when(typeof value === 'boolean', 'true or false'),
  decimal: oneWordOf(['.', ',']),
  missingWords: (value) =>
    when(
      typeof value === 'string' || (Array.isArray(value) && value.every((word) => typeof word === 'string')),
      "an array of words, 'a,b' or 'only:a,b'",
    ),
  ragged: oneWordOf(['error', 'skip']),
};

/** Names of the options in other libraries, in lower case without separators. */
const ELSEWHERE: Readonly<Record<string, keyof CsvOptions>> = {
  delimiter: 'separator',
  delim: 'separator',
  sep: 'separator',
  missing: 'missingWords',
  navalues: 'missingWords',
  nastrings: 'missingWords',
  na: 'missingWords',
  dec: 'decimal',
  charset: 'encoding',
};

/** The option that is meant by a name from elsewhere. */
export function csvOptionMeant(name: string): keyof CsvOptions | undefined {
  const plain = plainly(name);
  return Object.hasOwn(ELSEWHERE, plain) ? ELSEWHERE[plain] : undefined;
}

function hintFor(name: string): string {
  const meant = csvOptionMeant(name) ?? nearest(name, CSV_OPTIONS);
  return meant ? `use \`${meant}\`` : listed(CSV_OPTIONS);
}

const SEPARATOR_WORDS: Readonly<Record<string, string>> = { tab: '\t', blank: ' ' };

/** Names of the options. */
export const CSV_OPTIONS = Object.keys(CSV_CHECKS) as readonly (keyof CsvOptions)[];

/** Throws `OPTION` for an option that is none, or has no such value. */
export const checkCsvOptions = (options: CsvOptions): void =>
  void checkedOptions(options, CSV_CHECKS, hintFor);

/** The character that an option separates by. */
export const separatorIn = ({ separator }: CsvOptions): string | undefined =>
  separator === undefined ? undefined : (SEPARATOR_WORDS[separator] ?? separator);
