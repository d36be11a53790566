import { GdError } from '../errors.ts';

const LONGEST_MESSAGE = 500;

/** Classes of complaints of the engines, the first that fits, and their cures. */
const CURES: readonly (readonly [complaint: RegExp, cure: string])[] = [
  [
    /out of memory|memory limit|could not allocate/i,
    'ask for fewer columns, or give the engine more memory by `memoryLimit` of `openFile`',
  ],
  [
    /not utf-8 encoded|invalid unicode/i,
    'name the encoding of the file, such as windows-1252, by `encoding`',
  ],
  [
    /expected number of columns/i,
    'mend the line, quote a field that holds a separator, or leave such rows out by `ragged`',
  ],
  [
    /authenticat|password|access denied|not enough privileges|permission denied|not authorized|\brole "/i,
    'check the user, the password, and that this user may read the table',
  ],
  [
    /connection|connect\b|ECONN|ENOTFOUND|timed? ?out|unavailable/i,
    'check that the database, and every server of a cluster, can be reached',
  ],
  [
    /(?:table|relation|view|database|schema)\b.*(?:not exist|not found|n't exist|unknown)|unknown (?:table|database)/i,
    "check the name of the table; its parts are given one by one, `['db', 't']`",
  ],
  [
    /conversion error|could not convert|cannot (?:parse|convert|cast)|invalid input syntax|illegal type/i,
    'check that the columns hold numbers',
  ],
  // of what stands in a statement, the condition alone is written by others
  [/parser error|syntax error/i, 'mend the condition in `where`'],
  [/./s, 'check the table, the names of its columns and that they hold numbers'],
];

/** A password before the host of a URL, or after a word that announces one. */
const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [/\/\/[^\s/@]*@/g, '//…@'],
  [
    /(password|passwd|pwd|secret|token|api[-_]?key|authorization|x-clickhouse-key)\b(["']?\s*[=:]\s*)(?:(?:basic|bearer)\s+)?("[^"]*"|'[^']*'|[^\s&,;)]+)/gi,
    '$1$2…',
  ],
];

/**
 * The complaint of an engine, as a `DATA` error: its own words, on one line, without credentials. The original
 * error is not kept, because clients put their connection into it.
 */
export function engineError(error: unknown): GdError {
  const said = error instanceof Error ? error.message || codeOf(error) : String(error);
  // DuckDB goes on with advice about functions of its own, which nobody here calls
  const [told] = said.split(/^Possible (?:fixes|solutions?):/im) as [string];
  const message = CREDENTIALS.reduce((text, [pattern, shown]) => text.replace(pattern, shown), told)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const cut = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
  return new GdError(
    'DATA',
    `the query failed: ${cut || 'the engine gave no reason'}`,
    CURES.find(([complaint]) => complaint.test(said || ' '))![1],
    codeOf(error) === '' ? {} : { engineCode: codeOf(error) },
  );
}

/** The engine's number or name for the error, where its client gives one. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : '';
}
