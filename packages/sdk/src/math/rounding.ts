// Rounding that every engine does alike: by comparing, halving and doubling, without log or pow.

/** The power of two in (x/2, x], by halving and doubling alone; 1 for 0 and for what is not finite. */
export function powerOfTwoBelow(x: number): number {
  let power = 1;
  if (!(x > 0 && x < Infinity)) return power;
  while (power > x) power /= 2;
  while (power <= x / 2) power *= 2;
  return power;
}

/** x rounded to 24 significant bits, so that the last digits of a Math.pow cannot make two engines disagree. */
export function round24(x: number): number {
  const power = powerOfTwoBelow(x);
  return Math.fround(x / power) * power;
}
