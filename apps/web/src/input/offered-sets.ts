import { type FitOptions, GdError } from '@gd-trainer/sdk';
import type { Language } from '../words/words.ts';
import { named } from './rows.ts';

/** A set of data that a page offers, with the columns and options that suit it. */
export interface OfferedSet {
  readonly name: string;
  /** Address of its CSV file. */
  readonly src: string;
  readonly title: Readonly<Record<Language, string>>;
  readonly description: Readonly<Record<Language, string>>;
  readonly target: string;
  readonly features: readonly string[];
  readonly options: Partial<FitOptions>;
}

/** The list at an address: an array of sets, their `src` relative to it. */
export async function fetchOfferedSets(address: string): Promise<readonly OfferedSet[]> {
  const failed = new GdError(
    'DATA',
    `${named(address)} holds no list of data sets`,
    'check the `sets` attribute',
  );
  try {
    const url = new URL(address, document.baseURI);
    const response = await fetch(url, { credentials: 'omit' });
    const list: unknown = response.ok && (await response.json());
    if (Array.isArray(list) && list.every(isOfferedSet)) {
      return list.map((set) => ({ ...set, src: new URL(set.src, url).href }));
    }
  } catch {}
  throw failed;
}

const isOfferedSet = (value: unknown): value is OfferedSet => {
  const { name, src, title, description, target } = (value ?? {}) as Partial<
    Record<keyof OfferedSet, unknown>
  >;
  const texts = [name, src, target].every((text) => typeof text === 'string');
  return (
    texts &&
    typeof title === 'object' &&
    typeof description === 'object' &&
    title !== null &&
    description !== null
  );
};
