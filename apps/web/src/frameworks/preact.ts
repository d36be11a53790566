import type { HTMLAttributes } from 'preact';
import type { GdTrainerElement } from '../element/element.ts';
import type { GdListeners, GdTrainerProps } from './props.ts';

type Html = Omit<HTMLAttributes<GdTrainerElement>, keyof GdTrainerProps>;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'gd-trainer': Html & GdTrainerProps & GdListeners<'on'>;
    }
  }
}
