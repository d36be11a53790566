// What a column holds while it grows, in blocks: nothing is copied until its end is known, and none of it is much larger than its text.

const BLOCK = 4096;

/** Numbers by row, NaN where there is none. */
export class GrowingNumbers {
  readonly #blocks: (Float64Array | undefined)[] = [];
  #joined: Float64Array | undefined;

  /** Sets the number of a row, from 0. */
  set(row: number, value: number): void {
    const place = Math.floor(row / BLOCK);
    const at = row % BLOCK;
    let block = this.#blocks[place];
    if (!block || at >= block.length) block = this.#longer(place, at);
    block[at] = value;
  }

  /** A block with room for one more number: the first grows, since a table may have many columns and few rows. */
  #longer(place: number, at: number): Float64Array {
    const block = new Float64Array(place === 0 ? Math.min(BLOCK, 2 * at + 4) : BLOCK).fill(Number.NaN);
    block.set(this.#blocks[place] ?? []);
    this.#blocks[place] = block;
    return block;
  }

  /** One number a row, in one piece, which is the same each time: no row can be set any more. */
  join(rows: number): Float64Array {
    if (this.#joined) return this.#joined;
    const all = new Float64Array(rows);
    for (let start = 0; start < rows; start += BLOCK) {
      const block = this.#blocks[start / BLOCK];
      if (!block || block.length < BLOCK) all.fill(Number.NaN, start, start + BLOCK);
      if (block) all.set(block.subarray(0, rows - start), start);
      if (block) release(block);
      this.#blocks[start / BLOCK] = undefined;
    }
    this.#joined = all;
    return all;
  }

  clear(): void {
    this.#blocks.length = 0;
    this.#joined = undefined;
  }
}

/** Gives the memory of an array back at once, where the engine can: its collector waits until there is much to collect. */
function release({ buffer }: Float64Array): void {
  (buffer as { readonly transfer?: (length: number) => unknown }).transfer?.(0);
}

/** Cells with their rows, from 0, or the first of rows in a row: each one of a few texts, or so many characters of one. */
type Pack = { readonly rows: Uint32Array | number } & (
  | { readonly levels: Uint16Array }
  | { readonly text: string; readonly lengths: Uint16Array | Uint32Array }
);

/** Different cells that are kept once each. */
const MOST_LEVELS = 1000;

/** Cells that wait until their column is judged, in the order of their rows. As strings of their own they would take thrice their length. */
export class WaitingCells {
  readonly #packs: Pack[] = [];
  #levels: Map<string, number> | undefined;
  readonly #texts: string[] = [];
  #rows: number[] = [];
  #cells: string[] = [];

  /** Cells that wait. */
  get count(): number {
    return this.#packs.length * BLOCK + this.#cells.length;
  }

  add(row: number, cell: string): void {
    this.#rows.push(row);
    this.#cells.push(cell);
    if (this.#cells.length === BLOCK) this.#pack();
  }

  #pack(): void {
    const [first, last] = [this.#rows[0]!, this.#rows.at(-1)!];
    const rows = last - first === BLOCK - 1 ? first : Uint32Array.from(this.#rows);
    const levels = this.#levelsOf(this.#cells);
    this.#packs.push(
      levels ? { rows, levels } : { rows, text: this.#cells.join(''), lengths: lengthsOf(this.#cells) },
    );
    this.#rows = [];
    this.#cells = [];
  }

  /** The place of each cell among the texts; undefined where there would be too many of them. */
  #levelsOf(cells: readonly string[]): Uint16Array | undefined {
    this.#levels ??= new Map();
    const known = this.#levels;
    const levels = new Uint16Array(cells.length);
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      let level = known.get(cell);
      if (level === undefined) {
        if (this.#texts.length === MOST_LEVELS) return undefined;
        const own = ownText(cell);
        level = this.#texts.push(own) - 1;
        known.set(own, level);
      }
      levels[i] = level;
    }
    return levels;
  }

  /** True if the test is, of every cell; it ends with the first of which it is not. */
  every(test: (cell: string, row: number) => boolean): boolean {
    for (const pack of this.#packs) {
      const { rows } = pack;
      let start = 0;
      for (let i = 0; i < BLOCK; i++) {
        const end = start + ('lengths' in pack ? pack.lengths[i]! : 0);
        const cell = 'lengths' in pack ? pack.text.slice(start, end) : this.#texts[pack.levels[i]!]!;
        if (!test(cell, typeof rows === 'number' ? rows + i : rows[i]!)) return false;
        start = end;
      }
    }
    return this.#cells.every((cell, i) => test(cell, this.#rows[i]!));
  }

  forEach(visit: (cell: string, row: number) => void): void {
    this.every((cell, row) => {
      visit(cell, row);
      return true;
    });
  }

  /** The first cells, so many at most. */
  first(count: number): string[] {
    const found: string[] = [];
    this.every((cell) => found.push(cell) < count);
    return found;
  }

  clear(): void {
    this.#packs.length = 0;
    this.#rows = [];
    this.#cells = [];
  }
}

/** The same text in memory of its own: a part of a longer text keeps all of that. */
const ownText = (text: string): string => ` ${text}`.slice(1);

function lengthsOf(cells: readonly string[]): Uint16Array | Uint32Array {
  const lengths = new Uint32Array(cells.length);
  let longest = 0;
  for (let i = 0; i < cells.length; i++) {
    lengths[i] = cells[i]!.length;
    longest = Math.max(longest, lengths[i]!);
  }
  return longest < 2 ** 16 ? new Uint16Array(lengths) : lengths;
}
