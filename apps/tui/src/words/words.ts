import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export type Language = 'en' | 'zh-CN';
export type Words = typeof en;

export const WORDS: Readonly<Record<Language, Words>> = { en, 'zh-CN': zhCN };

/** The language of the locale, as far as there is a catalogue for it. */
export function languageOfLocale(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^zh/i.test(locale) ? 'zh-CN' : 'en';
}
