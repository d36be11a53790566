import { linearTicks, logTicks } from '@gd-trainer/sdk/view';

/** From values to dots along one axis, and its ticks. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** 0 at `low`, 1 at `high`. */
  share(value: number): number;
  readonly ticks: readonly number[];
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
