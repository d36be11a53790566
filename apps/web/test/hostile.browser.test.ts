import { expectNothingShared, expectOurError } from '@gd-trainer/testing/hostile';
import { HOSTILE_TEXTS } from '@gd-trainer/testing/hostile-texts';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { create, type GdTrainerElement, LINE, open, text } from './open-element.ts';

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
  { timeout: 60_000 },
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

test('many of them at once, on columns with names as hostile, are played and stepped', {
  timeout: 60_000,
}, async () => {
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
