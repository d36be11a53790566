import { cleanText } from './clean-text.ts';

/** Where a command writes: data to stdout, all else to stderr. */
export interface Output {
  data(content: string | Uint8Array): void;
  /** One line for people, left out under --quiet. */
  note(line: string): void;
  /** One line that is never left out. */
  failure(line: string): void;
  /** Whether stderr is a terminal that redraws a line. */
  readonly live: boolean;
  /** Replaces the present line of a live stderr. */
  redraw(text: string): void;
}

export function createOutput(quiet: boolean): Output {
  const line = (text: string): void => {
    process.stderr.write(`gd-trainer: ${cleanText(text)}\n`);
  };
  return {
    data: (content) => void process.stdout.write(content),
    note: (text) => {
      if (!quiet) line(text);
    },
    failure: line,
    live: !quiet && process.stderr.isTTY === true && process.env.TERM !== 'dumb',
    redraw: (text) => void process.stderr.write(`\r\u001b[K${text}`),
  };
}

/** A reader that closes the pipe early, such as head, is no failure. */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
}
