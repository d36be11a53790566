// build.mjs gives Ink this in place of quick-lru, of which it asks for room for 4096 texts twice. Its texts are whole frames
// here, some 10 to 40 KB each, of which hardly one comes again: hundreds of megabytes after an hour.

/** Texts of a screen in sentences, and more than enough of one that is a single text. */
const MOST_TEXTS = 32;

/** The last few texts that Ink has measured or wrapped. */
export default class RecentTexts<Value> {
  readonly #texts = new Map<string, Value>();

  get(text: string): Value | undefined {
    return this.#texts.get(text);
  }

  set(text: string, value: Value): void {
    const [oldest] = this.#texts.keys();
    if (oldest !== undefined && this.#texts.size >= MOST_TEXTS) this.#texts.delete(oldest);
    this.#texts.set(text, value);
  }
}
