/** Exact arithmetic on f64: every finite one is an integer times a power of two. */
export interface Rational {
  /** Value = numerator / 2^scale. */
  readonly numerator: bigint;
  readonly scale: bigint;
}

const bits = new DataView(new ArrayBuffer(8));

export function exact(value: number): Rational {
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const exponent = (raw >> 52n) & 0x7ffn;
  const fraction = raw & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? fraction : fraction | 0x10000000000000n;
  const scale = 1075n - (exponent === 0n ? 1n : exponent);
  const numerator = raw >> 63n ? -magnitude : magnitude;
  return scale < 0n ? { numerator: numerator << -scale, scale: 0n } : { numerator, scale };
}

export function add(a: Rational, b: Rational): Rational {
  if (a.scale < b.scale) return add(b, a);
  return { numerator: a.numerator + (b.numerator << (a.scale - b.scale)), scale: a.scale };
}

export function times(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.numerator, scale: a.scale + b.scale };
}

export function negate({ numerator, scale }: Rational): Rational {
  return { numerator: -numerator, scale };
}

export function magnitude({ numerator, scale }: Rational): Rational {
  return { numerator: numerator < 0n ? -numerator : numerator, scale };
}

export const sumOf = (terms: readonly Rational[]): Rational => terms.reduce(add, exact(0));

/** Nearest f64, to a relative 2⁻⁵²: enough to compare an error with its bound. */
export function toNumber({ numerator, scale }: Rational): number {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  const drop = BigInt(Math.max(0, size.toString(2).length - 60));
  const value = Number(size >> drop) * 2 ** Number(drop - scale);
  return negative ? -value : value;
}

/** a ÷ b to 2⁻⁶⁰ for comparisons; 0 ÷ 0 is 0. */
export function ratio(a: Rational, b: Rational): number {
  const lift = b.scale - a.scale;
  const above = lift > 0n ? a.numerator << lift : a.numerator;
  const below = lift < 0n ? b.numerator << -lift : b.numerator;
  if (below === 0n) return above === 0n ? 0 : Infinity;
  return toNumber({ numerator: (above << 60n) / below, scale: 60n });
}

// quotients and roots end somewhere: after this many digits, of which the bounds they are compared with see none
const DIGITS = 300n;

export function quotient(a: Rational, b: Rational): Rational {
  const digits = DIGITS + BigInt(b.numerator.toString(2).length);
  return { numerator: (a.numerator << digits) / b.numerator, scale: a.scale - b.scale + digits };
}

export function squareRoot({ numerator, scale }: Rational): Rational {
  if (numerator === 0n) return exact(0);
  const odd = scale & 1n;
  const square = numerator << (2n * DIGITS + odd);
  // Newton's steps from above stop at the integer part of the root
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return { numerator: root, scale: (scale + odd) / 2n + DIGITS };
    root = next;
  }
}
