import type { ReactiveControllerHost } from 'lit';
import { whileConnected } from './connected.ts';

/** Distance from the screen that counts as on it. */
const MARGIN = '200px';

/** True if an element is on the screen or about to be. */
export class OnScreen {
  isNear = false;

  constructor(host: ReactiveControllerHost & Element, changed: (isNear: boolean) => void) {
    const notice = (isNear: boolean): void => {
      if (isNear === this.isNear) return;
      this.isNear = isNear;
      changed(isNear);
    };
    whileConnected(host, (end) => {
      const observer = new IntersectionObserver((entries) => notice(entries.at(-1)!.isIntersecting), {
        rootMargin: MARGIN,
      });
      observer.observe(host);
      end.onabort = () => {
        observer.disconnect();
        this.isNear = false;
      };
    });
  }
}
