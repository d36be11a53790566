import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { late } from '../late.ts';

/** The way from a link in the address to its run. */
export const PERMALINK = late(() => import('./permalink.ts'));

/** True if there may be a link in the address. */
export const hasLink = (): boolean => location.hash.startsWith('#gd1.');

/** Tells of a link that is pasted into the address while the page is open. */
export class AddressLink implements ReactiveController {
  readonly #follow: () => void;

  /** @param follow - takes up the link, if it is for this element */
  constructor(host: ReactiveControllerHost, follow: () => void) {
    this.#follow = follow;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#follow);
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#follow);
  }
}
