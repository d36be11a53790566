import { narrate } from '@gd-trainer/sdk/narrate';
import { formatCount, formatNumber, type Standing } from '@gd-trainer/sdk/view';
import type { Paint } from '../../plots/canvas.ts';
import { rivalTone } from '../../plots/rival-marks.ts';
import { type Language, WORDS, type Words } from '../../words/words.ts';
import type { Rival, Rivals } from '../rivals.ts';
import type { View } from '../store.ts';
import { type Line, layLine, pad, plain } from './lines.ts';

/** What each future is called: by what sets it apart. */
export function namesOf({ all }: Rivals, words: Words): string[] {
  const settings = all.map(({ trainer }) => trainer.options);
  const differ = (key: 'optimizer' | 'batchSize' | 'momentum' | 'learningRate'): boolean =>
    new Set(settings.map((options) => options[key])).size > 1;
  const ofRate = (rate: unknown): string => `α ${typeof rate === 'number' ? formatNumber(rate, 3) : rate}`;
  return settings.map(({ optimizer, batchSize, momentum, learningRate }, i) => {
    const parts = [
      ...(differ('optimizer') ? [optimizer] : []),
      ...(differ('batchSize') ? [words.batch(batchSize)] : []),
      ...(differ('momentum') ? [`β ${momentum}`] : []),
      ...(differ('learningRate') ? [ofRate(learningRate)] : []),
    ];
    return parts.length > 0 ? parts.join(' ') : ofRate(all[i]!.trainer.snapshot.learningRate);
  });
}

/** Who wins and why; nothing while there is no race. */
export function verdictOfRace(rivals: Rivals | undefined, language: Language): string | undefined {
  return rivals?.race && narrate(rivals.race.fact, language);
}

const NUMBER_WIDTH = 9;
const LEAST_NAME = 10;

/** The futures, one a line: where each is, and when it arrives; numbers as far as there is room. */
export function standingLines({ session, screen }: View, columns: number, paint: Paint): string[] {
  const { rivals } = session;
  if (!rivals) return [];
  const words = WORDS[screen.language];
  const { from, all, standings } = rivals;
  const names = namesOf(rivals, words).map((name, i) => `${i + 1} ${name}`);
  const shown = standings.length > 0 ? Math.floor((columns - LEAST_NAME - NUMBER_WIDTH) / NUMBER_WIDTH) : 0;
  const titles = [words.gap, words.distance].slice(0, Math.max(0, shown));
  const nameWidth = columns - 1 - NUMBER_WIDTH * (titles.length + 1);
  const head = [words.sinceEpoch(formatCount(from)), ...titles, words.arrives];
  const lines: Line[] = all.map((rival, i) => {
    const numbers = numbersOf(standings[i]).slice(0, titles.length);
    return [
      [rivalTone(i), ` ${pad(names[i]!, nameWidth)}`],
      ...numbers.map((text) => plain(pad(text, NUMBER_WIDTH, 'left'))),
      ['label', pad(arrivalOf(rival, rivals, words), NUMBER_WIDTH, 'left')],
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

const numbersOf = (standing: Standing | undefined): string[] =>
  standing ? [standing.gap, standing.distance].map((value) => formatNumber(value, 3)) : [];

/** What the futures have cost so far, which is the same for all. */
function clockOf(standings: readonly Standing[], words: Words): Line[] {
  if (standings.length === 0) return [];
  const evaluations = Math.max(...standings.map(({ gradientEvaluations }) => gradientEvaluations));
  return [[['label', ` ${words.clock(formatCount(evaluations))}`]]];
}

function arrivalOf(rival: Rival, { race, all }: Rivals, words: Words): string {
  const { arrival, trainer } = rival;
  const first = race?.winner !== undefined && all[race.lanes.indexOf(race.winner)] === rival;
  if (arrival !== null) return `${formatCount(arrival)}${first ? '*' : ' '}`;
  const { growth } = trainer.forecast;
  return `${growth !== null && growth >= 1 ? words.never : '–'} `;
}
