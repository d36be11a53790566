import type { Language } from '../words/words.ts';
import { cleanLines, cleanText } from './clean-text.ts';
import { EXIT, Failure } from './failure.ts';

/** The ends that a command writes to: data to stdout, all else to stderr. */
export interface Output {
  data(content: string | Uint8Array): void;
  /** One line for people, left out under --quiet. */
  note(line: string): void;
  /** One line that is never left out. */
  failure(line: string): void;
  /** The language of its reader. */
  readonly language: Language;
  /** True where stderr is a terminal that redraws a line. */
  readonly live: boolean;
  /** Replaces the present line of a live stderr. */
  redraw(text: string): void;
}

/** @param tell - the text of a note in the language of the reader */
export function createOutput(quiet: boolean, language: Language, tell: (text: string) => string): Output {
  const line = (text: string): void => {
    process.stderr.write(`gd-trainer: ${cleanText(text)}\n`);
  };
  return {
    data: (content) => {
      const shown = typeof content === 'string' && process.stdout.isTTY ? cleanLines(content) : content;
      process.stdout.write(shown);
    },
    note: (text) => {
      if (!quiet) line(tell(text));
    },
    failure: line,
    language,
    live: !quiet && process.stderr.isTTY === true && process.env.TERM !== 'dumb',
    redraw: (text) => void process.stderr.write(`\r\u001b[K${text}`),
  };
}

/** A reader that closes the pipe early, such as head, is no failure; a full disk behind stdout is one. */
export function endWithItsReaders(fail: (failure: Failure) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE') process.exit(EXIT.done);
      if (stream === process.stdout)
        fail(
          new Failure(EXIT.unexpected, `stdout could not be written (${code})`, 'make room where it goes'),
        );
      process.exit(EXIT.unexpected);
    });
  }
}
