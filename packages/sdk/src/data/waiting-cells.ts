// Cells that wait until their column is judged. As strings of their own they would take thrice their length, and what outlives
// a few of them has the engine make room for as many again.
import { release } from './growing-numbers.ts';

/** Cells of a pack. */
const PACK = 1024;
const FIRST_PACK = 4;
/** Different cells that are kept once each. */
const MOST_LEVELS = 1000;
/** Characters of a block. */
const BLOCK = 2 ** 20;
const FIRST_BLOCK = 64;
/** Cells that are written at a time. */
const BATCH = 64;

/** Characters one after the other; what is written at a time lies in one block. */
interface TextBlock {
  chars: Uint8Array | Uint16Array;
  used: number;
}

/** Cells with their rows, from 0, or the first of rows in a row: each one of a few texts, or so many characters from a place on. */
interface Pack {
  readonly rows: Uint32Array | number;
  /** Levels, or lengths. */
  readonly marks: Uint16Array | Uint32Array;
  /** The place of its text; undefined of levels. */
  readonly text: TextPlace | undefined;
}

interface TextPlace {
  readonly block: number;
  readonly at: number;
}

const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];

const NONE = new Uint32Array();

export class WaitingCells {
  readonly #packs: Pack[] = [];
  readonly #blocks: TextBlock[] = [];
  readonly #texts: string[] = [];
  #levels: Map<string, number> | undefined;
  /** Rows and marks of the pack that grows. */
  #rows: Uint32Array = NONE;
  #marks: Uint32Array = NONE;
  #size = 0;
  #text: TextPlace | undefined;
  /** The last of its cells, which are not in a block yet. */
  readonly #fresh: string[] = [];

  /** Cells that wait. */
  get count(): number {
    return this.#packs.length * PACK + this.#size;
  }

