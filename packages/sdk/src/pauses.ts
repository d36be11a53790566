const PAUSE_AFTER_MS = 30;

/**
 * Runs a generator to its end, letting others work at its pauses: at least every 50 ms if none takes longer than 20.
 * Stops with the signal's reason; whatever happens, the generator's `finally` is run.
 *
 * @param wait - what there is to wait for before the run can go on
 */
export async function patiently<Report, Result>(
  run: Generator<Report | undefined, Result>,
  signal: AbortSignal | undefined,
  report?: (value: Report) => void,
  wait?: () => Promise<unknown> | undefined,
): Promise<Result> {
  try {
    let pausedAt = performance.now();
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = run.next();
      if (done) return value;
      if (value !== undefined) report?.(value);
      const missing = wait?.();
      if (missing) await missing;
      if (performance.now() - pausedAt < PAUSE_AFTER_MS) continue;
      await nextTask();
      pausedAt = performance.now();
    }
  } finally {
    run.return(undefined as never);
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
