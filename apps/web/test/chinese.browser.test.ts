// A Chinese page tells in Chinese whatever goes wrong in the element: mistakes of authors and readers, made one after the other.
import { leftInEnglish, WRONG_SOURCES, WRONG_TERMS, WRONG_TEXTS } from '@gd-trainer/testing/mistakes';
import { afterEach, expect, test } from 'vitest';
import { create, dataSet, type GdTrainerElement, once, open, part } from './open-element.ts';

afterEach(() => {
  history.replaceState(null, '', location.pathname + location.search);
  document.body.replaceChildren();
});

const ROWS = 'a,b,kind,y\n1,2,u,1\n2,1,v,2\n3,4,u,3\n4,3,v,5\n';
const ATTRIBUTES = (customElements.get('gd-trainer') as unknown as { observedAttributes: string[] })
  .observedAttributes;
/** Attributes that say where the rows are, and what the page is like. */
const OF_THE_PAGE = ['src', 'sets', 'data', 'lang', 'status', 'loading'];
const TEXTS = ['x', '-1', '0.5', ''];

/** Elements that cannot be opened, and what is done to one that is. */
const MISTAKES: readonly (Readonly<Record<string, string>> | ((element: GdTrainerElement) => void))[] = [
  ...WRONG_TEXTS.map((data) => ({ data })),
  ...WRONG_TERMS.map((term) => ({ features: `b,${term}` })),
  ...WRONG_SOURCES.map((data) => (element: GdTrainerElement) => Object.assign(element, { data })),
  ...['zz', 'kind', 'day'].map((target) => ({ target })),
  { features: 'a,zz,kind,yy' },
  { missing: 'error', data: 'a,y\n1,2\n,3\n3,4\n5,1\n' },
  { missing: 'error', data: 'a,y\n1,2\nx,3\n3,4\n5,1\n6,2\n7,1\n' },
  { data: 'a,y\n1,\n,3\n' },
  { data: 'a,y\nu,v\nw,z\n' },
  { data: 'day,y\n2024-01-01,2024-01-02\n2024-01-03,2024-01-02\n' },
  { data: 'y\n1\n2\n' },
  { data: 'a,y\n1e200,1\n-1e200,2\n2e200,5\n' },
  { data: '<!doctype html><p>nothing' },
  { encoding: 'klingon', data: ROWS },
  { initial: 'x' },
  { weights: '1,2,3', features: 'a' },
  { l1: '1', optimizer: 'adam' },
  { l1: '1', 'batch-size': '2' },
  { optimizer: 'cg', 'batch-size': '2' },
  { validation: '0.999' },
  ...[
    'data:text/html,<!doctype html><p>none',
    'data:text/csv,a,b%0A1',
    'http://localhost:1/rows.csv',
    'http://[',
    `${dataSet('nothing')}?gone`,
  ].flatMap((src) => [{ src }, { sets: src }]),
  (element) => {
    const file = new File([new Uint8Array(2 ** 26 + 1)], 'large.csv');
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    part(element, '.page').dispatchEvent(
      new DragEvent('drop', { dataTransfer, bubbles: true, composed: true, cancelable: true }),
    );
  },
];

/** The error that the element shows, its hint after a bar; undefined where it shows none. */
async function shownIn(element: GdTrainerElement): Promise<string | undefined> {
  await element.updateComplete;
  await new Promise((later) => setTimeout(later));
  await element.updateComplete;
  const lines = [...(element.shadowRoot?.querySelectorAll('[part=error] > *') ?? [])];
  return lines.length > 0 ? lines.map((line) => line.textContent).join(' | ') : undefined;
}

const told = (element: GdTrainerElement): Promise<Event> =>
  Promise.race([once(element, 'gd-ready'), once(element, 'gd-error'), once(element, 'gd-change')]);

/** The error that a mistake leads to, as it is shown; undefined where the element takes it. */
async function errorAfter(mistake: (typeof MISTAKES)[number]): Promise<string | undefined> {
  const isAct = typeof mistake === 'function';
  const isElsewhere = !isAct && ('src' in mistake || 'sets' in mistake);
  const element = create({
    ...(isElsewhere ? {} : { data: ROWS }),
    ...{ lang: 'zh-CN', panes: 'loss', controls: 'data' },
    ...(isAct ? {} : mistake),
  });
  const opened = told(element);
  document.body.append(element);
  await opened;
  if (isAct) {
    const done = told(element);
    mistake(element);
    await Promise.race([done, new Promise((later) => setTimeout(later, 100))]);
  }
  const text = await shownIn(element);
  element.remove();
  return text;
}

/** The errors that settings of an element lead to, one after the other. */
async function errorsOfSettings(element: GdTrainerElement): Promise<string[]> {
  const errors: string[] = [];
  for (const name of ATTRIBUTES.filter((one) => !OF_THE_PAGE.includes(one))) {
    for (const value of TEXTS) {
      element.setAttribute(name, value);
      errors.push((await shownIn(element)) ?? '');
    }
    element.removeAttribute(name);
    expect(await shownIn(element), name).toBeUndefined();
  }
  return errors;
}

test('errors of every kind, to the last word', async () => {
  // the words for errors come with the first of them
  const first = create({ lang: 'zh-CN', data: ROWS, target: 'zz' });
  document.body.append(first);
  await expect.poll(() => shownIn(first)).toBeDefined();
  const told = new Set<string>(await errorsOfSettings(await open({ lang: 'zh-CN', data: ROWS })));
  for (const mistake of MISTAKES) told.add((await errorAfter(mistake)) ?? '');
  told.delete('');
  expect(told.size).toBeGreaterThan(80);
  expect([...told].filter((text) => leftInEnglish(text).length > 0)).toEqual([]);
  for (const text of told) expect(text).toMatch(/\p{Script=Han}/u);
});
