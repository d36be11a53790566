import { openSync } from 'node:fs';
import { Readable } from 'node:stream';
import { ReadStream } from 'node:tty';
import { EXIT, Failure } from '../output/failure.ts';
import { MOUSE_OFF, MOUSE_ON, type MouseAct, MouseReports } from './mouse.ts';

/** Milliseconds after which an escape is the key: what a terminal sends of a report comes at once. */
const ESCAPE_MS = 40;

/** Source of keys, with what the mouse reports taken out of them. */
export class Keyboard extends Readable {
  readonly isTTY = true;
  readonly #terminal: NodeJS.ReadStream;
  readonly #reports = new MouseReports();
  #escape: NodeJS.Timeout | undefined;
  #listener: ((act: MouseAct) => void) | undefined;

  constructor(terminal: NodeJS.ReadStream) {
    super();
    this.#terminal = terminal;
    terminal.on('data', this.#take);
    // a terminal that is gone takes no farewell
    terminal.once('error', () => process.exit(EXIT.done));
  }

  override _read(): void {}

  setRawMode(isRaw: boolean): this {
    this.#terminal.setRawMode(isRaw);
    return this;
  }

  ref(): this {
    this.#terminal.ref();
    return this;
  }

  unref(): this {
    this.#terminal.unref();
    return this;
  }

  /** Asks the terminal for the mouse until the function that comes back is called; what it reports is handed on. */
  listen(listener: (act: MouseAct) => void): () => void {
    this.#listener = listener;
    process.stdout.write(MOUSE_ON);
    return () => {
      this.#listener = undefined;
      process.stdout.write(MOUSE_OFF);
    };
  }

  /** Leaves the terminal to whoever reads from it next. */
  close(): void {
    clearTimeout(this.#escape);
    this.#terminal.off('data', this.#take).pause();
    this.setRawMode(false);
    if (this.#terminal !== process.stdin) this.#terminal.destroy();
  }

  readonly #take = (bytes: Uint8Array): void => {
    clearTimeout(this.#escape);
    const { keys, acts } = this.#reports.take(bytes);
    this.#give(keys);
    for (const act of acts) this.#listener?.(act);
    if (this.#reports.isUndecided) {
      this.#escape = setTimeout(() => this.#give(this.#reports.decide()), ESCAPE_MS);
    }
  };

  #give(keys: Buffer): void {
    if (keys.length > 0) this.push(keys);
  }
}

/** Standard input, or the terminal itself when that is data. */
export function openKeyboard(): Keyboard {
  if (process.stdin.isTTY) return new Keyboard(process.stdin);
  try {
    return new Keyboard(new ReadStream(openSync(process.platform === 'win32' ? 'CONIN$' : '/dev/tty', 'r')));
  } catch {
    throw new Failure(EXIT.usage, 'there is no terminal to take keys from', 'pass --no-interactive');
  }
}
