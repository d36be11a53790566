import type { Format } from '../format.ts';
import type { Frame, Mark, Size } from './marks.ts';

/** From a value to a pixel. */
export type Scale = (value: number) => number;

/** Right of the plot. */
const MARGIN = 12;
/** Width of a digit of a label. */
const DIGIT = 7.6;

export const frameOf = ({ width, height }: Size, left = 56): Frame => ({
  left,
  right: Math.max(left, width - MARGIN),
  top: 20,
  bottom: height - 34,
});

// far outside the picture is far enough: a diverging run would otherwise ask the renderer for a line of 1e300 pixels
const CLOSE = 1e5;
const clamp = (pixel: number): number => Math.min(CLOSE, Math.max(-CLOSE, pixel));

export function linearScale([low, high]: readonly [number, number], from: number, to: number): Scale {
  const perUnit = (to - from) / (high - low || 1);
  return (value) => clamp(from + (value - low) * perUnit);
}

export function logScale([low, high]: readonly [number, number], from: number, to: number): Scale {
  const linear = linearScale([Math.log(low), Math.log(high)], from, to);
  return (value) => linear(Math.log(Math.max(value, Number.MIN_VALUE)));
}

/** log(1 + epoch): starts at 0, and gives the first epochs, where most happens, the room they need. */
export function epochScale(horizon: number, from: number, to: number): Scale {
  const linear = linearScale([0, Math.log1p(horizon)], from, to);
  return (epoch) => linear(Math.log1p(epoch));
}

/** 0, then 1, 2, 5 times powers of ten, or these alone on a long way, thinned until their labels stand apart. */
export function epochTicks(horizon: number, scale: Scale): number[] {
  const ticks = [0];
  for (let power = 1; power <= horizon; power *= 10) {
    const gap = horizon < 1e5 ? Math.max(34, 10 * String(power).length) : 34;
    for (const factor of horizon < 1e5 ? [1, 2, 5] : [1]) {
      const tick = factor * power;
      if (tick <= horizon && scale(tick) - scale(ticks.at(-1)!) >= gap) ticks.push(tick);
    }
  }
  return ticks;
}

/** A hairline and a number for each tick on the left. */
export function leftAxis(ticks: readonly number[], scale: Scale, frame: Frame, format: Format): Mark[] {
  const labels = format.ticks(ticks);
  const end = Math.max(frame.left - 6, ...labels.map(({ length }) => length * DIGIT));
  return ticks.flatMap((tick, i): Mark[] => {
    const y = Math.round(scale(tick)) + 0.5;
    const d = `M${frame.left},${y}H${frame.right}`;
    return [
      { kind: 'path', d, role: 'grid' },
      { kind: 'text', x: end, y: y + 4, text: labels[i]!, role: 'tick', anchor: 'end' },
    ];
  });
}

export function bottomAxis(
  ticks: readonly number[],
  scale: Scale,
  frame: Frame,
  format: Pick<Format, 'ticks'>,
): Mark[] {
  const labels = format.ticks(ticks);
  return ticks.flatMap((tick, i): Mark[] => {
    const x = Math.round(scale(tick)) + 0.5;
    const text = labels[i]!;
    // the last is not cut off
    const middle = Math.min(x, frame.right + MARGIN - (text.length * DIGIT) / 2);
    return [
      { kind: 'path', d: `M${x},${frame.top}V${frame.bottom}`, role: 'grid' },
      { kind: 'text', x: middle, y: frame.bottom + 15, text, role: 'tick', anchor: 'middle' },
    ];
  });
}

/** Names of the axes: what runs to the right under its end, what runs up above it, where no curve goes; each lights up with what it names. */
export function axisNames(
  [across, up]: readonly [string, string],
  frame: Frame,
  [link, other]: readonly [string, string] = ['', ''],
): [Mark, Mark] {
  return [
    { kind: 'text', x: frame.right, y: frame.bottom + 30, text: across, role: 'axis', anchor: 'end', link },
    { kind: 'text', x: frame.left, y: frame.top - 6, text: up, role: 'axis', link: other },
  ];
}
