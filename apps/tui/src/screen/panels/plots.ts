import type { Parameters } from '@gd-trainer/sdk';
import { narrate } from '@gd-trainer/sdk/narrate';
import {
  type Band,
  type Box,
  bandlessOf,
  boxAround,
  type CoursePoint,
  type DrawnRows,
  type FitOver,
  fitBands,
  fitLines,
  formatCount,
  formatFixed,
  formatNumber,
  type Pair,
  type Point,
  placeOf,
  placesAcross,
  predictionsOf,
  type Race,
  type Session,
  validationFact,
} from '@gd-trainer/sdk/view';
import type { Size, Style } from '../../plots/canvas.ts';
import { descentMap } from '../../plots/descent.ts';
import { type FitPlot, fitPlot, type PlotLine } from '../../plots/fit.ts';
import { epochAt, type LossCurve, type LossSeries, lossCurve, type OtherRun } from '../../plots/loss.ts';
import { WORDS } from '../../words/words.ts';
import type { ShownAction } from '../acts.ts';
import type { View } from '../store.ts';
import { chosenSample } from './chosen.ts';
import { layLine, wholeClauses } from './lines.ts';
import { rivalNames } from './race.ts';
import { symbolsIn, termsIn } from './symbols.ts';

const RECENT_EPOCHS = 60;

export function lossTitle({ screen }: View): string {
  const { panels, axes, recent } = WORDS[screen.language];
  return `${panels.loss} · ${axes[screen.axis]}${screen.recent ? ` · ${recent}` : ''}`;
}

export function lossPanel(view: View, columns: number, rows: number, style: Style): string[] {
  const told = toldIn(view, columns);
  const curve = lossCurve(curveIn(view), { columns, rows: rows - told.length }, style);
  return [...curve, ...told.map((line) => layLine([['label', ` ${line}`]], columns, style.paint))];
}

/** The act that says epoch and mean loss of the known state next to a column of the chart. */
export function lossUnder(view: View, column: number, size: Size, style: Style): ShownAction | undefined {
  const { session, screen } = view;
  const { points, snapshot, time } = session;
  const rows = size.rows - toldIn(view, size.columns).length;
  const epoch = epochAt(curveIn(view), { ...size, rows }, style, column);
  if (epoch === undefined) return undefined;
  const distance = (point: CoursePoint): number => Math.abs(point.epoch - epoch);
  const known = points.reduce((best, point) => (distance(point) < distance(best) ? point : best));
  const text = WORDS[screen.language].lossAt(
    Number.isInteger(known.epoch) ? formatCount(known.epoch) : formatFixed(known.epoch, 2),
    formatNumber(known.loss, 5),
    formatNumber(Math.max(0, known.loss - (snapshot.loss - snapshot.gap)), 3),
    known.epoch > time,
  );
  return { screen: { type: 'message', text, tone: 'plain' } };
}

function curveIn({ session, screen }: View): LossCurve {
  const { course, snapshot, time, race } = session;
  const end = Math.max(race ? reachOf(race, course.end) : course.end, time, 1);
  const from = screen.recent ? Math.max(0, Math.floor(time) - RECENT_EPOCHS) : 0;
  const to = screen.recent ? Math.min(end, Math.max(time + RECENT_EPOCHS / 4, from + 10)) : end;
  // at the minimum nothing is left, and rounding leaves a little less
  const least = screen.axis === 'gap' ? snapshot.loss - snapshot.gap : 0;
  const left = (loss: number): number => Math.max(0, loss - least);
  const { converges } = course;
  return {
    run: curveOf(session.points, left),
    now: { epoch: time, loss: left(snapshot.loss) },
    converges: converges && { epoch: converges.epoch, loss: left(converges.loss) },
    others: othersOf(session, screen, left),
    held: screen.axis === 'gap' ? undefined : heldOf(session, screen),
    log: screen.axis !== 'linear',
    from,
    to,
  };
}

/** Columns from which on the rows held out are told of, and lines that this may take. */
const TOLD_COLUMNS = 60;
const MOST_TOLD = 3;

/** What the rows held out say, below the chart. */
function toldIn({ session: { validation, trainer }, screen }: View, columns: number): string[] {
  if (!validation || columns < TOLD_COLUMNS) return [];
  const told = narrate(validationFact(validation, trainer), screen.language);
  return wholeClauses(screen, told, columns - 2, MOST_TOLD);
}

