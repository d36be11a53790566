import type { GdEvents } from '../element/events.ts';
import type { TrainerProperties } from '../element/properties.ts';

/** Names as attributes have them: batch-size for batchSize. */
type Hyphenated<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Uppercase<First> & Letter<First> ? `-${Lowercase<First>}` : First}${Hyphenated<Rest>}`
  : '';
/** Characters that have two cases; a digit has one. */
type Letter<C extends string> = Lowercase<C> extends Uppercase<C> ? never : C;

type Own = Omit<TrainerProperties, keyof import('lit').LitElement | 'status'>;

/**
 * Properties that may stand in a `<gd-trainer>` tag of JSX, by their own names or their attributes'; lists as arrays or as
 * the text of the attribute.
 */
export type GdTrainerProps = {
  readonly [Name in keyof Own & string as Name | Hyphenated<Name>]?: Own[Name] | TextOf<Own[Name]>;
};

/** A list as its attribute has it, 'a,b'. */
type TextOf<T> = [Extract<T, readonly unknown[]>] extends [never] ? never : string;

/** Listeners, named as a framework prefixes what it does not know. */
export type GdListeners<Prefix extends string> = {
  readonly [Name in keyof GdEvents as `${Prefix}${Name}`]?: (event: CustomEvent<GdEvents[Name]>) => void;
};
