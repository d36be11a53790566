// Failures in the language of their reader, on the command line and on screen.
import { COMMAND, type HintSurface, onSurface } from '@gd-trainer/sdk/view';
import { DATABASES, MODELS, PROGRAMS, READING, RUNS, translator, VALUES } from '@gd-trainer/sdk/zh-CN';
import type { Help } from 'commander';
import { COMMAND_ERRORS } from '../words/errors.zh-CN.ts';
import { HELP } from '../words/help.zh-CN.ts';
import type { Language } from '../words/words.ts';
import { cleanText } from './clean-text.ts';
import type { Failure } from './failure.ts';
import textWidth from './text-width.ts';
import { wrap } from './wrapping.ts';

let chinese: ((text: string) => string) | undefined;

/** A text of an error or a note as readers of a language are told it. */
export function textIn(language: Language, english: string): string {
  if (language === 'en') return english;
  chinese ??= translator(COMMAND_ERRORS, VALUES, READING, RUNS, PROGRAMS, MODELS, DATABASES);
  return chinese(english);
}

/** Help as readers of a language are told it: every piece by itself, and how its lines break. */
export interface HelpWords {
  tell(text: string): string;
  readonly layout: Pick<Help, 'displayWidth' | 'boxWrap'> | undefined;
}

/** Help as it is written in the source. */
export const ENGLISH_HELP: HelpWords = { tell: (text) => text, layout: undefined };

/** The help in a language. */
export function helpIn(language: Language): HelpWords {
  if (language === 'en') return ENGLISH_HELP;
  return {
    tell: translator(HELP),
    layout: { displayWidth: textWidth, boxWrap: (text, width) => wrap(text, width).join('\n') },
  };
}

/** A failure in one line. */
export function toldIn(language: Language, failure: Failure, surface: HintSurface = COMMAND): string {
  if (language === 'en') return failure.message;
  const { message, hint } = failure.origin ?? failure.parts;
  const own = { message: textIn(language, message), hint: textIn(language, hint), details: {} };
  const told = failure.origin ? onSurface({ ...own, details: failure.origin.details }, surface) : own;
  return cleanText(told.hint ? `${told.message}；${told.hint}` : told.message);
}
