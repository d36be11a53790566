import { GdError } from '@gd-trainer/sdk';
import { onSurface, PAGE } from '@gd-trainer/sdk/view';
import type { Words } from '../words/words.ts';

/** An error of the sdk in the words of the page: attributes by their names, and no advice to call a function. */
export function inPageWords(error: GdError): GdError {
  const { message, hint } = onSurface(error, PAGE);
  if (message === error.message && hint === error.hint) return error;
  return new GdError(error.code, message, hint, error.details);
}

/** Message and hint as the reader of the page is told them. */
export const inWords = (
  words: Words,
  { message, hint, details }: GdError,
): { readonly message: string; readonly hint: string } =>
  onSurface({ message: words.error(message), hint: words.error(hint), details }, PAGE);
