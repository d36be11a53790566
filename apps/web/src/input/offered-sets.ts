import { type FitOptions, GdError } from '@gd-trainer/sdk';
import { optionsFromJson } from '@gd-trainer/sdk/view';
import type { Language } from '../words/words.ts';
import { named } from './rows.ts';

/** A set of data that a page offers, with the columns and options that suit it. */
export interface OfferedSet {
  readonly name: string;
  /** Address of its CSV file. */
  readonly src: string;
  readonly title: Readonly<Record<Language, string>>;
  readonly description: Readonly<Record<Language, string>>;
  /** What is worth working through with it. */
  readonly note?: Readonly<Record<Language, string>>;
  readonly target: string;
  readonly features: readonly string[];
  readonly options: Partial<FitOptions>;
}

/** The list at an address: an array of sets, their `src` relative to it. */
export async function fetchOfferedSets(address: string): Promise<readonly OfferedSet[]> {
  const failed = new GdError(
    'DATA',
    `${named(address)} holds no list of data sets`,
    'check the attribute sets',
  );
  try {
    const url = new URL(address, document.baseURI);
    const response = await fetch(url, { credentials: 'omit' });
    const list: unknown = response.ok && (await response.json());
    if (Array.isArray(list) && list.every(isOfferedSet)) {
      return list.map((set) => ({
        ...set,
        src: new URL(set.src, url).href,
        options: optionsFromJson(set.options ?? {}, 'options'),
      }));
    }
  } catch {}
  throw failed;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const areTexts = (values: unknown): boolean => Array.isArray(values) && values.every(isText);
const isTitle = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every(isText);

/** A template takes text from it and nothing else; an object could be a directive of Lit. */
const isOfferedSet = (value: unknown): value is OfferedSet => {
  const { name, src, target, title, description, note, features } = Object(value) as Record<string, unknown>;
  return (
    areTexts([name, src, target, ...[features ?? []].flat()]) &&
    [title, description, note ?? {}].every(isTitle)
  );
};
