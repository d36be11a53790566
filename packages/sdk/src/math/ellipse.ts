import { type Box, holds, type Point } from './box.ts';

/** All center + radii[0]·cos t·e + radii[1]·sin t·n, with e = (cos angle, sin angle) and n a quarter turn further. */
export interface Ellipse {
  readonly center: Point;
  readonly radii: readonly [number, number];
  readonly angle: number;
}

/** A part of an ellipse: t from `from` to `to`, counter-clockwise. */
export interface Arc {
  readonly ellipse: Ellipse;
  readonly from: number;
  readonly to: number;
}

const WHOLE = 2 * Math.PI;

/** The place on an ellipse at t. */
export function ellipsePoint(ellipse: Ellipse, t: number): [number, number] {
  const [dx, dy] = fromCenter(ellipse, Math.cos(t), Math.sin(t));
  return [ellipse.center[0] + dx, ellipse.center[1] + dy];
}

/** Derivative of that place by t. */
export const ellipseTangent = (ellipse: Ellipse, t: number): [number, number] =>
  fromCenter(ellipse, -Math.sin(t), Math.cos(t));

function fromCenter({ radii: [a, b], angle }: Ellipse, cosine: number, sine: number): [number, number] {
  const [along, beside] = [a * cosine, b * sine];
  const [ex, ey] = [Math.cos(angle), Math.sin(angle)];
  return [along * ex - beside * ey, along * ey + beside * ex];
}

/** The parts of an ellipse inside a box. */
export function arcsWithin(ellipse: Ellipse, box: Box): Arc[] {
  const isInside = (t: number): boolean => holds(box, ellipsePoint(ellipse, t));
  const cuts = [...crossings(ellipse, 0, box.x), ...crossings(ellipse, 1, box.y)].sort((a, b) => a - b);
  if (cuts.length === 0) return isInside(0) ? [{ ellipse, from: 0, to: WHOLE }] : [];
  return cuts.flatMap((from, i) => {
    const to = cuts[i + 1] ?? cuts[0]! + WHOLE;
    return isInside((from + to) / 2) ? [{ ellipse, from, to }] : [];
  });
}

/** Each t in 0…2π at which a coordinate, center + swing·cos(t − phase), takes one of two values. */
function crossings(ellipse: Ellipse, axis: 0 | 1, values: readonly [number, number]): number[] {
  const [atStart, atQuarter] = [fromCenter(ellipse, 1, 0)[axis], fromCenter(ellipse, 0, 1)[axis]];
  const [swing, phase] = [Math.hypot(atStart, atQuarter), Math.atan2(atQuarter, atStart)];
  return values.flatMap((value) => {
    const turn = Math.acos((value - ellipse.center[axis]) / swing);
    if (Number.isNaN(turn)) return [];
    return [phase - turn, phase + turn].map((t) => ((t % WHOLE) + WHOLE) % WHOLE);
  });
}
