/**
 * Facts about a run in sentences, English and 简体中文.
 *
 * @module
 */

import { type NoteFacts, note } from './data/notes.ts';
import { en } from './narrate/en.ts';
import { noteInChinese } from './narrate/notes.zh-CN.ts';
import { type Narrator, narrateBy } from './narrate/numbers.ts';
import { zhCN } from './narrate/zh-CN.ts';
import type { Fact } from './session/fact.ts';

export type { Note, NoteCode, NoteFacts } from './data/notes.ts';
export type { Fact } from './session/fact.ts';

/** A language that facts can be told in. */
export type Language = 'en' | 'zh-CN';

const NARRATORS: Readonly<Record<Language, Narrator>> = { en, 'zh-CN': zhCN };

/**
 * One fact in one or two sentences. Names come from the data as they are: escape them for where they will stand.
 *
 * @example Say what a learning rate will do.
 * ```ts
 * import { Trainer } from '@gd-trainer/sdk';
 * import { narrate } from '@gd-trainer/sdk/narrate';
 *
 * const trainer = new Trainer({ x: [[1], [2], [3]], y: [3, 5, 7] }, { learningRate: 3 });
 * console.log(narrate(trainer.facts[0], 'en'));
 * // Learning rate 3 is 1.5 times the limit 2, so the loss will grow without bound: the error grows by a factor of 2 every epoch.
 * ```
 */
export function narrate(fact: Fact, language: Language = 'en'): string {
  return narrateBy(NARRATORS[language])(fact);
}

const NOTES: Readonly<Record<Language, (facts: NoteFacts) => string>> = {
  en: (facts) => note(facts).message,
  'zh-CN': noteInChinese,
};

/** A note on a table that was read, in one sentence, control characters escaped. */
export const narrateNote = (facts: NoteFacts, language: Language = 'en'): string => NOTES[language](facts);
