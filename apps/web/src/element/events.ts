import type { GdError, Snapshot } from '@gd-trainer/sdk';
import type { Answer } from './task.ts';

/** Events for the page, and what comes with each. */
export interface GdEvents {
  'gd-ready': Snapshot;
  'gd-step': Snapshot;
  'gd-converged': Snapshot;
  'gd-diverged': Snapshot;
  'gd-change': Snapshot;
  'gd-error': GdError;
  'gd-answer': Answer;
}

/** Tells the page, from inside any shadow root. */
export function emit<Name extends keyof GdEvents>(
  element: Element,
  name: Name,
  detail: GdEvents[Name],
): void {
  element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementEventMap {
    'gd-ready': CustomEvent<Snapshot>;
    'gd-step': CustomEvent<Snapshot>;
    'gd-converged': CustomEvent<Snapshot>;
    'gd-diverged': CustomEvent<Snapshot>;
    'gd-change': CustomEvent<Snapshot>;
    'gd-error': CustomEvent<GdError>;
    'gd-answer': CustomEvent<Answer>;
  }
}
