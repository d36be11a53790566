// Errors as they really come, of options, data, text and terms, told in Chinese: nothing of a sentence is left in English.
import { type FitOptions, fit, GdError, Model, moments, solve, Trainer } from '@gd-trainer/sdk';
import { parseCsv, parseJson } from '@gd-trainer/sdk/csv';
import { OPTIONS } from '@gd-trainer/sdk/view';
import { inChinese } from '@gd-trainer/sdk/zh-CN';
import { expect, it } from 'vitest';

const rows = { a: [1, 2, 3, 4], b: [2, 1, 4, 3], kind: ['u', 'v', 'u', 'v'], y: [1, 2, 3, 5] };

/** Words of a sentence that is left in English, once names, code, values of options and what the engine says are out. */
const english = (text: string): string[] =>
  text
    .replace(/不是 JSON：[^|]*/, ' ')
    .replace(/“[^”]*”|`[^`]*`|'[^']*'|\b[a-z]+\([^)]*\)|\{ [^}]*\}|\[?\{"a".*\]\}/gs, ' ')
    .match(/\b[a-z]{2,} [a-z]{2,}\b/g) ?? [];

async function errorOf(act: () => unknown): Promise<GdError | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (!(error instanceof GdError)) throw error;
    return error;
  }
}

const WRONG: readonly unknown[] = [
  null,
  -1,
  0.5,
  Number.NaN,
  'x',
  '',
  [],
  [1],
  {},
  () => 1,
  new Map(),
  true,
  1e9,
];

const TEXTS = [
  ...[
    '',
    'a',
    'a,b',
    'a,b\n1',
    'a,b\n1,2,3',
    'a,b\n"1,2',
    'a,b\n"1"x,2',
    'PK\u0003\u0004',
    'PAR1\u0000',
    '\u001f\ufffd',
  ],
  ...[
    'a,b\n1\u00002,3',
    '{',
    '[]',
    '[1]',
    '{"a":[1],"b":[1,2]}',
    '{"a":1}',
    '{"a":[{"x":1}],"b":[{"x":1}]}',
    '{"a":1}\n{',
  ],
];

const TERMS = [
  ...[
    'zz',
    'a^1',
    'a^99',
    'a*',
    '(a',
    'a)',
    'sqr(a)',
    'log()',
    'log(a,b)',
    'poly(a)',
    'poly(a,99)',
    'bin(a,1)',
  ],
  ...[
    'bin(a,2,1)',
    'category(b+a)',
    'category(kind,ref:w)',
    'day(a)',
    'log(kind)',
    'log(poly(a,2))',
    '"a',
    'log(a-9)',
  ],
  ...['a,a', 'y', `${'('.repeat(30)}a`, 'a'.repeat(2000)],
];

const SOURCES: readonly unknown[] = [
  ...[undefined, null, 1, 'x', [], {}, [1], [[1]], new Map(), Promise.resolve(), [{ a: 1 }, 1]],
  ...[
    { x: [[1], [2, 3]], y: [1, 2] },
    { x: [1, 2, 3], y: [1, 2], columns: 2 },
    { x: [[1]], y: [1], features: ['a', 'b'] },
  ],
  ...[
    { a: [1, 'x'], y: [1, 2] },
    { a: [1, null], y: [1, 2] },
    { a: [1], y: [1, 2] },
    { a: 1, y: [1] },
    { y: [1] },
  ],
  ...[
    { a: [1e200, 1], y: [1, 2] },
    { a: [{}, 1], y: [1, 2] },
    { a: [2n ** 60n, 1n], y: [1, 2] },
  ],
];

/** What is asked wrongly, each as it is. */
const ACTS: readonly (readonly [what: string, act: () => unknown])[] = [
  ...Object.keys(OPTIONS).flatMap((option) =>
    WRONG.map((value): [string, () => unknown] => [
      `${option}: ${String(value)}`,
      () => fit(rows, { target: 'y', epochs: 3, [option]: value } as FitOptions),
    ]),
  ),
  ...['lr', 'degree', 'weight', 'zzz'].map((name): [string, () => unknown] => [
    name,
    () => fit(rows, { target: 'y', [name]: 1 } as FitOptions),
  ]),
  ...TEXTS.flatMap((text): [string, () => unknown][] => [
    [text, () => parseCsv(text)],
    [text, () => parseJson(text)],
  ]),
  ...TERMS.map((term): [string, () => unknown] => [
    term,
    () => fit(rows, { target: 'y', features: ['b', term], epochs: 3 }),
  ]),
  ...SOURCES.map((source): [string, () => unknown] => [
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
    return english(`${message} | ${hint}`).length > 0
      ? [`${error.message} | ${error.hint} → ${message} | ${hint}`]
      : [];
  });
  expect([...new Set(left)]).toEqual([]);
});
