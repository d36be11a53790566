import { type Band, type FitLine, linearTicks } from '@gd-trainer/sdk/view';
import type { Format } from '../format.ts';
import type { FirstWords } from '../words/words.ts';
import { axisNames, bottomAxis, frameOf, leftAxis, linearScale, type Scale } from './axes.ts';
import { levelRole, levelShape, shapesPath } from './level-marks.ts';
import {
  type Chart,
  dotsPath,
  type Frame,
  linePath,
  type Mark,
  type Point,
  residualName,
  type Size,
  shortened,
} from './marks.ts';

/** Ways to draw the distance between prediction and target. */
export type Residuals = 'none' | 'lines' | 'squares';

/** Fewer points than this are drawn larger. */
const FEW = 60;
/** Room for names under the axis and at the ends of lines, in pixels and characters. */
const LEAST_NAME_WIDTH = 48;
const CHARACTER_WIDTH = 8;
const LABEL_HEIGHT = 15;
const LONGEST_NAME = 24;

export interface FitDrawing {
  /** Across: the only column, the place of a level, or the prediction where the model is made of more. */
  readonly across: ArrayLike<number>;
  readonly actual: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  /** Index among these of the sample looked at; -1 if it is not drawn. */
  readonly chosen: number;
  readonly residuals: Residuals;
  readonly ranges: { readonly across: readonly [number, number]; readonly up: readonly [number, number] };
  readonly names: readonly [across: string, up: string];
  /** Lines of the model in the range across; none where that is made of more. */
  readonly lines: readonly FitLine[];
  /** Bands around the line. */
  readonly bands: readonly Band[];
  /** Levels by name, and the number of each point's level; undefined where points are all of a kind. */
  readonly levels: { readonly names: readonly string[]; readonly of: ArrayLike<number> } | undefined;
  /** True if the levels stand side by side, each at its number. */
  readonly areAcross: boolean;
}

/** The points with the lines of the model through them: over what it is made of, or actual against predicted. */
export function fitChart(drawing: FitDrawing, size: Size, words: FirstWords, format: Format): Chart {
  const frame = frameOf(size);
  const [x, y] = fitScales(drawing, size);
  const { across, actual, predicted, chosen, ranges } = drawing;
  const points = Array.from(across, (value, i): Point => [x(value), y(actual[i]!)]);
  const feet = Array.from(across, (value, i): Point => [x(value), y(predicted[i]!)]);
  const marks: Mark[] = [
    ...bandMarks(drawing, x, y),
    {
      kind: 'path',
      d: residualPath(points, feet, drawing.residuals),
      role: `residuals ${drawing.residuals}`,
    },
    ...pointMarks(points, drawing),
    ...lineMarks(drawing, x, y),
    ...agreement(drawing, x, y),
  ];
  if (drawing.levels && !drawing.areAcross)
    marks.push(...labelMarks(drawing, drawing.levels.names, y, frame));
  const [point, foot] = [points[chosen], feet[chosen]];
  if (point && foot) {
    const name = residualName(words.residualSign, point, foot[1], frame, points);
    marks.push(...chosenMarks(point, foot), ...name);
  }
  const isInside = (value: number): boolean => value > ranges.across[0] && value < ranges.across[1];
  if (!Array.from(across).some(isInside)) marks.push(notice(words.outside, frame));
  const axes = [
    ...acrossAxis(drawing, x, frame, size, format),
    ...leftAxis(linearTicks(...ranges.up, size.height / 50), y, frame, format),
    ...axisNames(drawing.names, frame),
  ];
  return { frame, axes, marks };
}

/** Ticks across: numbers, or the names of levels as far as there is room for them. */
function acrossAxis(
  { ranges, levels, areAcross }: FitDrawing,
  x: Scale,
  frame: Frame,
  { width }: Size,
  format: Format,
): Mark[] {
  if (!(areAcross && levels)) return bottomAxis(linearTicks(...ranges.across, width / 80), x, frame, format);
  const each = (frame.right - frame.left) / levels.names.length;
  const every = Math.ceil(LEAST_NAME_WIDTH / each);
  const ticks = Array.from(levels.names.keys()).filter((level) => level % every === 0);
  const most = Math.floor((each * every) / CHARACTER_WIDTH);
  return bottomAxis(ticks, x, frame, {
    ticks: (shown) => shown.map((level) => shortened(levels.names[level]!, most)),
  });
}

