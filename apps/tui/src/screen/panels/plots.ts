import type { Parameters } from '@gd-trainer/sdk';
import {
  type Box,
  boxAround,
  type CoursePoint,
  formatCount,
  type Pair,
  type Point,
  placeOf,
  predictionsOf,
  type Race,
  type Session,
} from '@gd-trainer/sdk/view';
import type { Style } from '../../plots/canvas.ts';
import { descentMap } from '../../plots/descent.ts';
import { fitPlot } from '../../plots/fit.ts';
import { type LossSeries, lossCurve, type OtherRun } from '../../plots/loss.ts';
import { WORDS } from '../../words/words.ts';
import type { View } from '../store.ts';
import { chosenSample } from './ledger.ts';
import { rivalNames } from './race.ts';
import { symbolsIn } from './symbols.ts';

const RECENT_EPOCHS = 60;

export function lossTitle({ screen }: View): string {
  const { panels, axes, recent } = WORDS[screen.language];
  return `${panels.loss} · ${axes[screen.axis]}${screen.recent ? ` · ${recent}` : ''}`;
}

export function lossPanel({ session, screen }: View, columns: number, rows: number, style: Style): string[] {
  const { course, snapshot, time, race } = session;
  const end = Math.max(race ? reachOf(race, course.end) : course.end, time, 1);
  const from = screen.recent ? Math.max(0, Math.floor(time) - RECENT_EPOCHS) : 0;
  const to = screen.recent ? Math.min(end, Math.max(time + RECENT_EPOCHS / 4, from + 10)) : end;
  // at the minimum nothing is left, and rounding leaves a little less
  const least = screen.axis === 'gap' ? snapshot.loss - snapshot.gap : 0;
  const left = (loss: number): number => Math.max(0, loss - least);
  const { converges } = course;
  return lossCurve(
    {
      run: curveOf(session.points, left),
      now: { epoch: time, loss: left(snapshot.loss) },
      converges: converges && { epoch: converges.epoch, loss: left(converges.loss) },
      others: othersOf(session, screen, left),
      log: screen.axis !== 'linear',
      from,
      to,
    },
    { columns, rows },
    style,
  );
}

/** The futures beside the run, by number and name. */
function othersOf(
  { race }: Session,
  { language }: View['screen'],
  left: (loss: number) => number,
): OtherRun[] {
  if (!race) return [];
  const names = race.names(WORDS[language].batch);
  return race.rivals.map(({ course, trainer }, i) => {
    const { epoch, loss } = trainer.snapshot;
    const now = { epoch, loss: left(loss) };
    return { label: `${i + 1} ${names[i]}`, ...curveOf(course.points, left), now };
  });
}

/** A slow future is followed for so many times the epochs that the fastest needs, for that one to be seen. */
const SLOWEST_SHOWN = 5;

/** Epoch to draw a race to. */
function reachOf({ rivals, from }: Race, end: number): number {
  const ends = rivals.flatMap(({ convergedAt }) => (convergedAt === null ? [] : [convergedAt]));
  if (ends.length === 0) return end;
  const fastest = Math.min(...ends) - from;
  return Math.max(10, Math.min(Math.max(end, ...ends), from + SLOWEST_SHOWN * fastest));
}

/** States as a curve of what is left of their loss. */
const curveOf = (points: readonly CoursePoint[], left: (loss: number) => number): LossSeries => ({
  epochs: points.map(({ epoch }) => epoch),
  losses: points.map(({ loss }) => left(loss)),
});

/** The pair of parameters in the contours, by number; the bias is the last one. */
function pairOf({ session, screen }: View): Pair {
  const count = session.trainer.features.length + 1;
  const pairs = Array.from({ length: count }, (_, a) =>
    Array.from({ length: count - a - 1 }, (_, k) => [a, a + k + 1] as const),
  ).flat();
  return pairs[screen.pair % pairs.length]!;
}

export function descentTitle(view: View): string {
  const symbols = symbolsIn(view);
  const [a, b] = pairOf(view).map(symbols.parameter);
  return `${WORDS[view.screen.language].panels.descent} ${a} × ${b}`;
}

