import type { ReactiveControllerHost } from 'lit';
import { inlineCsv } from '../input/rows.ts';
import { whileConnected } from './connected.ts';

/** Tells of rows between the tags of an element that come, or change, after it has begun to live. */
export function followInlineRows(element: HTMLElement & ReactiveControllerHost, changed: () => void): void {
  whileConnected(element, (end) => {
    let text = inlineCsv(element);
    const observer = new MutationObserver(() => {
      const before = text;
      text = inlineCsv(element);
      // the parser has not come to the end: the first reading waits for it
      if (text !== before && document.readyState !== 'loading') changed();
    });
    observer.observe(element, { childList: true, characterData: true, subtree: true });
    end.onabort = () => observer.disconnect();
  });
}
