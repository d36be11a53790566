import type { Actions, Control } from '../view.ts';

/** Elements that have their own use for any key. */
const TYPED_IN = 'input:not([type=checkbox], [type=radio], [type=range]), textarea, select';

/** What a key does, and the control that lets the reader do it. */
const KEYS: Readonly<
  Record<string, readonly [Control, keyof Pick<Actions, 'togglePlay' | 'stepOnce' | 'back' | 'reset'>]>
> = {
  k: ['play', 'togglePlay'],
  '.': ['step', 'stepOnce'],
  ',': ['step', 'back'],
  '0': ['step', 'reset'],
};
/** Keys by which a page moves on, slides for one, and what has its own use for them. */
const USED: readonly (readonly [keys: RegExp, by: string])[] = [
  [/^(?:Arrow|Page|Home|End| )/, 'input, [tabindex]'],
  [/^(?:Enter| )$/, 'button, summary'],
];

/**
 * Keys of the run, for the focus inside the element and nowhere else: a page with two of them must stay calm. A key that
 * a control uses, or the run, is none of the page's: slides would turn.
 */
export function pressKey(event: KeyboardEvent, act: Actions, allows: (control: Control) => boolean): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.composedPath()[0] as Element;
  const isTyping = target.matches(TYPED_IN);
  const isUsed = USED.some(([keys, by]) => keys.test(event.key) && target.matches(by));
  if (isTyping || event.defaultPrevented || isUsed) event.stopPropagation();
  if (isTyping || event.defaultPrevented) return;
  const [control, action] = KEYS[event.key] ?? [];
  if (!control || !allows(control)) return;
  event.preventDefault();
  event.stopPropagation();
  act[action!]();
}
