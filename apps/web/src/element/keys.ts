import type { Actions } from '../view.ts';

/** Elements that have their own use for a key. */
const TYPED_IN = 'input:not([type=checkbox]), textarea, select';

/** Keys of the run, for the focus inside the element and nowhere else: a page with two of them must stay calm. */
export function pressKey(event: KeyboardEvent, act: Actions): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.composedPath()[0] as Element;
  if (target.matches(TYPED_IN)) return;
  const action = { k: act.togglePlay, '.': act.stepOnce, ',': act.back, '0': act.reset }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}
