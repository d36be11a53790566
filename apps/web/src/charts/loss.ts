import { logTicks } from '@gd-trainer/sdk/view';
import type { Format } from '../format.ts';
import type { Words } from '../words/words.ts';
import {
  axisNames,
  bottomAxis,
  epochScale,
  epochTicks,
  frameOf,
  leftAxis,
  logScale,
  type Scale,
} from './axes.ts';
import { type Chart, type Frame, linePath, type Mark, type Point, rivalMarks, type Size } from './marks.ts';

/** A state by its epoch, and its loss. */
interface LossPoint {
  readonly epoch: number;
  readonly loss: number;
}

/** States in order of epochs, and the epoch at which their axis ends. */
interface LossCourse {
  readonly points: readonly LossPoint[];
  readonly horizon: number;
}

export interface LossDrawing {
  readonly course: LossCourse;
  readonly now: LossPoint;
  /** The least possible loss. */
  readonly least: number;
  /** True if what is drawn is the loss above the least: where every run goes there, only that tells them apart. */
  readonly isAboveLeast: boolean;
  /** The loss on rows that are held out, and the state that early stopping takes; undefined where none are. */
  readonly held:
    | { readonly points: readonly LossPoint[]; readonly early: { readonly best: LossPoint } | undefined }
    | undefined;
  /** Other futures, each with the place it has come to. */
  readonly rivals: readonly { readonly points: readonly LossPoint[]; readonly now: LossPoint }[];
  /** Epoch under the pointer. */
  readonly hovered: number | undefined;
}

/** Pixels below the line of the least loss for its name: there no run ever comes. */
const NAME_OF_LEAST = 10;

/** Loss by epoch, both axes logarithmic: the past as a line, the prediction as dots, the present as a point on it. */
export function lossChart(
  { course, now, least, isAboveLeast, held, rivals, hovered }: LossDrawing,
  size: Size,
  words: Words,
  format: Format,
): Chart {
  const frame = frameOf(size);
  const heightOf = ({ loss }: { loss: number }): number => (isAboveLeast ? loss - least : loss);
  const others = [...rivals.flatMap(({ points }) => points), ...(held?.points ?? [])];
  const heights = [now, ...course.points, ...others].map(heightOf);
  const begin = course.points[0] ?? now;
  // a race is about who goes down: of one that goes up the way out is enough
  const [low, high] = isAboveLeast
    ? rangeOf(heights, DEEPEST, WAY_OUT * heightOf(begin))
    : rangeOf(heights, EXACT, Infinity);
  const x = lossEpochScale(course, size);
  const isLeastSeen = least > low && !isAboveLeast;
  const y = logScale([low, high], frame.bottom - (isLeastSeen ? NAME_OF_LEAST : 0), frame.top);
  const place = (point: LossPoint): Point => [x(point.epoch), y(heightOf(point))];
  const past = course.points.filter(({ epoch }) => epoch < now.epoch);
  const future = course.points.filter(({ epoch }) => epoch > now.epoch);
  const here = place(now);
  const marks: Mark[] = [];
  if (isLeastSeen) {
    marks.push({ kind: 'path', d: `M${frame.left},${y(least)}H${frame.right}`, role: 'least' });
    marks.push({
      kind: 'text',
      x: frame.right,
      y: y(least) + 13,
      text: words.least,
      role: 'note',
      anchor: 'end',
    });
  }
  marks.push({ kind: 'path', d: linePath([here, ...future.map(place)]), role: 'predicted' });
  marks.push({ kind: 'path', d: linePath([...past.map(place), here]), role: 'past' });
  for (const [number, rival] of rivals.entries()) {
    marks.push(...rivalMarks(rival.points.map(place), place(rival.now), number, frame));
  }
  if (held) marks.push(...heldMarks(held, now.epoch, place, words, frame));
  marks.push({ kind: 'dot', x: here[0], y: here[1], r: 5, role: 'now' });
  const near = hovered === undefined ? undefined : nearestPoint(course, hovered);
  if (near) marks.push(...readout(near, place(near), size, words, format));
  const axes = [
    ...leftAxis(logTicks(low, high, size.height / 45), y, frame, format),
    ...bottomAxis(epochTicks(course.horizon, x), x, frame, format),
    ...axisNames([words.epoch, isAboveLeast ? words.figures.gap : words.loss], frame),
  ];
  return { frame, axes, marks };
}

/** The loss on rows held out: a line up to now, dots ahead, named at its end, and the state that early stopping takes. */
function heldMarks(
  { points, early }: LossDrawing['held'] & object,
  now: number,
  place: (point: LossPoint) => Point,
  words: Words,
  { right }: Frame,
): Mark[] {
  const split = points.findIndex(({ epoch }) => epoch > now);
  const past = split < 0 ? points : points.slice(0, split);
  const [, height] = place(points.at(-1)!);
  const marks: Mark[] = [
    { kind: 'path', d: linePath(points.slice(Math.max(0, past.length - 1)).map(place)), role: 'predicted' },
    { kind: 'path', d: linePath(past.map(place)), role: 'residual' },
    { kind: 'text', x: right - 4, y: height - 6, text: words.heldOut, role: 'residual-name', anchor: 'end' },
  ];
  if (!early) return marks;
  const [x, y] = place(early.best);
  return [...marks, { kind: 'dot', x, y, r: 5, role: 'chosen' }];
}

/** The epoch axis, which a pointer on the chart is read by too. */
function lossEpochScale({ horizon }: LossCourse, size: Size): Scale {
  const { left, right } = frameOf(size);
  return epochScale(horizon, left, right);
}

/** The epoch at a distance from the left edge. */
export function epochAtPixel({ horizon }: LossCourse, size: Size, pixel: number): number {
  const { left, right } = frameOf(size);
  const share = Math.min(1, Math.max(0, (pixel - left) / (right - left)));
  return Math.round(Math.expm1(share * Math.log1p(horizon)));
}

/** An exact fit ends at a loss of 0, which no logarithm has room for: this share of the highest stands for it. */
const EXACT = 1e-16;
/** Share of two losses below which their difference is rounding. */
const DEEPEST = 1e-13;

/** Height of a race's chart above its start. */
const WAY_OUT = 100;

function rangeOf(values: readonly number[], least: number, most: number): [number, number] {
  let [low, high] = [Infinity, 0];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, Math.min(value, most))];
  low = Math.max(low, high * least, Number.MIN_VALUE);
  const margin = Math.max(1.05, (high / low) ** 0.06);
  return [low / margin, high * margin];
}

function nearestPoint({ points }: LossCourse, epoch: number): LossPoint | undefined {
  let best = points[0];
  for (const point of points) {
    if (best && Math.abs(point.epoch - epoch) < Math.abs(best.epoch - epoch)) best = point;
  }
  return best;
}

function readout(point: LossPoint, [at, height]: Point, size: Size, words: Words, format: Format): Mark[] {
  const frame = frameOf(size);
  const isLeft = at < (frame.left + frame.right) / 2;
  const text = `${words.epochAt(format.count(point.epoch))} · L ${format.short(point.loss)}`;
  return [
    { kind: 'path', d: `M${at},${frame.top}V${frame.bottom}`, role: 'cursor' },
    { kind: 'dot', x: at, y: height, r: 4, role: 'cursor' },
    {
      kind: 'text',
      x: at + (isLeft ? 8 : -8),
      y: frame.top + 20,
      text,
      role: 'readout',
      anchor: isLeft ? 'start' : 'end',
    },
  ];
}
