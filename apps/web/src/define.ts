import { GdTrainerElement } from './element/element.ts';

// a page may load the script twice; in Node, where there are no elements, importing it does nothing
if (globalThis.customElements && !customElements.get('gd-trainer')) {
  customElements.define('gd-trainer', GdTrainerElement);
}

export type { GdEvents } from './element/events.ts';
export { GdTrainerElement };