/** Points of one kind as dots, those of levels each in its shape. */
function pointMarks(points: readonly Point[], { levels }: FitDrawing): Mark[] {
  const role = points.length < FEW ? 'points few' : 'points';
  if (!levels) return [{ kind: 'path', d: dotsPath(points), role }];
  const reach = points.length < FEW ? 4.5 : 3;
  return levels.names.map((_, level) => {
    const own = points.filter((_point, i) => levels.of[i] === level);
    return { kind: 'path', d: shapesPath(own, level, reach), role: `shapes ${levelRole(level)}` };
  });
}

/** Each band as an area; places without a value leave none. */
const bandMarks = ({ bands }: FitDrawing, x: Scale, y: Scale): Mark[] =>
  bands.map(({ kind, x: xs, low, high }) => {
    const edge = (ends: Float64Array): Point[] =>
      Array.from(xs, (value, i): Point => [x(value), y(ends[i]!)]);
    const around = [...edge(low), ...edge(high).reverse()].filter((point) => point.every(Number.isFinite));
    return { kind: 'path', d: `${linePath(around)}Z`, role: `band ${kind}` };
  });

const lineMarks = ({ lines, levels }: FitDrawing, x: Scale, y: Scale): Mark[] =>
  lines.map(({ x: xs, y: ys, level }) => ({
    kind: 'path',
    d: linePath(Array.from(xs, (value, i): Point => [x(value), y(ys[i]!)])),
    role: levels ? `model ${levelRole(level)}` : 'model',
    link: 'prediction',
  }));

/** Over predictions, the line on which they and the target agree. */
const agreement = ({ lines, ranges: { across } }: FitDrawing, x: Scale, y: Scale): Mark[] =>
  lines.length > 0
    ? []
    : [
        {
          kind: 'path',
          d: linePath(across.map((value): Point => [x(value), y(value)])),
          role: 'agreement',
          link: 'prediction',
        },
      ];

/** The name of each level above the right end of its line, pushed up where it would meet the one below. */
function labelMarks({ lines }: FitDrawing, names: readonly string[], y: Scale, frame: Frame): Mark[] {
  const ends = lines
    .map(({ level, y: ys }) => ({ level, at: y(ys.at(-1)!) }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => b.at - a.at)
    .slice(-Math.floor((frame.bottom - frame.top) / LABEL_HEIGHT));
  let free = frame.bottom - 4;
  return ends.map(({ level, at }, i) => {
    const highest = frame.top + (ends.length - i) * LABEL_HEIGHT;
    const place = Math.max(highest, Math.min(at - 5, free));
    free = place - LABEL_HEIGHT;
    const text = `${levelShape(level)} ${shortened(names[level]!, LONGEST_NAME)}`;
    const role = `level ${levelRole(level)}`;
    return { kind: 'text', x: frame.right - 4, y: place, text, role, anchor: 'end' };
  });
}

export function fitScales({ ranges }: Pick<FitDrawing, 'ranges'>, size: Size): [Scale, Scale] {
  const { left, right, top, bottom } = frameOf(size);
  return [linearScale(ranges.across, left, right), linearScale(ranges.up, bottom, top)];
}

const chosenMarks = ([x, y]: Point, [footX, footY]: Point): Mark[] => [
  { kind: 'path', d: `M${footX},${footY}V${y}`, role: 'residual', link: 'residual' },
  { kind: 'dot', x: footX, y: footY, r: 4, role: 'foot', link: 'prediction' },
  { kind: 'dot', x, y, r: 6, role: 'chosen', link: 'target' },
];

/** Instead of an empty picture. */
const notice = (text: string, { left, right, top, bottom }: Frame): Mark => ({
  kind: 'text',
  x: (left + right) / 2,
  y: (top + bottom) / 2,
  text,
  role: 'notice',
  anchor: 'middle',
});

/** A line from each point to the model, or the square over it: the area is what the loss adds up. */
function residualPath(points: readonly Point[], feet: readonly Point[], residuals: Residuals): string {
  if (residuals === 'none') return '';
  return points
    .map(([x, y], i) => {
      const side = Math.round((feet[i]![1] - y) * 10) / 10;
      const start = `M${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}v${side}`;
      return residuals === 'lines' ? start : `${start}h${Math.abs(side)}v${-side}z`;
    })
    .join('');
}

/** The drawn point nearest to a place, by index. */
export function nearestPoint(drawing: FitDrawing, size: Size, [px, py]: Point): number {
  const [x, y] = fitScales(drawing, size);
  let best = -1;
  let least = Infinity;
  for (let i = 0; i < drawing.across.length; i++) {
    const distance = Math.hypot(x(drawing.across[i]!) - px, y(drawing.actual[i]!) - py);
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
