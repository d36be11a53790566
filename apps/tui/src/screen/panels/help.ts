import type { Paint } from '../../plots/canvas.ts';
import { MARKS } from '../../plots/canvas.ts';
import { WORDS } from '../../words/words.ts';
import { VERBS } from '../command-line.ts';
import { KEYS } from '../keys.ts';
import type { View } from '../store.ts';
import { type Line, layLine, pad, plain } from './lines.ts';

const COLUMN = 39;
const KEY_WIDTH = 5;
const VERB_WIDTH = 12;

/** Every key, every sign and every command, in as many columns as fit; where the window is too small they go on pages of their own. */
export function helpPage({ screen }: View, columns: number, rows: number, paint: Paint): string[] {
  const most = rows * Math.max(1, Math.floor(columns / COLUMN));
  const [upper, lower] = [keys(screen), signs(screen)];
  const second = [...commands(screen), ...mouse(screen)];
  const apart: Line[] = upper.length + lower.length < most ? [[]] : [];
  const first = [...upper, ...apart, ...lower];
  const whole = [...first, [], ...second];
  const pages = whole.length <= most ? [whole] : [...pagesOf(first, most), ...pagesOf(second, most)];
  const page = pages[(screen.help - 1) % pages.length]!;
  const count = Math.max(1, Math.ceil(page.length / rows));
  const width = Math.floor(columns / count);
  return Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: count }, (_, column) => page[column * rows + row] ?? []);
    const text = cells.map((entry) => layLine(entry, width, paint)).join('');
    return text + ' '.repeat(columns - width * count);
  });
}

function pagesOf(entries: readonly Line[], most: number): Line[][] {
  const count = Math.ceil(entries.length / most);
  return Array.from({ length: count }, (_, page) => entries.slice(page * most, (page + 1) * most));
}

function keys({ language }: View['screen']): Line[] {
  const words = WORDS[language];
  return [
    [['strong', ` ${words.helpKeys}`]],
    ...KEYS.map(({ id, shown }): Line => [['model', ` ${pad(shown, KEY_WIDTH)}`], plain(words.keys[id])]),
  ];
}

function signs({ language, charset }: View['screen']): Line[] {
  const words = WORDS[language];
  const ascii = charset === 'ascii';
  const { current, start, optimum, converged, chosen } = MARKS;
  const meaning: readonly (readonly [string, string])[] = [
    [current[charset], words.signs.current],
    [start[charset], words.signs.start],
    [optimum[charset], words.signs.optimum],
    [converged[charset], words.signs.converged],
    [chosen[charset], words.signs.chosen],
    [ascii ? '. .' : '· ·', words.signs.predicted],
    [ascii ? '|  !' : '┼  ┃', words.signs.rates],
    [ascii ? "w'z" : 'w̃ z', words.signs.scaled],
    ...(ascii ? words.asciiSigns : []),
  ];
  return [
    [['strong', ` ${words.helpSigns}`]],
    ...meaning.map(([sign, text]): Line => [['model', ` ${pad(sign, KEY_WIDTH)}`], plain(text)]),
  ];
}

function commands({ language }: View['screen']): Line[] {
  const words = WORDS[language];
  return [
    [['strong', ` ${words.helpCommands}`]],
    ...VERBS.map(
      ({ name }): Line => [['model', ` ${pad(`:${name}`, VERB_WIDTH)}`], plain(words.commands[name])],
    ),
    ...words.yankNeeds.map((text): Line => [['label', ` ${text}`]]),
  ];
}

function mouse({ language }: View['screen']): Line[] {
  const words = WORDS[language];
  return [
    [['strong', ` ${words.helpMouse}`]],
    ...words.mouse.map(([act, what]): Line => [['model', ` ${pad(act, KEY_WIDTH)}`], plain(` ${what}`)]),
  ];
}
