import { segmentWithin } from '@gd-trainer/sdk/view';
import textWidth from '../output/text-width.ts';

/** Characters that plots are drawn with: 2×4 dots a cell, 2×2, or one character. */
export type Charset = 'braille' | 'block' | 'ascii';

/** Meaning of a mark; the theme gives it a colour, the charset a shape. */
export type Tone =
  | 'plain'
  | 'model'
  | 'error'
  | 'past'
  | 'predicted'
  | 'optimum'
  | 'grid'
  | 'label'
  | 'strong'
  | 'level1'
  | 'level2'
  | 'level3'
  | 'level4'
  | 'level5'
  | 'level6';

/** Text in the look of a tone. */
export type Paint = (tone: Tone, text: string) => string;

export const plainPaint: Paint = (_, text) => text;

/** Size of a plot in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Style {
  readonly charset: Charset;
  readonly paint: Paint;
}

/** Dots across and down a cell. */
const DOTS: Readonly<Record<Charset, readonly [number, number]>> = {
  braille: [2, 4],
  block: [2, 2],
  ascii: [1, 1],
};

// the bit of a dot in U+2800, by row and column
const BRAILLE = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];
const QUADRANTS = ' ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█';

/** One character a tone, so that ascii plots can be read without colour. */
const ASCII: Readonly<Record<Tone, string>> = {
  plain: '*',
  model: '*',
  error: '#',
  past: ',',
  predicted: '.',
  optimum: '+',
  grid: ':',
  label: '-',
  strong: '@',
  level1: '*',
  level2: '*',
  level3: '*',
  level4: '*',
  level5: '*',
  level6: '*',
};

/** Marks for single places, by charset. */
export const MARKS = {
  current: { braille: '●', block: '●', ascii: '@' },
  start: { braille: '○', block: '○', ascii: 'o' },
  optimum: { braille: '⊕', block: '⊕', ascii: '+' },
  converged: { braille: '◇', block: '◇', ascii: 'V' },
  point: { braille: '•', block: '•', ascii: 'o' },
  chosen: { braille: '◆', block: '◆', ascii: 'X' },
} as const;

/** A text cell by cell: a character two cells wide is followed by an empty one, what has no width joins the one before. */
export function cellsOf(text: string): string[] {
  const cells: string[] = [];
  for (const character of text) {
    const width = textWidth(character);
    if (width === 0 && cells.length > 0) cells[cells.length - 1] += character;
    else cells.push(character, ...Array<string>(Math.max(0, width - 1)).fill(''));
  }
  return cells;
}

/** The cells of a text as far as there is room, an ellipsis marking the cut. */
export function cutCells(text: string, room: number): string[] {
  const cells = cellsOf(text);
  if (cells.length <= room) return cells;
  // half of a wide character is none
  const end = cells[room - 1] === '' ? room - 2 : room - 1;
  return [...cells.slice(0, Math.max(0, end)), '…'];
}

/** Far less than a dot. */
const HAIR = 1e-3;

// later tones win a cell that several share
const PRIORITY: readonly Tone[] = [
  'grid',
  'label',
  'predicted',
  'past',
  'plain',
  'error',
  'model',
  'level6',
  'level5',
  'level4',
  'level3',
  'level2',
  'level1',
  'optimum',
  'strong',
];

/** A drawing in dots with text over it, read out as lines of text. Places outside are clipped. */
export class Canvas {
  readonly columns: number;
  readonly rows: number;
  /** Dots across and down. */
  readonly width: number;
  readonly height: number;
  readonly #charset: Charset;
  readonly #bits: Uint8Array;
  readonly #tones: Int8Array;
  readonly #texts = new Map<number, { readonly text: string; readonly tone: Tone }>();

  constructor({ columns, rows }: Size, charset: Charset) {
    const [across, down] = DOTS[charset];
    this.columns = Math.max(0, Math.floor(columns));
    this.rows = Math.max(0, Math.floor(rows));
    this.width = this.columns * across;
    this.height = this.rows * down;
    this.#charset = charset;
    this.#bits = new Uint8Array(this.columns * this.rows);
    this.#tones = new Int8Array(this.columns * this.rows).fill(-1);
  }

