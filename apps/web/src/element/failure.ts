import { GdError } from '@gd-trainer/sdk';

/** An error of the sdk in the words of the page: attributes by their names, and no advice to call a function. */
export function inPageWords(error: GdError): GdError {
  const message = hyphenated(error.message).replace(' or a function of the epoch', '');
  const hint = hyphenated(error.hint)
    // no attribute leaves such rows out
    .replace(/(, or )?(set|pass) ragged: 'skip'.*/, '')
    .replace(/pass (\w+): '(\w+)'/, 'set $1="$2"');
  if (message === error.message && hint === error.hint) return error;
  return new GdError(error.code, message, hint, error.details);
}

/** "learningRate" as the attribute has it. */
const hyphenated = (text: string): string =>
  text.replace(
    /"([a-z]+)([A-Z])([a-z]+)"/g,
    (_, before: string, letter: string, after: string) => `"${before}-${letter.toLowerCase()}${after}"`,
  );
