import { readFileSync } from 'node:fs';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { fc, runs } from '@gd-trainer/testing/properties';
import { describe, expect, test } from 'vitest';
import { dataFile } from './data-sets.ts';

/** What `parseCsv` throws or rejects with, as plain facts. */
async function failure(run: () => unknown) {
  try {
    await run();
  } catch (error) {
    const { name, code, message, hint, details } = error as Error & Record<string, unknown>;
    return { name, code, message, hint, details };
  }
  throw new Error('expected an error, got none');
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
function streamOf(...chunks: readonly unknown[]) {
  return new ReadableStream<string | Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk as string);
      controller.close();
    },
  });
}

describe('columns', () => {
  test('the example of parseCsv prints what it says', () => {
    const { columns, notes } = parseCsv(
      'species,body_mass_g\nAdelie,3750\nAdelie,NA\nGentoo,4500\nGentoo,5100\n',
    );
    expect(columns.body_mass_g).toEqual([3750, null, 4500, 5100]);
    expect(notes[0]?.message).toBe('species: holds 2 kinds of text: "Adelie", "Gentoo"');
  });

  test('numbers become a Float64Array, in file order', () => {
    const { columns, names, text, skipped } = parseCsv('b,1,a\n1,2,3\n-4.5,+.5e1,6.\n');
    expect(names).toEqual(['b', '1', 'a']);
    expect(columns.b).toEqual(Float64Array.of(1, -4.5));
    expect(columns['1']).toEqual(Float64Array.of(2, 5));
    expect(columns.a).toEqual(Float64Array.of(3, 6));
    expect([text, skipped]).toEqual([[], 0]);
  });

  test('a missing value is null, and the column an array', () => {
    const { columns } = parseCsv('a,b\n1,NA\n,2\nN/A,nan\nNaN,null\n NULL ,3\n');
    expect(columns.a).toEqual([1, null, null, null, null]);
    expect(columns.b).toEqual([null, 2, null, null, 3]);
  });

  test('the missing words can be chosen, numbers among them', () => {
    const added = parseCsv('a,b\n-999,NA\n1,2\n', { missingWords: ['-999'] });
    expect([added.columns.a, added.columns.b]).toEqual([
      [null, 1],
      [null, 2],
    ]);
    const alone = parseCsv('a,b,c\n-999,NA,\n1,2,3\n', { missingWords: 'only:-999' });
    expect([alone.columns.a, alone.columns.b, alone.columns.c]).toEqual([
      [null, 1],
      ['NA', 2],
      [null, 3],
    ]);
    expect(alone.text).toEqual(['b']);
  });

  test('one cell of text among numbers keeps its row', () => {
    const { columns, text } = parseCsv('price,x\n1.0,1\n,2\nn/a?,3\n4,4\n');
    expect(columns.price).toEqual([1, null, 'n/a?', 4]);
    expect(text).toEqual(['price']);
  });

  test('true and false become 1 and 0, whatever their case', () => {
    const { columns, text } = parseCsv('a,b,c,d\ntrue,NA,true,1\nFALSE,True,2,true\n');
    expect(columns.a).toEqual(Float64Array.of(1, 0));
    expect(columns.b).toEqual([null, 1]);
    expect(columns.c).toEqual(['true', 2]);
    expect(columns.d).toEqual([1, 'true']);
    expect(text).toEqual(['c', 'd']);
  });

  test('a column without a single value is all null', () => {
    const { columns, text } = parseCsv('a,b\n1,\n2,NA\n');
    expect(columns.b).toEqual([null, null]);
    expect(text).toEqual([]);
  });

  test.each([
    '0x1F',
    '0b1',
    '0o7',
    '1_000',
    '12,34,567',
    '1/2',
    '9.5D1',
    '12px',
    '1e400',
    'Infinity',
    'inf',
    '--1',
    'e5',
    '٣',
  ])('reads %s as text, not as a number', (cell) => {
    const { columns } = parseCsv(`a,b\n1,"${cell}"\n`);
    expect(columns.b).toEqual([cell]);
  });

  test.each([
    ["1'000", 1000],
    ['1,000', 1000],
    ['1 000', 1000],
    ['1\u202f000,5', 1000.5],
    ['1.234.567', 1234567],
    ['$1,234.50', 1234.5],
    ['-$5', -5],
    ['($5)', -5],
    ['\u22125', -5],
    ['12,5 €', 12.5],
    ['EUR 12', 12],
    ['87 %', 87],
    ['１２．５', 12.5],
  ])('reads %s as %d', (cell, value) => {
    expect(parseCsv(`a,b\n1,"${cell}"\n`).columns.b).toEqual(Float64Array.of(value));
  });

  test.each(['.', '?', '-', 'nAn', 'None', '#DIV/0!', '缺失', ' – '])('takes %s for no value', (cell) => {
    expect(parseCsv(`a,b\n1,${cell}\n2,3\n`).columns.b).toEqual([null, 3]);
  });

  test('numbers at the edge of double precision survive', () => {
    const { columns } = parseCsv('a\n1e308\n1e-320\n-0\n0.1\n1e-400\n\t 7 \n9007199254740993\n');
    expect([...(columns.a as Float64Array)]).toEqual([1e308, 1e-320, -0, 0.1, 0, 7, 9007199254740992]);
  });

  test('any header is a safe key', () => {
    const { columns, names } = parseCsv('__proto__,constructor,toString\n1,2,3\n');
    expect(names).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.getPrototypeOf(columns)).toBe(null);
    expect(Object.keys(columns)).toEqual(names);
    expect(columns[names[0] ?? '']).toEqual(Float64Array.of(1));
    expect(({} as Record<string, unknown>)['1']).toBe(undefined);
  });
});

