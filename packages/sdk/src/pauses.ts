const PAUSE_AFTER_MS = 30;

/**
 * Work in pieces. Wherever others may be let in it yields: a report, a promise that it waits for and whose value it gets
 * back, or nothing.
 */
export type Work<Result, Report = never> = Generator<Report | Promise<unknown> | undefined, Result, unknown>;

/**
 * Does work to its end, letting others work at its pauses: at least every 50 ms if no piece takes longer than 20.
 * Stops with the signal's reason; whatever happens, the `finally` of the work is run.
 */
export async function patiently<Result, Report>(
  work: Work<Result, Report>,
  signal: AbortSignal | undefined,
  report?: (value: Report) => void,
): Promise<Result> {
  try {
    let pausedAt = performance.now();
    let answer: unknown;
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = work.next(answer);
      if (done) return value;
      answer = value instanceof Promise ? await value : undefined;
      if (!(value instanceof Promise) && value !== undefined) report?.(value);
      if (performance.now() - pausedAt < PAUSE_AFTER_MS) continue;
      await nextTask();
      pausedAt = performance.now();
    }
  } finally {
    work.return(undefined as never);
  }
}

/** The value of a promise, or the signal's reason if that comes first: what is waited for may never come. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    Promise.resolve(promise)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

/** The chunks of a stream until the signal's reason is thrown, be the next chunk still on its way. */
export async function* chunksOf<T>(
  stream: AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  const chunks = stream[Symbol.asyncIterator]();
  let asked = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      asked = true;
      const { done, value } = await orAborted(chunks.next(), signal);
      if (done) return;
      asked = false;
      yield value;
    }
  } finally {
    // a stream that owes a chunk may never answer: it is told, and not waited for
    if (!asked) await chunks.return?.();
    else if (signal?.aborted) chunks.return?.().catch(() => {});
  }
}

/** Does work that waits for nothing to its end, without a pause; tells of its reports. */
export function drain<Result, Report>(work: Work<Result, Report>, report?: (value: Report) => void): Result {
  try {
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      if (value !== undefined) report?.(value as Report);
    }
  } finally {
    // a listener that throws must not leave the run's memory behind
    work.return(undefined as never);
  }
}

/** A turn of the event loop that timers do not clamp to 4 ms. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
