import { GdError } from '@gd-trainer/sdk';
import { COMMAND, type HintSurface, onSurface } from '@gd-trainer/sdk/view';
import { cleanText } from './clean-text.ts';

export const EXIT = {
  done: 0,
  unexpected: 1,
  usage: 2,
  data: 3,
  diverged: 4,
  interrupted: 130,
  terminated: 143,
} as const;

/** A failure that is told in one line on stderr, `message; hint`, and ends the command with its exit code. */
export class Failure extends Error {
  readonly exitCode: number;
  /** Both as they are read on the command line, in English. */
  readonly parts: { readonly message: string; readonly hint: string };
  /** What it was to the sdk, whose hint names options. */
  readonly origin: GdError | undefined;

  constructor(exitCode: number, message: string, hint = '', origin?: GdError) {
    super(cleanText(hint ? `${message}; ${hint}` : message));
    this.exitCode = exitCode;
    this.parts = { message, hint };
    this.origin = origin;
  }
}

const EXIT_OF_CODE = {
  DATA: EXIT.data,
  MODEL: EXIT.data,
  OPTION: EXIT.usage,
  UNSUPPORTED: EXIT.usage,
  DIVERGED: EXIT.diverged,
} as const;

/** Any error as a failure, the sdk's in the words of the command line: flags instead of options. */
export function toFailure(error: unknown, surface: HintSurface = COMMAND): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof GdError) {
    const { message, hint } = onSurface(error, surface);
    return new Failure(EXIT_OF_CODE[error.code], message, hint, error);
  }
  const message = error instanceof Error ? error.message : String(error);
  return new Failure(EXIT.unexpected, `unexpected: ${message}`, 'please report it with the command you ran');
}
