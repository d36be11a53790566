// The element in one file: every part is in it, and has come before it is asked for.
import { loadAhead } from './late.ts';
import { loadWords } from './words/words.ts';

export * from './define.ts';

if (globalThis.customElements) {
  loadAhead();
  loadWords();
}
