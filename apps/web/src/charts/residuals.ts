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
/** Height of a name, and width of a character of one, in pixels. */
const NAME_HEIGHT = 15;
const CHARACTER = 7;
/** Characters of a name that are drawn. */
const MOST_CHARACTERS = 18;

/** Points of a diagnosis about the line where they would lie, those of the rows that matter most with their names. */
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
      named.map(({ name, ...at }) => ({ name: shortName(name), at: [x(at.x), y(at.y)] })),
      frame,
    ),
  ];
  const axes = [
    ...leftAxis(linearTicks(...heights, size.height / 50), y, frame, format),
    ...bottomAxis(linearTicks(...ends, size.width / 80), x, frame, format),
    ...axisNames(names, frame),
  ];
  return { frame, axes, marks };
}

const shortName = (name: string): string => {
  const characters = Array.from(name);
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…` : name;
};

/** Width in Latin characters: one of Chinese is as wide as two. */
const widthOf = (text: string): number =>
  Array.from(text).reduce((width, character) => width + (character > '\u2e7f' ? 2 : 1), 0);

/** Pixels of a point to each side, with some about it. */
const DOT = 5;
/** Lines below a point on which its name may stand, in the order in which they are tried. */
const LINES = [0, 1, -1, 2, -2, 3, -3];

/** Pixels across that a text takes, and its base line. */
interface LabelPlace {
  readonly range: Range;
  readonly up: number;
}

/** Points with the names of their rows towards the middle, above or below other names and points. */
function namedMarks(named: readonly { readonly name: string; readonly at: Point }[], frame: Frame): Mark[] {
  const taken = named.map(({ at: [x, y] }): LabelPlace => ({ range: [x - DOT, x + DOT], up: y + 4 }));
  return named.flatMap(({ name, at: [x, y] }): Mark[] => {
    const isLeft = x < (frame.left + frame.right) / 2;
    const across = x + (isLeft ? 8 : -8);
    const end = across + (isLeft ? 1 : -1) * CHARACTER * (widthOf(name) + 1);
    const range: Range = [Math.min(across, end), Math.max(across, end)];
    const up = freeLine(range, y + 4, taken, frame);
    taken.push({ range, up });
    return [
      { kind: 'dot', x, y, r: 4, role: 'chosen' },
      { kind: 'text', x: across, y: up, text: name, role: 'note', anchor: isLeft ? 'start' : 'end' },
    ];
  });
}

/** The nearest line inside the frame on which a text meets no other; its own where there is none. */
function freeLine([low, high]: Range, own: number, taken: readonly LabelPlace[], frame: Frame): number {
  const isFree = (up: number): boolean =>
    up - NAME_HEIGHT / 2 > frame.top &&
    up < frame.bottom &&
    !taken.some(
      ({ range, up: other }) => low < range[1] && range[0] < high && Math.abs(other - up) < NAME_HEIGHT,
    );
  return LINES.map((line) => own + line * NAME_HEIGHT).find(isFree) ?? own;
}

function rangeOf(values: ArrayLike<number>): Range {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    [low, high] = [Math.min(low, values[i]!), Math.max(high, values[i]!)];
  }
  const margin = MARGIN * (high - low) || 1;
  return [low - margin, high + margin];
}
