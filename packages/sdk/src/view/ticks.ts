/** A tick carries this many significant digits: an axis too short for them to tell two ticks apart has none. */
const TICK_DIGITS = 12;
/** Share of a step, or of a value, by which rounding may put a tick beside the end of its axis. */
const SLACK = 1e-9;

/** Round values from `low` to `high`, `most` of them and one more at most: whole steps of 1, 2 or 5 times a power of ten. */
export function linearTicks(low: number, high: number, most: number): number[] {
  const span = high - low;
  const resolution = Math.max(Math.abs(low), Math.abs(high)) * 10 ** (3 - TICK_DIGITS);
  if (!(most >= 1 && span > resolution && span < Infinity)) return [];
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step - SLACK);
  const count = Math.floor(high / step + SLACK) - first + 1;
  // counted in whole steps, so that 0.30000000000000004 does not come up
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    Number(((first + i) * step).toPrecision(TICK_DIGITS)),
  );
}

/** Powers of ten, with 2 and 5 times them where there is room; plain round values within one power. */
export function logTicks(low: number, high: number, most: number): number[] {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  if (to - from < 1) return linearTicks(low, high, most);
  const every = Math.max(1, Math.ceil((to - from) / most));
  const factors = 3 * (to - from) < most ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = Math.floor(from / every) * every; power <= to + SLACK; power += every) {
    ticks.push(...factors.map((factor) => Number(`${factor}e${power}`)));
  }
  return ticks.filter((tick) => tick >= low * (1 - SLACK) && tick <= high * (1 + SLACK));
}
