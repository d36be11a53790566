import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const PATIENCE_MS = 60_000;

/** The command on a pseudo-terminal of its own, seen as its user sees it. */
export class TestTerminal {
  readonly #process: IPty;
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  readonly #ended: Promise<number>;
  #bytes = '';

  /** Runs `sh -c script`, where `$GD` is the command. */
  static shell(
    script: string,
    size = { columns: 80, rows: 24 },
    env: Readonly<Record<string, string>> = {},
  ): TestTerminal {
    return new TestTerminal('sh', ['-c', script], size, env);
  }

  static run(argv: readonly string[], size = { columns: 80, rows: 24 }): TestTerminal {
    return new TestTerminal(process.execPath, [cli, ...argv], size);
  }

  private constructor(
    file: string,
    argv: string[],
    { columns, rows }: { columns: number; rows: number },
    more: Readonly<Record<string, string>> = {},
  ) {
    const { PATH, HOME } = process.env;
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#process = spawn(file, argv, {
      cols: columns,
      rows,
      name: 'xterm-256color',
      // without CI, or the trainer would not open a screen
      env: { PATH, HOME, LANG: 'C.UTF-8', GD: `${process.execPath} ${cli}`, ...more } as Record<
        string,
        string
      >,
    });
    this.#process.onData((data) => {
      this.#bytes += data;
      this.#terminal.write(data);
    });
    this.#ended = new Promise((resolve) => {
      this.#process.onExit(({ exitCode, signal = 0 }) => resolve(signal > 0 ? 128 + signal : exitCode));
    });
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Everything the command has written. */
  get bytes(): string {
    return this.#bytes;
  }

  /** Whether the alternate screen is shown. */
  get fullScreen(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** True if it is asked for the mouse: by xterm's own reading of the modes. */
  get takesMouse(): boolean {
    return this.#terminal.modes.mouseTrackingMode !== 'none';
  }

  /** True if a cell is in bold. */
  isBold(column: number, row: number): boolean {
    const { active } = this.#terminal.buffer;
    return (
      active
        .getLine(active.baseY + row)
        ?.getCell(column)
        ?.isBold() !== 0
    );
  }

  /** What is on the screen, a line each. */
  get lines(): string[] {
    const { active } = this.#terminal.buffer;
    return Array.from(
      { length: this.#terminal.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  }

  get text(): string {
    return this.lines.join('\n');
  }

  type(keys: string): void {
    this.#process.write(keys);
  }

  /** What the mouse reports at a cell counted from 0: the left button pressed, unless the code says something else. */
  point(column: number, row: number, code = 0, end: 'M' | 'm' = 'M'): void {
    this.type(`\u001b[<${code};${column + 1};${row + 1}${end}`);
  }

  /** The cell where a text begins, the first from the top; of a line, the first behind `from`. */
  placeOf(text: string | RegExp, from = 0): { readonly column: number; readonly row: number } {
    const at = this.lines.map((line) => {
      const found = typeof text === 'string' ? line.indexOf(text, from) : line.slice(from).search(text);
      return found < 0 || typeof text === 'string' ? found : found + from;
    });
    const row = at.findIndex((column) => column >= 0);
    if (row < 0) throw new Error(`no ${text} on the screen\n${this.text}`);
    return { column: at[row]!, row };
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#process.resize(columns, rows);
  }

  /** Closes the terminal itself, as a window that is closed or a connection that breaks. */
  hangUp(): void {
    (this.#process as IPty & { destroy(): void }).destroy();
  }

  kill(signal: string): void {
    this.#process.kill(signal);
  }

  /** Waits for text on the screen: for what a reader sees, not for a time. */
  async shows(wanted: RegExp | string): Promise<void> {
    await this.until(wanted, () =>
      typeof wanted === 'string' ? this.text.includes(wanted) : wanted.test(this.text),
    );
  }

  /** Waits until something holds of a whole frame; `wanted` says what, should it never come. */
  async until(wanted: RegExp | string, found: () => boolean): Promise<void> {
    const start = performance.now();
    for (;;) {
      // what has come is on the screen when the terminal has parsed it
      await new Promise<void>((resolve) => this.#terminal.write('', resolve));
      if (!this.#isDrawing && found()) return;
      if (performance.now() - start > PATIENCE_MS) {
        throw new Error(`waited for ${wanted}, the screen shows\n${this.text}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  /** Waits until a frame is whole: nothing has come for some time, on a busy machine too. */
  async rests(): Promise<void> {
    for (let seen = -1; seen !== this.#bytes.length || this.#isDrawing; ) {
      seen = this.#bytes.length;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await new Promise<void>((resolve) => this.#terminal.write('', resolve));
  }

  /** True in the middle of a frame, which stands between two signs. */
  get #isDrawing(): boolean {
    return this.#bytes.lastIndexOf('\u001b[?2026h') > this.#bytes.lastIndexOf('\u001b[?2026l');
  }

  /** Waits for the end, and until all output has reached the screen; the exit code as a shell reports it. */
  async ends(): Promise<number> {
    const ending = await this.#ended;
    await new Promise<void>((resolve) => this.#terminal.write('', resolve));
    return ending;
  }

  close(): void {
    try {
      this.#process.kill('SIGKILL');
    } catch {
      // it has ended
    }
    this.#terminal.dispose();
  }
}
