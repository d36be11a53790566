// Reading JSON that may come from anywhere: each value is checked under the name of its key, own keys only, and nothing
// is merged. Every function throws `MODEL` naming the key.
import { describe, GdError } from './errors.ts';

export function expect(wanted: boolean, name: string, what: string, value: unknown): void {
  if (wanted) return;
  throw new GdError('MODEL', `"${name}" expected ${what}, got ${describe(value)}`, 'read what toJSON wrote', {
    key: name,
  });
}

export function object(value: unknown, name: string): Readonly<Record<string, unknown>> {
  expect(typeof value === 'object' && value !== null && !Array.isArray(value), name, 'an object', value);
  // only own keys count: a __proto__ key of hostile JSON stays a key
  return Object.assign(Object.create(null), Object.fromEntries(Object.entries(value as object)));
}

export function number(value: unknown, name: string): number {
  expect(Number.isFinite(value), name, 'a finite number', value);
  return value as number;
}

export function count(value: unknown, name: string): number {
  expect(Number.isSafeInteger(value) && (value as number) >= 0, name, 'a whole number ≥ 0', value);
  return value as number;
}

export function boolean(value: unknown, name: string): boolean {
  expect(typeof value === 'boolean', name, 'true or false', value);
  return value as boolean;
}

export function string(value: unknown, name: string): string {
  expect(typeof value === 'string', name, 'text', value);
  return value as string;
}

export function strings(value: unknown, name: string): string[] {
  expect(Array.isArray(value) && value.every((item) => typeof item === 'string'), name, 'names', value);
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

export function array(value: unknown, name: string): readonly unknown[] {
  expect(Array.isArray(value), name, 'an array', value);
  return value as unknown[];
}

export function optional<Value>(value: unknown, read: (value: unknown) => Value): Value | undefined {
  return value === undefined ? undefined : read(value);
}
