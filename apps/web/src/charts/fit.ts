import { linearTicks } from '@gd-trainer/sdk/view';
import type { Format } from '../format.ts';
import type { Words } from '../words/words.ts';
import { axisNames, bottomAxis, frameOf, leftAxis, linearScale, type Scale } from './axes.ts';
import { type Chart, dotsPath, type Frame, linePath, type Mark, type Point, type Size } from './marks.ts';

/** Ways to draw the distance between prediction and target. */
export type Residuals = 'none' | 'lines' | 'squares';

/** Fewer points than this are drawn larger. */
const FEW = 60;

export interface FitDrawing {
  /** Across: the only feature, or the prediction where there are more. */
  readonly across: ArrayLike<number>;
  readonly actual: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  /** Index among these of the sample looked at; -1 if it is not drawn. */
  readonly chosen: number;
  readonly residuals: Residuals;
  readonly ranges: { readonly across: readonly [number, number]; readonly up: readonly [number, number] };
  readonly names: readonly [across: string, up: string];
  /** Ends of the model's line in the range across. */
  readonly line: readonly [number, number];
}

/** The points with the model's line through them: over the feature, or, for several, actual against predicted. */
export function fitChart(drawing: FitDrawing, size: Size, words: Words, format: Format): Chart {
  const frame = frameOf(size);
  const [x, y] = fitScales(drawing, size);
  const { across, actual, predicted, chosen, ranges } = drawing;
  const points = Array.from(across, (value, i): Point => [x(value), y(actual[i]!)]);
  const feet = Array.from(across, (value, i): Point => [x(value), y(predicted[i]!)]);
  const marks: Mark[] = [
    {
      kind: 'path',
      d: residualPath(points, feet, drawing.residuals),
      role: `residuals ${drawing.residuals}`,
    },
    { kind: 'path', d: dotsPath(points), role: points.length < FEW ? 'points few' : 'points' },
    {
      kind: 'path',
      d: linePath([
        [x(ranges.across[0]), y(drawing.line[0])],
        [x(ranges.across[1]), y(drawing.line[1])],
      ]),
      role: 'model',
      link: 'prediction',
    },
  ];
  const [point, foot] = [points[chosen], feet[chosen]];
  if (point && foot) marks.push(...chosenMarks(point, foot, words));
  const isInside = (value: number): boolean => value > ranges.across[0] && value < ranges.across[1];
  if (!Array.from(across).some(isInside)) marks.push(notice(words.outside, frame));
  const [nameAcross, nameUp] = axisNames(drawing.names, frame);
  const axes = [
    ...bottomAxis(linearTicks(...ranges.across, size.width / 80), x, frame, format),
    ...leftAxis(linearTicks(...ranges.up, size.height / 50), y, frame, format),
    nameAcross,
  ];
  return { frame, axes, marks: [...marks, nameUp] };
}

export function fitScales({ ranges }: Pick<FitDrawing, 'ranges'>, size: Size): [Scale, Scale] {
  const { left, right, top, bottom } = frameOf(size);
  return [linearScale(ranges.across, left, right), linearScale(ranges.up, bottom, top)];
}

function chosenMarks([x, y]: Point, [footX, footY]: Point, words: Words): Mark[] {
  const marks: Mark[] = [
    { kind: 'path', d: `M${footX},${footY}V${y}`, role: 'residual', link: 'residual' },
    { kind: 'dot', x: footX, y: footY, r: 4, role: 'foot', link: 'prediction' },
    { kind: 'dot', x, y, r: 6, role: 'chosen', link: 'target' },
  ];
  if (Math.abs(y - footY) > 24) {
    marks.push({
      kind: 'text',
      x: x + 8,
      y: (y + footY) / 2 + 4,
      text: words.residualSign,
      role: 'residual-name',
      link: 'residual',
    });
  }
  return marks;
}

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
