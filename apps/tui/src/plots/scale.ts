import { linearTicks, logTicks } from '@gd-trainer/sdk/view';
import { cutCells } from './canvas.ts';

/** From values to dots along one axis, and its ticks. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** 0 at `low`, 1 at `high`. */
  share(value: number): number;
  readonly ticks: readonly number[];
  /** What stands at a tick in place of its number. */
  nameOf?(tick: number): string;
}

export function linearScale(low: number, high: number, mostTicks: number): Scale {
  const [from, to] = high > low ? [low, high] : [low - 0.5, low + 0.5];
  return {
    low: from,
    high: to,
    share: (value) => (value - from) / (to - from),
    ticks: linearTicks(from, to, mostTicks),
  };
}

/** A logarithmic scale over positive values. */
export function logScale(low: number, high: number, mostTicks: number): Scale {
  const from = Math.log10(Math.max(low, Number.MIN_VALUE));
  const to = Math.max(Math.log10(high), from + 1e-6);
  return {
    low: 10 ** from,
    high: 10 ** to,
    share: (value) => (Math.log10(Math.max(value, Number.MIN_VALUE)) - from) / (to - from),
    ticks: logTicks(10 ** from, 10 ** to, mostTicks),
  };
}

/** Columns that a name gets at least, two of them as a gap: where there are fewer, names are left out. */
const NAME_COLUMNS = 8;

/** Names side by side, each at its number, cut to the room that it has. */
export function namedScale(names: readonly string[], columns: number): Scale {
  const scale = linearScale(-0.5, names.length - 0.5, 2);
  const each = columns / names.length;
  const every = Math.ceil(NAME_COLUMNS / each);
  const room = Math.max(1, Math.floor(each * every) - 3);
  const ticks = [...names.keys()].filter((i) => i % every === 0);
  return { ...scale, ticks, nameOf: (tick) => cutCells(names[tick]!, room).join('') };
}
