// A terminal in memory: what Node has for stdin and stdout, and the screen that xterm makes of what is written.
import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';

class Output extends EventEmitter {
  readonly isTTY = true;
  columns = 80;
  rows = 24;
  #bytes = '';

  write(bytes: string | Uint8Array, ...rest: unknown[]): boolean {
    this.#bytes += typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  }

  /** What was written since it was asked before. */
  take(): string {
    const bytes = this.#bytes;
    this.#bytes = '';
    return bytes;
  }

  getColorDepth(): number {
    return 24;
  }

  hasColors(): boolean {
    return true;
  }
}

class Input extends EventEmitter {
  readonly isTTY = true;
  isRaw = false;

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  pause(): this {
    return this;
  }
}

/** Stands where the terminal of the process does until it is released. */
export class SimulatedTerminal {
  readonly #input = new Input();
  readonly #output = new Output();
  readonly #screen = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true, convertEol: true });
  readonly #own = { stdin: process.stdin, stdout: process.stdout };

  install(): void {
    this.#put({ stdin: this.#input as never, stdout: this.#output as never });
  }

  release(): void {
    this.#put(this.#own);
  }

  #put(streams: Partial<Pick<NodeJS.Process, 'stdin' | 'stdout'>>): void {
    for (const [name, value] of Object.entries(streams))
      Object.defineProperty(process, name, { value, configurable: true });
  }

  get columns(): number {
    return this.#output.columns;
  }

  get rows(): number {
    return this.#output.rows;
  }

  type(keys: string): void {
    this.#input.emit('data', Buffer.from(keys));
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    Object.assign(this.#output, { columns, rows });
    this.#output.emit('resize');
  }

  /** Draws what was written since; asked while the real clock goes. Returns those bytes. */
  async draw(): Promise<string> {
    const bytes = this.#output.take();
    await new Promise<void>((resolve) => this.#screen.write(bytes, resolve));
    return bytes;
  }

  /** What is on the screen, a line each, without blanks at the ends. */
  get lines(): string[] {
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: this.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  }
}
