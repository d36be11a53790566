import type { HTMLAttributes } from 'svelte/elements';
import type { GdTrainerElement } from '../element/element.ts';
import type { GdListeners, GdTrainerProps } from './props.ts';

type Html = Omit<HTMLAttributes<GdTrainerElement>, keyof GdTrainerProps>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'gd-trainer': Html & GdTrainerProps & GdListeners<'on'>;
  }
}
