/** The kind of an error, for code that has to decide: the message and the hint are for people. */
export type GdErrorCode = 'DIVERGED' | 'DATA' | 'OPTION' | 'UNSUPPORTED' | 'MODEL';

/**
 * The only error gd-trainer throws on purpose.
 *
 * `message` says what was expected and what came, `hint` what to do about it (may be empty), `details` the
 * same facts as values: for `DIVERGED` `{ epoch, learningRate, learningRateLimit }`, for `DATA`
 * `{ column, row }` where known (rows count from 1).
 */
export class GdError extends Error {
  override readonly name = 'GdError';
  readonly code: GdErrorCode;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: GdErrorCode,
    message: string,
    hint = '',
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.details = details;
  }

  /** Also true of an error that another copy of this package has thrown: an app that bundles one has a copy of its own. */
  static override [Symbol.hasInstance](value: unknown): value is GdError {
    const error = value as Partial<GdError> | null | undefined;
    return error?.name === 'GdError' && typeof error.hint === 'string';
  }
}

/** So many things of a kind, `1 row` or `2 rows`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const LONGEST_QUOTE = 60;

/** Characters that must not reach a screen: control, bidirectional, zero-width and other invisible ones, and lone surrogates. */
const ACTING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text from outside as it may stand in a message: quoted, cut to 60 characters, and with every character that acts
 * escaped, because names and cells of a file are hostile until shown otherwise.
 */
export function quote(text: string): string {
  // the first half of a character that the cut would part goes, too
  const cut =
    text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE).replace(/[\ud800-\udbff]$/, '')}…` : text;
  const safe = cut.replace(
    ACTING,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
  return `"${safe}"`;
}

/** A value as it may stand in a message: never `undefined`, never `[object Object]`. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  return 'an object';
}
