import type { HTMLAttributes } from 'vue';
import type { GdTrainerElement } from '../element/element.ts';
import type { GdListeners, GdTrainerProps } from './props.ts';

type Html = Omit<HTMLAttributes, keyof GdTrainerProps>;
/** `onGdConverged`, which `@gd-converged` in a template asks for. */
type Listeners = { readonly [Name in keyof GdListeners<'on'> as Camel<Name>]?: GdListeners<'on'>[Name] };
type Camel<Name extends string> = Name extends `ongd-${infer Event}` ? `onGd${Capitalize<Event>}` : never;

declare module 'vue' {
  interface GlobalComponents {
    'gd-trainer': new () => GdTrainerElement & { readonly $props: Html & GdTrainerProps & Listeners };
  }
}
