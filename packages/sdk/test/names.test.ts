// Names that are nearly right: the one that is suggested is the nearest by an edit distance that is written here again, and
// is suggested if no more than a third of it would have to change.
import { GdError, solveSync } from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { COMMAND, nameMeant, nearest, OPTIONS, PAGE } from '@gd-trainer/sdk/view';
import { fc, runs } from '@gd-trainer/testing/properties';
import { describe, expect, test } from 'vitest';

/** Levenshtein's distance by its definition, remembered. */
function distance(a: string, b: string, known = new Map<string, number>()): number {
  if (a === '' || b === '') return a.length + b.length;
  const key = `${a.length},${b.length}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const least = Math.min(
    distance(a.slice(1), b, known) + 1,
    distance(a, b.slice(1), known) + 1,
    distance(a.slice(1), b.slice(1), known) + (a[0] === b[0] ? 0 : 1),
  );
  known.set(key, least);
  return least;
}

/** The names that may be suggested for a word: those at the least distance, where that is near. */
function near(word: string, names: readonly string[]): string[] {
  const distances = names.map((name) => distance(word.toLowerCase(), name.toLowerCase()));
  const least = Math.min(...distances);
  return names.filter((name, i) => distances[i] === least && least <= Math.max(word.length, name.length) / 3);
}

const WORDS = [
  'lr',
  'l1',
  'l2',
  'epochs',
  'tolerance',
  'hp',
  'mpg',
  'body_mass_g',
  'price',
  'prices',
  '价格',
  'x',
  '',
];
const letter = fc.constantFrom(...'abelnoprst_12');
/** Words that are one of ours with some letters changed, and others. */
const word = fc.oneof(
  fc.array(letter, { minLength: 1, maxLength: 12 }).map((letters) => letters.join('')),
  fc
    .tuple(fc.constantFrom(...WORDS), fc.array(fc.tuple(fc.nat(12), fc.nat(2), letter), { maxLength: 4 }))
    .map(([name, edits]) =>
      edits.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), name),
    ),
);
const names = fc.uniqueArray(word, { minLength: 1, maxLength: 12 });

/** The hint of the error that a call throws. */
function hintOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof GdError) return error.hint;
  }
  throw new Error('expected an error');
}
const suggested = (hint: string): string | undefined => /did you mean "([^"]*)"/.exec(hint)?.[1];

describe('what is suggested for a name', () => {
  test('is one of the nearest, or nothing', () => {
    fc.assert(
      fc.property(word, names, (typed, all) => {
        const found = nearest(typed, all);
        const wanted = near(typed, all);
        if (wanted.length === 0) expect(found).toBeUndefined();
        else expect(wanted).toContain(found);
      }),
      { numRuns: runs(2000) },
    );
  });

  test('of a column, is one of the nearest', () => {
    fc.assert(
      fc.property(fc.array(letter, { minLength: 2, maxLength: 9 }), names, (letters, all) => {
        const typed = letters.join('').replace(/^\d/, 'n');
        fc.pre(!all.includes(typed) && !all.includes('') && typed !== 'y');
        const columns = Object.fromEntries(
          [...all.filter((name) => name !== 'y'), 'y'].map((name) => [name, [1, 2, 4]]),
        );
        const found = suggested(hintOf(() => solveSync(columns, { target: 'y', features: [typed] })));
        const wanted = near(typed, Object.keys(columns));
        expect(found === undefined ? [] : [found]).toEqual(
          wanted.length === 0 ? [] : [expect.toBeOneOf(wanted)],
        );
      }),
      { numRuns: runs(300) },
    );
  });

  const flags = Object.keys(OPTIONS).flatMap((name) => COMMAND.named(name) ?? []);
  test.each([
    ['--lr', '--learning-rate'],
    ['--alpha', '--learning-rate'],
    ['--rate', '--learning-rate'],
    ['--steps', '--epochs'],
    ['--max_iter', '--epochs'],
    ['--lerning-rate', '--learning-rate'],
    ['--epoch', '--epochs'],
    ['--l3', undefined],
    ['--zz', undefined],
    ['--weight', '--sample-weight'],
  ])('as a flag, of %s is %s', (typed, meant) => {
    expect(nameMeant(typed, COMMAND, flags)).toBe(meant);
  });

  test('as an attribute is hyphenated', () => {
    const attributes = ['learning-rate', 'batch-size', 'missing-words', 'epochs'];
    expect(nameMeant('lr', PAGE, attributes)).toBe('learning-rate');
    expect(nameMeant('learningrate', PAGE, attributes)).toBe('learning-rate');
    expect(nameMeant('na_values', PAGE, attributes)).toBe('missing-words');
    expect(nameMeant('class', PAGE, attributes)).toBeUndefined();
  });

  test.each([
    [{ delimiter: ';' }, 'use `separator`'],
    [{ sep: ';' }, 'use `separator`'],
    [{ na_values: 'x' }, 'use `missingWords`'],
    [{ seperator: ';' }, 'use `separator`'],
    [{ zzz: 1 }, /^the options are `encoding`/],
  ])('for reading, of %o is ours', (options, hint) => {
    const found = hintOf(() => parseCsv('a,b\n1,2\n', options as never));
    expect(found).toEqual(typeof hint === 'string' ? hint : expect.stringMatching(hint));
  });

  test.each([
    [{ optimizer: 'sgd' }, "pass `optimizer: 'gd'` and `batchSize: 1`"],
    [{ optimizer: 'Adam' }, 'did you mean "adam"?'],
    [{ optimizer: 'NAG' }, "pass `optimizer: 'nesterov'`"],
    [{ optimizer: 'nestrov' }, 'did you mean "nesterov"?'],
    [{ optimizer: 'lbfgs' }, ''],
    [{ scale: 'z-score' }, "pass `scale: 'standard'`"],
    [{ learningRate: 'Auto' }, 'did you mean "auto"?'],
    [{ epochs: 'many' }, ''],
  ])('of the value %o is ours', (options, hint) => {
    expect(hintOf(() => solveSync({ x: [1, 2], y: [1, 2] }, { target: 'y', ...options } as never))).toBe(
      hint,
    );
  });
});
