// Tables as people have them, each with what a careful person reads in it.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fitSync, type GdError, moments, solveSync, Trainer } from '@gd-trainer/sdk';
import { type Csv, type CsvOptions, type NoteCode, parseCsv, parseJson } from '@gd-trainer/sdk/csv';
import { narrateNote } from '@gd-trainer/sdk/narrate';
import { encodingFor, readCsv } from '@gd-trainer/sdk/view';
import { completeRows, DOOR, notesOn } from '@gd-trainer/testing/door';
import { fc, runs } from '@gd-trainer/testing/properties';
import { tables, WEIGHTS } from '@gd-trainer/testing/tables';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';

const bytesOf = (file: string): Uint8Array => readFileSync(new URL(`corpus/door/${file}`, import.meta.url));
const open = (file: string, options?: CsvOptions): Csv => parseCsv(bytesOf(file), options);
const codes = ({ notes }: Csv): NoteCode[] => notes.map(({ code }) => code);

const cells = ({ columns }: Csv, name: string): unknown[] => Array.from(columns[name]!);

describe('files that people have', () => {
  test('are all of them in the table', () => {
    const files = readdirSync(new URL('corpus/door/', import.meta.url));
    expect(DOOR.map(({ file }) => file).sort()).toEqual(files.sort());
  });

  test.each(DOOR.map((door) => [door.file, door] as const))('%s reads as its table says', (file, door) => {
    const table = file.endsWith('.json') ? parseJson(bytesOf(file)) : open(file);
    expect(table.names).toEqual(Object.keys(door.columns));
    expect({ ...table.kinds }).toEqual(
      Object.fromEntries(table.names.map((name) => [name, door.kinds[name] ?? 'number'])),
    );
    for (const name of table.names)
      expect(Array.from(table.columns[name]!), name).toEqual(door.columns[name]);
    expect(table.notes).toHaveLength(door.notes.length);
    expect(table.notes).toEqual(
      expect.arrayContaining(door.notes.map((note) => expect.objectContaining(note))),
    );
  });

  test.each(
    DOOR.flatMap(({ file, columns, notes }) =>
      notes.flatMap(({ code, value }) => (code === 'encoding' ? [[file, value!, columns] as const] : [])),
    ),
  )('%s is in %s, and reads the same where that is said', (file, encoding, columns) => {
    expect(open(file).dialect.encoding).toBe(encoding);
    expect(open(file, { encoding }).names).toEqual(Object.keys(columns));
  });

  // without separators around it, a point before three digits is one of a program; lines and blanks of a file are none of its cells
  const inArrays = DOOR.filter(
    ({ file, target }) =>
      target !== undefined &&
      !/json$|_de\.csv$|quotes|^shell|sqlcmd|md$|minus\.csv$|excel\.csv$|spaced|^logger|^labview/.test(file),
  );
  test.each(inArrays.map((door) => [door.file, door] as const))(
    '%s as columns and rows of text is learned from as its table says',
    async (file, door) => {
      const { encoding, separator } = open(file).dialect;
      const lines = new TextDecoder(encoding)
        .decode(bytesOf(file))
        .replace('\u001a', '')
        .split(/[\r\n]+/);
      const names = Object.keys(door.columns);
      const rows = lines
        .filter((line) => line.trim() !== '')
        .slice(-door.columns[names[0]!]!.length)
        .map(
          (line) =>
            Papa.parse<string[]>(line.trim().replace(/ +(?=["\d])/g, separator === ' ' ? ' ' : ''), {
              delimiter: separator,
            }).data[0]!,
        );
      const records = rows.map((row) => Object.fromEntries(names.map((name, j) => [name, row[j]!])));
      const columns = Object.fromEntries(names.map((name, j) => [name, rows.map((row) => row[j]!)]));
      const complete = completeRows(door);
      for (const source of [columns, records]) {
        const features = door.asked ? { features: door.features } : {};
        const {
          n,
          mean,
          names: used,
          notes = [],
        } = await moments(source as never, {
          ...{ target: door.target!, missing: 'drop', ...features },
        });
        expect([used, n]).toEqual([[...door.features, door.target], complete.length]);
        mean.forEach((value, j) => {
          const wanted = complete.reduce((sum, row) => sum + row[j]!, 0) / complete.length;
          expect(value / wanted).toBeCloseTo(1, 9);
        });
        const wanted = notesOn(door).filter(
          ({ code, column = '' }) =>
            !['encoding', 'preamble', 'header', 'label'].includes(code) &&
            (!door.asked || used.includes(column)),
        );
        expect(notes).toEqual(expect.arrayContaining(wanted.map((note) => expect.objectContaining(note))));
      }
    },
  );

  test.each(['thou_feature.tsv', 'thou_feature_de.csv'])(
    'the weights of %s say that marks part thousands',
    (file) => {
      const { weights } = solveSync(open(file).columns as never, { target: 'price' });
      expect(weights[0]).toBeCloseTo(3.948, 3);
    },
  );

  test('notes name column, count, rows and cells', () => {
    expect(open('miss_question.csv').notes[0]?.message).toBe(
      'hp: 28 of 30 cells are numbers; rows 5 and 18 hold "?", no value',
    );
    expect(open('miss_under.csv').notes[0]?.message).toBe(
      'hp: 28 of 30 cells are numbers; rows 5 and 18 hold "1_000"',
    );
    expect(open('single_quotes.csv').notes[0]?.message).toBe(
      `'disp': holds text: "'65.4'", "'76.0'", "'80.8'"`,
    );
    expect(open('wide_int.csv').notes[0]?.message).toBe(
      'id: rows 1, 3, 5 and 23 more hold more digits than a number keeps, rounded: "9007199254740993", "9007199254740995", "9007199254740997"',
    );
  });
});

const ROWS = { x: [1, 2, 3], y: [1, 3, 4] };
const SAVED = fitSync(ROWS, { target: 'y' });
const RUN = JSON.stringify(new Trainer(ROWS, { target: 'y' }).toState());

describe('JSON that people have', () => {
  const lines = new TextDecoder().decode(bytesOf('j_ndjson.json')).trim().split('\n');

  test('Infinity is missing, and nothing in quotes is', () => {
    const words = parseJson('[{"a": -Infinity, "b": "NaN \\" NaN"}, {"a": 1, "b": "\\\\"}]').columns;
    expect([words.a, words.b]).toEqual([
      [null, 1],
      ['NaN " NaN', '\\'],
    ]);
  });

  test.each<[string, string, unknown[]]>([
    ['{"x": ["1,166", "820"], "y": [1, 2]}', 'groups', [1166, 820]],
    [
      '{"data": {"x": ["€ 5", "€ 6"], "y": [1, 2]}, "n": [{"a": 1}].length}'.replace(
        '[{"a": 1}].length',
        '2',
      ),
      'currency',
      [5, 6],
    ],
    ['[{"x": "1,5"}, {"x": "n/a"}, {"x": null}]', 'missing', [1.5, null, null]],
    ['{"x": "7"}', '', [7]],
    ['{"x": true}\r\n\r\n{"x": false}\r\n', '', [1, 0]],
    ['{"x": [1, 2, 3, 4, 5, "six"]}', 'unreadable', [1, 2, 3, 4, 5, 'six']],
    ['[{"x": "2024-03-07"}, {"x": "2024-03-08"}]', 'date', ['2024-03-07', '2024-03-08']],
  ])('%s', (json, code, values) => {
    const { columns, notes } = parseJson(json);
    expect(Array.from(columns.x!)).toEqual(values);
    expect(notes[0]?.code ?? '').toBe(code);
  });

  test.each([
    ['one record a line', '{"x": 9007199254740993, "y": 1}\n{"x": -9007199254740992 , "y": 2}\n'],
    [
      'columns',
      '{"x": [9007199254740993,\n-9007199254740992], "y": ["12345678901234567890", 0.1234567890123456789]}',
    ],
    ['records', '[{"x": 9007199254740993, "y": NaN}, {"x":-9007199254740992}]'],
  ])('whole numbers past 2^53 in %s are rounded, and the note says so', (_, json) => {
    const { columns, kinds, notes } = parseJson(json);
    expect([Array.from(columns.x!), kinds.x]).toEqual([[2 ** 53, -(2 ** 53)], 'number']);
    const rounded = notes.filter(({ code, column }) => code === 'rounded' && column === 'x');
    expect(rounded.map(({ message }) => message)).toEqual([
      'x: row 1 holds more digits than a number keeps, rounded: "9007199254740993"',
    ]);
  });

  // DataFrame({'x': [1.5, nan], 'y': [1, 2], 'kind': ['a', 'b']}, index=['p', 'q']).to_json(orient=…), pandas 1.5.3
  test.each([
    ['columns', '{"x":{"p":1.5,"q":null},"y":{"p":1,"q":2},"kind":{"p":"a","q":"b"}}', false],
    ['index', '{"p":{"x":1.5,"y":1,"kind":"a"},"q":{"x":null,"y":2,"kind":"b"}}', true],
    ['split', '{"columns":["x","y","kind"],"index":["p","q"],"data":[[1.5,1,"a"],[null,2,"b"]]}', true],
    [
      'table',
      '{"schema":{"fields":[{"name":"index","type":"string"},{"name":"x","type":"number"},{"name":"y","type":"integer"},{"name":"kind","type":"string"}],"primaryKey":["index"],"pandas_version":"1.4.0"},"data":[{"index":"p","x":1.5,"y":1,"kind":"a"},{"index":"q","x":null,"y":2,"kind":"b"}]}',
      true,
    ],
    ['values, under names', '[["index","x","y","kind"],["p",1.5,1,"a"],["q",null,2,"b"]]', true],
    [
      'a table of it',
      '{"n": 2, "table": {"columns":["x","y","kind"],"rows":[[1.5,1,"a"],[null,2,"b"]]}}',
      false,
    ],
  ])('pandas writes %s', (_, json, isIndexed) => {
    const { columns, names, kinds } = parseJson(json);
    const keyed = isIndexed || json.startsWith('{"x"');
    expect(names).toEqual([...(keyed ? ['index'] : []), 'x', 'y', 'kind']);
    expect({ ...columns }).toEqual({
      ...(keyed && { index: ['p', 'q'] }),
      ...{ x: [1.5, null], y: Float64Array.of(1, 2), kind: ['a', 'b'] },
    });
    if (keyed) expect(kinds.index).toBe('label');
  });

  test('rows that count from 0 have no column of it, others have; of lists without names the columns are counted', () => {
    const counted = parseJson('{"x":{"0":1,"1":2},"y":{"0":3,"1":4}}');
    expect([counted.names, counted.columns.y]).toEqual([['x', 'y'], Float64Array.of(3, 4)]);
    const chosen = parseJson('{"0":{"index":5,"z":7},"3":{"index":6,"z":8}}');
    expect([chosen.names, chosen.columns.index_]).toEqual([['index_', 'index', 'z'], Float64Array.of(0, 3)]);
    const lists = parseJson('[[1,2],[3,5]]');
    expect([lists.names, lists.notes[0]?.code]).toEqual([['c1', 'c2'], 'header']);
  });

  test('words that are given, and marks, are obeyed', () => {
    expect(
      Array.from(parseJson('{"x": ["1.166", "k. A."]}', { decimal: ',', missingWords: 'k. a.' }).columns.x!),
    ).toEqual([1166, null]);
  });

  test.each<[string, string]>([
    ['[]', 'expected at least one row, got none'],
    ['{"a": []}', 'expected at least one row, got none'],
    ['7', 'expected rows or columns'],
    ['{"a": [{"x": 1}], "b": [{"x": 1}]}', 'expected one table, got 2: "a", "b"'],
    ['{"a": [1, 2], "b": [1]}', 'column "b" expected 2 values, got 1'],
    ['[{"a": 1}, 5]', 'row 2 expected an object'],
    ['[["a", "b"], [1, 2], [3]]', 'row 2: expected 2 values, got 1'],
    ['{"columns": ["a"], "data": [[1], 2]}', 'row 2: expected 1 value, got nothing'],
    ['{"error": {"code": 404, "message": "not found"}}', 'expected rows or columns'],
    // lists in what was saved are no columns
    [JSON.stringify(SAVED), 'expected a table, got a model'],
    [JSON.stringify(SAVED.moments), 'expected a table, got moments'],
    [RUN, 'expected a table, got a run'],
    [`{"state": ${RUN}}`, 'expected a table, got a run'],
    [`${lines[0]}\n{"disp": 1`, 'row 2: no JSON'],
    ['[{"a": 1}', 'no JSON'],
  ])('%.60s is refused', (json, message) => {
    expect(() => parseJson(json)).toThrow(message);
  });

  test('a cell too deep for the engine to write is refused; where none is, it is the text that it is', () => {
    const deep = `${'['.repeat(1e5)}${']'.repeat(1e5)}`;
    const read = (): unknown => parseJson(`[{"a": ${deep}}]`).columns.a![0];
    let isTooDeep = false;
    try {
      JSON.stringify(JSON.parse(deep));
    } catch {
      isTooDeep = true;
    }
    if (isTooDeep) expect(read).toThrow('column "a", row 1: expected a number or text, got an object');
    else expect(read()).toBe(deep);
  });

  test('keys that every object inherits are names, and a table has no prototype', () => {
    const { names, columns } = parseJson('[{"__proto__": 1, "toString": 2}, {"toString": 3}]');
    expect(names).toEqual(['__proto__', 'toString']);
    expect([columns[names[0]!], Object.getPrototypeOf(columns)]).toEqual([[1, null], null]);
  });

  test('hostile JSON takes linear time', { retry: 2 }, () => {
    const time = (json: string, read: (json: string) => unknown = parseJson): number => {
      const started = process.cpuUsage();
      try {
        read(json);
      } catch (error) {
        if (read === parseJson) expect(error).toMatchObject({ code: 'DATA' });
      }
      return process.cpuUsage(started).user / 1000;
    };
    for (const make of [
      (n: number) => `[{"a": NaN, "b": "${'\\'.repeat(n)}`,
      (n: number) => `[{"a": NaN, "b": ${'"'.repeat(n)}`,
      (n: number) => `[{"a": NaN, ${'\\"'.repeat(n)}`,
      (n: number) => `${'{"a": 1}\n'.repeat(n / 8)}{`,
      (n: number) => '['.repeat(n),
      (n: number) => `[{"a":"${'9'.repeat(n)}"}]`,
      (n: number) => `[{"a": ${'9'.repeat(n / 8)}}]`,
      (n: number) => `[{"a": ${'1234567890123456 '.repeat(n / 16)}`,
      (n: number) => `[{"a": 1234567890123456${' '.repeat(n)}`,
      (n: number) => `a,b\n${'9'.repeat(n)},1`,
    ]) {
      time(make(1e5));
      const [short, long] = [time(make(2e5)), time(make(1.6e6))];
      // the engine's own parser takes more than linear time for a million brackets
      const engine = time(make(1.6e6), JSON.parse);
      expect(long, make(20)).toBeLessThan(8 * 4 * Math.max(short, 5) + 4 * engine);
    }
  });
});

describe('choices', () => {
  test('a header with one name fewer leaves out that of the names of rows, as R writes it', () => {
    const table = parseCsv('disp hp\n"Mazda RX4" 160 110\n"Datsun 710" 108 93\n');
    expect([table.names, cells(table, 'hp'), table.kinds.c1]).toEqual([
      ['c1', 'disp', 'hp'],
      [110, 93],
      'label',
    ]);
  });

  test.each<[string, CsvOptions, string[], unknown[]]>([
    ['a;b\n1.166;1\n820;2\n', { decimal: '.' }, ['a', 'b'], [1.166, 820]],
    ['1,2\n3,4\n', { header: true }, ['1', '2'], [3]],
    ['a,b\n3,4\n', { header: false }, ['c1', 'c2'], ['a', 3]],
    ['a|b c\n1|2 3\n', { separator: 'blank' }, ['a|b', 'c'], ['1|2']],
  ])('%j with %j', (text, options, names, first) => {
    const table = parseCsv(text, options);
    expect([table.names, cells(table, table.names[0]!)]).toEqual([names, first]);
  });

  test('years over numbers of another kind are names, and told of', () => {
    const { names, notes } = parseCsv('geo\t2019\t2020\nDE\t1.5\t2\nFR\t3\t4\nIT\t5\t6\n');
    expect([names, notes[0]]).toMatchObject([['geo', '2019', '2020'], { code: 'header', value: 'years' }]);
  });

  test.each<[string, string[], string]>([
    // a blank belongs to words where another mark parts the lines as well
    ['city name, size\nCity 1, 100\nCity 2, 130\n', ['city name', 'size'], ','],
    ['car name\tsize\nCar 1\t100\nCar 2\t130\n', ['car name', 'size'], '\t'],
    ['size\trooms\nHouse 1\t100\t4\nHouse 2\t130\t5\n', ['c1', 'size', 'rooms'], '\t'],
    // and parts numbers where none does
    ['18.0   8   3504\t"chevrolet"\n15.0   8   3693\t"buick"\n', ['c1', 'c2', 'c3', 'c4'], ' '],
    ['a b\n1,5 2,5\n3,5 4,5\n', ['a', 'b'], ' '],
    ['ready\nTemp: 21.5\tHum: 40\nTemp: 21.6\tHum: 41\n', ['c1', 'c2', 'c3', 'c4'], ' '],
    // names in a comment, marked in any way; prose is none
    ['# a b\n1 2\n2 3\n', ['a', 'b'], ' '],
    ['#\ta\tb\n1\t2\n2\t3\n', ['a', 'b'], '\t'],
    ['## a b\n# ---- ----\n1 2\n2 3\n', ['a', 'b'], ' '],
    ['# Operator: Jane\n1 2\n2 3\n', ['c1', 'c2'], ' '],
    ['#,a\n1,2.5\n2,3.5\n', ['#', 'a'], ','],
    // the first line is full where its last separator has nothing behind it
    ['a,b,\ns,V\n1,2\n2,3\n3,4\n4,5\n5,6\n', ['a', 'b'], ','],
  ])('%j has the columns %j', (text, names, separator) => {
    const table = parseCsv(text);
    expect([table.names, table.dialect.separator]).toEqual([names, separator]);
  });

  test('rows of another width that are left out are quoted', () => {
    const { skipped, notes } = parseCsv('a,b\n1,2\n# cleaned\n3,4\n5,6,7\n', { ragged: 'skip' });
    expect([skipped, notes[0]?.message]).toEqual([
      2,
      '2 rows with another number of fields left out: "# cleaned", "5,6,7"',
    ]);
    expect(narrateNote(notes[0]!, 'zh-CN')).toContain('“5,6,7”');
  });

  test('numbers in a header are told of, and so is a column without a name', () => {
    const first = parseCsv('1,<0.05,3\n2,0.1,4\n3,0.2,6\n4,0.3,7\n5,0.1,8\n');
    expect([first.names, first.notes[0]]).toMatchObject([
      ['1', '<0.05', '3'],
      { code: 'header', value: 'numbers', examples: ['1', '3'] },
    ]);
    const { names, notes } = parseCsv('a,,b\n1,2.5,3\n4,5.5,6\n');
    expect([names, notes]).toMatchObject([
      ['a', 'c2', 'b'],
      [{ code: 'header', column: 'c2', examples: [''] }],
    ]);
    expect(narrateNote(notes[0]!, 'zh-CN')).not.toBe(notes[0]!.message);
  });

  test.each(['', 'total', 'nr'])('numbers of rows are a label though one of them is %j', (cell) => {
    const numbers = [cell, ...Array.from({ length: 12 }, (_, i) => i + 1)];
    for (const rows of [numbers, [...numbers.slice(1), cell]]) {
      const text = rows.map((n, i) => `${n},${(i * i) % 7},${(i * 3) % 5}\n`).join('');
      for (const name of ['', 'n'])
        expect(Object.values(parseCsv(`${name},x,y\n${text}`).kinds)[0]).toBe('label');
    }
  });

  test('proof in another column decides what a mark is', () => {
    const beside = parseCsv('a;b\n1.166;2,5\n1.339;3,5\n');
    expect(cells(beside, 'a')).toEqual([1166, 1339]);
    const points = parseCsv('a;b\n1.166;2.5\n1.339;3.5\n');
    expect(cells(points, 'a')).toEqual([1.166, 1.339]);
    expect(points.notes[0]).toMatchObject({
      code: 'decimal',
      column: 'a',
      value: '.',
      examples: ['1.166', '1.339'],
    });
  });

  test('a cell that breaks the convention of its column is no number', () => {
    const table = parseCsv('a;b\n1,5;1\n2,5;2\n3,5;3\n4,5;4\n5,5;5\n6.25;6\n');
    expect(cells(table, 'a')).toEqual([1.5, 2.5, 3.5, 4.5, 5.5, '6.25']);
    expect(table.notes.find(({ code }) => code === 'unreadable')?.rows).toEqual([6]);
  });

  test('the first proof gives way to most', () => {
    const table = parseCsv('a;b\n6.25;6\n1,5;1\n2,5;2\n3,5;3\n4,5;4\n5,5;5\n');
    expect(cells(table, 'a')).toEqual(['6.25', 1.5, 2.5, 3.5, 4.5, 5.5]);
  });

  test('a column that counts its rows is a label, unless it is a time or all there is', () => {
    const count = Array.from({ length: 12 }, (_, i) => i + 1);
    const rows = (name: string, more: string): string =>
      `${name},x${more && ',y'}\n${count.map((n) => `${n},${n * n}${more && `,${n % 5}`}`).join('\n')}\n`;
    expect(parseCsv(rows('nr', 'y')).kinds.nr).toBe('label');
    expect(parseCsv(rows('count', 'y')).notes[0]?.message).toBe('count: counts the rows, and is a label');
    expect(parseCsv(rows('year', 'y')).kinds.year).toBe('number');
    expect(parseCsv(rows('count', '')).kinds.count).toBe('number');
  });

  test.each([
    ['3/7/2024', '13/7/2024', 'date'],
    ['3/7/2024', '7/13/2024', 'date'],
    ['3/7/2024', '4/8/2024', 'text'],
    ['07.03.2024', '08.03.2024', 'date'],
    ['2024-03-07T10:00:00Z', '2024-03-08 11:30', 'date'],
    ['Jan 1 2000', '1 Feb 2000', 'date'],
    ['2024年3月7日', '2024/3/8', 'date'],
    ['7-Mar-24', '08-Mar-2024', 'date'],
    ['07MAR2024', '8mar24', 'date'],
    ['3/17/2024 2:05:09 PM', '3/8/2024 12:00 am', 'date'],
    ['3/17/2024 13:05 PM', '3/18/2024 0:05 AM', 'text'],
    ['8-3-2024', '13-3-2024', 'date'],
    ['8-3-2024', '3-8-2024', 'text'],
    ['2024.3.7', '2024.12.31', 'date'],
    ['2024-02-30', '2023-02-29', 'text'],
  ])('%s and %s are of the kind %s', (first, second, kind) => {
    expect(parseCsv(`a;b\n${first};1\n${second};2\n`).kinds.a).toBe(kind);
  });

  test('every note of the corpus is told in 简体中文 too', () => {
    for (const file of [
      'thou_feature.tsv',
      'miss_inf.csv',
      'gbk.csv',
      'title_top.csv',
      'noheader.csv',
      'dates.csv',
    ]) {
      for (const note of open(file).notes) {
        expect(narrateNote(note, 'en')).toBe(note.message);
        expect(narrateNote(note, 'zh-CN')).toMatch(/\p{Script=Han}/u);
      }
    }
  });
});

describe('dates with gaps', () => {
  const day = (i: number): string => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
  const written = Array.from({ length: 20 }, (_, i) => day(i));
  Object.assign(written, { 3: '', 7: '5', 11: 'soon', 15: '2024-02-31' });
  const text = ['when,y', ...written.map((cell, i) => `${cell},${i}`)].join('\n');

  test('are told of, and a number among dates is no day', () => {
    const { kinds, columns, notes } = parseCsv(text);
    expect(kinds.when).toBe('date');
    expect(cells({ columns } as Csv, 'when')).toEqual(written.map((cell) => cell || null));
    expect(notes.map(({ code, count, rows }) => [code, count, rows])).toEqual([
      ['date', undefined, undefined],
      ['missing', 1, [4]],
      ['unreadable', 3, [8, 12, 16]],
    ]);
    expect(notes[2]!.message).toBe(
      'when: 17 of 20 cells are dates; rows 8, 12 and 16 hold "5", "soon", "2024-02-31"',
    );
    expect(narrateNote(notes[2]!, 'zh-CN')).toContain('不是日期');
    const model = solveSync(columns, { target: 'y', features: ['day(when)'], missing: 'drop' });
    expect([model.rows, model.skippedRows]).toEqual([16, 4]);
    expect(model.weights[0]).toBeCloseTo(1, 9);
    expect(() => solveSync(columns, { target: 'y', features: ['day(when)'] })).toThrow(
      'row 8: expected a date, got "5"',
    );
  });
});

describe('bytes', () => {
  const FILES = DOOR.map(({ file }) => file).filter((file) => !file.endsWith('.json'));
  /** Pieces of bytes or text, so long each. */
  async function* pieces<Whole extends string | Uint8Array>(whole: Whole, size: number) {
    for (let at = 0; at < whole.length; at += size) yield whole.slice(at, at + size);
  }

  test.each(FILES)('any cut of %s reads as the whole, and so does its text', async (file) => {
    const bytes = bytesOf(file);
    const whole = parseCsv(bytes);
    const { encoding } = whole.dialect;
    const text = new TextDecoder(encoding).decode(bytes);
    const asText = {
      ...whole,
      dialect: { ...whole.dialect, encoding: 'utf-8' },
      notes: whole.notes.filter(({ code }) => code !== 'encoding'),
    };
    expect(parseCsv(text)).toEqual(asText);
    expect(await parseCsv(new Blob([Uint8Array.from(bytes)]).stream())).toEqual(whole);
    for (const size of [1, 2, 3, 7, 50, 1000]) {
      expect(await parseCsv(pieces(bytes, size)), `${size} bytes`).toEqual(whole);
      expect(await parseCsv(pieces(text, size)), `${size} characters`).toEqual(asText);
    }
  });

  test.each<[string, string]>([
    ['windows-1251', 'Регион;Население;ВВП на душу'],
    ['windows-1251', 'Їжа;Вартість'],
    ['windows-1251', 'ЦЕНА;ПЛОЩАДЬ'],
    ['windows-1250', 'počet;cena'],
    ['windows-1250', 'tři;číslo'],
    ['windows-1252', 'pièce;modèle'],
    ['windows-1252', 'Città;è vero'],
    ['windows-1252', 'køn;øre'],
    ['windows-1250', 'Powierzchnia;Cena (zł)'],
    ['windows-1250', 'Rok;Ludność;Województwo'],
    ['windows-1250', 'Město;Počet obyvatel'],
    ['windows-1250', 'Idő;Hőmérséklet'],
    ['windows-1252', '¿Fuma?;Años de educación'],
    ['windows-1252', 'Libellé;Coût;Sœurs'],
    ['windows-1252', 'Volume (m³);Città;Più'],
    ['windows-1252', 'Størrelse;Køn;Længde'],
    ['windows-1252', 'Ações;Região;Órgãos'],
  ])('the encoding of a header is found: %s in %s', (encoding, header) => {
    const decoder = new TextDecoder(encoding);
    const characters = Array.from({ length: 256 }, (_, byte) => decoder.decode(Uint8Array.of(byte)));
    const row = header.replace(/[^;]+/g, '1.5');
    const bytes = Uint8Array.from(`${header}\n${row}\n${row}\n`, (character) =>
      characters.indexOf(character),
    );
    const { names, dialect } = parseCsv(bytes);
    expect([dialect.encoding, names.slice(0, 2)]).toEqual([encoding, header.split(';').slice(0, 2)]);
  });

  test.each([
    ['gzip data', gzipSync('x,y\n1,2\n2,3\n'.repeat(50)), 'unpack it first'],
    [
      'an Excel or zip file',
      Buffer.from('PK\u0003\u0004\u0014\0\u00fa\u00c3', 'latin1'),
      'save the sheet as CSV',
    ],
    ['an Excel file', Buffer.from('\u00d0\u00cf\u0011\u00e0\u00a1\u00b1', 'latin1'), 'save the sheet as CSV'],
    ['packed data', Buffer.from('\u00fd7zXZ\0\u00f0', 'latin1'), 'unpack it first'],
    ['packed data', Buffer.from('(\u00b5/\u00fd\u0004', 'latin1'), 'unpack it first'],
    ['packed data', Buffer.from('BZh91AY&SY\u00f0', 'latin1'), 'unpack it first'],
    ['a PDF file', Buffer.from('%PDF-1.7\n%\u00e2\u00e3', 'latin1'), 'copy its table into a file of text'],
    [
      'a web page',
      Buffer.from('<!DOCTYPE html>\n<table><tr><td>1</td>'),
      'copy its table into a file of text',
    ],
    [
      'a web page',
      Buffer.from('<table><tr><td>1,2</td></tr></table>\n'),
      'copy its table into a file of text',
    ],
    ['XML', Buffer.from('<?xml version="1.0"?>\n<rows><row a="1"/></rows>'), 'save the table as CSV'],
    ['a Parquet file', Buffer.from('PAR1\u0015\u0004\u00f0', 'latin1'), 'save the table as CSV, or '],
  ])('%s are refused as what they are, whatever encoding is looked for', async (name, bytes, cure) => {
    const doors: (() => unknown)[] = [
      () => parseCsv(bytes),
      () => parseCsv(bytes, { encoding: 'windows-1252' }),
      ...['en', 'zh-CN', 'ja', 'ru'].map((language) => () => readCsv(bytes, {}, encodingFor(language))),
      () => parseCsv(new Blob([bytes]).stream()),
    ];
    for (const open of doors) {
      const refused = await Promise.resolve()
        .then(open)
        .catch((error: GdError) => error);
      expect(refused).toMatchObject({ message: `expected a table of text, got ${name}` });
      expect((refused as GdError).hint).toContain(cure);
    }
  });

  test('what is UTF-8 in part is refused, not replaced', () => {
    const start = new TextEncoder().encode('größe;y\n1;2\n');
    const bytes = Uint8Array.from([
      ...start,
      ...'gr'.split('').map((c) => c.charCodeAt(0)),
      0xf6,
      0xdf,
      0x3b,
      0x31,
      10,
    ]);
    async function* pieces() {
      yield start;
      yield bytes.slice(start.length);
    }
    return expect(parseCsv(pieces())).rejects.toMatchObject({ code: 'DATA' });
  });
});

describe('drawn tables', () => {
  test('are found under a header whose quotes hold line ends', () => {
    const read = parseCsv('"a\nin two lines","b",y\n1,2,3\n4,5,7\n2,2,9\n');
    expect(read.names).toEqual(['a\nin two lines', 'b', 'y']);
    expect(cells(read, 'y')).toEqual([3, 7, 9]);
    expect(codes(read)).not.toContain('preamble');
  });

  test('read as the numbers that were written, and fit to the weights they were made with', () => {
    fc.assert(
      fc.property(tables, ({ separator, header, preamble, names, labels, rows, bytes, seed }) => {
        const read = parseCsv(bytes);
        expect(read.dialect).toMatchObject({ separator, header });
        expect(read.names).toEqual([...(labels === undefined ? [] : [labels]), ...names]);
        names.forEach((name, j) => {
          expect(cells(read, name)).toEqual(rows.map((row) => row[j]));
        });
        if (labels === 'id') expect(read.kinds.id).toBe('label');
        expect(codes(read).filter((code) => code === 'preamble')).toHaveLength(
          preamble.startsWith('R') ? 1 : 0,
        );
        if (seed % 10 > 0) return;
        const chosen = Object.fromEntries(names.map((name) => [name, read.columns[name]!]));
        const model = solveSync(chosen as never, { target: names[2], missing: 'drop' });
        WEIGHTS.forEach((weight, j) => {
          expect(model.weights[j]).toBeCloseTo(weight, 3);
        });
      }),
      { numRuns: runs(3_000) },
    );
  });
});
