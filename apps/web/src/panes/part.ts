import { html, nothing, type TemplateResult } from 'lit';
import type { Late } from '../late.ts';
import type { Loading, RunView, View } from '../view.ts';
import { allWordsOf } from '../words/words.ts';

/** Content of a template, or none. */
export type Content = TemplateResult | typeof nothing;

/**
 * What is drawn by a part that comes when it is first shown: until then its place, and where it cannot be had a sentence
 * that says so.
 */
export function drawnBy<Part>(
  late: Late<Part>,
  loading: Loading,
  draw: (part: Part) => Content,
  place: Content = nothing,
): Content {
  if (late.part) return draw(late.part);
  if (late.isMissing) return missing(late, loading.words.missing, loading);
  loading.load(late);
  return place;
}

/** A sentence in place of what could not be had, with a button to try again. */
export const missing = (late: Late<unknown>, text: string, { words, load }: Loading): TemplateResult =>
  html`<p class="failure" role="alert"><span>${text}</span><button @click=${() => load(late)}>${words.tryAgain}</button></p>`;

/** The view of a part that has come with all words. */
export const withAllWords = (view: RunView): View => ({ ...view, words: allWordsOf(view.language) });