describe('dialects', () => {
  test.each([
    [',', '\n'],
    [';', '\r\n'],
    ['\t', '\r'],
    ['|', '\n'],
  ])('finds the delimiter %j with line end %j', (delimiter, newline) => {
    const lines = [['x', 'y y', 'z'], ['1', '2', 'a'], [], ['3', 'NA', 'b']];
    for (const end of ['', newline, newline + newline]) {
      const { columns } = parseCsv(lines.map((cells) => cells.join(delimiter)).join(newline) + end);
      expect(columns.x).toEqual(Float64Array.of(1, 3));
      expect(columns['y y']).toEqual([2, null]);
      expect(columns.z).toEqual(['a', 'b']);
    }
  });

  test('line ends may be mixed', () => {
    expect(parseCsv('a,b\r\n1,x\n2,"y"\r\n3,z').columns).toMatchObject({ b: ['x', 'y', 'z'] });
  });

  test('a decimal comma counts where the column keeps to it and the delimiter is another', () => {
    const { columns, text } = parseCsv('a;b;c;d\n1,5;1,5;1.234,5;2.5\n2;1.5;7;3\n-,5e1;2;8;1,5\n');
    expect(columns.a).toEqual(Float64Array.of(1.5, 2, -5));
    expect(columns.b).toEqual([1.5, '1.5', 2]);
    expect(columns.c).toEqual(Float64Array.of(1234.5, 7, 8));
    expect(columns.d).toEqual([2.5, 3, '1,5']);
    expect(text).toEqual(['b', 'd']);
  });

  test('quoted fields hold delimiters, line ends and quotes', () => {
    const { columns } = parseCsv('"a ""1""",b\r\n"x, y",1\r\n"line 1\r\nline 2",2\r\n"""",3\r\n"",4\r\n');
    expect(columns['a "1"']).toEqual(['x, y', 'line 1\r\nline 2', '"', null]);
    expect(columns.b).toEqual(Float64Array.of(1, 2, 3, 4));
  });

  test('a byte order mark is dropped, blanks around names too', () => {
    expect(parseCsv('\ufeff a , b\n1,2\n').names).toEqual(['a', 'b']);
  });

  test('blank lines are no rows, a line of delimiters is one', () => {
    expect(parseCsv('\n\na,b\n\n1,2\n  \n,\n\n').columns).toMatchObject({ a: [1, null], b: [2, null] });
  });

  test('a given separator is taken', () => {
    expect(parseCsv('a:b\n1:2\n', { separator: ':' }).names).toEqual(['a', 'b']);
  });

  test('100,000 columns and a line of megabytes are read', () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `a_rather_long_column_name_${i}`);
    const { columns } = parseCsv(`${names.join(',')}\n${names.map((_, i) => i).join(',')}\n`);
    expect(columns.a_rather_long_column_name_99999).toEqual(Float64Array.of(99_999));
  });

  test('a cell of a hundred thousand characters among thousands of short ones stays itself', () => {
    const cells = Array.from({ length: 9000 }, (_, i) =>
      i === 3 ? 'long '.repeat(20_000).trim() : `word ${i}`,
    );
    const { columns } = parseCsv(`x,note\n${cells.map((cell, i) => `${i},${cell}`).join('\n')}\n`);
    expect(columns.note!.length).toBe(cells.length);
    expect(cells.findIndex((cell, i) => columns.note![i] !== cell)).toBe(-1);
  });
});

