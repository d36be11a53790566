import textWidth from '../../output/text-width.ts';
import type { Paint } from '../../plots/canvas.ts';
import { WORDS, type Words } from '../../words/words.ts';
import { verbsOf } from '../command-line.ts';
import { HELP_HINTS, HINTS, KEYS, type KeyId } from '../keys.ts';
import type { ScreenState } from '../state.ts';
import { textOf } from '../typing.ts';
import { type Line, layLine, plain } from './lines.ts';

/** The last line: the command being typed, what just happened, or the keys. */
export function footer(screen: ScreenState, columns: number, paint: Paint): string {
  const words = WORDS[screen.language];
  if (screen.command !== undefined) {
    return layLine(
      [
        ['strong', ':'],
        plain(screen.command.before),
        ['strong', screen.charset === 'ascii' ? '_' : '▏'],
        plain(screen.command.after),
        ['label', `  ${suggestion(textOf(screen.command), words)}`],
      ],
      columns,
      paint,
    );
  }
  if (screen.message)
    return layLine(
      [[screen.message.tone === 'error' ? 'error' : 'optimum', ` ${screen.message.text}`]],
      columns,
      paint,
    );
  const ids = screen.help > 0 ? HELP_HINTS : HINTS;
  const hints = ids.map((id) => ({
    id,
    key: screen.charset === 'ascii' ? (ASCII_KEYS[id] ?? shownKey(id)) : shownKey(id),
    hint:
      (screen.help > 0 ? words.keys[id] : words.hints[id === 'run' && screen.running ? 'pause' : id]) ?? '',
  }));
  return layLine(fitting(hints, columns), columns, paint);
}

/** Completions of a command line that has been begun: the commands, or what the only one takes. */
function suggestion(line: string, words: Words): string {
  const found = verbsOf(line);
  const [only] = found;
  if (!only || found.length > 1) return found.map(({ name }) => name).join(' ');
  const what = only.takes.includes('|') ? '' : words.commands[only.name];
  return [`:${only.name}`, only.takes, what].filter((part) => part !== '').join('  ');
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
const DISPENSABLE: readonly KeyId[] = ['scale', 'batch', 'optimizer', 'reset', 'step', 'time', 'panels'];

interface Hint {
  readonly id: KeyId;
  readonly key: string;
  readonly hint: string;
}

/** As many hints as fit; run, rate, command, help and quit are never left out. */
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
