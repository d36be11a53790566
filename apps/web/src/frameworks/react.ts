import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { GdTrainerElement } from '../element/element.ts';
import type { GdListeners, GdTrainerProps } from './props.ts';

type Html = DetailedHTMLProps<HTMLAttributes<GdTrainerElement>, GdTrainerElement>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'gd-trainer': Html & GdTrainerProps & GdListeners<'on'>;
    }
  }
}
