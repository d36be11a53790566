import type { FitOptions } from '@gd-trainer/sdk';
import type { CsvOptions } from '@gd-trainer/sdk/csv';
import {
  nameMeant,
  OPTIONS,
  type Option,
  PAGE,
  PAGE_READING,
  PAGE_SETTINGS,
  splitTerms,
  watchedRate,
} from '@gd-trainer/sdk/view';
import type { PropertyDeclaration } from 'lit';

/** The settings of a run as attributes hold them; a missing one stands for the default. */
export type RunSettings = Partial<Record<keyof FitOptions, unknown>>;

/** Value of a setting without an attribute. */
const defaultOf = (name: keyof FitOptions, { optimizer }: RunSettings): unknown =>
  name === 'learningRate' ? watchedRate({ optimizer } as FitOptions) : OPTIONS[name].default;

/** Settings as options for the sdk, every one of them present, so that no older value outlives its attribute. */
export function optionsOf(
  settings: RunSettings,
  names: readonly (keyof FitOptions)[] = PAGE_SETTINGS,
): Partial<FitOptions> {
  const optimizerAlone = names.includes('optimizer') && !names.includes('learningRate');
  const all = optimizerAlone ? [...names, 'learningRate' as const] : names;
  return Object.fromEntries(all.map((name) => [name, settings[name] ?? defaultOf(name, settings)]));
}

/** The settings of a run as attributes hold them: only what differs from the default. */
export function settingsOf(options: RunSettings): RunSettings {
  return Object.fromEntries(
    PAGE_SETTINGS.map((name) => [
      name,
      options[name] === defaultOf(name, options) ? undefined : options[name],
    ]),
  );
}

// what is no number becomes NaN, which the sdk refuses by the option's name: better than a silent default
const numberFrom = (text: string | null): number | undefined =>
  text === null || text.trim() === '' ? undefined : Number(text);

export const text = { fromAttribute: (value: string | null): string | undefined => value ?? undefined };

export const number = { fromAttribute: numberFrom };

const numberOr = (words: readonly string[]) => ({
  fromAttribute: (text: string | null) => words.find((word) => word === text?.trim()) ?? numberFrom(text),
});

const yesOrNo = {
  // what is neither is refused by the sdk, by the option's name
  fromAttribute: (text: string | null) =>
    text === null ? undefined : ({ yes: true, true: true, no: false, false: false }[text.trim()] ?? text),
};

/** Attributes of how a table of text is read. */
export const READING: Readonly<Record<(typeof PAGE_READING)[number], PropertyDeclaration>> = {
  encoding: { converter: text },
  header: { converter: yesOrNo },
  decimal: { converter: text },
  missingWords: { attribute: 'missing-words', converter: text },
};

/** The options of reading that are given. */
export const readingOf = (given: CsvOptions): CsvOptions =>
  Object.fromEntries(PAGE_READING.map((name) => [name, given[name] ?? undefined]));

/** None of them, for rows that they were not written for. */
export const NO_READING: CsvOptions = readingOf({});

/** For what is on by default: `intercept="false"` turns it off. */
const unlessFalse = {
  fromAttribute: (text: string | null) => (text === null ? undefined : text.trim() !== 'false'),
  toAttribute: (value: unknown) => (value === undefined ? null : String(value)),
};

export const names = {
  fromAttribute: (text: string | null): readonly string[] | undefined =>
    text === null ? undefined : splitTerms(text),
  toAttribute: (value: unknown) => (Array.isArray(value) ? value.join(',') : null),
};

export const words = {
  fromAttribute: (text: string | null): readonly string[] | undefined =>
    text?.split(/[\s,]+/).filter((word) => word !== ''),
};

export const numbers = {
  fromAttribute: (text: string | null): readonly number[] | undefined => text?.split(',').map(Number),
  toAttribute: (value: unknown) => (Array.isArray(value) ? value.join(',') : null),
};

/** The accessor of a property that also takes what its attribute takes, as frameworks set properties: 'a,b' for ['a', 'b']. */
export function takingText(
  accessor: PropertyDescriptor | undefined,
  { converter }: PropertyDeclaration,
): PropertyDescriptor | undefined {
  const { fromAttribute } = (converter ?? {}) as { fromAttribute?(text: string | null): unknown };
  const set = accessor?.set;
  if (!set || !fromAttribute) return accessor;
  return {
    ...accessor,
    set(value: unknown) {
      set.call(this, typeof value === 'string' ? fromAttribute(value) : value);
    },
  };
}

/** Attributes that belong to a page or its frameworks, whatever they are like. */
const FOREIGN = /^(?:data|aria)-|^on|[:@.]/;

/** Tells an author of attributes that are none, where it is plain which one is meant. */
export function warnOfUnknown(element: Element, known: readonly string[]): void {
  for (const name of element.getAttributeNames()) {
    const meant = known.includes(name) || FOREIGN.test(name) ? undefined : nameMeant(name, PAGE, known);
    if (meant) console.warn(`<${element.localName}> has no attribute "${name}"; did you mean "${meant}"?`);
  }
}

/** The attribute of an option: `learning-rate` of `learningRate`. */
export const attributeOf = (name: keyof FitOptions): PropertyDeclaration => ({
  attribute: name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  reflect: true,
  ...converterOf(OPTIONS[name]),
});

function converterOf({ kind, words }: Option): Pick<PropertyDeclaration, 'converter'> {
  if (kind === 'switch') return { converter: unlessFalse };
  if (kind === 'columns') return { converter: names };
  if (kind === 'number') return { converter: words ? numberOr(words) : number };
  return {};
}
