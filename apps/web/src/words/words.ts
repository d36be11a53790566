import type { Language } from '@gd-trainer/sdk/narrate';
import { type Late, late } from '../late.ts';
import type { Words } from './en.ts';
import { type FirstWords, firstWords } from './en-first.ts';

export type { FirstWords, Language, Words };

/** What English has to say of parts that come later. */
const ENGLISH = late(() => import('./en.ts').then(({ en }) => en));

/** Every language but English, whose first words are there from the beginning and stand in for those that cannot be had. */
const OTHERS: Readonly<Record<Exclude<Language, 'en'>, Late<Words>>> = {
  'zh-CN': late(() => import('./zh-CN.ts').then(({ zhCN }) => zhCN), { isAhead: false }),
};

/** Loads the words of every language, those of errors among them. */
export const loadWords = (): Promise<unknown> =>
  Promise.allSettled(Object.values(OTHERS).map(async (words) => (await words.load()).errors?.load()));

/** The words of a language that are still to come, or could not be had; undefined once they are there. */
export function lateWordsOf(language: Language): Late<Words> | undefined {
  const words = language === 'en' ? undefined : OTHERS[language];
  return words?.part ? undefined : words;
}

/** A part that says more than a run does: all English words come with it. */
export const told = <Part>(bring: () => Promise<Part>): Late<Part> =>
  late(() => Promise.all([bring(), ENGLISH.load()]).then(([part]) => part));

/** The first words of a language, English as long as there are no others. */
export const wordsOf = (language: Language): FirstWords =>
  (language !== 'en' && OTHERS[language].part) || firstWords;

/** All words of a language, for what is `told`. */
export const allWordsOf = (language: Language): Words =>
  (language !== 'en' && OTHERS[language].part) || ENGLISH.part!;

/** The tag of an element's language: its own `lang`, else that of the nearest ancestor that has one, else none. */
export const langOf = (element: HTMLElement): string =>
  // the property first: the attribute follows it only after the next drawing
  element.lang || (element.parentElement?.closest<HTMLElement>('[lang]')?.lang ?? '');

/** The language of the catalogue for an element, English where there is none for its own. */
export function languageOf(element: HTMLElement): Language {
  const lang = langOf(element);
  const languages = Object.keys(OTHERS) as (keyof typeof OTHERS)[];
  return languages.find((language) => lang.toLowerCase().split('-')[0] === language.split('-')[0]) ?? 'en';
}