/** The loss on rows held out; above the minimum of other rows it means nothing. */
function heldOf({ validation }: Session, { language }: View['screen']): LossCurve['held'] {
  if (!validation) return undefined;
  const { points, early } = validation;
  const curve = { epochs: points.map(({ epoch }) => epoch), losses: points.map(({ loss }) => loss) };
  return { ...curve, label: WORDS[language].heldOut, best: early?.best };
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
  const { features, options } = session.trainer;
  const count = Math.max(2, features.length + (options.intercept ? 1 : 0));
  const pairs = Array.from({ length: count }, (_, a) =>
    Array.from({ length: count - a - 1 }, (_, k) => [a, a + k + 1] as const),
  ).flat();
  return pairs[screen.pair % pairs.length]!;
}

export function descentTitle(view: View): string {
  const symbols = symbolsIn(view);
  const texts = termsIn(view);
  const [a, b] = pairOf(view).map((index) => {
    const term = texts?.[index];
    return term === undefined ? symbols.parameter(index) : `${symbols.parameter(index)} (${term})`;
  });
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

/** Number of a feature, or the fit over the raw columns, or predicted × actual. */
type FitView = number | 'over' | 'agreement';

/** The views in the order of the key: the fit over what it is made of, if a line can be drawn there, then one a feature. */
function fitViewOf({ session, rows, screen }: View): FitView {
  const over = rows.over && rows.over.columns.length < 2;
  const d = session.trainer.features.length;
  if (over && d === 1) return 'over';
  const at = screen.fitView % (d + 1);
  return at > 0 ? at - 1 : over ? 'over' : 'agreement';
}

export function fitTitle(view: View): string {
  const { session, screen, rows: shown } = view;
  const words = WORDS[screen.language];
  const { features, target, rows } = session.trainer;
  const fit = fitViewOf(view);
  const what =
    fit === 'over'
      ? `${overName(shown.over!)} × ${target}`
      : fit === 'agreement'
        ? `${words.predicted} × ${words.actual}`
        : `${features[fit]} × ${target}`;
  const drawn = shown.drawn.rows.length;
  const why = fit === 'over' ? bandlessOf(session, shown.over) : 'columns';
  const bands = screen.bands ? ` · ${words.bands[why ?? 'drawn']}` : '';
  return `${words.panels.fit} ${what}${bands}${drawn < rows ? ` · ${words.someRows(formatCount(drawn), formatCount(rows))}` : ''}`;
}

/** A column, and the category that its lines are told apart by. */
const overName = ({ columns: [column], category }: FitOver): string =>
  [column?.name, category?.name].filter((name) => name !== undefined).join(' × ');

export function fitPanel(view: View, columns: number, rows: number, style: Style): string[] {
  const { session } = view;
  const { drawn, over } = view.rows;
  const fit = fitViewOf(view);
  const index = drawn.rows.indexOf(chosenSample(view));
  const chosen = index < 0 ? undefined : index;
  const plot =
    fit === 'over'
      ? overPlot(view, over!)
      : fit === 'agreement'
        ? agreementPlot(drawn, session.snapshot)
        : featurePlot(drawn, fit);
  return fitPlot({ ...plot, chosen }, { columns, rows }, style);
}

type Plot = Omit<FitPlot, 'chosen'>;

/** The model as a function of what it is made of. */
function overPlot({ session, rows: { drawn }, screen }: View, over: FitOver): Plot {
  const { category } = over;
  const state = session.snapshot;
  return {
    x: placesAcross(over),
    y: drawn.columns.at(-1)!,
    feet: predictionsOf(drawn, state),
    lines: (low, high) =>
      fitLines(over, state, [low, high]).map((line) => ({ ...line, level: category && line.level })),
    bands: (low, high) => (screen.bands ? fitBands(session, over, [low, high]) : []),
    agreement: false,
    levels: category && { names: category.levels, of: category.of },
    areAcross: over.columns.length === 0,
  };
}

/** Predictions over targets: on the diagonal they agree. */
function agreementPlot(drawn: DrawnRows, state: Parameters): Plot {
  const x = drawn.columns.at(-1)!;
  const lines = (low: number, high: number): readonly PlotLine[] => {
    const ends = Float64Array.of(low, high);
    return [{ x: ends, y: ends, level: undefined }];
  };
  return { ...POINTS, x, y: predictionsOf(drawn, state), feet: x, lines, agreement: true };
}

/** A feature among others: no line can be drawn there. */
const featurePlot = ({ columns }: DrawnRows, feature: number): Plot => ({
  ...POINTS,
  x: columns[feature]!,
  y: columns.at(-1)!,
});

const POINTS = {
  feet: undefined,
  lines: (): readonly PlotLine[] => [],
  bands: (): readonly Band[] => [],
  agreement: false,
  levels: undefined,
  areAcross: false,
} as const;
