// Fields of a line that are plain numbers, read where they stand: no text is made of them.

/** Powers of ten that f64 holds, as is any whole number of so many digits: their quotient is the number that is nearest. */
const POWERS = Array.from({ length: 16 }, (_, digits) => Number(`1e${digits}`));
const MOST_DIGITS = 15;
const [ZERO, MINUS, POINT] = [48, 45, 46];

/** The fields of one line after the other, by the place where each ends. */
export class PlainLine {
  readonly #mark: string;
  /** Its code. */
  readonly #separator: number;
  /** Places behind the fields. */
  readonly ends: Int32Array;
  /** Their numbers, NaN for a field that is none or is written in another way. */
  readonly numbers: Float64Array;
  /** 1 for a number with a decimal point. */
  readonly pointed: Uint8Array;

  constructor(separator: string, width: number) {
    this.#mark = separator;
    this.#separator = separator.charCodeAt(0);
    this.ends = new Int32Array(width);
    this.numbers = new Float64Array(width);
    this.pointed = new Uint8Array(width);
  }

  /** Finds the fields of the line between two places; false where it has another number of them. */
  read(text: string, start: number, end: number): boolean {
    const { length } = this.ends;
    let at = start;
    for (let j = 0; j < length; j++) {
      if (at > end) return false;
      at = this.#field(text, at, end, j) + 1;
    }
    return at === end + 1;
  }

  #endFrom(text: string, at: number, end: number): number {
    const next = text.indexOf(this.#mark, at);
    return next < 0 || next > end ? end : next;
  }

  /** The place where the field ends. */
  #field(text: string, start: number, end: number, j: number): number {
    const separator = this.#separator;
    let at = start;
    const isNegative = text.charCodeAt(at) === MINUS && separator !== MINUS;
    if (isNegative) at++;
    let whole = 0;
    let digits = 0;
    let point = -1;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === separator) break;
      const digit = code - ZERO;
      if (digit >= 0 && digit <= 9) {
        whole = 10 * whole + digit;
        digits++;
      } else if (code === POINT && point < 0) point = digits;
      else break;
    }
    const isPlain = digits > 0 && digits <= MOST_DIGITS && (at >= end || text.charCodeAt(at) === separator);
    if (!isPlain) at = this.#endFrom(text, at, end);
    const value = isPlain ? whole / POWERS[point < 0 ? 0 : digits - point]! : Number.NaN;
    this.numbers[j] = isNegative ? -value : value;
    this.pointed[j] = point < 0 ? 0 : 1;
    this.ends[j] = at;
    return at;
  }
}
