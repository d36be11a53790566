import type { JSX } from 'solid-js';
import type { GdTrainerElement } from '../element/element.ts';
import type { GdListeners, GdTrainerProps } from './props.ts';

type Html = Omit<JSX.HTMLAttributes<GdTrainerElement>, keyof GdTrainerProps>;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'gd-trainer': Html & GdTrainerProps & GdListeners<'on:'>;
    }
  }
}
