import type { RunFormat } from '@gd-trainer/sdk/view';
import type { RunAction } from './actions.ts';
import type { Ending } from './reopening.ts';
import type { ScreenAction } from './state.ts';

/** Act of a key or a command: on the screen, on the run, on both, or out of the screen. */
export type Action =
  | { readonly screen: ScreenAction }
  | { readonly run: RunAction }
  | { readonly store: StoreAction }
  | { readonly leave: Ending };

/** Acts that take both screen and run, or time. */
export type StoreAction =
  | { readonly type: 'toggle-run' }
  | { readonly type: 'sample-row'; readonly row: number }
  | { readonly type: 'write'; readonly format: RunFormat; readonly path: string | undefined };
