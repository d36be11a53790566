import type { Language } from '@gd-trainer/sdk/narrate';
import { formatCount } from '@gd-trainer/sdk/view';
import { en, type Words } from './en.ts';
import { zhCN } from './zh-CN.ts';

export type { Language, Words };

/** Lists as they are written, each language named by itself. */
const LISTS: Readonly<Record<Language, Words>> = { en, 'zh-CN': zhCN };
export const LANGUAGES = Object.keys(LISTS) as readonly Language[];

/** The next language, and after the last the first. */
export const languageAfter = (language: Language): Language =>
  LANGUAGES[(LANGUAGES.indexOf(language) + 1) % LANGUAGES.length]!;

/** Words of every language; its key for the language is named after the one that it leads to. */
export const WORDS = Object.fromEntries(
  LANGUAGES.map((own) => {
    const { language } = LISTS[languageAfter(own)].keys;
    return [own, { ...LISTS[own], keys: { ...LISTS[own].keys, language } }];
  }),
) as Readonly<Record<Language, Words>>;

/** The language of the locale, as far as there is a catalogue for it. */
export function languageOfLocale(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return (
    LANGUAGES.find((language) => locale.toLowerCase().split(/[_.-]/)[0] === language.split('-')[0]) ?? 'en'
  );
}

/** The language of a command line before it is parsed: that of `--lang`, else that of the settings, else that of the locale. */
export function languageIn(argv: readonly string[], set?: Language): Language {
  const at = argv.lastIndexOf('--lang');
  const asked = at < 0 ? argv.findLast((word) => word.startsWith('--lang='))?.slice(7) : argv[at + 1];
  return LANGUAGES.find((language) => language === asked) ?? set ?? languageOfLocale(process.env);
}

/** Rows that are learned from, and rows that are not. */
export function rowsIn(words: Words, rows: number, skipped: number): string {
  const count = words.rows(formatCount(rows));
  return skipped > 0 ? `${count} · ${words.leftOut(formatCount(skipped))}` : count;
}
