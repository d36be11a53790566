/** A place on a plane. */
export type Point = readonly [x: number, y: number];

/** A part of a plane. */
export interface Box {
  /** From and to, across. */
  readonly x: readonly [number, number];
  /** From and to, up. */
  readonly y: readonly [number, number];
}

/** Air on each side, as a share of the span. */
const MARGIN = 0.18;
/** Spans so many times as long as each other are drawn each to its own scale: a true shape would be a line. */
const MOST_UNLIKE = 20;
/** A span below this share of its values is rounding: no axis has the digits for it. */
const LEAST_SPAN = 1e-4;

/**
 * The box in which all points have air around them. With the aspect of the picture, its width over its height, one unit
 * is as long across as up, which alone draws a right angle as one, unless the spans are too unlike.
 */
export function boxAround(points: readonly Point[], aspect?: number): Box {
  const [x, y] = [sideOf(points.map((point) => point[0])), sideOf(points.map((point) => point[1]))];
  // nearer to one another than digits go
  const alone = LEAST_SPAN * Math.hypot(x.middle, y.middle) || 1;
  let [width, height] = x.span + y.span > 0 ? [x.span, y.span] : [alone, alone];
  if (aspect) {
    const [least, longest] = [Math.min(width, height * aspect), Math.max(width, height * aspect)];
    // a side without a span follows the other
    if (longest < MOST_UNLIKE * least || least === 0) [width, height] = [longest, longest / aspect];
  }
  return { x: reach(x.middle, width), y: reach(y.middle, height) };
}

function sideOf(values: readonly number[]): { readonly middle: number; readonly span: number } {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const middle = (low + high) / 2;
  return { middle, span: high - low > LEAST_SPAN * Math.abs(middle) ? high - low : 0 };
}

function reach(middle: number, span: number): [number, number] {
  const half = (0.5 + MARGIN) * (span || Math.abs(middle) || 1);
  return [middle - half, middle + half];
}

/** True of a place in a box. */
export const holds = ({ x, y }: Box, [a, b]: Point): boolean =>
  a >= x[0] && a <= x[1] && b >= y[0] && b <= y[1];

/** The part of a segment inside a box (Liang and Barsky 1984). */
export function segmentWithin(
  [x0, y0]: Point,
  [x1, y1]: Point,
  { x, y }: Box,
): readonly [Point, Point] | undefined {
  if (![x0, y0, x1, y1].every(Number.isFinite)) return undefined;
  const [dx, dy] = [x1 - x0, y1 - y0];
  let [enter, leave] = [0, 1];
  for (const [step, room] of [
    [-dx, x0 - x[0]],
    [dx, x[1] - x0],
    [-dy, y0 - y[0]],
    [dy, y[1] - y0],
  ] as const) {
    if (step < 0) enter = Math.max(enter, room / step);
    else if (step > 0) leave = Math.min(leave, room / step);
    else if (room < 0) return undefined;
  }
  const at = (share: number): Point => [x0 + share * dx, y0 + share * dy];
  return enter > leave ? undefined : [at(enter), at(leave)];
}
