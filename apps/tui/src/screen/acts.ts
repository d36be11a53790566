import type { RunFormat } from '@gd-trainer/sdk/view';
import type { RunAction } from './actions.ts';
import type { Ending } from './reopening.ts';
import type { ScreenAction } from './state.ts';

/** Act on the screen, on the run, or on both. */
export type ShownAction =
  | { readonly screen: ScreenAction }
  | { readonly run: RunAction }
  | { readonly store: StoreAction };

/** Act of a key or a command: one of those, or out of the screen. */
export type Action = ShownAction | { readonly leave: Ending };

/** Parts of a run that can be copied. */
export const YANKED = ['link', 'equation', 'weights'] as const;
export type Yanked = (typeof YANKED)[number];

/** Acts that take both screen and run, or time. */
export type StoreAction =
  | { readonly type: 'toggle-run' }
  | { readonly type: 'sample-row'; readonly row: number }
  | { readonly type: 'yank'; readonly what: Yanked }
  | { readonly type: 'write'; readonly format: RunFormat; readonly path: string | undefined };
