// The numbers of a column while it grows, in blocks: nothing is copied until its end is known.

/** Numbers of a block, a mebibyte: that much the system takes back at once, where it keeps smaller pieces for later. */
const BLOCK = 2 ** 17;

const NONE = new Float64Array();

/** A block, the row of its first number, and how many of its places are filled. */
interface Filled {
  readonly start: number;
  readonly block: Float64Array;
  readonly filled: number;
}

/** Numbers by row, NaN where there is none. */
export class GrowingNumbers {
  readonly #before: Filled[] = [];
  #start = 0;
  #block: Float64Array = NONE;
  #filled = 0;
  #joined: Float64Array | undefined;

  /** True if no number was set. */
  get isEmpty(): boolean {
    return this.#filled === 0 && this.#joined === undefined;
  }

  /** Sets the number of a row, from 0, below those that were set before. */
  set(row: number, value: number): void {
    if (row - this.#start >= this.#block.length) this.#grow(row);
    const at = row - this.#start;
    // what is not written takes no memory yet
    if (at > this.#filled) this.#block.fill(Number.NaN, this.#filled, at);
    this.#block[at] = value;
    this.#filled = at + 1;
  }

  /** The first block grows, since a table may have many columns and few rows; others have their size. */
  #grow(row: number): void {
    const old = this.#block;
    if (row < BLOCK) {
      this.#block = new Float64Array(Math.min(BLOCK, 2 * row + 4));
      this.#block.set(old.subarray(0, this.#filled));
      release(old);
      return;
    }
    if (this.#filled > 0) this.#before.push(this.#present());
    this.#start = row - (row % BLOCK);
    this.#block = new Float64Array(BLOCK);
    this.#filled = 0;
  }

  #present(): Filled {
    return { start: this.#start, block: this.#block, filled: this.#filled };
  }

  /** One number a row, in one piece, which is the same each time: no row can be set any more. */
  join(rows: number): Float64Array {
    if (this.#joined) return this.#joined;
    const all = new Float64Array(rows);
    let end = 0;
    for (const { start, block, filled } of [...this.#before, this.#present()]) {
      all.fill(Number.NaN, end, start);
      all.set(block.subarray(0, filled), start);
      end = start + filled;
      release(block);
    }
    all.fill(Number.NaN, end);
    this.#before.length = 0;
    this.#block = NONE;
    this.#joined = all;
    return all;
  }

  /** Lets go of all memory but the numbers in one piece, where these are kept. */
  clear(kept: unknown): void {
    for (const { block } of this.#before) release(block);
    release(this.#block);
    if (this.#joined && this.#joined !== kept) release(this.#joined);
    this.#before.length = 0;
    this.#joined = undefined;
  }
}

/** Gives the memory of an array back at once, where the engine can: its collector waits until there is much to collect. */
export function release({ buffer }: Float64Array | Uint8Array | Uint16Array): void {
  if (buffer.byteLength >= RELEASED)
    (buffer as { readonly transfer?: (length: number) => unknown }).transfer?.(0);
}
/** Bytes from which that is worth the while. */
const RELEASED = 2 ** 15;
