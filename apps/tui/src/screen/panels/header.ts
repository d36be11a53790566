import type { Optimizer, Snapshot } from '@gd-trainer/sdk';
import { narrate } from '@gd-trainer/sdk/narrate';
import {
  epochUnderWay,
  fitNumber,
  formatCount,
  formatNumber,
  hasEnded,
  screenNumber,
  TRAITS,
} from '@gd-trainer/sdk/view';
import textWidth from '../../output/text-width.ts';
import type { Paint } from '../../plots/canvas.ts';
import { rowsIn, WORDS, type Words } from '../../words/words.ts';
import { type ScreenState, SPEEDS } from '../state.ts';
import type { View } from '../store.ts';
import { equation } from './equation.ts';
import { fill, type Line, layLine, lineWidth, pad, plain, spread, wholeClauses } from './lines.ts';
import { notesIn } from './notes.ts';
import { verdictOfRace } from './race.ts';

/** Columns that most verdicts stay within; they get the same lines, so that nothing below jumps when one changes. */
const VERDICT_COLUMNS = 230;

/** The top of the screen: data and status, the model with its numbers, how far it is, the rate, and what that means. */
export function header(view: View, columns: number, height: number, paint: Paint): string[] {
  const { session, rows, screen } = view;
  const { trainer } = session;
  const words = WORDS[screen.language];
  const counted = rowsIn(words, trainer.rows, rows.skipped);
  const counts = rows.isSampled ? `${counted} · ${words.sampled(formatCount(rows.count))}` : counted;
  const status: Line = [['strong', `${statusOf(view, words)} `]];
  const room = columns - textWidth(` ${rows.data.name}  `) - lineWidth(status);
  const chosen = settings(view, words, columns);
  const said = verdictOfRace(session.race, screen.language) ?? verdictOf(view);
  const verdict = verdictLines(view.screen, said, columns - 2, height);
  return [
    spread(
      [
        ['strong', ` ${rows.data.name}  `],
        ['label', withNotes(counts, view, room)],
      ],
      status,
      columns,
      paint,
    ),
    layLine([plain(' '), ...equation(view, columns - 1)], columns, paint),
    layLine(metrics(view, words, columns), columns, paint),
    spread([plain(' '), ...rateLine(view, words, columns)], [['label', `${chosen} `]], columns, paint),
    ...verdict.map((line) => layLine([plain(' '), ['model', line]], columns, paint)),
  ];
}

/** The rows that there are and those left out, with the number of notes and the key that shows them, as far as there is room. */
function withNotes(counts: string, view: View, room: number): string {
  const { length } = notesIn(view);
  const words = WORDS[view.screen.language];
  const noted = `${words.notes(String(length))} · d`;
  const texts = [
    ...(length === 0 ? [] : [`${counts} · ${noted}`, noted]),
    counts,
    rowsIn(words, view.session.trainer.rows, 0),
  ];
  return texts.find((text) => textWidth(text) < room) ?? '';
}

/** A verdict in the lines that a window has for it: two where it is so narrow that most first clauses take them. */
function verdictLines(screen: ScreenState, text: string, columns: number, height: number): string[] {
  const most = height < 16 ? (columns < 50 ? 2 : 1) : height < 20 ? 2 : height < 26 ? 3 : 4;
  const lines = wholeClauses(screen, text, columns, most);
  const usual = Math.min(most, Math.ceil(VERDICT_COLUMNS / columns));
  return [...lines, ...Array<string>(Math.max(0, usual - lines.length)).fill('')];
}

export function statusOf({ session, pace, screen }: View, words: Words): string {
  const { status } = session.snapshot;
  if (pace.goal !== undefined && !screen.running) return words.onTheWay(formatCount(pace.goal));
  const shown = screen.running ? 'running' : status === 'running' ? 'paused' : status;
  return words.status[shown];
}

