// Words that the command line can be completed by: values, columns, terms, files.
import { readdirSync } from 'node:fs';
import { TERM_FUNCTIONS, written } from '@gd-trainer/sdk/view';
import type { DataSet } from '../input/data-set.ts';
import { cleanText } from '../output/clean-text.ts';

/** What an argument ends with, and all that might stand there; a word may go on after it where it says so. */
export interface Completion {
  readonly begun: string;
  readonly words: readonly string[];
  /** True if more of the same word may follow: a folder, a term. */
  readonly goesOn?: true;
  /** True if they are looked up where that takes its time: not for every key. */
  readonly isSlow?: true;
}

/** The completion of an argument as far as it is typed. */
export type Completer = (argument: string, data: DataSet) => Completion;

const NOTHING: Completion = { begun: '', words: [] };

/** One word of these, or the columns among them. */
export const among =
  (words: readonly string[], columns: (data: DataSet) => readonly string[] = () => []): Completer =>
  (argument, data) => ({ begun: argument, words: [...columns(data), ...words] });

export const numericColumns = ({ names, text }: DataSet): readonly string[] =>
  names.filter((name) => !text.includes(name));

/** The last name of a list of terms: a column as it is written there, or a function. */
export const terms: Completer = (argument, { names }) => {
  const [begun = ''] = /"[^"]*$|[^,(*^\s][^,(*^]*$|$/.exec(argument) ?? [];
  const functions = Object.keys(TERM_FUNCTIONS).map((name) => `${name}(`);
  return { begun, words: [...names.map(written), ...functions], goesOn: true };
};

/** Files and folders beside the one that is begun; none whose name would not be shown as it is. */
export const files: Completer = (argument) => {
  const folder = argument.slice(0, argument.lastIndexOf('/') + 1);
  const isHidden = argument.slice(folder.length).startsWith('.');
  return { begun: argument, words: entriesOf(folder, isHidden), goesOn: true, isSlow: true };
};

function entriesOf(folder: string, isHidden: boolean): string[] {
  try {
    return readdirSync(folder || '.', { withFileTypes: true })
      .filter(({ name }) => name.startsWith('.') === isHidden && cleanText(name) === name)
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .sort();
  } catch {
    return [];
  }
}

/** A first word, and what its kind completes the others by. */
export const after =
  (kinds: Readonly<Record<string, Completer>>): Completer =>
  (argument, data) => {
    const [, kind = '', rest] = /^(\S*)(?:\s+(.*))?$/s.exec(argument) ?? [];
    if (rest === undefined) return { begun: kind, words: Object.keys(kinds) };
    return (Object.hasOwn(kinds, kind) ? kinds[kind]! : () => NOTHING)(rest, data);
  };

/** Several words, of which the last is completed. */
export const listOf =
  (words: readonly string[]): Completer =>
  (argument) => ({ begun: /\S*$/.exec(argument)![0], words });

/** The words that go on as it was begun; where none does, whatever the case of letters. */
export function matching({ begun, words }: Completion): readonly string[] {
  const exact = words.filter((word) => word.startsWith(begun));
  if (exact.length > 0) return exact;
  return words.filter((word) => word.toLowerCase().startsWith(begun.toLowerCase()));
}

/** The text with the word at its end completed as far as all that match agree, and past it where there is one. */
export function completed(text: string, completion: Completion): string {
  const matches = matching(completion);
  const [first, ...others] = matches;
  if (first === undefined) return text;
  let shared = first;
  while (!others.every((word) => word.startsWith(shared))) shared = shared.slice(0, -1);
  if (shared.length < completion.begun.length) return text;
  const isDone = others.length === 0 && !completion.goesOn;
  return text.slice(0, text.length - completion.begun.length) + shared + (isDone ? ' ' : '');
}
