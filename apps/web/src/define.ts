import { GdTrainerElement } from './element.ts';

// a page may load the script twice; in Node, where there are no elements, importing it does nothing
if (globalThis.customElements && !customElements.get('gd-trainer')) {
  customElements.define('gd-trainer', GdTrainerElement);
}

export type { GdEvents } from './events.ts';
export { GdTrainerElement };
