import type { ReactiveControllerHost } from 'lit';
import { createFormat, type Format } from '../format.ts';
import type { Late } from '../late.ts';
import { type FirstWords, type Language, languageOf, lateWordsOf, wordsOf } from '../words/words.ts';
import { whileConnected } from './connected.ts';
import type { LateParts } from './late-parts.ts';

/** The language that an element is told in: that of the page once its words have come, English where they cannot be had. */
export class Speech {
  language: Language = 'en';
  words: FirstWords = wordsOf('en');
  format: Format = createFormat('en');
  /** True until there are words of the page's language, or none are to be had: another one is not shown for a moment. */
  isSilent = true;
  readonly #element: HTMLElement;
  readonly #parts: LateParts;

  constructor(element: HTMLElement & ReactiveControllerHost, parts: LateParts) {
    this.#element = element;
    this.#parts = parts;
    whileConnected(element, (end) => {
      const observer = new MutationObserver(() => element.requestUpdate());
      observer.observe(document.documentElement, { attributeFilter: ['lang'] });
      end.onabort = () => observer.disconnect();
    });
  }

  /** Words of the page's language that could not be had. */
  get missing(): Late<unknown> | undefined {
    const late = lateWordsOf(languageOf(this.#element));
    return late?.isMissing ? late : undefined;
  }

  /** Loads the words of the page's language. */
  async load(): Promise<void> {
    await lateWordsOf(languageOf(this.#element))?.load();
  }

  /** Takes up the language of the page, or waits for its words. */
  update(): void {
    const asked = languageOf(this.#element);
    const late = lateWordsOf(asked);
    if (late && !late.isMissing) this.#parts.load(late);
    else this.#speak(late ? 'en' : asked);
  }

  #speak(language: Language): void {
    this.isSilent = false;
    if (language === this.language) return;
    this.language = language;
    this.words = wordsOf(language);
    this.format = createFormat(language);
  }
}
