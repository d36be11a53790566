import type { ReactiveControllerHost } from 'lit';

/**
 * Does something while an element is in a page.
 *
 * @param begin - begins it, to end when the signal comes
 */
export function whileConnected(host: ReactiveControllerHost, begin: (end: AbortSignal) => void): void {
  let stay: AbortController;
  host.addController({
    hostConnected: () => {
      stay = new AbortController();
      begin(stay.signal);
    },
    hostDisconnected: () => stay.abort(),
  });
}
