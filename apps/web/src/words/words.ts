import type { Language } from '@gd-trainer/sdk/narrate';
import { en, type Words } from './en.ts';
import { zhCN } from './zh-CN.ts';

export type { Language, Words };

const CATALOGUES: Readonly<Record<Language, Words>> = { en, 'zh-CN': zhCN };

export const wordsOf = (language: Language): Words => CATALOGUES[language];

/** The language of an element: its own `lang`, else that of the nearest ancestor that has one, else English. */
export function languageOf(element: HTMLElement): Language {
  // the property first: the attribute follows it only after the next drawing
  const lang = element.lang || (element.parentElement?.closest<HTMLElement>('[lang]')?.lang ?? '');
  const languages = Object.keys(CATALOGUES) as Language[];
  return languages.find((language) => lang.toLowerCase().split('-')[0] === language.split('-')[0]) ?? 'en';
}
