import type { Paint } from '../plots/canvas.ts';
import { WORDS } from '../words/words.ts';
import { VERBS } from './command-line.ts';
import { KEYS } from './keys.ts';
import { type Line, layLine, pad, plain } from './lines.ts';
import type { View } from './store.ts';

const COLUMN = 38;

/** Every key and every command, in as many columns as fit. */
export function helpPage({ screen }: View, columns: number, rows: number, paint: Paint): string[] {
  const words = WORDS[screen.language];
  const entries: Line[] = [
    [['strong', ` ${words.helpKeys}`]],
    ...KEYS.map(({ id, shown }): Line => [['model', ` ${pad(shown, 4)} `], plain(words.keys[id])]),
    [plain('')],
    [['strong', ` ${words.helpCommands}`]],
    ...VERBS.map(
      ({ name, takes }): Line => [
        ['model', ` :${name} `],
        ['label', takes],
      ],
    ),
  ];
  const fitting = Math.max(1, Math.floor(columns / COLUMN));
  const needed = Math.ceil(entries.length / rows);
  const count = Math.max(1, Math.min(fitting, needed));
  const width = Math.floor(columns / count);
  return Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: count }, (_, column) => entries[column * rows + row] ?? []);
    const text = cells.map((entry) => layLine(entry, width, paint)).join('');
    return text + ' '.repeat(columns - width * count);
  });
}
