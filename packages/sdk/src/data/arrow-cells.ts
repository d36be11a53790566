// Values of Arrow columns: their unit follows the type, whatever an accessor makes of it, and never whether nulls are there.
import { GdError, quote } from '../errors.ts';
import type { ArrowVectorLike } from '../types.ts';

/** Ids of types in Arrow's own format. */
const BOOL = 6;
const DECIMAL = 7;
const DATE = 8;
const TIME = 9;
const TIMESTAMP = 10;
const DURATION = 18;

const DAY_MS = 864e5;
/** Steps of a day by Arrow's units: seconds, and from there by thousands to nanoseconds. */
const STEPS = [86_400, DAY_MS, 864e8, 864e11];
const MILLISECONDS = 1;
const NANOSECONDS = 3;
const WORD_BITS = 32;

/** The value of each row, null where it is missing: times as days, truth as 0 and 1, decimals as the nearest f64. */
export function arrowCells(name: string, vector: ArrowVectorLike): (row: number) => unknown {
  const { type } = vector;
  const present =
    (read: (value: unknown, row: number) => unknown) =>
    (row: number): unknown => {
      const value = vector.get(row);
      return value === null || value === undefined ? null : read(value, row);
    };
  switch (type?.typeId) {
    case BOOL:
      return present(Number);
    case DATE:
      return present((value) => Number(value) / DAY_MS);
    case DECIMAL:
      return present((value) =>
        ArrayBuffer.isView(value) ? decimal(value as Uint32Array, type.scale ?? 0) : value,
      );
    case TIME:
    case DURATION:
      return present((value, row) => days(value, type.unit ?? MILLISECONDS, name, row));
    case TIMESTAMP: {
      // an accessor gives milliseconds, which have lost some of the others; the array has them as they are
      const counts = vector.toArray() as ArrayLike<unknown>;
      const unit = ArrayBuffer.isView(counts) ? type.unit : MILLISECONDS;
      return present((_, row) => days(counts[row], unit ?? MILLISECONDS, name, row));
    }
    default:
      return (row) => vector.get(row);
  }
}

/** A count of steps as days; a whole microsecond is what an f64 of today's dates tells apart. */
function days(count: unknown, unit: number, name: string, row: number): unknown {
  const steps = STEPS[unit]!;
  if (unit === NANOSECONDS) {
    const nanoseconds = BigInt(count as bigint | number);
    if (nanoseconds % 1000n === 0n) return days(nanoseconds / 1000n, unit - 1, name, row);
    throw new GdError(
      'DATA',
      `column ${quote(name)}, row ${row + 1}: expected whole microseconds, got ${nanoseconds} ns`,
      'cast the column to microseconds: what is finer is lost in an f64 of days',
      { column: name, row: row + 1 },
    );
  }
  const number = Number(count);
  // a bigint that no f64 holds is refused as it is
  return typeof count === 'bigint' && !Number.isSafeInteger(number) ? count : number / steps;
}

/** The number in two's complement of 32-bit words, the least first, over a power of ten. */
function decimal(words: Uint32Array, scale: number): number | bigint {
  const bits = words.reduce((sum, word, k) => sum | (BigInt(word) << BigInt(WORD_BITS * k)), 0n);
  const whole = BigInt.asIntN(WORD_BITS * words.length, bits);
  return scale > 0 ? Number(`${whole}e-${scale}`) : whole * 10n ** BigInt(-scale);
}
