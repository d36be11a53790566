// Errors as they really come, of options, data, text and terms, told in Chinese: nothing of a sentence is left in English.
import { type FitOptions, fit, GdError, Model, moments, solve, Trainer } from '@gd-trainer/sdk';
import { parseCsv, parseJson } from '@gd-trainer/sdk/csv';
import { OPTIONS } from '@gd-trainer/sdk/view';
import { inChinese } from '@gd-trainer/sdk/zh-CN';
import {
  leftInEnglish,
  WRONG_SOURCES,
  WRONG_TERMS,
  WRONG_TEXTS,
  WRONG_VALUES,
} from '@gd-trainer/testing/mistakes';
import { expect, it } from 'vitest';

const rows = { a: [1, 2, 3, 4], b: [2, 1, 4, 3], kind: ['u', 'v', 'u', 'v'], y: [1, 2, 3, 5] };

async function errorOf(act: () => unknown): Promise<GdError | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (!(error instanceof GdError)) throw error;
    return error;
  }
}

/** What is asked wrongly, each as it is. */
const ACTS: readonly (readonly [what: string, act: () => unknown])[] = [
  ...Object.keys(OPTIONS).flatMap((option) =>
    WRONG_VALUES.map((value): [string, () => unknown] => [
      `${option}: ${String(value)}`,
      () => fit(rows, { target: 'y', epochs: 3, [option]: value } as FitOptions),
    ]),
  ),
  ...['lr', 'degree', 'weight', 'zzz'].map((name): [string, () => unknown] => [
    name,
    () => fit(rows, { target: 'y', [name]: 1 } as FitOptions),
  ]),
  ...WRONG_TEXTS.flatMap((text): [string, () => unknown][] => [
    [text, () => parseCsv(text)],
    [text, () => parseJson(text)],
  ]),
  ...WRONG_TERMS.map((term): [string, () => unknown] => [
    term,
    () => fit(rows, { target: 'y', features: ['b', term], epochs: 3 }),
  ]),
  ...WRONG_SOURCES.map((source): [string, () => unknown] => [
    String(source),
    () => fit(source as never, { target: 'y' }),
  ]),
  ['a rate past the limit', () => fit(rows, { target: 'y', learningRate: 9 })],
  ['l1 at once', () => solve(rows, { target: 'y', l1: 1 } as never)],
  [
    'moments by batches',
    () => fit(moments(rows, { target: 'y', features: ['a', 'b'] }) as never, { batchSize: 2 }),
  ],
  ['no model', () => Model.fromJSON({} as never)],
  ['no state', () => Trainer.fromState({} as never)],
];

it('errors of every kind are told in Chinese', async () => {
  const errors = (await Promise.all(ACTS.map(([, act]) => errorOf(act)))).filter(
    (error) => error !== undefined,
  );
  expect(errors.length).toBeGreaterThan(200);
  const left = errors.flatMap((error) => {
    const { message, hint } = inChinese(error);
    return leftInEnglish(`${message} | ${hint}`).length > 0
      ? [`${error.message} | ${error.hint} → ${message} | ${hint}`]
      : [];
  });
  expect([...new Set(left)]).toEqual([]);
});
