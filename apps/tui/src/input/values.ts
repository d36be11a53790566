// Values that are typed, on the command line and into the screen's own: numbers, lists, start values, durations.
import { splitTerms } from '@gd-trainer/sdk/view';
import { quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number where the text is one, the text itself otherwise. */
export function toValue(text: string): number | string {
  return NUMBER.test(text.trim()) ? Number(text) : text;
}

/** Terms separated by commas, none where nothing is given. */
export const listOf = (text: string | undefined): string[] | undefined =>
  text === undefined ? undefined : splitTerms(text);

/** Start values, `w1,w2;b` in data units. */
export function parseParameters(text: string): { weights: number[]; bias: number } {
  const [weights, bias, ...rest] = text.split(';').map((part) => part.split(',').map(toValue));
  const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
  if (rest.length > 0 || bias?.length !== 1 || !isNumber(bias[0]) || !weights?.every(isNumber)) {
    throw new Failure(
      EXIT.usage,
      `start values expected "w1,w2;b", got ${quoted(text)}`,
      'for example --initial "0,0;0"',
    );
  }
  return { weights, bias: bias[0] };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `500ms`, `60s`, `5m`, `1h`; a bare number counts seconds. */
export function parseDuration(text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  const ms = Number(amount) * (UNITS[unit] ?? Number.NaN);
  if (ms > 0 && ms < 2 ** 31) return ms;
  throw new Failure(EXIT.usage, `--timeout expected a duration such as 60s or 5m, got ${quoted(text)}`);
}

export function wholeNumber(flag: string, text: string): number {
  const value = toValue(text);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw new Failure(EXIT.usage, `${flag} expected a whole number ≥ 1, got ${quoted(text)}`);
}

/** A share between 0 and 1, such as the level of an interval. */
export function shareOf(flag: string, text: string): number {
  const value = toValue(text);
  if (typeof value === 'number' && value > 0 && value < 1) return value;
  throw new Failure(
    EXIT.usage,
    `${flag} expected a number between 0 and 1, such as 0.95, got ${quoted(text)}`,
  );
}