function metrics({ session }: View, words: Words, columns: number): Line {
  const { snapshot, trainer } = session;
  const isBatched = trainer.options.batchSize !== 'full';
  const figures: readonly (readonly [string, string])[] = [
    [words.epoch, pad(placeIn(snapshot, trainer.rows), isBatched ? 12 : 7)],
    [words.loss, pad(fitNumber(snapshot.loss, 5, 9), 9)],
    ['R²', pad(snapshot.r2 < -99 ? '< −99' : snapshot.r2.toFixed(4).replace('-', '−'), 8)],
    ['RMSE', pad(fitNumber(snapshot.rmse, 4, 8), 8)],
    ['‖∇L‖', pad(fitNumber(snapshot.gradientNorm, 4, 9), 9)],
    [words.gap, pad(fitNumber(snapshot.gap, 4, 9), 9)],
  ];
  // those that go where there is no room for all, the first one first
  const without = (count: number): Line =>
    figures
      .filter(([name]) => !['RMSE', '‖∇L‖', 'R²', words.gap].slice(0, count).includes(name))
      .flatMap(([name, value]): Line => [['label', ` ${name} `], plain(`${value}`)]);
  const lines = [0, 1, 2, 3, 4].map(without);
  return lines.find((line) => lineWidth(line) <= columns) ?? lines.at(-1)!;
}

/** Epochs that are done, or the one under way and how far: in samples while they can be counted, else per cent. */
export function placeIn(snapshot: Snapshot, rows: number): string {
  const { sample } = snapshot;
  const epoch = formatCount(epochUnderWay(snapshot));
  if (sample === 0) return epoch;
  const share = rows < 1000 ? `${sample}/${rows}` : `${Math.floor((100 * sample) / rows)} %`;
  return `${epoch} (${share})`;
}

/** Where the run is, in a window with no room for more: what matters most first, a line each. */
export function smallest(view: View, columns: number, rows: number, paint: Paint): string[] {
  const { session, rows: data, screen } = view;
  const { snapshot, trainer } = session;
  const words = WORDS[screen.language];
  const place = `${words.epoch} ${placeIn(snapshot, trainer.rows)}`;
  const lines: Line[] = [
    [['strong', `${place} ${statusOf(view, words)}`]],
    [['label', `${words.loss} `], plain(formatNumber(snapshot.loss, 5))],
    [['label', 'α '], plain(formatNumber(snapshot.learningRate, 4))],
    [plain(data.data.name)],
    [['label', words.tooSmall]],
  ];
  const shown = lines.slice(0, rows).map((line) => layLine(line, columns, paint));
  return fill(shown, columns, rows);
}

/** Columns of α and its number. */
const RATE_WIDTH = 12;

/** The line of learning rates, from 0 to a quarter past the limit. */
interface RateTrack {
  readonly width: number;
  readonly limit: number;
  /** Number of the cell that a rate lies in, or of the last one. */
  place(rate: number): number;
  /** True of the columns of the screen that it takes. */
  holds(column: number): boolean;
  /** The rate at a column of the screen, or at its nearer end; where the best one is marked, that one. */
  rateAt(column: number): number;
}

/** Row of the screen that the learning rate stands in. */
export const RATE_ROW = 3;

/** The line on the screen, where there is a limit. */
export function rateTrack(view: View, columns: number): RateTrack | undefined {
  const words = WORDS[view.screen.language];
  const { learningRateLimit: limit, learningRateBest: best } = view.session.forecast;
  if (limit === null) return undefined;
  const room = columns - textWidth(settings(view, words, columns)) - 4;
  // steps of 10, so that the line does not change its length with every word beside it
  const free = room - RATE_WIDTH - textWidth(limitLabel(words, limit));
  const most = Math.max(40, 10 * Math.floor(columns / 40));
  const least = Math.min(10, columns - RATE_WIDTH - 2 - textWidth(limitLabel(words, limit)));
  const width = Math.max(least, Math.min(most, 10 * Math.floor(free / 10)));
  const [last, from] = [width - 1, 1 + RATE_WIDTH];
  const place = (rate: number): number => Math.min(last, Math.round((rate / (1.25 * limit)) * last));
  return {
    width,
    limit,
    place,
    holds: (column) => column >= from && column < from + width,
    rateAt(column) {
      const cell = Math.min(last, Math.max(0, column - from));
      // the first cell is half one of 0, which is no rate
      return best !== null && place(best) === cell ? best : (Math.max(0.25, cell) / last) * 1.25 * limit;
    },
  };
}

