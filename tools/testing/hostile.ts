// The rule for input from anywhere: a result or our own error, whose words are fit for a screen, and nothing changed
// that others use.
import { expect } from 'vitest';

/** Control, bidirectional and zero-width characters, and halves of others. */
const ACTING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const LONGEST_MESSAGE = 2000;

const SHARED: readonly object[] = [
  Object,
  Array,
  Function,
  String,
  Number,
  Map,
  Set,
  Promise,
  Float64Array,
  Error,
  RegExp,
].flatMap((shared) => [shared, shared.prototype as object]);
const keysOf = (): readonly (readonly PropertyKey[])[] => SHARED.map((shared) => Reflect.ownKeys(shared));
const KEYS = keysOf();

/** Fails if a prototype or constructor that all code shares has other keys than when the tests began. */
export function expectNothingShared(): void {
  expect(keysOf()).toEqual(KEYS);
}

/** Fails for an error that is not ours, or whose words do not suit a screen. */
export function expectOurError(error: unknown): void {
  if ((error as Error)?.name !== 'GdError') throw error;
  const { message, hint, code } = error as Error & { hint: string; code: string };
  expect(['DATA', 'OPTION', 'MODEL', 'UNSUPPORTED', 'DIVERGED']).toContain(code);
  for (const words of [message, hint]) {
    expect(words).not.toMatch(ACTING);
    expect(words).not.toMatch(/undefined|\[object/);
    expect(words.length).toBeLessThan(LONGEST_MESSAGE);
  }
}

/** Result of `run`, or undefined where it throws our own error. Anything else it throws goes on. */
export function oursOr<Value>(run: () => Value): Value | undefined {
  try {
    return run();
  } catch (error) {
    expectOurError(error);
    return undefined;
  } finally {
    expectNothingShared();
  }
}

/** The same for promises. */
export async function oursOrAsync<Value>(run: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await run();
  } catch (error) {
    expectOurError(error);
    return undefined;
  } finally {
    expectNothingShared();
  }
}
