// What people hand over wrongly, and the words of a sentence that a translation has left in English: for tests of every door.

/** Values of the wrong kind, or out of range, for most options. */
export const WRONG_VALUES: readonly unknown[] = [
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

/** Texts that are no table. */
export const WRONG_TEXTS: readonly string[] = [
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

/** Features that are no terms of columns a, b, kind and y. */
export const WRONG_TERMS: readonly string[] = [
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

/** Data that are no table of a, b, kind and y. */
export const WRONG_SOURCES: readonly unknown[] = [
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

/** Words of a sentence that is left in English, once names, code, values of options and what the engine says are out. */
export const leftInEnglish = (text: string): string[] =>
  text
    .replace(/不是 JSON：[^|]*/, ' ')
    .replace(/“[^”]*”|`[^`]*`|'[^']*'|\b[a-z]+\([^)]*\)|\{ [^}]*\}|\[?\{"a".*\]\}/gs, ' ')
    .match(/\b[a-z]{2,} [a-z]{2,}\b/g) ?? [];
