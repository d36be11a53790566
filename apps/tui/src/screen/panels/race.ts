import { narrate } from '@gd-trainer/sdk/narrate';
import { fitNumber, formatCount, type Race, type Rival, type Standing } from '@gd-trainer/sdk/view';
import type { Paint } from '../../plots/canvas.ts';
import { rivalTone } from '../../plots/rival-marks.ts';
import { type Language, WORDS, type Words } from '../../words/words.ts';
import type { View } from '../store.ts';
import { type Line, layLine, lineWidth, pad, plain } from './lines.ts';

/** The winner and the reason; nothing while there is no race. */
export function verdictOfRace(race: Race | undefined, language: Language): string | undefined {
  return race?.fact && narrate(race.fact, language);
}

const NUMBER_WIDTH = 9;
const LEAST_NAME = 10;

/** The rivals, one a line, the first to arrive first: where each is, and when it converges; numbers as far as there is room. */
export function standingLines({ session, screen }: View, columns: number, paint: Paint): string[] {
  const { race } = session;
  if (!race) return [];
  const words = WORDS[screen.language];
  const { from, rivals } = race;
  const standings = race.fact ? race.standings : [];
  const names = race.names(words.batch).map((name, i) => `${i + 1} ${name}`);
  const shown = standings.length > 0 ? Math.floor((columns - LEAST_NAME - NUMBER_WIDTH) / NUMBER_WIDTH) : 0;
  const titles = [words.gap, words.distance].slice(0, Math.max(0, shown));
  const nameWidth = columns - 1 - NUMBER_WIDTH * (titles.length + 1);
  const head = [words.sinceEpoch(formatCount(from)), ...titles, `${words.arrives} `];
  const lines: Line[] = byArrival(rivals).map((i): Line => {
    const rival = rivals[i]!;
    const numbers = numbersOf(standings[i]).slice(0, titles.length);
    return [
      [rivalTone(i), ` ${pad(names[i]!, nameWidth - 1)} `],
      ...numbers.map((text) => plain(pad(text, NUMBER_WIDTH, 'left'))),
      ['label', pad(convergenceOf(rival, race, words), NUMBER_WIDTH, 'left')],
    ];
  });
  const header: Line = [
    [
      'label',
      head
        .map((title, i) => (i === 0 ? ` ${pad(title, nameWidth)}` : pad(title, NUMBER_WIDTH, 'left')))
        .join(''),
    ],
  ];
  return [header, ...lines, ...clockOf(standings, words)].map((line) => layLine(line, columns, paint));
}

/** Numbers of the rivals, so that what a small window leaves out is never the winner. */
function byArrival(rivals: readonly Rival[]): number[] {
  const arrival = (i: number): number => rivals[i]!.convergedAt ?? Number.MAX_VALUE;
  return rivals.map((_, i) => i).sort((a, b) => arrival(a) - arrival(b));
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
const numbersOf = (standing: Standing | undefined): string[] =>
  standing
    ? [fitNumber(standing.gap, 3, NUMBER_WIDTH), fitNumber(standing.distance, 3, NUMBER_WIDTH - 1)]
    : [];

/** Gradients that each of them has cost so far: as many for all. */
function clockOf(standings: readonly Standing[], words: Words): Line[] {
  if (standings.length === 0) return [];
  const evaluations = Math.max(...standings.map(({ gradientEvaluations }) => gradientEvaluations));
  return [[['label', ` ${words.clock(formatCount(evaluations))}`]]];
}

function convergenceOf(rival: Rival, { winner }: Race, words: Words): string {
  const { convergedAt, growth } = rival;
  if (convergedAt !== null) return `${formatCount(convergedAt)}${rival === winner ? '*' : ' '}`;
  return `${growth !== null && growth >= 1 ? words.never : '–'} `;
}