describe('what is not a table is refused', () => {
  test.each([
    ['', 'expected a header row and data, got empty text'],
    [' \n\n', 'expected a header row and data, got empty text'],
    ['a,b\n', 'expected at least one row below the header, got none'],
    ['a,b\n1,2\n1,2,3\n', 'row 2: expected 2 fields, got 3'],
    // decimal commas between commas: the names say that the first line is no title
    ['a,b\n22,0,1768,5\n23,0,1800,5\n', 'row 1: expected 2 fields, got 4'],
    ['a,b\n\n1,2\n\n1\n', 'row 2: expected 2 fields, got 1'],
    ['a,b\n1,2\n3,"4\n5,6\n', 'row 2: a quoted field is never closed'],
    ['a,"b\n1,2\n', 'header row: a quoted field is never closed'],
    ['a,b\n1,"2"3\n', 'row 1: text after the closing quote of a field'],
    ['a,b\n1,2\n3,\0\n', 'expected text, got a NUL character after row 1'],
    ['PK\u0003\u0004\u0014\0', 'expected a table of text, got an Excel or zip file'],
    ['PAR1\u0015\u0004', 'expected a table of text, got a Parquet file'],
  ])('%j', async (text, message) => {
    const error = await failure(() => parseCsv(text));
    expect(error).toMatchObject({ name: 'GdError', code: 'DATA', message });
    expect(error.hint).not.toBe('');
    expect(await failure(() => parseCsv(streamOf(bytesOf(text))))).toEqual(error);
  });

  test('gzip is named', async () => {
    const gzip = await failure(() => parseCsv(streamOf(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0))));
    expect(gzip.message).toBe('expected a table of text, got gzip data');
  });

  test('an error carries the place as values', async () => {
    const { details, hint } = await failure(() => parseCsv('a;b\n1;2;3\n'));
    expect(details).toEqual({ row: 1, expected: 2, fields: 3 });
    expect(hint).toBe(
      `the line is "1;2;3": quote a field that holds ";", or pass \`ragged: 'skip'\` to leave such rows out`,
    );
  });

  test('a name from the file reaches the message without control characters', async () => {
    const { notes } = parseCsv('\u001b[31mred\u202e,\u001b[31mred\u202e\n1,2\n');
    expect(notes[0]?.message).toBe(
      '"\\u001b[31mred\\u202e_2": another column is named "\\u001b[31mred\\u202e" too',
    );
  });

  test('ragged rows are left out and counted on request', () => {
    const { columns, skipped } = parseCsv('a,b\n1,2\n3\n4,5,6\n7,8\n', { ragged: 'skip' });
    expect(columns.b).toEqual(Float64Array.of(2, 8));
    expect(skipped).toBe(2);
  });

  test.each([
    [{ delimiter: ';' }, 'unknown option "delimiter"'],
    [{ separator: '\n' }, '"separator" expected one character, \'tab\' or \'blank\', got "\\u000a"'],
    [{ separator: '' }, '"separator" expected one character, \'tab\' or \'blank\', got ""'],
    [{ missingWords: 3 }, "\"missingWords\" expected an array of words, 'a,b' or 'only:a,b', got 3"],
    [{ header: 'maybe' }, '"header" expected true or false, got "maybe"'],
    [{ decimal: ';' }, '"decimal" expected \'.\' or \',\', got ";"'],
    [{ encoding: 'klingon' }, '"encoding" expected the name of an encoding, got "klingon"'],
    [{ ragged: true }, "\"ragged\" expected 'error' or 'skip', got true"],
  ])('option %j', async (options, message) => {
    expect(await failure(() => parseCsv('a\n1\n', options as never))).toMatchObject({
      code: 'OPTION',
      message,
    });
  });

  test.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [42, '42'],
    [{}, 'an object'],
  ])('input %j', async (input, got) => {
    const { code, message } = await failure(() => parseCsv(input as never));
    expect([code, message]).toEqual(['DATA', `expected CSV text, bytes or a stream of them, got ${got}`]);
  });
});

