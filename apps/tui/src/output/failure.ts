import { GdError } from '@gd-trainer/sdk';
import { cleanText } from './clean-text.ts';
import { flagOf } from './flag-name.ts';

export const EXIT = {
  done: 0,
  unexpected: 1,
  usage: 2,
  data: 3,
  diverged: 4,
  interrupted: 130,
  terminated: 143,
} as const;

/** A failure that is told in one line on stderr, `message: hint`, and ends the command with its exit code. */
export class Failure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string, hint = '') {
    super(cleanText(hint ? `${message}; ${hint}` : message));
    this.exitCode = exitCode;
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
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof GdError) {
    return new Failure(EXIT_OF_CODE[error.code], inFlags(error.message), cureOf(error));
  }
  const message = error instanceof Error ? error.message : String(error);
  return new Failure(EXIT.unexpected, `unexpected: ${message}`, 'please report it with the command you ran');
}

function cureOf({ code, hint, details }: GdError): string {
  if (code === 'DIVERGED') {
    const limit = details.learningRateLimit;
    const below = typeof limit === 'number' ? `below ${Number(limit.toPrecision(4))}` : 'that is smaller';
    return `use --learning-rate auto or one ${below}`;
  }
  return inFlags(hint);
}

/** `"learningRate"` becomes `--learning-rate`, and `missing: 'drop'` becomes `--missing drop`. */
function inFlags(text: string): string {
  return text
    .replace(' or a function of the epoch', '')
    .replace(/"([a-z][A-Za-z0-9]*)"(?= expected| needs)/g, (match, option) => flagOf(option) ?? match)
    .replace(/(?:pass |use )?\b([a-z][A-Za-z0-9]*): '(\w+)'/g, (match, option, value) => {
      const flag = flagOf(option);
      return flag ? `pass ${flag} ${value}` : match;
    })
    .replace(/"(features|target)"/g, '--$1');
}
