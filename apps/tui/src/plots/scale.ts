import { formatNumber } from '../screen/numbers.ts';

/** From values to dots along one axis, and its ticks. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** 0 at `low`, 1 at `high`. */
  share(value: number): number;
  readonly ticks: readonly number[];
}

/** A linear scale over the values, with round ticks of steps 1, 2 or 5 times a power of ten. */
export function linearScale(low: number, high: number, mostTicks: number): Scale {
  const [from, to] = high > low ? [low, high] : [low - 0.5, low + 0.5];
  return {
    low: from,
    high: to,
    share: (value) => (value - from) / (to - from),
    ticks: roundTicks(from, to, mostTicks),
  };
}

/** A logarithmic scale over positive values, with ticks at powers of ten (or 1, 2 and 5 times one on a short axis). */
export function logScale(low: number, high: number, mostTicks: number): Scale {
  const from = Math.log10(Math.max(low, Number.MIN_VALUE));
  const to = Math.max(Math.log10(high), from + 1e-6);
  return {
    low: 10 ** from,
    high: 10 ** to,
    share: (value) => (Math.log10(Math.max(value, Number.MIN_VALUE)) - from) / (to - from),
    ticks: logTicks(from, to, mostTicks),
  };
}

/** A tick carries this many significant digits: an axis too short for them to tell two ticks apart has none. */
const TICK_DIGITS = 12;

function roundTicks(from: number, to: number, most: number): number[] {
  const resolution = Math.max(Math.abs(from), Math.abs(to)) * 10 ** (3 - TICK_DIGITS);
  if (!(most >= 1 && to - from > resolution && Number.isFinite(to - from))) return [];
  const rough = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    Number(((first + i) * step).toPrecision(TICK_DIGITS)),
  );
}

function logTicks(from: number, to: number, most: number): number[] {
  const decades = Math.floor(to + 1e-9) - Math.ceil(from - 1e-9) + 1;
  if (decades < 2) {
    const powers = [Math.floor(from), Math.floor(from) + 1];
    const fine = powers.flatMap((power) => [1, 2, 5].map((factor) => factor * 10 ** power));
    return fine.filter((tick) => Math.log10(tick) >= from - 1e-9 && Math.log10(tick) <= to + 1e-9);
  }
  const every = Math.max(1, Math.ceil(decades / Math.max(1, most)));
  const first = Math.ceil(from / every - 1e-9) * every;
  return Array.from(
    { length: Math.floor((to - first) / every + 1e-9) + 1 },
    (_, i) => 10 ** (first + i * every),
  );
}

/** A tick as short as it can be: 200, 1.5, 1e7. */
export function tickLabel(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) {
    const power = Math.floor(Math.log10(size) + 1e-9);
    const factor = Number((value / 10 ** power).toPrecision(3));
    return `${factor}e${power}`.replaceAll('-', '−');
  }
  return formatNumber(Number(value.toPrecision(6)), 6)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
    .replaceAll(' ', '');
}
