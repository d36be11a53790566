import { expectNothingShared, expectOurError } from '@gd-trainer/testing/hostile';
import { HOSTILE_TEXTS } from '@gd-trainer/testing/hostile-texts';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { create, dataSet, type GdTrainerElement, LINE, once, open, press, text } from './open-element.ts';

const TEXTS = [
  ...HOSTILE_TEXTS,
  'javascript:document.hostile=1',
  'http://[',
  '"onload="document.hostile=1',
  '1e308',
  '-1',
  '9'.repeat(400),
];
const ATTRIBUTES = (customElements.get('gd-trainer') as unknown as { observedAttributes: string[] })
  .observedAttributes;

let failures: unknown[] = [];
const note = (event: ErrorEvent | PromiseRejectionEvent): void => {
  failures.push('reason' in event ? event.reason : event.error);
};
beforeEach(() => {
  failures = [];
  addEventListener('error', note);
  addEventListener('unhandledrejection', note);
});
afterEach(() => {
  removeEventListener('error', note);
  removeEventListener('unhandledrejection', note);
  document.body.replaceChildren();
});

/** Nothing in the page but text, nothing run, nothing thrown that nobody caught. */
function expectHarmless(element: GdTrainerElement): void {
  expect((document as { hostile?: unknown }).hostile).toBeUndefined();
  expect(
    element.shadowRoot!.querySelector('script, img, iframe, object, embed, link, base, [onerror], [onload]'),
  ).toBeNull();
  for (const link of element.shadowRoot!.querySelectorAll('[href], [src]')) {
    expect(link.getAttribute('href') ?? link.getAttribute('src')).not.toMatch(/^\s*javascript:/i);
  }
  expect(failures).toEqual([]);
  expectNothingShared();
}

const settled = async (element: GdTrainerElement): Promise<void> => {
  await element.updateComplete;
  await new Promise((resolve) => setTimeout(resolve));
  await element.updateComplete;
};

/** An element that takes every error it tells of to be ours. */
function listening(element: GdTrainerElement): GdTrainerElement {
  element.addEventListener('gd-error', (event) => {
    try {
      expectOurError((event as CustomEvent).detail);
    } catch (error) {
      failures.push(error);
    }
  });
  return element;
}

test.each(ATTRIBUTES)(
  'any text as the attribute %s is a setting or an error in words, and no markup',
  async (name) => {
    const element = listening(await open(LINE));
    for (const value of TEXTS) {
      element.setAttribute(name, value);
      await settled(element);
      expectHarmless(element);
    }
    element.removeAttribute(name);
    if (name !== 'data') element.setAttribute('data', `${LINE.data}3,8\n`);
    await settled(element);
    expectHarmless(element);
  },
);

test('null, as frameworks say it, is no data', async () => {
  const element = listening(create({}));
  Object.assign(element, { data: null, src: null });
  document.body.append(element);
  await settled(element);
  expectHarmless(element);
  element.data = LINE.data;
  await settled(element);
  expect(element.trainer?.rows).toBe(3);
});

const MARKUP = '<img src="data:," onerror="document.hostile = 1">';
const SET = {
  name: 'plane',
  src: dataSet('plane'),
  title: { en: 'A plane' },
  description: { en: 'Of two features.' },
  target: 'z',
  features: ['x1', 'x2'],
};
const listOf = (set: object): string =>
  `data:application/json,${encodeURIComponent(JSON.stringify([{ ...SET, ...set }]))}`;
/** As JSON has them: what Lit takes for a directive and for a template. */
const DIRECTIVE = { _$litDirective$: 1, values: [] };
const TEMPLATE = { _$litType$: 1, strings: [MARKUP], values: [] };

test.each(['innerHTML', 'outerHTML'])(
  '%s would run what a list of sets says, if it were assigned',
  async (name) => {
    document.body.innerHTML = '<div></div>';
    Object.assign(document.body.firstChild!, { [name]: MARKUP });
    await expect.poll(() => (document as { hostile?: unknown }).hostile).toBe(1);
    delete (document as { hostile?: unknown }).hostile;
  },
);

test.each([
  { options: { innerHTML: MARKUP } },
  { options: { outerHTML: MARKUP } },
  { options: { controls: ['play'] } },
  { options: { id: 'taken' } },
  { options: { hidden: true } },
  { options: { autoplay: true } },
  { options: { requestUpdate: 1 } },
  { options: { learningRate: DIRECTIVE } },
  { options: { optimizer: TEMPLATE } },
  { options: { initial: { weights: { length: 1e9 }, bias: 0 } } },
  { options: 'learningRate' },
  { title: { en: DIRECTIVE } },
  { description: { en: TEMPLATE } },
  { target: TEMPLATE },
  { features: [DIRECTIVE] },
  { features: DIRECTIVE },
])('a list of sets is refused that says %j', async (set) => {
  const element = listening(create({ sets: listOf(set) }));
  const failed = once(element, 'gd-error');
  document.body.append(element);
  expect((await failed).detail.message).toContain('holds no list of data sets');
  await settled(element);
  expectHarmless(element);
  const { id, hidden, autoplay, controls, learningRate, trainer } = element;
  expect({ id, hidden, autoplay, controls, learningRate, trainer }).toEqual({
    id: '',
    hidden: false,
    autoplay: false,
    controls: undefined,
    learningRate: undefined,
    trainer: undefined,
  });
});

test('of a set that a list offers its settings come in, and its words as text', async () => {
  const options = { learningRate: 0.25, missing: 'drop', initial: { weights: [1, 2], bias: 3 }, every: 5 };
  const element = await open({ sets: listOf({ title: { en: MARKUP }, options }) });
  expect(element.trainer!.options.learningRate).toBe(0.25);
  expect([element.weights, element.bias]).toEqual([[1, 2], 3]);
  press(element, 'Data');
  await settled(element);
  expect(text(element)).toContain(MARKUP);
  expectHarmless(element);
});

test('many of them at once, on columns with names as hostile, are played and stepped', async () => {
  const draw = randomNumbers(7, 2000);
  let drawn = 0;
  const one = <T>(of: readonly T[]): T => of[Math.floor(draw[drawn++ % draw.length]! * of.length)]!;
  const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  for (let i = 0; i < 40; i++) {
    const names = [one(TEXTS), one(TEXTS), 'y'].map(quote).join(',');
    const attributes = Array.from({ length: 4 }, () => [one(ATTRIBUTES), one(TEXTS)]);
    const element = listening(
      create({ ...Object.fromEntries(attributes), data: `${names}\n1,2,3\n4,5,7\n5,1,2\n3,3,3\n` }),
    );
    document.body.append(element);
    await settled(element);
    element.play();
    element.pause();
    if (element.trainer) {
      element.step();
      element.seek(7);
      element.reset();
    }
    await settled(element);
    expectHarmless(element);
    expect(text(element)).not.toMatch(/undefined|\[object/);
    element.remove();
  }
});