  /** Adds a cell, in the order of rows. */
  add(row: number, cell: string): void {
    const level = this.#text ? undefined : this.#levelOf(cell);
    if (level === undefined && !this.#text) this.#spell();
    if (level === undefined && this.#fresh.push(cell) === BATCH) this.#write();
    if (this.#size === this.#rows.length) {
      [this.#rows, this.#marks] = [longer(this.#rows), longer(this.#marks)];
    }
    this.#rows[this.#size] = row;
    this.#marks[this.#size++] = level ?? cell.length;
    if (this.#size === PACK) this.#pack();
  }

  /** The number of a text among those that are kept once; undefined where there would be too many of them. */
  #levelOf(cell: string): number | undefined {
    this.#levels ??= new Map();
    const level = this.#levels.get(cell);
    if (level !== undefined || this.#texts.length === MOST_LEVELS) return level;
    const own = ownText(cell);
    this.#levels.set(own, this.#texts.length);
    return this.#texts.push(own) - 1;
  }

  /** From levels to text, for all of the pack that grows. */
  #spell(): void {
    const block = Math.max(0, this.#blocks.length - 1);
    this.#text = { block, at: this.#blocks[block]?.used ?? 0 };
    for (let i = 0; i < this.#size; i++) {
      const text = this.#texts[this.#marks[i]!]!;
      this.#fresh.push(text);
      this.#marks[i] = text.length;
    }
    this.#write();
  }

  /** Writes what is not written yet into a block. */
  #write(): void {
    if (this.#fresh.length === 0) return;
    const text = this.#fresh.join('');
    this.#fresh.length = 0;
    const { length } = text;
    let block = this.#roomFor(length, false);
    if (!writtenTo(block, text)) {
      block = this.#roomFor(length, true);
      writtenTo(block, text);
    }
    block.used += length;
  }

  /** A block with room for so many characters more; the first grows, since a table may have many columns and few rows. */
  #roomFor(length: number, isWide: boolean): TextBlock {
    const last = this.#blocks.at(-1);
    const isFit = last && (!isWide || last.chars instanceof Uint16Array);
    if (isFit && last.used + length <= last.chars.length) return last;
    if (isFit && last.chars.length < BLOCK && last.used + length <= BLOCK) {
      const longer = charsFor(Math.min(BLOCK, 2 * (last.used + length)), last.chars instanceof Uint16Array);
      longer.set(last.chars.subarray(0, last.used));
      release(last.chars);
      last.chars = longer;
      return last;
    }
    const size = Math.min(BLOCK, Math.max(FIRST_BLOCK, 2 * (last?.chars.length ?? 0)));
    const wide = isWide || last?.chars instanceof Uint16Array;
    const block = { chars: charsFor(Math.max(size, length), wide), used: 0 };
    this.#blocks.push(block);
    return block;
  }

  #pack(): void {
    this.#write();
    const first = this.#rows[0]!;
    const rows = this.#rows[PACK - 1]! - first === PACK - 1 ? first : this.#rows.slice();
    const isLong = this.#marks.some((mark) => mark >= 2 ** 16);
    const marks = isLong ? this.#marks.slice() : Uint16Array.from(this.#marks);
    this.#packs.push({ rows, marks, text: this.#text });
    this.#size = 0;
    this.#text = undefined;
  }

  /** True if the test is, of every cell; it ends with the first of which it is not. */
  every(test: (cell: string, row: number) => boolean): boolean {
    return this.#every(test, (cell) => cell);
  }

  #every(test: (cell: string, row: number) => boolean, as: (cell: string) => string): boolean {
    const { length } = this.#packs;
    for (let k = 0; k <= length; k++) {
      const { rows, marks, text } = this.#packs[k] ?? this.#growing();
      const texts = text && this.#textFrom(text, marks);
      for (let i = 0, start = 0; i < marks.length; i++) {
        const mark = marks[i]!;
        const cell = texts === undefined ? this.#texts[mark]! : as(texts.slice(start, start + mark));
        if (!test(cell, typeof rows === 'number' ? rows + i : rows[i]!)) return false;
        start += mark;
      }
    }
    return true;
  }

  #growing(): Pack {
    this.#write();
    const [rows, marks] = [this.#rows, this.#marks].map((all) => all.subarray(0, this.#size));
    return { rows: rows!, marks: marks!, text: this.#text };
  }

  /** The text of cells of so many characters from a place on. */
  #textFrom({ block, at }: TextPlace, lengths: ArrayLike<number>): string {
    let left = 0;
    for (let i = 0; i < lengths.length; i++) left += lengths[i]!;
    const pieces: string[] = [];
    for (let [from, k] = [at, block]; left > 0; from = 0, k++) {
      const { chars, used } = this.#blocks[k]!;
      const end = Math.min(used, from + left);
      pieces.push(decoded(chars.subarray(from, end)));
      left -= end - from;
    }
    return pieces.join('');
  }

  forEach(visit: (cell: string, row: number) => void): void {
    this.every((cell, row) => {
      visit(cell, row);
      return true;
    });
  }

  /** The same for cells that are kept: each in memory of its own, or one for all that are equal. */
  keepEach(visit: (cell: string, row: number) => void): void {
    this.#every((cell, row) => {
      visit(cell, row);
      return true;
    }, ownText);
  }

  /** The first cells, so many at most. */
  first(count: number): string[] {
    const found: string[] = [];
    this.every((cell) => found.push(ownText(cell)) < count);
    return found;
  }

  clear(): void {
    for (const { chars } of this.#blocks) release(chars);
    this.#packs.length = 0;
    this.#blocks.length = 0;
    this.#fresh.length = 0;
    this.#size = 0;
  }
}

/** Writes a text into a block with room for it; false where a character takes more than the block has for one. */
function writtenTo({ chars, used }: TextBlock, text: string): boolean {
  const free = chars.subarray(used, used + text.length);
  // what is not ASCII has more bytes than there is room for
  if (free instanceof Uint8Array) return encoder.encodeInto(text, free).read === text.length;
  for (let i = 0; i < text.length; i++) free[i] = text.charCodeAt(i);
  return true;
}

function longer(numbers: Uint32Array): Uint32Array {
  const more = new Uint32Array(Math.max(FIRST_PACK, 4 * numbers.length));
  more.set(numbers);
  return more;
}

const charsFor = (length: number, isWide: boolean): Uint8Array | Uint16Array =>
  isWide ? new Uint16Array(length) : new Uint8Array(length);

/** Code units of a call. */
const MOST_UNITS = 4096;

function decoded(chars: Uint8Array | Uint16Array): string {
  if (chars instanceof Uint8Array) return decoder.decode(chars);
  // halves of characters, which no decoder gives back, stay what they are
  const pieces: string[] = [];
  for (let at = 0; at < chars.length; at += MOST_UNITS)
    pieces.push(String.fromCharCode(...chars.subarray(at, at + MOST_UNITS)));
  return pieces.join('');
}

/** The same text in memory of its own: a part of a longer text keeps all of that. */
export const ownText = (text: string): string =>
  text.length < SHORT ? text : [text.slice(0, 1), text.slice(1)].join('');
/** Characters below which an engine copies a part. */
const SHORT = 13;
