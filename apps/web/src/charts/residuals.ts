import { type DiagnosisChart, linearTicks } from '@gd-trainer/sdk/view';
import type { Format } from '../format.ts';
import { axisNames, bottomAxis, frameOf, leftAxis, linearScale } from './axes.ts';
import {
  type Chart,
  dotsPath,
  type Frame,
  linePath,
  type Mark,
  type Point,
  type Range,
  type Size,
} from './marks.ts';

/** Share of a range that is left free at its ends. */
const MARGIN = 0.06;
/** Room that the number of a row takes, in pixels. */
const NAME = [36, 15] as const;

/** Points of a diagnosis about the line where they would lie, those of the rows that matter most with their numbers. */
export function residualChart(
  { x: across, y: up, line, named }: DiagnosisChart,
  names: readonly [across: string, up: string],
  size: Size,
  format: Format,
): Chart {
  const frame = frameOf(size);
  const ends = rangeOf(across);
  const heights = rangeOf([...up, line(ends[0]), line(ends[1])]);
  const [x, y] = [linearScale(ends, frame.left, frame.right), linearScale(heights, frame.bottom, frame.top)];
  const points = Array.from(across, (value, i): Point => [x(value), y(up[i]!)]);
  const marks: Mark[] = [
    { kind: 'path', d: linePath(ends.map((end): Point => [x(end), y(line(end))])), role: 'least' },
    { kind: 'path', d: dotsPath(points), role: 'points' },
    ...namedMarks(
      named.map(({ row, ...at }) => ({ row, at: [x(at.x), y(at.y)] })),
      frame,
    ),
  ];
  const [nameAcross, nameUp] = axisNames(names, frame);
  const axes = [
    ...leftAxis(linearTicks(...heights, size.height / 50), y, frame, format),
    ...bottomAxis(linearTicks(...ends, size.width / 80), x, frame, format),
    nameAcross,
  ];
  return { frame, axes, marks: [...marks, nameUp] };
}

/** Points with the numbers of their rows towards the middle, below one another where they would meet. */
function namedMarks(named: readonly { readonly row: number; readonly at: Point }[], frame: Frame): Mark[] {
  const placed: Point[] = [];
  return named.flatMap(({ row, at: [x, y] }): Mark[] => {
    const isLeft = x < (frame.left + frame.right) / 2;
    const across = x + (isLeft ? 8 : -8);
    let up = y + 4;
    while (placed.some((other) => Math.abs(other[0] - across) < NAME[0] && Math.abs(other[1] - up) < NAME[1]))
      up += NAME[1];
    placed.push([across, up]);
    return [
      { kind: 'dot', x, y, r: 4, role: 'chosen' },
      { kind: 'text', x: across, y: up, text: String(row), role: 'note', anchor: isLeft ? 'start' : 'end' },
    ];
  });
}

function rangeOf(values: ArrayLike<number>): Range {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    [low, high] = [Math.min(low, values[i]!), Math.max(high, values[i]!)];
  }
  const margin = MARGIN * (high - low) || 1;
  return [low - margin, high + margin];
}
