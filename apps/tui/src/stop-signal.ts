export interface StopSignal {
  readonly signal: AbortSignal;
  /** Whether it was Ctrl-C and not the clock. */
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
