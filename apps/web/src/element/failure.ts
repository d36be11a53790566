import { GdError } from '@gd-trainer/sdk';
import { onSurface, PAGE } from '@gd-trainer/sdk/view';
import type { Loading } from '../view.ts';

/** An error of the sdk in the words of the page: attributes by their names, and no advice to call a function. */
export function inPageWords(error: GdError): GdError {
  const { message, hint } = onSurface(error, PAGE);
  if (message === error.message && hint === error.hint) return error;
  return new GdError(error.code, message, hint, error.details);
}

/** Message and hint as the reader of the page is told them; undefined while the words for that are on their way. */
export function inWords(
  { message, hint, details }: GdError,
  { words, load }: Loading,
): { readonly message: string; readonly hint: string } | undefined {
  const { errors } = words;
  if (errors && !errors.part && !errors.isMissing) {
    load(errors);
    return undefined;
  }
  const told = errors?.part ?? ((text: string) => text);
  return onSurface({ message: told(message), hint: told(hint), details }, PAGE);
}