describe('streams', () => {
  const text = '\ufeffname,größe\r\n"a ""b""\r\nc",1.5\r\n\r\n漢字,NA\r\n"x",2\r\n';

  test('any cut gives what the whole text gives', async () => {
    const bytes = bytesOf(text);
    const whole = parseCsv(text);
    expect(whole.columns.größe).toEqual([1.5, null, 2]);
    for (let size = 1; size < bytes.length; size++) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.slice(i * size, (i + 1) * size),
      );
      expect(await parseCsv(streamOf(...chunks))).toEqual(whole);
    }
    expect(await parseCsv(streamOf(...text))).toEqual(whole);
  });

  test('many blocks, with a record cut at every block end, read as the rows that were written', async () => {
    const rows = 60_000;
    const lines = Array.from({ length: rows }, (_, i) => `${i},"${i % 3 ? 'a\nb' : '""'}",${i / 8}\r\n`);
    const long = `i,t,x\r\n${lines.join('')}`;
    const whole = parseCsv(long);
    expect(whole.columns.i).toEqual(Float64Array.from({ length: rows }, (_, i) => i));
    expect(whole.columns.x).toEqual(Float64Array.from({ length: rows }, (_, i) => i / 8));
    expect(whole.columns.t?.slice(0, 3)).toEqual(['"', 'a\nb', 'a\nb']);
    const chunks = Array.from({ length: Math.ceil(long.length / 65_521) }, (_, i) =>
      long.slice(i * 65_521, (i + 1) * 65_521),
    );
    expect(await parseCsv(streamOf(...chunks))).toEqual(whole);
  });

  test('a bad row far down is named, and the stream cancelled', async () => {
    let cancelled = false;
    let row = 0;
    const stream = new ReadableStream<string>({
      pull(controller) {
        controller.enqueue(row === 0 ? 'a,b\n' : row === 90_000 ? '1\n' : '1,2\n');
        row++;
      },
      cancel() {
        cancelled = true;
      },
    });
    expect(await failure(() => parseCsv(stream))).toMatchObject({
      message: 'row 90000: expected 2 fields, got 1',
    });
    expect(cancelled).toBe(true);
  });

  test('an open quote ends as an error, in linear time, before memory does', async () => {
    let chunks = 0;
    const stream = new ReadableStream<string>({
      pull(controller) {
        controller.enqueue(chunks === 0 ? 'a,b\n1,2\n3,"' : 'x'.repeat(1 << 20));
        chunks++;
      },
    });
    const { message, details } = await failure(() => parseCsv(stream));
    expect(message).toBe('a record of over 67108864 characters after row 1');
    expect(details).toEqual({ row: 2 });
  });

  test('what fails in the stream fails the same here', async () => {
    const stream = new ReadableStream<string>({ start: (controller) => controller.error(new Error('gone')) });
    expect((await failure(() => parseCsv(stream))).message).toBe('gone');
    const objects = await failure(() => parseCsv(streamOf({ a: 1 })));
    expect(objects.message).toBe('expected a stream of text or bytes, got an object in it');
  });
});

describe('properties', () => {
  const isPlain = (cell: string) => parseCsv(`a,b\n"${cell.replaceAll('"', '""')}",1\n`).text.includes('a');
  // a lone surrogate is no text, and a CR at the end of a row is taken for half of a CRLF
  const word = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((cell) => !/[\0\r]/.test(cell));
  const name = word.map((cell) => cell.trim()).filter((cell) => /[a-z]/i.test(cell));
  const cell = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.constant(null),
    word.filter((text) => /[a-z,;"\n\t|]/i.test(text) && isPlain(text)),
  );
  const table = fc.uniqueArray(name, { minLength: 2, maxLength: 5 }).chain((names) =>
    fc.record({
      names: fc.constant(names),
      rows: fc.array(fc.tuple(...names.map(() => cell)), { minLength: 1, maxLength: 12 }),
      newline: fc.constantFrom('\n', '\r\n'),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
    }),
  );
  const write = (value: string | number | null) => {
    if (value === null) return '';
    if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
    return `"${value.replaceAll('"', '""')}"`;
  };

  test('any table written as CSV reads back the same', () => {
    fc.assert(
      fc.property(table, ({ names, rows, newline, delimiter }) => {
        const lines = [names.map(write), ...rows.map((row) => row.map(write))].map((cells) =>
          cells.join(delimiter),
        );
        const { columns } = parseCsv(lines.join(newline), { separator: delimiter, header: true });
        names.forEach((key, i) => {
          expect(Array.from(columns[key] ?? [])).toEqual(rows.map((row) => row[i]));
        });
      }),
      { numRuns: runs(500) },
    );
  });

  test('any text ends in a table or in a GdError', () => {
    const hostile = fc.array(
      fc.constantFrom(...'a1",;\t|\r\n\ufeff\0 .-eE', '""', '__proto__', 'NA', 'true'),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          hostile.map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          try {
            const { columns, names } = parseCsv(text);
            const lengths = new Set(names.map((key) => columns[key]?.length));
            expect(lengths.size).toBe(1);
          } catch (error) {
            expect(error).toMatchObject({ name: 'GdError', code: 'DATA' });
          }
        },
      ),
      { numRuns: runs(3_000) },
    );
  });
});

