// What is read at a glance is what the rules read, whatever the table; what the rules would have to judge is refused.
import { readdirSync, readFileSync } from 'node:fs';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { type PlainTable, readPlain } from '@gd-trainer/sdk/view';
import { fc, runs } from '@gd-trainer/testing/properties';
import { expect, test } from 'vitest';

/** The table as the rules read it, as far as a glance tells; undefined where they refuse it. */
function byTheRules(text: string): PlainTable | undefined {
  try {
    const { columns, names, kinds, text: worded, notes } = parseCsv(text);
    return { columns, names, kinds, text: worded, notes: notes.map(({ message, ...facts }) => facts) };
  } catch {
    return undefined;
  }
}

/** True if it was read at a glance, and then as by the rules. */
function isSame(text: string): boolean {
  const plain = readPlain(text);
  if (plain) expect(plain, JSON.stringify(text.slice(0, 400))).toEqual(byTheRules(text));
  return plain !== undefined;
}

test('files that people have are read as by the rules, or left to them', () => {
  // names that are amounts are a row
  expect(isSame('EUR20,EUR21\n1,2\n3,4\n')).toBe(false);
  expect(isSame('\n  \nx1,x2\n1,2\n3,4\n\n')).toBe(true);
  const folder = new URL('corpus/door/', import.meta.url);
  for (const file of readdirSync(folder)) isSame(readFileSync(new URL(file, folder), 'utf8'));
  for (const set of ['penguins', 'plane', 'temperature', 'lecture']) {
    const file = new URL(`../../datasets/sets/${set}.csv`, import.meta.url);
    expect(isSame(readFileSync(file, 'utf8')), set).toBe(true);
  }
});

const NAMES = ['x', 'y', 'size', 'z2', 'mass_g', 'Preis', '年龄', 'x1', 'a_1', 'group'];
const ODD_NAMES = [
  ...['x', 'y', 'z2', 'size_m2', 'größe', '年龄', 'a_1', 'price', 'mass', 'Size', 'year', 't', 'na'],
  ...['id', 'ID', 'index', 'row_names', 'rowname', 'row names', '序号', '编号', '#', 'no.', 'nr', 'c3'],
  ...['1990', '5', 'EUR20', 'kr5', 'USD_5', 'sep=', '', ' a', 'a b', 'e5', '元5', 'mar', 'x1', 'x2'],
];
const CELLS: readonly (readonly string[])[] = [
  ['1', '2', '3', '17', '-4', '0', '007', '250', '1000', '123456789012345'],
  ['0.5', '2.5', '1.250', '1.75', '-2.125', '12', '3.1416', '40', '0.05', '6'],
  ['red', 'green', 'dark blue', 'Köln', '北京', 'grün-gelb', 'violet', 'pink', 'cyan', 'teal'],
  ['1.5', '2.25', '-0.5', '.5', '5.', '1.2345', '0.125', '3.75', '12', '1e3', '+2', '-0'],
  ['1.250', '2.125', '3', '12.000', '0.500', '-1.500', '1.234.567', '9007199254740993'],
  ['Adelie', 'Gentoo', 'Chinstrap', 'two words', 'Köln', '北京', 'yes', 'No', 'true', 'inf', 'may'],
  ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'n', 't', 'y'],
  ['1', '2', 'x', 'May 2020', '2020-01-02', '5 %', '$3', '3 kg', '1,5', '"q"', '(5)', '１'],
];
const GAPS = ['', '', 'NA', 'NA', 'na', 'NaN', '?', '-', 'null', '无', ' ', 'None', 'n/a', 'missing'];
const ENDS = ['\n', '\n', '\n', '\n', '\r\n', '\n\n'];

/** A column that counts, or cells of one kind, some of them missing or of another kind. */
const column = fc.record({
  name: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, fc.constantFrom(...ODD_NAMES)),
  kind: fc.integer({ min: -1, max: CELLS.length - 1 }),
  picks: fc.array(fc.nat(), { minLength: 24, maxLength: 24 }),
  few: fc.integer({ min: 1, max: 12 }),
  gap: fc.constantFrom(...GAPS),
  gaps: fc.constantFrom(Infinity, Infinity, 5, 11),
  odd: fc.constantFrom(
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    '7',
    'Adelie',
    'x 1',
    '2.5',
  ),
});

test('drawn tables are read as by the rules, or left to them; many are read', () => {
  let read = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        {
          weight: 5,
          arbitrary: fc.uniqueArray(column, { selector: ({ name }) => name, minLength: 2, maxLength: 4 }),
        },
        fc.array(column, { minLength: 1, maxLength: 4 }),
      ),
      fc.integer({ min: 1, max: 24 }),
      fc.constantFrom(...ENDS),
      fc.constantFrom(...',,,,,,,,,,,,; |\t'),
      fc.constantFrom('', '', '', '', '', '', '', '', '\n', ' \n', '# note\n', 'Title\n', '\ufeff'),
      (columns, rows, end, separator, above) => {
        const cellOf = (
          { kind, picks, few, gap, gaps, odd }: (typeof columns)[number],
          row: number,
        ): string => {
          if ((row + 1) % gaps === 0) return gap;
          if (odd !== undefined && row === 7) return odd;
          if (kind < 0) return String(row + 3);
          const cells = CELLS[kind]!;
          return cells[picks[row]! % Math.min(few, cells.length)]!;
        };
        const lines = [columns.map(({ name }) => name)];
        for (let row = 0; row < rows; row++) lines.push(columns.map((of) => cellOf(of, row)));
        const text = above + lines.map((line) => line.join(separator) + end).join('');
        if (isSame(text)) read++;
      },
    ),
    { numRuns: runs(8000) },
  );
  expect(read).toBeGreaterThan(300);
});
