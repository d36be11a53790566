import { formatCount } from '@gd-trainer/sdk/view';
import { WORDS } from '../words/words.ts';
import type { Output } from './output.ts';

const QUIET_MS = 1000;
const REDRAW_MS = 100;
const WIDTH = 30;

export interface ProgressBar {
  /** A share of the work, and how much that is. */
  show(share: number, count: number): void;
  clear(): void;
}

/** A bar on a live stderr for work that takes over a second: how far, how fast, how long still. */
export function progressBar(output: Output, unit: 'epochs' | 'rows'): ProgressBar {
  const start = performance.now();
  let shownAt = start + QUIET_MS - REDRAW_MS;
  let shown = false;
  let begun = false;
  const bar: ProgressBar = {
    show(share, count) {
      begun = true;
      const now = performance.now();
      if (!output.live || now - shownAt < REDRAW_MS) return;
      shownAt = now;
      shown = true;
      const seconds = (now - start) / 1000;
      const filled = Math.max(0, Math.min(WIDTH, Math.floor(WIDTH * share)));
      const line = '━'.repeat(filled) + '─'.repeat(WIDTH - filled);
      const { progress, secondsLeft } = WORDS[output.language];
      const left =
        share > 0 ? `  ${secondsLeft(formatCount(Math.ceil((seconds * (1 - share)) / share)))}` : '';
      output.redraw(`${line}  ${progress[unit](formatCount(count), formatCount(count / seconds))}${left}`);
    },
    clear() {
      clearTimeout(silence);
      if (shown) output.redraw('');
      shown = false;
    },
  };
  // work that has nothing to tell yet is seen to go on all the same
  const silence = setTimeout(() => {
    if (!begun) bar.show(0, 0);
  }, QUIET_MS);
  silence.unref();
  return bar;
}
