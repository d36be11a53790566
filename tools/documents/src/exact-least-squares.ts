// Least squares without rounding: numbers in f64 are fractions with a power of two below, and BigInt holds any of them.

/** The least squares weights of columns as they are in f64, each rounded once; the bias first, where there is one. */
export function exactLeastSquares(
  columns: readonly Float64Array[],
  target: Float64Array,
  intercept: boolean,
): number[] {
  const ones = target.map(() => 1);
  const all = [...(intercept ? [ones] : []), ...columns, target].map(toFractions);
  const size = all.length - 1;
  const products = all.slice(0, -1).map((a) => all.map((b) => dot(a.numerators, b.numerators)));
  const solution = solve(products);
  const { scale } = all[size]!;
  // θ_j = (numerator / denominator) · 2^(scale of the column − scale of the target)
  return solution.map(([numerator, denominator], j) => divide(numerator, denominator, all[j]!.scale - scale));
}

/** A column as numerators over a common 2^scale. */
function toFractions(column: Float64Array): { numerators: bigint[]; scale: number } {
  let scale = 0;
  for (const value of column) while (!Number.isInteger(value * 2 ** scale)) scale++;
  // products with a power of two are exact
  return { numerators: Array.from(column, (value) => BigInt(value * 2 ** scale)), scale };
}

const dot = (a: readonly bigint[], b: readonly bigint[]): bigint =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0n);

/** Solves [A | c] by Bareiss' elimination, whose divisions leave no remainder; fractions of one denominator. */
function solve(rows: bigint[][]): [bigint, bigint][] {
  const size = rows.length;
  let before = 1n;
  for (let k = 0; k < size; k++) {
    const pivot = rows[k]![k]!;
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]!;
      rows[i] = rows[i]!.map((value, j) => (value * pivot - factor * rows[k]![j]!) / before);
    }
    before = pivot;
  }
  return rows.map((row, i) => [row[size]!, row[i]!]);
}

/** numerator / denominator · 2^exponent, to 17 digits and more. */
function divide(numerator: bigint, denominator: bigint, exponent: number): number {
  const [up, down] =
    exponent >= 0
      ? [numerator << BigInt(exponent), denominator]
      : [numerator, denominator << BigInt(-exponent)];
  const digits = abs(down).toString().length - abs(up).toString().length + 20;
  const power = 10n ** BigInt(Math.abs(digits));
  const quotient = digits >= 0 ? (up * power) / down : up / (down * power);
  return Number(`${quotient}e${-digits}`);
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
