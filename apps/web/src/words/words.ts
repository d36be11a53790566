import type { Language } from '@gd-trainer/sdk/narrate';
import { en, type Words } from './en.ts';
import { zhCN } from './zh-CN.ts';

export type { Language, Words };

const CATALOGUES: Readonly<Record<Language, Words>> = { en, 'zh-CN': zhCN };

export const wordsOf = (language: Language): Words => CATALOGUES[language];

/** The tag of an element's language: its own `lang`, else that of the nearest ancestor that has one, else none. */
export const langOf = (element: HTMLElement): string =>
  // the property first: the attribute follows it only after the next drawing
  element.lang || (element.parentElement?.closest<HTMLElement>('[lang]')?.lang ?? '');

/** The language of the catalogue for an element, English where there is none for its own. */
export function languageOf(element: HTMLElement): Language {
  const lang = langOf(element);
  const languages = Object.keys(CATALOGUES) as Language[];
  return languages.find((language) => lang.toLowerCase().split('-')[0] === language.split('-')[0]) ?? 'en';
}
