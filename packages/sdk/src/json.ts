// JSON may come from anywhere: each value is checked under the name of its key, own keys only, and nothing is merged.
// Every function from here on throws `MODEL` naming the key.
import { type Check, isRecord, isTexts, trueOrFalse, when, wholeNumber } from './checks.ts';
import { describe, GdError } from './errors.ts';

export function expect(wanted: boolean, name: string, what: string, value: unknown): void {
  if (wanted) return;
  const cure =
    typeof value === 'string' && what === 'an object'
      ? 'pass `JSON.parse(text)`'
      : 'read what `toJSON` wrote';
  throw new GdError('MODEL', `"${name}" expected ${what}, got ${describe(value)}`, cure, { key: name });
}

type JsonReader<Value> = (value: unknown, name: string) => Value;

const reader =
  <Value>(check: Check): JsonReader<Value> =>
  (value, name) => {
    const expected = check(value);
    expect(expected === undefined, name, expected ?? '', value);
    return value as Value;
  };

export const number: JsonReader<number> = reader((value) => when(Number.isFinite(value), 'a finite number'));
export const count: JsonReader<number> = reader(wholeNumber(0));
export const boolean: JsonReader<boolean> = reader(trueOrFalse);
export const string: JsonReader<string> = reader((value) => when(typeof value === 'string', 'text'));
export const array: JsonReader<readonly unknown[]> = reader((value) =>
  when(Array.isArray(value), 'an array'),
);

export function object(value: unknown, name: string): Readonly<Record<string, unknown>> {
  expect(isRecord(value) && !Array.isArray(value), name, 'an object', value);
  // a copy of its own keys: a __proto__ key of hostile JSON stays a key
  return Object.fromEntries(Object.entries(value as object));
}

export function strings(value: unknown, name: string): string[] {
  expect(isTexts(value), name, 'names', value);
  return [...(value as string[])];
}

export function numbers(value: unknown, name: string, length?: number): Float64Array {
  const wanted =
    Array.isArray(value) &&
    (length === undefined || value.length === length) &&
    value.every((item) => Number.isFinite(item));
  expect(wanted, name, `${length === undefined ? '' : `${length} `}finite numbers`, value);
  return Float64Array.from(value as number[]);
}

export function oneOf<Word extends string>(value: unknown, name: string, words: readonly Word[]): Word {
  expect(words.includes(value as Word), name, words.join(' or '), value);
  return value as Word;
}

export function optional<Value>(value: unknown, read: (value: unknown) => Value): Value | undefined {
  return value === undefined ? undefined : read(value);
}