export function descentPanel(view: View, columns: number, rows: number, style: Style): string[] {
  const { session, screen } = view;
  const { snapshot, surface, race, time } = session;
  const names = rivalNames(view, columns, style.paint);
  const height = rows - names.length;
  const pair = pairOf(view);
  // the past may have run in another space than the present one
  const toPlane = (state: Parameters): Point => placeOf(surface.toScaled(state), pair);
  const whole = pathOf(session);
  const path = whole.filter(({ epoch }) => epoch <= time).map(toPlane);
  const [now, optimum] = [placeOf(snapshot.scaled, pair), placeOf(surface.scaledOptimum, pair)];
  const box = screen.follow
    ? inSteps(boxAround([now, optimum], aspectOf(columns, height)))
    : boxAround([...whole.map(toPlane), now, optimum], aspectOf(columns, height));
  const others = (race?.rivals ?? []).map(({ course, trainer }) => ({
    path: course.points.map(toPlane),
    now: toPlane(trainer.snapshot),
  }));
  const slice = surface.slice(pair, snapshot.scaled);
  const map = { box, slice, now, optimum, start: path[0] ?? now, path, others };
  return [...descentMap(map, { columns, rows: height }, style), ...names];
}

/** States from the start on, those to come too as far as they stay near. */
function pathOf(session: Session): readonly CoursePoint[] {
  const { points, snapshot } = session;
  const most = Math.max(2 * points[0]!.loss, snapshot.loss);
  return points.filter(({ loss }) => loss <= most);
}

/** Columns beside a plot that hold the labels of its ticks, about. */
const LABEL_COLUMNS = 6;

/** Width over height of a plot without its labels: a cell is about twice as high as wide. */
const aspectOf = (columns: number, rows: number): number =>
  Math.max(1, columns - LABEL_COLUMNS) / (2 * Math.max(1, rows - 1));

/** The box in steps of √2, so that following the point does not make the picture swim. */
function inSteps({ x, y }: Box): Box {
  const width = x[1] - x[0];
  const more = (2 ** (Math.ceil(2 * Math.log2(width)) / 2) / width - 1) / 2;
  const widened = ([low, high]: Box['x']): Box['x'] => [
    low - more * (high - low),
    high + more * (high - low),
  ];
  return { x: widened(x), y: widened(y) };
}

/** Numbers of the views: 0 is predicted × actual, j is feature j; a single feature needs only its own. */
function fitViewOf({ session, screen }: View): number {
  const d = session.trainer.features.length;
  return d === 1 ? 1 : screen.fitView % (d + 1);
}

export function fitTitle(view: View): string {
  const { session, screen } = view;
  const words = WORDS[screen.language];
  const feature = fitViewOf(view);
  const { features, target, rows } = session.trainer;
  const what =
    feature === 0 ? `${words.predicted} × ${words.actual}` : `${features[feature - 1]} × ${target}`;
  const drawn = view.rows.drawn.rows.length;
  return `${words.panels.fit} ${what}${drawn < rows ? ` · ${words.someRows(formatCount(drawn), formatCount(rows))}` : ''}`;
}

export function fitPanel(view: View, columns: number, rows: number, style: Style): string[] {
  const { session } = view;
  const { drawn } = view.rows;
  const { columns: data, rows: indices } = drawn;
  const { weights, bias } = session.snapshot;
  const actual = data.at(-1)!;
  const feature = fitViewOf(view);
  const index = indices.indexOf(chosenSample(view));
  const chosen = index < 0 ? undefined : index;
  if (feature > 0) {
    const alone = weights.length === 1;
    const line = alone ? { slope: weights[0]!, intercept: bias } : undefined;
    return fitPlot(
      { x: data[feature - 1]!, y: actual, line, agreement: false, chosen },
      { columns, rows },
      style,
    );
  }
  return fitPlot(
    {
      x: actual,
      y: predictionsOf(drawn, session.snapshot),
      line: { slope: 1, intercept: 0 },
      agreement: true,
      chosen,
    },
    { columns, rows },
    style,
  );
}
