import { GdError } from '@gd-trainer/sdk';
import type { Words } from '../words/words.ts';
import type { TrainerProperties } from './properties.ts';

/** Attributes that say where this page is, and nothing about the run. */
const OWN = ['player', 'status', 'loading'];

/** The attributes of an element as they are now, each with its text; addresses lead there from every page. */
function attributesOf(element: TrainerProperties): [name: string, value: string][] {
  const { observedAttributes } = element.constructor as typeof TrainerProperties;
  return observedAttributes
    .filter((name) => element.hasAttribute(name) && !OWN.includes(name))
    .map((name) => {
      const value = element.getAttribute(name)!;
      return [name, name === 'src' || name === 'sets' ? new URL(value, document.baseURI).href : value];
    });
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/**
 * The tag that shows what is on the screen now, for another page. Throws `UNSUPPORTED` where its rows are the reader's own,
 * which no address leads to.
 */
export function tagOf(
  element: TrainerProperties,
  epoch: number,
  isOwn: boolean,
  words: Words['share'],
): string {
  if (isOwn || element.src === undefined) throw new GdError('UNSUPPORTED', words.ownRows, words.ownRowsHint);
  const attributes = new Map([
    ...attributesOf(element),
    ...(epoch > 0 ? [['epoch', String(epoch)] as const] : []),
  ]);
  const written = [...attributes].map(([name, value]) =>
    value === '' ? ` ${name}` : ` ${name}="${escaped(value)}"`,
  );
  return `<script type="module" src="gd-trainer.js"></script>\n<gd-trainer${written.join('')}></gd-trainer>`;
}

/** A frame with the player in it, for pages that take no scripts: what is seen comes by the query, the run by its link. */
export function frameOf(element: TrainerProperties, player: string, link: string): string {
  const address = new URL(player, document.baseURI);
  for (const [name, value] of attributesOf(element)) address.searchParams.set(name, value);
  address.hash = link;
  const height = Math.ceil(element.getBoundingClientRect().height);
  return `<iframe src="${escaped(address.href)}" title="gd-trainer" width="100%" height="${height}" loading="lazy" allow="clipboard-write"></iframe>`;
}
