import { GdError } from '@gd-trainer/sdk';
import { onSurface, PAGE } from '@gd-trainer/sdk/view';
import { READING, RUNS, translator, VALUES } from '@gd-trainer/sdk/zh-CN';
import { PAGE_ERRORS } from '../words/errors.zh-CN.ts';
import type { Language } from '../words/words.ts';

/** An error of the sdk in the words of the page: attributes by their names, and no advice to call a function. */
export function inPageWords(error: GdError): GdError {
  const { message, hint } = onSurface(error, PAGE);
  if (message === error.message && hint === error.hint) return error;
  return new GdError(error.code, message, hint, error.details);
}

let chinese: ((text: string) => string) | undefined;

/** Message and hint as the reader of the page is told them. */
export function inWordsOf(
  language: Language,
  error: GdError,
): { readonly message: string; readonly hint: string } {
  if (language === 'en') return onSurface(error, PAGE);
  chinese ??= translator(PAGE_ERRORS, VALUES, READING, RUNS);
  const { details } = error;
  return onSurface({ message: chinese(error.message), hint: chinese(error.hint), details }, PAGE);
}
