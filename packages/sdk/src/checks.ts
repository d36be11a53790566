// Checks of what comes from outside: each says what it expected, and who asks decides what a failure is called.
import { describe, GdError, quote } from './errors.ts';

/** Returns what was expected, where a value is something else. */
export type Check = (value: unknown) => string | undefined;

export const when = (wanted: boolean, expected: string): string | undefined =>
  wanted ? undefined : expected;

export const isNumber = (value: unknown): value is number => typeof value === 'number';
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
export const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

export const trueOrFalse: Check = (value) => when(typeof value === 'boolean', 'true or false');
export const texts =
  (expected: string): Check =>
  (value) =>
    when(isTexts(value) && (value as string[]).length > 0, expected);
export const wholeNumber =
  (least: number, most: number = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    when(
      Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
      most === Number.MAX_SAFE_INTEGER
        ? `a whole number ≥ ${least}`
        : `a whole number from ${least} to ${most}`,
    );
export const oneWordOf =
  (words: readonly string[]): Check =>
  (value) =>
    when(words.includes(value as string), words.map((name) => `'${name}'`).join(' or '));
export const wordOr =
  (words: readonly string[], check: Check): Check =>
  (value) => {
    const [word, other] = [oneWordOf(words)(value), check(value)];
    return word && other && `${word} or ${other}`;
  };

/** The hint that lists all there are. */
export const listed = (names: readonly string[]): string => `the options are \`${names.join('`, `')}\``;

/**
 * Options by name, each as its check wants it; own keys only, and those left undefined are not there. Throws `OPTION`.
 *
 * @param hintFor - the cure for a name that is none
 */
export function checkedOptions(
  options: unknown,
  checks: Readonly<Record<string, Check>>,
  hintFor: (name: string) => string = (name) => hintAmong(name, Object.keys(checks)),
): Record<string, unknown> {
  if (!isRecord(options) || Array.isArray(options) || ArrayBuffer.isView(options)) {
    const hint = isRecord(options) ? 'options come second: `fit({ x, y }, options)`' : '';
    throw new GdError('OPTION', `options expected an object, got ${describe(options)}`, hint);
  }
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, name)) {
      throw new GdError('OPTION', `unknown option ${quote(name)}`, hintFor(name), { option: name });
    }
    if (value === undefined) continue;
    requireOption(name, value, checks[name]!);
    given[name] = value;
  }
  return given;
}

/** Throws `OPTION` for a value that is not as its check wants it. */
export function requireOption(option: string, value: unknown, check: Check, hint?: string): void {
  const expected = check(value);
  if (expected === undefined) return;
  throw new GdError('OPTION', `"${option}" expected ${expected}, got ${describe(value)}`, hint, { option });
}

/** A name without capitals and separators: `learningrate` of `learning_rate`. */
export const plainly = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The candidate with the smallest edit distance to `word`, case aside; none where more than a third of it would have to change. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const distances = candidates.map((candidate) => editDistance(word.toLowerCase(), candidate.toLowerCase()));
  const least = Math.min(...distances);
  const candidate = candidates[distances.indexOf(least)];
  return candidate && 3 * least <= Math.max(word.length, candidate.length) ? candidate : undefined;
}

const LONGEST_LIST = 12;

/** Names as they are listed in a hint, the first dozen of many. */
export function listOf(names: readonly string[]): string {
  const shown = names.slice(0, LONGEST_LIST).map(quote).join(', ');
  return names.length > LONGEST_LIST ? `${shown} and ${names.length - LONGEST_LIST} more` : shown;
}

/** The hint for a name that is none of these: the one that is near, and all there are. */
export function hintAmong(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return `${near ? `did you mean ${quote(near)}? ` : ''}there are ${listOf(names) || 'none'}`;
}

/** Levenshtein distance: insertions, deletions and substitutions of characters. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
