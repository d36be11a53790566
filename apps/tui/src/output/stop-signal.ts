import { EXIT, Failure } from './failure.ts';
import type { Output } from './output.ts';

export interface StopSignal {
  readonly signal: AbortSignal;
  /** True if it was Ctrl-C and not the clock. */
  interrupted(): boolean;
  release(): void;
}

/** Aborts after a time or at the first Ctrl-C; a second Ctrl-C ends the process as usual. */
export function stopSignal(timeout: number | undefined): StopSignal {
  const controller = new AbortController();
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
    controller.abort();
  };
  process.once('SIGINT', interrupt);
  const timer = timeout === undefined ? undefined : setTimeout(() => controller.abort(), timeout);
  return {
    signal: controller.signal,
    interrupted: () => interrupted,
    release() {
      process.off('SIGINT', interrupt);
      clearTimeout(timer);
    },
  };
}

/** There is no result to print before the data have been read. */
function outOfTime(): Failure {
  return new Failure(
    EXIT.data,
    'the time ran out while the data were read: there is no result yet',
    'allow --timeout more',
  );
}

/** Ends a reading that was stopped, with the exit code of an interruption. Throws where the time ran out. */
export function stoppedReading(stop: StopSignal, output: Output): number {
  if (!stop.interrupted()) throw outOfTime();
  output.note('stopped while the file was read: there is no result');
  return EXIT.interrupted;
}

/** A reading, if it comes within `timeout` milliseconds; else its signal ends it. */
export async function withinTime<T>(
  timeout: number | undefined,
  read: (signal?: AbortSignal) => Promise<T>,
): Promise<T> {
  if (timeout === undefined) return read();
  const signal = AbortSignal.timeout(timeout);
  try {
    return await read(signal);
  } catch (error) {
    throw signal.aborted ? outOfTime() : error;
  }
}
