import type { DataSet } from '../../input/data-set.ts';
import textWidth from '../../output/text-width.ts';
import { cut } from '../../output/wrapping.ts';
import type { Paint } from '../../plots/canvas.ts';
import { WORDS, type Words } from '../../words/words.ts';
import { completionOf, verbsOf } from '../command-line.ts';
import { matching } from '../completing.ts';
import { HELP_HINTS, HINTS, KEYS, type KeyId } from '../keys.ts';
import type { ScreenState } from '../state.ts';
import type { View } from '../store.ts';
import { type Typing, textOf } from '../typing.ts';
import { endOf, type Line, layLine, plain, wholeClauses } from './lines.ts';

/** Lines that a message may take. */
const MOST_LINES = 4;

/** The last lines: the command being typed, what just happened, or the keys; all but what happened on one. */
export function footer(
  { screen, rows }: Pick<View, 'screen' | 'rows'>,
  columns: number,
  paint: Paint,
): string[] {
  const words = WORDS[screen.language];
  if (screen.command !== undefined) {
    return [layLine(commandLine(screen.command, screen, rows.data, columns), columns, paint)];
  }
  if (screen.message) {
    const tone = screen.message.tone === 'error' ? 'error' : 'optimum';
    const lines = wholeClauses(screen, screen.message.text, columns - 2, MOST_LINES);
    return lines.map((line) => layLine([[tone, ` ${line}`]], columns, paint));
  }
  const ids = screen.help > 0 ? HELP_HINTS : HINTS;
  const hints = ids.map((id) => ({
    id,
    key: screen.charset === 'ascii' ? (ASCII_KEYS[id] ?? shownKey(id)) : shownKey(id),
    hint:
      (screen.help > 0 ? words.keys[id] : words.hints[id === 'run' && screen.running ? 'pause' : id]) ?? '',
  }));
  return [layLine(fitting(hints, columns), columns, paint)];
}

/** The line with its cursor, and beside it what may follow; of a long one what is around the cursor. */
function commandLine(line: Typing, { charset, language }: ScreenState, data: DataSet, columns: number): Line {
  const words = WORDS[language];
  const cursor = ['strong', charset === 'ascii' ? '_' : '▏'] as const;
  if (line.query !== undefined) {
    return [
      ['label', ` ${words.history} `],
      plain(line.query),
      cursor,
      ['label', '  :'],
      plain(textOf(line)),
    ];
  }
  const { before, after } = around(line, columns - 2);
  return [
    ['strong', ':'],
    plain(before),
    cursor,
    plain(after),
    ['label', `  ${suggestion(line, data, words)}`],
  ];
}

/** The text on both sides of the cursor, cut where it is longer than the window. */
function around({ before, after }: Typing, width: number): Pick<Typing, 'before' | 'after'> {
  if (textWidth(before + after) <= width) return { before, after };
  const room = width - Math.min(textWidth(after), Math.floor(width / 4));
  const shown = textWidth(before) <= room ? before : `…${endOf(before, room - 1)}`;
  return { before: shown, after: cut(after, width - textWidth(shown)) };
}

/** What a line may become: commands, then words that its command takes, or what those are like. */
function suggestion(line: Typing, data: DataSet, words: Words): string {
  if (line.offered) return line.offered.join(' ');
  const found = verbsOf(textOf(line));
  const [only] = found;
  if (!only || found.length > 1) return found.map(({ name }) => name).join(' ');
  const completion = completionOf(line.before, data);
  const isOfOwn = completion.words.length > 0 && line.before.includes(' ') && !completion.isSlow;
  const matches =
    isOfOwn && (completion.begun !== '' || !only.takes.includes('|')) ? matching(completion) : [];
  const what = only.takes.includes('|') ? '' : words.commands[only.name];
  const takes = matches.length > 0 ? matches.join(' ') : only.takes;
  return [`:${only.name}`, takes, what].filter((part) => part !== '').join('  ');
}

/** Keys by name where there is no sign for them. */
export const ASCII_KEYS: Readonly<Record<string, string>> = {
  run: 'space',
  time: '<- ->',
  rate: '+-',
  sample: 'up down',
  nextPanel: 'tab',
};

const shownKey = (id: string): string => KEYS.find((key) => key.id === id)?.shown ?? '';

/** Parts that go first where the window is narrow. */
const DISPENSABLE: readonly KeyId[] = [
  'scale',
  'batch',
  'optimizer',
  'reset',
  'step',
  'time',
  'panels',
  'rate',
];

interface Hint {
  readonly id: KeyId;
  readonly key: string;
  readonly hint: string;
}

/** As many hints as fit; run, command, help and quit are never left out. */
function fitting(hints: readonly Hint[], columns: number): Line {
  const width = (shown: readonly Hint[]): number =>
    shown.reduce((sum, { key, hint }) => sum + textWidth(key) + textWidth(hint) + 3, 0);
  let shown = hints;
  for (const id of DISPENSABLE) {
    if (width(shown) <= columns) break;
    shown = shown.filter((hint) => hint.id !== id);
  }
  return shown.flatMap(
    ({ key, hint }): Line => [
      ['model', ` ${key}`],
      ['label', ` ${hint} `],
    ],
  );
}
