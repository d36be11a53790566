// Rounding that every engine does alike: by comparing, halving and doubling, without log or pow.

/** The power of two in (x/2, x], by halving and doubling alone; 1 for 0 and for what is not finite. */
export function powerOfTwoBelow(x: number): number {
  let power = 1;
  if (!(x > 0 && x < Infinity)) return power;
  while (power > x) power /= 2;
  while (power <= x / 2) power *= 2;
  return power;
}

/**
 * x rounded down to 24 significant bits, so that the last digits of a Math.pow cannot make two engines disagree, and a
 * bound stays one.
 */
export function floor24(x: number): number {
  const unit = powerOfTwoBelow(x) * 2 ** -23;
  return Math.floor(x / unit) * unit;
}
