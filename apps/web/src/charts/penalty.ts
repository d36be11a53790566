import type { Path } from '@gd-trainer/sdk';
import { linearTicks, logTicks, type PenaltyCurve } from '@gd-trainer/sdk/view';
import type { Format } from '../format.ts';
import { axisNames, bottomAxis, frameOf, leftAxis, linearScale, logScale, type Scale } from './axes.ts';
import { type Chart, type Frame, linePath, type Mark, type Point, type Size, shortened } from './marks.ts';

/** Share of a range that is left free at its ends. */
const MARGIN = 0.06;
const LONGEST_NAME = 18;
const LABEL_HEIGHT = 15;

/** The weights over the penalty, each named at the weak end; upright lines at the values of choice. */
export function weightsOverPenalty(
  curves: readonly PenaltyCurve[],
  path: Path,
  size: Size,
  format: Format,
): Chart {
  const place = placesIn(
    path,
    curves.flatMap(({ y }) => [0, ...y]),
    size,
  );
  const lines = curves.map(({ x, y }, j): Mark => {
    const points = Array.from(x, (value, i): Point => [place.x(value), place.y(y[i]!)]);
    return { kind: 'path', d: linePath(points), role: `rival rival-${j % 6}` };
  });
  return charted(path, place, size, format, [
    ...choiceMarks(path, place),
    { kind: 'path', d: `M${place.frame.left},${place.y(0)}H${place.frame.right}`, role: 'least' },
    ...lines,
    ...nameMarks(curves, place),
  ]);
}

/** The error on rows left out over the penalty, a standard error to both sides; the values of choice marked. */
export function errorOverPenalty(path: Path, size: Size, format: Format): Chart {
  const { values, error, standardError, best, oneStandardError } = path;
  const ends = Array.from(error, (value, k) => [value - standardError[k]!, value + standardError[k]!]);
  const place = placesIn(path, ends.flat(), size);
  const at = (k: number): Point => [place.x(values[k]!), place.y(error[k]!)];
  const dot = (k: number, role: string): Mark => ({ kind: 'dot', x: at(k)[0], y: at(k)[1], r: 5, role });
  const spans = ends.map(([low, high], k) => `M${at(k)[0]},${place.y(low!)}V${place.y(high!)}`).join('');
  return charted(path, place, size, format, [
    ...choiceMarks(path, place),
    { kind: 'path', d: spans, role: 'residuals' },
    { kind: 'path', d: linePath(Array.from(values, (_, k) => at(k))), role: 'past' },
    dot(oneStandardError, 'chosen'),
    dot(best, 'now'),
  ]);
}

interface PenaltyAxes {
  readonly frame: Frame;
  readonly x: Scale;
  readonly y: Scale;
  readonly values: readonly [number, number];
  readonly heights: readonly [number, number];
}

function placesIn(path: Path, up: readonly number[], size: Size): PenaltyAxes {
  const frame = frameOf(size);
  const values = [path.values.at(-1)!, path.values[0]!] as const;
  const [low, high] = [Math.min(...up), Math.max(...up)];
  const margin = MARGIN * (high - low) || 1;
  const heights = [low - margin, high + margin] as const;
  return {
    frame,
    values,
    heights,
    x: logScale(values, frame.left, frame.right),
    y: linearScale(heights, frame.bottom, frame.top),
  };
}

function charted(
  { penalty }: Path,
  { frame, x, y, values, heights }: PenaltyAxes,
  size: Size,
  format: Format,
  marks: readonly Mark[],
): Chart {
  const [across] = axisNames([penalty, ''], frame);
  const axes = [
    ...leftAxis(linearTicks(...heights, size.height / 50), y, frame, format),
    ...bottomAxis(logTicks(...values, size.width / 80), x, frame, format),
    across,
  ];
  return { frame, axes, marks };
}

const choiceMarks = ({ values, best, oneStandardError }: Path, { frame, x }: PenaltyAxes): Mark[] =>
  [best, oneStandardError].map((k) => ({
    kind: 'path',
    d: `M${x(values[k]!)},${frame.top}V${frame.bottom}`,
    role: 'cursor',
  }));

/** Names at the weak end, pushed apart where they would meet. */
function nameMarks(curves: readonly PenaltyCurve[], { frame, y }: PenaltyAxes): Mark[] {
  let free = frame.top + LABEL_HEIGHT;
  return curves
    .map(({ name, y: heights }, j) => ({ name, j, at: y(heights[0]!) }))
    .sort((a, b) => a.at - b.at)
    .flatMap(({ name, j, at }): Mark[] => {
      const place = Math.max(free, at - 5);
      if (place > frame.bottom) return [];
      free = place + LABEL_HEIGHT;
      const text = shortened(name, LONGEST_NAME);
      return [{ kind: 'text', x: frame.left + 6, y: place, text, role: `level level-${j % 6}` }];
    });
}
