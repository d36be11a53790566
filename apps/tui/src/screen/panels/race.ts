import { narrate } from '@gd-trainer/sdk/narrate';
import {
  byArrival,
  fitNumber,
  formatCount,
  type Race,
  type Rival,
  type Standing,
} from '@gd-trainer/sdk/view';
import textWidth from '../../output/text-width.ts';
import type { Paint } from '../../plots/canvas.ts';
import { rivalTone } from '../../plots/rival-marks.ts';
import { type Language, WORDS, type Words } from '../../words/words.ts';
import type { View } from '../store.ts';
import { type Line, layLine, lineWidth, pad, plain, wrapIn } from './lines.ts';

/** The winner and the reason; nothing while there is no race. */
export function verdictOfRace(race: Race | undefined, language: Language): string | undefined {
  return race?.fact && narrate(race.fact, language);
}

const NUMBER_WIDTH = 9;
/** Numbers of a rival before its arrival and the columns of each, as far as its name leaves them room. */
const COLUMNS = [
  [2, NUMBER_WIDTH],
  [1, NUMBER_WIDTH],
  [1, NUMBER_WIDTH - 1],
] as const;

/**
 * The rivals, one a line, the first to arrive first: where each is, and when it converges; numbers as far as there is room.
 * Of those that `rows` do not hold the last line says how many there are.
 */
export function standingLines(
  { session, screen }: View,
  columns: number,
  rows: number,
  paint: Paint,
): string[] {
  const { race } = session;
  if (!race) return [];
  const words = WORDS[screen.language];
  const { from, rivals } = race;
  const standings = race.fact ? race.standings : [];
  const names = race.names(words.batch).map((name, i) => `${i + 1} ${name}`);
  const named = 2 + Math.max(...names.map(textWidth));
  const all = standings.length > 0 ? [words.gap, words.distance] : [];
  const { titles, width } = COLUMNS.map(([count, width]) => ({ titles: all.slice(0, count), width })).find(
    (set) => named + set.width * set.titles.length + NUMBER_WIDTH <= columns,
  ) ?? { titles: [], width: NUMBER_WIDTH };
  const nameWidth = columns - width * titles.length - NUMBER_WIDTH;
  const lines: Line[] = byArrival(rivals).map((i): Line => {
    const rival = rivals[i]!;
    const numbers = numbersOf(standings[i], width).slice(0, titles.length);
    return [
      [rivalTone(i), ` ${pad(names[i]!, nameWidth - 2)} `],
      ...numbers.map((text) => plain(pad(text, width, 'left'))),
      ['label', pad(convergenceOf(rival, race, words), NUMBER_WIDTH, 'left')],
    ];
  });
  const since = words.sinceEpoch(formatCount(from));
  const head = [since, words.since(formatCount(from))].find((text) => textWidth(text) < nameWidth - 1);
  const heads = [
    ...titles.map((title) => pad(title, width, 'left')),
    pad(`${words.arrives} `, NUMBER_WIDTH, 'left'),
  ];
  const header: Line = [['label', ` ${pad(head ?? '', nameWidth - 1)}${heads.join('')}`]];
  // where the names leave it no room it stands with the clock
  const clock = [head === undefined ? since : '', clockOf(standings, words)].filter((text) => text !== '');
  const below = clock.length === 0 ? [] : wrapIn(screen, clock.join(': '), columns - 2);
  const hidden = lines.length + 2 - rows;
  if (hidden > 1) lines.splice(-hidden, hidden, [['label', ` ${words.moreBelow(formatCount(hidden))}`]]);
  return [header, ...lines, ...below.map((text): Line => [['label', ` ${text}`]])].map((line) =>
    layLine(line, columns, paint),
  );
}

/** The rivals by number and name, as on the charts, on as few lines as hold them. */
export function rivalNames({ session, screen }: View, columns: number, paint: Paint): string[] {
  const lines: Line[] = [];
  for (const [i, name] of (session.race?.names(WORDS[screen.language].batch) ?? []).entries()) {
    const piece: Line = [[rivalTone(i), ` ${i + 1} ${name} `]];
    const last = lines.at(-1);
    if (last && lineWidth([...last, ...piece]) <= columns) lines[lines.length - 1] = [...last, ...piece];
    else lines.push(piece);
  }
  return lines.map((line) => layLine(line, columns, paint));
}

/** A name before it ends with a blank, another number does not. */
const numbersOf = (standing: Standing | undefined, width: number): string[] =>
  standing ? [fitNumber(standing.gap, 3, width), fitNumber(standing.distance, 3, width - 1)] : [];

/** Gradients that each of them has cost so far: as many for all. */
function clockOf(standings: readonly Standing[], words: Words): string {
  if (standings.length === 0) return '';
  return words.clock(
    formatCount(Math.max(...standings.map(({ gradientEvaluations }) => gradientEvaluations))),
  );
}

function convergenceOf(rival: Rival, { winner }: Race, words: Words): string {
  const { convergedAt, growth } = rival;
  if (convergedAt !== null) return `${formatCount(convergedAt)}${rival === winner ? '*' : ' '}`;
  return `${growth !== null && growth >= 1 ? words.never : '–'} `;
}
