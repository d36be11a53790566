// build.mjs gives Ink this file in place of its own output.js, which takes every line apart into characters with their
// styles, twice, and puts it together again: two thirds of a frame. Our lines lie in nobody's way and can be passed on.
declare function require(name: 'ink-output'): { readonly default: new (size: InkSize) => InkOutput };

interface InkSize {
  readonly width: number;
  readonly height: number;
}

interface WriteOptions {
  readonly transformers: readonly ((line: string, index: number) => string)[];
}

interface InkOutput {
  write(x: number, y: number, text: string, options: WriteOptions): void;
  clip(area: unknown): void;
  unclip(): void;
  get(): { readonly output: string; readonly height: number };
}

type Call = readonly ['write' | 'clip' | 'unclip', ...unknown[]];

const RESET = '\u001b[0m';

/** Lines that Ink draws a frame on: whole ones while no two texts share one, Ink's own way as soon as they do. */
export default class QuickOutput implements InkOutput {
  readonly #size: InkSize;
  readonly #lines: (string | undefined)[];
  readonly #calls: Call[] = [];
  #simple = true;

  constructor(size: InkSize) {
    this.#size = size;
    this.#lines = Array.from({ length: size.height });
  }

  write(x: number, y: number, text: string, options: WriteOptions): void {
    if (text === '') return;
    this.#calls.push(['write', x, y, text, options]);
    const lines = text.split('\n');
    this.#simple &&= x === 0 && y >= 0 && y + lines.length <= this.#size.height;
    if (!this.#simple) return;
    for (const [index, plain] of lines.entries()) {
      const line = options.transformers.reduce((changed, transform) => transform(changed, index), plain);
      // a style that goes on past the end of its line is for Ink to follow
      const open = line.includes('\u001b') && line.lastIndexOf(RESET) !== line.lastIndexOf('\u001b');
      this.#simple &&= this.#lines[y + index] === undefined && !open;
      this.#lines[y + index] = line;
    }
  }

  clip(area: unknown): void {
    this.#calls.push(['clip', area]);
    this.#simple = false;
  }

  unclip(): void {
    this.#calls.push(['unclip']);
  }

  get(): { readonly output: string; readonly height: number } {
    const { height } = this.#size;
    if (this.#simple) return { output: this.#lines.map((line = '') => line.trimEnd()).join('\n'), height };
    const output = new (require('ink-output').default)(this.#size);
    for (const [name, ...parameters] of this.#calls) {
      (output[name] as (...parameters: unknown[]) => void)(...parameters);
    }
    return output.get();
  }
}