  /** One dot; x from the left, y from the top. */
  dot(x: number, y: number, tone: Tone): void {
    const [across, down] = DOTS[this.#charset];
    const [i, j] = [Math.round(x), Math.round(y)];
    if (!(i >= 0 && j >= 0 && i < this.width && j < this.height)) return;
    const cell = Math.floor(j / down) * this.columns + Math.floor(i / across);
    const index = (j % down) * across + (i % across);
    this.#bits[cell]! |= this.#charset === 'braille' ? BRAILLE[index]! : 1 << index;
    this.#tones[cell] = Math.max(this.#tones[cell]!, PRIORITY.indexOf(tone));
  }

  /** Takes the texts away from the cells that a line will go through. */
  wipe(from: readonly [number, number], to: readonly [number, number]): void {
    const [across, down] = DOTS[this.#charset];
    this.#along(from, to, 1, (x, y) => {
      this.#texts.delete(
        Math.floor(Math.round(y) / down) * this.columns + Math.floor(Math.round(x) / across),
      );
    });
  }

  /** A line of dots, of every `gap`-th dot for a dotted one. */
  line(from: readonly [number, number], to: readonly [number, number], tone: Tone, gap = 1): void {
    this.#along(from, to, gap, (x, y) => this.dot(x, y, tone));
  }

  #along(
    from: readonly [number, number],
    to: readonly [number, number],
    gap: number,
    visit: (x: number, y: number) => void,
  ): void {
    const inside = segmentWithin(from, to, { x: [0, this.width - 1], y: [0, this.height - 1] });
    if (!inside) return;
    const [[x0, y0], [x1, y1]] = inside;
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
    for (let step = 0; step <= steps; step += gap) {
      visit(x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps);
    }
  }

  /** Text over the dots, from a cell on, cut at the edge. */
  text(column: number, row: number, text: string, tone: Tone): void {
    if (row < 0 || row >= this.rows) return;
    for (const [offset, cell] of cellsOf(text).entries()) {
      const at = column + offset;
      if (at >= 0 && at < this.columns) this.#texts.set(row * this.columns + at, { text: cell, tone });
    }
  }

  /** A mark in the cell that holds a dot; places outside are left out. */
  mark(x: number, y: number, text: string, tone: Tone): void {
    const cell = this.cellOf(x, y);
    if (cell) this.text(...cell, text, tone);
  }

  /** Column and row of the cell that holds a dot; none for places outside. */
  cellOf(x: number, y: number): [column: number, row: number] | undefined {
    const [across, down] = DOTS[this.#charset];
    // a picture is centred between two marks that have met: rounding must not part them at the edge of a cell
    const [i, j] = [Math.round(x - HAIR), Math.round(y - HAIR)];
    if (i < 0 || j < 0 || i >= this.width || j >= this.height) return undefined;
    return [Math.floor(i / across), Math.floor(j / down)];
  }

  lines(paint: Paint): string[] {
    return Array.from({ length: this.rows }, (_, row) => this.#line(row, paint));
  }

  /** Neighbours of one tone are painted together: fewer escapes to send. */
  #line(row: number, paint: Paint): string {
    let line = '';
    let run = '';
    let tone: Tone = 'plain';
    for (let column = 0; column < this.columns; column++) {
      const cell = row * this.columns + column;
      const over = this.#texts.get(cell);
      const next: Tone = over?.tone ?? (this.#bits[cell] === 0 ? tone : PRIORITY[this.#tones[cell]!]!);
      if (next !== tone && run !== '') {
        line += paint(tone, run);
        run = '';
      }
      tone = next;
      run += over?.text ?? this.#glyph(cell, next);
    }
    return run === '' ? line : line + paint(tone, run);
  }

  #glyph(cell: number, tone: Tone): string {
    const bits = this.#bits[cell]!;
    if (bits === 0) return ' ';
    if (this.#charset === 'ascii') return ASCII[tone];
    return this.#charset === 'block' ? QUADRANTS[bits]! : String.fromCharCode(0x2800 + bits);
  }
}
