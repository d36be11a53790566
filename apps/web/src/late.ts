// Parts of the element that come when they are first used: a bundler may leave each to a file of its own.
import { GdError } from '@gd-trainer/sdk';

/** A part that is loaded when it is first used. */
export interface Late<Part> {
  /** The part, once it has come. */
  readonly part: Part | undefined;
  /** True if it could not be had when it was last asked for. */
  readonly isMissing: boolean;
  /** Loads it, once; where it could not be had, anew. Rejects with `UNSUPPORTED`. */
  load(): Promise<Part>;
}

const fetchers: (() => Promise<unknown>)[] = [];

/** A part by the import that brings it; most are loaded ahead of their use. */
export function late<Part>(bring: () => Promise<Part>, { isAhead = true } = {}): Late<Part> {
  let coming: Promise<Part> | undefined;
  const fetched = (): Promise<Part> => {
    coming ??= bring().then(
      (part) => {
        made.part = part;
        made.isMissing = false;
        return part;
      },
      (error) => {
        coming = undefined;
        throw error;
      },
    );
    return coming;
  };
  const made: { -readonly [Key in keyof Late<Part>]: Late<Part>[Key] } = {
    part: undefined,
    isMissing: false,
    load: () =>
      fetched().catch(() => {
        made.isMissing = true;
        throw new GdError(
          'UNSUPPORTED',
          'a part of the page could not be loaded',
          'check the connection, and try again',
        );
      }),
  };
  if (isAhead) fetchers.push(fetched);
  return made;
}

/** Loads what may soon be used; a part that cannot be had is asked for again when it is. */
export async function loadAhead(): Promise<void> {
  await Promise.allSettled(fetchers.map((fetched) => fetched()));
}