const limitLabel = (words: Words, limit: number): string => ` ${words.limit} ${formatNumber(limit, 4)}`;

/** α on a line with the best rate and the limit marked; past the limit it turns to the colour of error. */
function rateLine(view: View, words: Words, columns: number): Line {
  const { session, screen } = view;
  const { learningRate } = session.snapshot;
  const { learningRateBest: best } = session.forecast;
  const ascii = screen.charset === 'ascii';
  const rate: Line = [
    ['label', ascii ? 'a ' : 'α '],
    ['strong', pad(fitNumber(learningRate, 4, 9), 10)],
  ];
  const track = rateTrack(view, columns);
  if (!track) return [...rate, ['label', rateless(session.trainer.options.optimizer, words)]];
  const { width, limit, place } = track;
  const marks: string[] = Array.from({ length: width }, () => (ascii ? '-' : '─'));
  if (best !== null) marks[place(best)] = ascii ? '|' : '┼';
  marks[place(limit)] = ascii ? '!' : '┃';
  const now = place(learningRate);
  const past = learningRate >= limit;
  const point = past && now === width - 1 ? (ascii ? '>' : '▶') : ascii ? '@' : '●';
  return [
    ...rate,
    ['grid', marks.slice(0, now).join('')],
    [past ? 'error' : 'model', point],
    ['grid', marks.slice(now + 1).join('')],
    ['label', limitLabel(words, limit)],
  ];
}

/** Columns that the learning rate, its line and its limit need, or what is said in their place. */
function leastRate({ session: { forecast, trainer } }: View, words: Words): number {
  const { learningRateLimit: limit } = forecast;
  if (limit !== null) return Math.max(38, 1 + RATE_WIDTH + 10 + textWidth(limitLabel(words, limit)) + 2);
  return 1 + RATE_WIDTH + textWidth(rateless(trainer.options.optimizer, words)) + 2;
}

/** In place of a line of rates where no limit is known. */
const rateless = (optimizer: Optimizer, words: Words): string =>
  TRAITS[optimizer].searches ? words.bestOfEach : words.noLimit;

/** Settings of the descent, as much of them as there is room for. */
function settings(view: View, words: Words, columns: number): string {
  const { session, screen } = view;
  const room = columns - leastRate(view, words);
  const { optimizer, batchSize, scale, l1, l2 } = session.trainer.options;
  // full batches know epochs only
  const unit = batchSize === 'full' ? 'epoch' : screen.unit;
  const speed = words.perSecond(String(SPEEDS[screen.speed]), unit);
  const penalties = [
    ...(l2 > 0 ? [`l2 ${screenNumber(String(l2))}`] : []),
    ...(l1 > 0 ? [`l1 ${screenNumber(String(l1))}`] : []),
  ];
  const parts = [optimizer, words.batch(batchSize), words.scale[scale], ...penalties];
  const fits = (shown: readonly string[]): boolean => textWidth(shown.join(' · ')) <= room;
  const shown = fits([...parts, speed]) ? [...parts, speed] : parts;
  while (shown.length > 0 && !fits(shown)) shown.pop();
  return shown.join(' · ');
}

/** Before and during the run what the rate will do, after it how it ended. */
function verdictOf({ session, screen }: View): string {
  const { status } = session.snapshot;
  // with a rate past the limit, what comes next is of more interest than that it had converged
  const isLeaving = status === 'converged' && session.forecast.verdict === 'diverges';
  const isOver = hasEnded(status) && !screen.running && !isLeaving;
  return narrate(isOver ? session.outcome : session.facts[0], screen.language);
}