describe('numbers', () => {
  const digits = (max: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: max });
  const decimal = fc
    .tuple(fc.constantFrom('', '', '-', '+'), digits(17), fc.constantFrom('', '.', '.'), digits(17))
    .map((parts) => parts.join(''))
    .filter((cell) => /\d/.test(cell) && Math.abs(Number(cell)) <= Number.MAX_SAFE_INTEGER);
  const written = fc.oneof(
    decimal,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.integer().map((value) => (value / 1000).toFixed(3)),
  );

  test('are those that the language reads in the same text, to the last bit', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(written, written), { minLength: 1, maxLength: 20 }), (rows) => {
        // 0.5 proves the point
        const text = ['a,b', '0.5,0.5', ...rows.map((row) => row.join(','))].join('\n');
        const { columns } = parseCsv(text, { header: true });
        const numbers = (j: number) => Float64Array.of(0.5, ...rows.map((row) => Number(row[j])));
        expect([columns.a, columns.b]).toEqual([numbers(0), numbers(1)]);
      }),
      { numRuns: runs(300) },
    );
  });

  test.each([',', '-', '.', '5'])('between separators %j are found where these are', (separator) => {
    const cells = [12, 3, 404].map((value) => String(value).replaceAll(separator, '6'));
    const text = `${['a', 'b', 'c'].join(separator)}\n${cells.join(separator)}\n`;
    const { columns } = parseCsv(text, { separator });
    expect(['a', 'b', 'c'].map((name) => columns[name]![0])).toEqual(cells.map(Number));
  });
});

describe('text', () => {
  const ENDS = ['', 'é', '漢', '\ud83d\ude00', '\udc00', 'x'.repeat(30)];

  test.each([
    ['few long cells', (i: number) => `${i} ${'a'.repeat(i % 7 === 0 ? 70_000 : 3)}`, 60],
    [
      'many cells of ASCII, more than one block of them',
      (i: number) => `cell ${i * i} ${'b'.repeat(200)}`,
      12_000,
    ],
    ['other characters from somewhere on', (i: number) => `${i}${i > 2500 ? ENDS[i % 6] : ''}`, 6000],
    ['halves of characters', (i: number) => `${i}-${ENDS[i % 6]}-${'c'.repeat(i % 20)}`, 6000],
    [
      'first few kinds, then ever others',
      (i: number) => (i < 3000 ? `kind ${i % 9}` : `kind of its own ${i}`),
      9000,
    ],
    ['kinds in turn with others', (i: number) => (i % 3 ? `kind ${i % 900}` : `other ${i}`), 9000],
  ])('comes back as it was written: %s', (_, cell, rows) => {
    const cells = Array.from({ length: rows }, (__, i) => `t${cell(i)}`);
    const { columns } = parseCsv(['a,y', ...cells.map((text, i) => `${text},${i % 5}`)].join('\n'));
    expect(columns.a).toEqual(cells);
  });

  test('among numbers keeps its row, however many rows are between', () => {
    const rows = 150_000;
    const isText = (i: number) => i % 40_000 === 7 || i === rows - 1;
    const text = Array.from({ length: rows }, (_, i) => `${isText(i) ? `n${i}` : i % 8 ? i / 4 : ''},1`);
    const { columns, notes } = parseCsv(['a,y', ...text].join('\n'));
    const wanted = Array.from({ length: rows }, (_, i) => (isText(i) ? `n${i}` : i % 8 ? i / 4 : null));
    expect(columns.a).toEqual(wanted);
    expect(notes.find(({ code }) => code === 'unreadable')).toMatchObject({
      count: 5,
      rows: [8, 40_008, 80_008],
      examples: ['n7', 'n40007', 'n80007'],
    });
  });
});

describe('bundled data sets', () => {
  const read = (file: string) => readFileSync(dataFile(file), 'utf8');

  test.each(['penguins', 'cars', 'temperature', 'plane', 'lecture'])(
    '%s is what its description says',
    (set) => {
      const meta = JSON.parse(read(`${set}.json`)) as {
        name: string;
        target: string;
        features: string[];
        rows: number;
        completeRows: number;
      };
      const { columns, text } = parseCsv(read(`${set}.csv`));
      const used = [...meta.features, meta.target];
      expect(meta.name).toBe(set);
      expect(text.filter((key) => used.includes(key))).toEqual([]);
      expect(used.map((key) => columns[key]?.length)).toEqual(used.map(() => meta.rows));
      const complete = Array.from({ length: meta.rows }, (_, i) =>
        used.every((key) => columns[key]?.[i] !== null),
      );
      expect(complete.filter(Boolean).length).toBe(meta.completeRows);
    },
  );
});
