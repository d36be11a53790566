// The corpus of door.test.ts by both readers: as it is, and repeated past what the reader of files looks at before it lets an
// engine read on. Both give the same columns, kinds, rows and notes, or the engine's reader says why it does not.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { moments, solveSync } from '@gd-trainer/sdk';
import { type Csv, type CsvOptions, type Note, parseCsv } from '@gd-trainer/sdk/csv';
import { type DataFile, openFile } from '@gd-trainer/sdk/duckdb';
import { DOOR } from '@gd-trainer/testing/door';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { afterAll, describe, expect, test } from 'vitest';

const corpus = fileURLToPath(new URL('corpus/door/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gd-door-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILES = readdirSync(corpus).filter((file) => !file.endsWith('.json'));
/** One of each kind of file. */
const LONG = [
  ...[
    'thou_us.tsv',
    'thou_feature_de.csv',
    'thou_swiss.csv',
    'thou_fr_nnbsp.csv',
    'mixed_de.csv',
    'currency.csv',
  ],
  ...[
    'percent.csv',
    'miss_question.csv',
    'miss_na_excel.csv',
    'miss_inf.csv',
    'miss_under.csv',
    'miss_paren.csv',
  ],
  ...[
    'miss_unicode_minus.csv',
    'empty_col.csv',
    'units_row.csv',
    'noheader.csv',
    'dup_header.csv',
    'savetxt.txt',
  ],
  ...['gbk.csv', 'utf16le_bom.csv', 'space_aligned.txt', 'yesno.csv', 'dates.csv', 'total_row.csv'],
];
const fortyRows = (row: (i: number) => string): string =>
  Array.from({ length: 40 }, (_, i) => row(i)).join('');
/** What the corpus has not, the name of each says what. */
const ODD: Readonly<Record<string, string>> = {
  'signs and exponents': `x,z,y\n${fortyRows((i) => `+${i},+.${i % 7}e+1,-${i * 2}\n`)}`,
  'blanks and tabs': `x, z ,y\n${fortyRows((i) => ` ${i % 9},${i % 5 === 0 ? ' NA ' : `\t${i} `},${i * 3} \n`)}`,
  'decimal commas': `x;z;y\n${fortyRows((i) => `${i},5;${i % 7}.25;-,${i % 10}\n`)}`,
  'two ends of lines': `x,z,y\n${fortyRows((i) => `${i},${i % 7},${i * i}${i % 3 === 0 ? '\r\n' : '\n'}`)}`,
  'ends of lines as on the first Macs': `x,z,y\r${fortyRows((i) => `${i},${i % 7},${i * i}\r`)}`,
  'infinity in full': `x,z,y\n${fortyRows((i) => `${i},${i === 30 ? 'Infinity' : i % 7},${i * 2}\n`)}`,
  'a number too large': `x,z,y\n${fortyRows((i) => `${i},${i === 9 ? '1e400' : i % 7},${i * 2}\n`)}`,
  'a category with gaps': `kind,z,y\n${fortyRows((i) => `${['NA', 'a', 'b', ' ? ', 'b', '', 'a'][i % 7]},${i % 5},${i * 2}\n`)}`,
  'marks of code': `x,z,y\n${fortyRows((i) => `${i},${i === 9 ? '1_000' : i % 7},${i * 2}\n`)}`,
  'names that differ by case': `a,A,y\n${fortyRows((i) => `${i},${i % 7},${i * 2 - (i % 7)}\n`)}`,
  'empty lines': `x,z,y\n\n${fortyRows((i) => `${i},${i % 7},${i * i}\n\n`)}`,
  'two words for true': `x,z,t,y\n${fortyRows((i) => `${i % 2 ? 'TRUE' : 'false'},${i % 7},${i % 2 ? 't' : 'f'},${i}\n`)}`,
  'a byte order mark': `\ufeffx,z,y\n${fortyRows((i) => `${i},${i % 7},${i * i}\n`)}`,
  'columns apart': `x,,z,,y\n${fortyRows((i) => `${i},,${i % 7},,${i * i}\n`)}`,
  'signs behind': `x;z;y\n${fortyRows((i) => `${i},5+;${i % 7} -;€ 1.${100 + i}+\n`)}`,
  'quotes where none are needed': 'a,b,"c, d"\n1,2,3\n"4","5","6"\n7,,9\n10,11,12.5\n-1e3,.5,2\n',
};
/** Rows that are looked at before the engine reads, and a block more. */
const PAST_HEAD = 65_000;

type Cell = number | string | null;

/** Numbers of a table, and the text of what cannot be read. */
const numbersOf = ({ columns, names, text }: Csv): Record<string, Cell[]> =>
  Object.fromEntries(
    names.filter((name) => !text.includes(name)).map((name) => [name, Array.from(columns[name]!)]),
  );

async function cellsOf(file: DataFile): Promise<Record<string, Cell[]>> {
  const numeric = file.columns.filter((column) => column.numeric).map(({ name }) => name);
  const cells: Record<string, Cell[]> = Object.fromEntries(numeric.map((name) => [name, []]));
  for await (const chunk of file.cells(numeric)) {
    for (const name of numeric) cells[name]!.push(...chunk[name]!);
  }
  return cells;
}

/** Cells that should be equal; of a hundred thousand of them the equality of the test library takes seconds. */
function expectSame(found: Record<string, Cell[]>, wanted: Record<string, Cell[]>): void {
  expect(Object.keys(found)).toEqual(Object.keys(wanted));
  for (const [name, cells] of Object.entries(wanted)) {
    expect(found[name]!.length, name).toBe(cells.length);
    const first = cells.findIndex((cell, row) => !Object.is(found[name]![row], cell));
    expect([first, found[name]![first]], name).toEqual([-1, undefined]);
  }
}

/** The notes after a pass over all numbers, and those there should be. */
async function notesOf(file: DataFile, csv: Csv): Promise<[readonly Note[], readonly Note[]]> {
  const numeric = file.columns
    .filter((column) => column.numeric && column.kind !== 'empty')
    .map(({ name }) => name);
  if (numeric.length < 2)
    return [
      file.notes.filter(({ code }) => code !== 'unreadable'),
      csv.notes.filter(({ code }) => code !== 'missing' && code !== 'unreadable'),
    ];
  const found = await file.moments({ target: numeric.at(-1)!, features: numeric.slice(0, -1) });
  return [found.notes ?? [], csv.notes];
}

async function expectEqual(path: string, options: CsvOptions = {}): Promise<void> {
  const csv = parseCsv(
    readFileSync(path),
    path.endsWith('.tsv') ? { separator: 'tab', ...options } : options,
  );
  const file = await openFile(path, options);
  try {
    expect(file.columns.map(({ name }) => name)).toEqual(csv.names);
    expect(Object.fromEntries(file.columns.map(({ name, kind }) => [name, kind]))).toEqual({ ...csv.kinds });
    expectSame(await cellsOf(file), numbersOf(csv));
    const [found, wanted] = await notesOf(file, csv);
    expect(found).toEqual(wanted);
    expect(file.rows).toBe(csv.columns[csv.names[0]!]!.length);
  } finally {
    file.close();
  }
}

/** A file with its rows again and again: byte by byte, so that no encoding is in the way. */
function repeated(file: string, least: number): string {
  const bytes = readFileSync(join(corpus, file));
  const wide = bytes[0] === 0xff ? '\n\0' : '\n';
  const lines = bytes.toString('latin1').replace('\u001a', '').split(wide);
  const { columns, names } = parseCsv(bytes);
  const filled = lines.filter((line) => line.trim() !== '');
  const rows = columns[names[0]!]!.length;
  const body = `${filled.slice(-rows).join(wide)}${wide}`;
  const head = filled.slice(0, -rows).map((line) => line + wide);
  const copies = Math.ceil(least / rows);
  const path = join(folder, file);
  writeFileSync(path, head.join('') + body.repeat(copies), 'latin1');
  return path;
}

describe('both readers agree', () => {
  test.each<[string, string, CsvOptions]>([
    ['words', 'x;y\n-999;1\nk. A.;2\nNA;3\n', { missingWords: '-999,k. A.' }],
    ['no words but one', 'x;y\n5;1\nNA;2\n7;3\n8;4\n6;5\nx;6\n', { missingWords: 'only:x' }],
    ['a mark', 'x;y\n1.166;1,5\n1.339;2\n', { decimal: '.' }],
    ['a header', '1;2\n3;4\n', { header: true }],
    ['none', 'a;b\n3;4\n5;6\n', { header: false }],
    ['a separator', 'a|b;c\n3|4;5\n5|6;6\n', { separator: ';' }],
    ['ragged rows', 'a;b\n3;4;5\n5;6\n6;6\n', { ragged: 'skip' }],
    ['nothing, whose first proof is overruled', 'a;b\n6.25;6\n1,5;1\n2,5;2\n3,5;3\n4,5;4\n5,5;5\n', {}],
    ['an encoding', 'a;b\n3;4\n5;6\n', { encoding: 'windows-1252' }],
  ])('on a file that is read with %s', async (what, text, options) => {
    const path = join(folder, `${what}.csv`);
    const [head = '', ...rows] = text.split(/(?<=\n)/);
    const [first, body] = options.header === false ? ['', text] : [head, rows.join('')];
    for (const copies of [1, Math.ceil(PAST_HEAD / body.trim().split('\n').length)]) {
      writeFileSync(path, first + body.repeat(copies));
      await expectEqual(path, options);
    }
  });

  /** Cells far down a column of plain numbers, as a note tells of them, and their values. */
  const LATE: readonly [cell: string, code: Note['code'] | '', value: Cell][] = [
    ['"1,234"', '', 1234],
    ['€ 5', '', 5],
    ['(5)', '', -5],
    [' NA ', 'missing', null],
    ['seven', 'unreadable', 'seven'],
    ['inf', 'unreadable', 'inf'],
    ['"1,5"', 'unreadable', '1,5'],
    ['1_000', 'unreadable', '1_000'],
    ['+-5', 'unreadable', '+-5'],
    ['', 'missing', null],
    ['9007199254740993', 'rounded', 2 ** 53],
    ['9007199254740994', '', 2 ** 53 + 2],
    ['"-9,007,199,254,740,995.00"', 'rounded', -(2 ** 53) - 4],
    [`1${'0'.repeat(50)}`, 'rounded', 1e50],
    ['9007199254740993e3', '', 9007199254740993e3],
  ];
  test('of cells of every kind that come far down a plain column, which are told of', async () => {
    const path = join(folder, 'late.csv');
    const names = LATE.map((_, j) => `x${j}`);
    const plain = names.map(() => '1.5');
    const late = LATE.map(([cell], j) => `${plain.with(j, cell)},3\n`).join('');
    writeFileSync(path, `${names},y\n${`${plain},2\n`.repeat(PAST_HEAD)}${late}${plain},5\n`);
    const file = await openFile(path);
    const cells = await cellsOf(file);
    expect(names.map((name, j) => cells[name]![PAST_HEAD + j])).toEqual(LATE.map(([, , value]) => value));
    const told = LATE.flatMap(([cell, code], j) => {
      const examples = [cell.replaceAll(/^ | $|"/g, '')];
      return code ? [{ code, column: `x${j}`, count: 1, rows: [PAST_HEAD + j + 1], examples }] : [];
    });
    const gaps = LATE.filter(([, , value]) => typeof value !== 'number').length;
    const all = PAST_HEAD + LATE.length + 1;
    for (const [features, where, of, notes] of [
      [names, 'true', all, told],
      [names.map((name) => `${name}^2`), 'y > 2', LATE.length + 1, told],
      [names.slice(3, 6), 'y <> 3', PAST_HEAD + 1, []],
    ] as const) {
      const found = await file.moments({ target: 'y', features, where });
      expect(found.n).toBe(of - (notes.length > 0 ? gaps : 0));
      expect(found.notes ?? []).toMatchObject(notes.map((note) => ({ ...note, of })));
      expect(found.notes ?? []).toHaveLength(notes.length);
    }
    file.close();
  });

  test.each(['1.5', '"1,234"', '-', 'inf', '1_000'])(
    'of cells of text that mean no value, with %s among the numbers',
    async (cell) => {
      const path = join(folder, 'late-text.csv');
      const kinds = ['a', 'b', 'c', 'NA', ' ', '-', 'nan'];
      const row = (x: string, i: number): string => `${x},${kinds[i % kinds.length]},${i % 5}\n`;
      const rows = Array.from({ length: PAST_HEAD + 7 }, (_, i) => row('1.5', i));
      rows[PAST_HEAD] = row(cell, PAST_HEAD);
      writeFileSync(path, `x,kind,y\n${rows.join('')}`);
      const without = rows.filter((_, i) => i % kinds.length > 2).length;
      const file = await openFile(path);
      const { n, skippedRows } = await file.moments({ target: 'y', features: ['x'], where: 'kind IS NULL' });
      expect(n + skippedRows).toBe(without);
      const plain = await file.moments({ target: 'y', features: ['x', 'kind'] });
      expect(plain.names).toEqual(['x', 'kind=b', 'kind=c', 'y']);
      const told = { code: 'missing', column: 'kind', value: 'category', count: without, of: rows.length };
      expect(plain.notes).toContainEqual(
        expect.objectContaining({ ...told, rows: [4, 5, 6], examples: ['NA', '', '-'] }),
      );
      let gaps = 0;
      for await (const { kind } of file.stream({ target: 'y', features: ['x'], beside: ['kind'] })())
        gaps += (kind as readonly (string | null)[]).filter((text) => text === null).length;
      expect(gaps).toBe(without);
      file.close();
    },
  );

  test.each<[string, string, CsvOptions, (lines: readonly (readonly string[])[]) => string]>([
    ['read by the engine', 'plain.csv', {}, (lines) => `${lines.join('\n')}\n`],
    [
      'in another encoding',
      'western.csv',
      {},
      (lines) => `${lines.join('\n')}\n`.replaceAll('Koln', 'K\u00f6ln'),
    ],
    ['with rows left out', 'ragged.csv', { ragged: 'skip' }, (lines) => `${lines.join('\n')}\n1,2\n`],
    [
      'of JSON as one object',
      'columns.json',
      {},
      ([names = [], ...rows]) =>
        JSON.stringify(Object.fromEntries(names.map((name, j) => [name, rows.map((row) => row[j])]))),
    ],
  ])('of the cells that a condition keeps, in a file %s', async (_, name, options, written) => {
    const words: Readonly<Record<number, string>> = {
      3: 'NA',
      7: '?',
      11: '',
      15: 'seven',
      20: 'inf',
      25: '9007199254740993',
      30: 'seven',
      33: 'na',
    };
    const dates: Readonly<Record<number, string>> = { 5: 'n/a', 9: 'soon', 28: '' };
    const cells = Array.from({ length: 40 }, (_cell, i) => [
      words[i] ?? `${i}.5`,
      dates[i] ?? `2024-01-${10 + (i % 20)}`,
      'Koln',
      String(i),
    ]);
    const path = join(folder, name);
    writeFileSync(
      path,
      written([['x', 'd', 'city', 'y'], ...cells]),
      name === 'western.csv' ? 'latin1' : 'utf8',
    );
    const codeOf = (cell: string): string =>
      ['NA', '?', '', 'na', 'n/a'].includes(cell)
        ? 'missing'
        : cell.startsWith('9007')
          ? 'rounded'
          : 'unreadable';
    const file = await openFile(path, options);
    for (const [where, keeps] of [
      ['y > 12', (i: number) => i > 12],
      ['y BETWEEN 10 AND 24', (i: number) => i >= 10 && i <= 24],
      ['y < 10 OR y = 25', (i: number) => i < 10 || i === 25],
      ["city <> 'Oslo'", () => true],
      ['y IN (1, 2)', (i: number) => i === 1 || i === 2],
    ] as const) {
      const kept = cells.flatMap((row, i) => (keeps(i) ? [[i, row] as const] : []));
      const wanted = [words, dates].flatMap((odd, j) =>
        ['missing', 'unreadable', 'rounded'].flatMap((code) => {
          const found = kept.filter(([i, row]) => i in odd && codeOf(row[j]!) === code);
          if (found.length === 0) return [];
          const [count, of, first] = [found.length, kept.length, found.slice(0, 3)];
          return [
            {
              code,
              column: 'xd'[j],
              count,
              of,
              rows: first.map(([i]) => i + 1),
              examples: first.map(([, row]) => row[j]),
            },
          ];
        }),
      );
      const { notes = [] } = await file.moments({ target: 'y', features: ['x', 'day(d)'], where });
      const told = notes.filter(({ code }) => ['missing', 'unreadable', 'rounded'].includes(code));
      expect(told, where).toMatchObject(wanted);
      expect(told.length, where).toBe(wanted.length);
      const plain = await file.moments({ target: 'y', features: ['x'], where });
      expect(
        (plain.notes ?? []).filter((one) => one.column === 'x'),
        where,
      ).toMatchObject(wanted.filter((one) => one.column === 'x'));
    }
    file.close();
  });

  test('not on a byte further down that is no UTF-8, which is refused with the cure', async () => {
    const path = join(folder, 'bytes.csv');
    writeFileSync(path, `x,city\n${'1.5,Koln\n'.repeat(150_000)}2,K\u00f6ln\n`, 'latin1');
    const read = openFile(path).then((file) => cellsOf(file).finally(() => file.close()));
    await expect(read).rejects.toMatchObject({ code: 'DATA', hint: expect.stringContaining('`encoding`') });
    await expectEqual(path, { encoding: 'windows-1252' });
  });

  test('of any cell, on the number that is in it', async () => {
    const PARTS = [
      '1',
      '12',
      '123',
      '1234',
      '0',
      '5',
      ',',
      '.',
      ' ',
      '\u202f',
      "'",
      '’',
      '-',
      '+',
      '−',
      '(',
      ')',
      '€ (',
      '5) $',
      '€',
      'US$',
      'CHF',
      'Fr.',
      '%',
      'e',
      'e5',
      '_',
      '9007199254740993',
      '１',
      '，',
      '1,234',
      '1.234',
      'x',
      'NA',
      'inf',
      '\t',
    ];
    const draw = randomNumbers(11, 80_000);
    let k = 0;
    const cells = Array.from({ length: 12_000 }, () =>
      Array.from(
        { length: 1 + Math.floor(4 * draw[k++]!) },
        () => PARTS[Math.floor(PARTS.length * draw[k++]!)],
      ).join(''),
    );
    for (const decimal of ['.', ','] as const) {
      // numbers enough for the column to be one of them
      const lines = [...'7'.repeat(80_000), ...cells].map((cell, i) => `"${cell}"|${i}\n`);
      const path = join(folder, 'drawn.csv');
      writeFileSync(path, `x|i\n${lines.join('')}`);
      const options = { decimal, separator: '|' };
      const csv = parseCsv(readFileSync(path), options);
      const file = await openFile(path, options);
      expectSame(await cellsOf(file), numbersOf(csv));
      const { notes = [] } = await file.moments({ target: 'i', features: ['x'] });
      file.close();
      const gaps = (all: readonly Note[]): readonly Note[] =>
        all.filter(({ code }) => ['missing', 'unreadable', 'rounded'].includes(code));
      expect(gaps(notes)).toEqual(gaps(csv.notes));
    }
  });

  test.each(Object.keys(ODD))('on a file with %s', async (what) => {
    const path = join(folder, 'odd.csv');
    writeFileSync(path, ODD[what]!);
    await expectEqual(path);
  });

  test.each(FILES)('on %s', (file) => expectEqual(join(corpus, file)));
  test.each(LONG)('on %s, again and again', (file) => expectEqual(repeated(file, PAST_HEAD)));
});

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Forms of a date; those of a clock end in the time of day. */
const DATE_FORMS: Readonly<
  Record<string, (year: number, month: number, day: number, clock: string) => string>
> = {
  'd-Mmm-yy': (year, month, day) => `${day}-${MONTHS[month]}-${String(year).slice(2)}`,
  ddMMMyyyy: (year, month, day) => `${String(day).padStart(2, '0')}${MONTHS[month]!.toUpperCase()}${year}`,
  'd-mmm-yyyy': (year, month, day) => `${day}-${MONTHS[month]!.toLowerCase()}-${year}`,
  'd. Mmm yyyy': (year, month, day) => `${day}. ${MONTHS[month]}. ${year}`,
  'Mmm d, yyyy': (year, month, day) => `${MONTHS[month]} ${day}, ${year}`,
  'm/d/yyyy h:mm:ss AM': (year, month, day, clock) => `${month + 1}/${day}/${year} ${clock}`,
  'd-m-yyyy h:mm:ss AM': (year, month, day, clock) => `${day}-${month + 1}-${year} ${clock}`,
  'yyyy.m.d': (year, month, day) => `${year}.${month + 1}.${day}`,
  'yyyy-m-d h:mm AM': (year, month, day, clock) =>
    `${year}-${month + 1}-${day} ${clock.replace(/:\d\d /, '')}`,
};

test.each(Object.keys(DATE_FORMS))('both readers count the days of %s as the calendar does', async (form) => {
  const rows = Array.from({ length: 90 }, (_, i) => {
    const time = new Date(Date.UTC(1969 + i, i % 12, 1 + (i % 28), i % 24, (7 * i) % 60));
    const [hour, minute] = [time.getUTCHours(), String(time.getUTCMinutes()).padStart(2, '0')];
    const clock = `${hour % 12 || 12}:${minute}:00 ${hour < 12 ? 'am' : 'PM'}`;
    const text = DATE_FORMS[form]!(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate(), clock);
    return [
      text,
      text.endsWith('m') || text.endsWith('M') ? time.getTime() / 864e5 : Math.floor(time.getTime() / 864e5),
    ];
  });
  const path = join(folder, 'days.csv');
  writeFileSync(path, `when;days\n${rows.map((row) => row.join(';')).join('\n')}\n`);
  const file = await openFile(path);
  const options = { target: 'days', features: ['day(when)'] };
  const light = await moments(parseCsv(readFileSync(path)).columns, options);
  for (const found of [light, await file.moments(options)]) {
    const { weights, bias, rows: read, rmse } = solveSync(found);
    expect(read).toBe(90);
    expect(weights[0]).toBeCloseTo(1, 9);
    expect(bias).toBeCloseTo(0, 4);
    expect(rmse).toBeLessThan(1e-4);
  }
  file.close();
});

describe('a file of JSON', () => {
  const files = DOOR.filter(({ file }) => file.endsWith('.json'));
  const [many, cars] = [2200, DOOR.find(({ file }) => file === 'j_records.json')!];
  /** Files of one object or of lists, which hold their table once. */
  const ONCE = /wrapped|pandas|lists|keyed/;

  /** The table of a file again and again, as rows or one record a line. */
  function repeatedJson(file: string): string {
    const text = readFileSync(join(corpus, file), 'utf8').trim();
    const path = join(folder, file);
    const body = text.startsWith('[') ? text.slice(1, -1) : text;
    const [open, between, close] = text.startsWith('[') ? ['[', ',', ']'] : ['', '\n', ''];
    writeFileSync(path, open + new Array(many).fill(body).join(between) + close);
    return path;
  }

  test.each([
    ...files.map((door) => [door.file, 1, door] as const),
    ...files.filter(({ file }) => !ONCE.test(file)).map((door) => [door.file, many, door] as const),
  ])('%s reads as its table says, %i times', async (file, times, { columns, notes, kinds, target }) => {
    const opened = await openFile(times === 1 ? join(corpus, file) : repeatedJson(file));
    const found = await cellsOf(opened);
    const told = (await opened.moments({ target: target! })).notes ?? [];
    opened.close();
    const repeatedCells = Object.entries(columns)
      .filter(([name]) => !kinds[name])
      .map(([name, cells]) => [name, new Array(times).fill(cells).flat()]);
    expectSame(found, Object.fromEntries(repeatedCells));
    const counted = notes.map(({ rows, examples, count, ...note }) => ({
      ...note,
      ...(count !== undefined && { count: times * count }),
    }));
    expect(told).toMatchObject(counted);
    expect(told).toHaveLength(notes.length);
  });

  test('is known by how it begins, and one object past memory is refused with the cure', async () => {
    const path = join(folder, 'records.txt');
    writeFileSync(path, readFileSync(join(corpus, 'j_strings_feature.json')));
    const file = await openFile(path);
    expect(await cellsOf(file)).toEqual(cars.columns);
    file.close();
    const wide = join(folder, 'wide.json');
    writeFileSync(wide, `{"x": [${'1234567.5, '.repeat(6e6)}1], "y": [1]}`);
    await expect(openFile(wide)).rejects.toMatchObject({
      code: 'DATA',
      hint: expect.stringContaining('one record a line'),
    });
  });
});

describe('dates', () => {
  const MONTHS = [
    'Jan',
    'February',
    'Mar',
    'Apr.',
    'May',
    'June',
    'Jul',
    'August',
    'Sept',
    'Oct',
    'November',
    'Dec',
  ];
  const two = (part: number): string => String(part).padStart(2, '0');
  type Writing = (y: number, m: number, d: number, i: number) => readonly [text: string, time?: number];
  const clocks: readonly (readonly [string, number])[] = [
    ['T00:00', 0],
    [' 9:05', 9 / 24 + 5 / 1440],
    ['T18:30:15Z', 18.5 / 24 + 15 / 86_400],
    [' 06:00:00+02:00', 4 / 24],
    [' 06:00:00.5-0330', 9.5 / 24 + 0.5 / 86_400],
    ['', 0],
  ];
  const clock = (i: number): readonly [string, number] => clocks[i % clocks.length]!;
  const WRITINGS: Readonly<Record<string, Writing>> = {
    'ISO 8601': (y, m, d, i) => [`${y}-${two(m)}-${two(d)}${clock(i)[0]}`, clock(i)[1]],
    slashes: (y, m, d, i) => [`${y}/${m}/${d}${clock(i)[0]}`, clock(i)[1]],
    points: (y, m, d, i) => [`${two(d)}.${two(m)}.${y}${clock(i)[0]}`, clock(i)[1]],
    'the month first': (y, m, d) => [`${m}/${d}/${y}`],
    'the day first': (y, m, d, i) => [`${d}/${m}/${y}${clock(i)[0]}`, clock(i)[1]],
    names: (y, m, d, i) => [
      i % 2 ? `${MONTHS[m - 1]} ${d}, ${y}` : `${d}. ${MONTHS[m - 1]!.toUpperCase()} ${y}`,
    ],
    年月日: (y, m, d) => [`${y}年${m}月${d}日`],
    'some that are none': (y, m, d, i) =>
      i % 7 === 3 ? [['soon', '?', `${y}-13-01`, `${y}-02-30`][i % 4]!, Number.NaN] : [`${y}-${m}-${d}`],
  };

  test.each(Object.keys(WRITINGS))('by %s are days since 1970, as a target and in terms', async (name) => {
    const write = WRITINGS[name]!;
    const written = Array.from({ length: 400 }, (_, i) => {
      const [y, m, d] = [1890 + ((i * 7) % 210), 1 + (i % 12), 1 + ((i * 5) % 28)];
      const [text, time = 0] = write(y, m, d, i);
      return [text, Date.UTC(y, m - 1, d) / 864e5 + time] as const;
    });
    const path = join(folder, 'dates.csv');
    writeFileSync(path, `x;sold\n${written.map(([text], i) => `${i % 7};"${text}"\n`).join('')}`);
    const file = await openFile(path);
    const streamed: number[] = [];
    for await (const { sold } of file.stream({ target: 'sold' })()) streamed.push(...(sold as Float64Array));
    const asTarget = await file.moments({ target: 'sold' });
    const asTerm = await file.moments({ target: 'x', features: ['day(sold)'] });
    file.close();
    written.forEach(([text, days], i) => {
      if (Number.isNaN(days)) expect(streamed[i], text).toBeNaN();
      else expect(streamed[i], text).toBeCloseTo(days, 9);
    });
    const known = written.filter(([, days]) => !Number.isNaN(days)).map(([, days]) => days);
    const mean = known.reduce((sum, days) => sum + days, 0) / known.length;
    expect([asTarget.n, asTerm.n]).toEqual([known.length, known.length]);
    expect(asTarget.mean[1]! / mean).toBeCloseTo(1, 12);
    expect(asTerm.mean[0]! / mean).toBeCloseTo(1, 12);
    const inMemory = await moments(parseCsv(readFileSync(path)).columns as never, {
      target: 'sold',
      missing: 'drop',
    });
    expect(inMemory.mean[1]! / mean).toBeCloseTo(1, 12);
  });
});
