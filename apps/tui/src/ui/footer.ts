import type { Paint } from '../plots/canvas.ts';
import textWidth from '../text-width.ts';
import { WORDS } from '../words/words.ts';
import { HINTS, KEYS, type KeyId } from './keys.ts';
import { type Line, layLine, plain } from './lines.ts';
import type { View } from './store.ts';

/** The last line: the command being typed, what just happened, or the keys. */
export function footer({ screen }: View, columns: number, paint: Paint): string {
  if (screen.command !== undefined) {
    return layLine(
      [['strong', ':'], plain(screen.command), ['strong', screen.charset === 'ascii' ? '_' : '▏']],
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
  const words = WORDS[screen.language];
  const hints = HINTS.map((id) => ({
    id,
    key: screen.charset === 'ascii' ? (ASCII_KEYS[id] ?? shownKey(id)) : shownKey(id),
    hint: words.hints[id] ?? '',
  }));
  return layLine(fitting(hints, columns), columns, paint);
}

const ASCII_KEYS: Readonly<Record<string, string>> = { run: 'space', time: '<- ->', rate: '+-' };

const shownKey = (id: string): string => KEYS.find((key) => key.id === id)?.shown ?? '';

/** What goes first where the window is narrow. */
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
