import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type CsvOptions, parseCsv } from '@gd-trainer/sdk/csv';
import { openFile } from '@gd-trainer/sdk/duckdb';
import { oursOr, oursOrAsync } from '@gd-trainer/testing/hostile';
import { damagedBytes, damagedText } from '@gd-trainer/testing/mutations';
import { fc, PATIENCE, runs } from '@gd-trainer/testing/properties';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-hostile-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const corpus = new URL('corpus/', import.meta.url);
const FILES = readdirSync(corpus).filter((name) => name.endsWith('.csv'));
const TEXTS = FILES.map((name) => readFileSync(new URL(name, corpus), 'utf8'));

/** What one of the two readers found: all names, and the numeric columns as numbers, NaN for a gap. */
interface Found {
  readonly names: readonly string[];
  readonly columns: Readonly<Record<string, readonly number[]>>;
}

function byText(text: string): Found {
  const { names, columns, text: texts } = parseCsv(text);
  const numeric = names.filter((name) => !texts.includes(name));
  const numbers = (name: string): number[] =>
    Array.from(columns[name]!, (cell) => (cell === null ? Number.NaN : Number(cell)));
  return { names, columns: Object.fromEntries(numeric.map((name) => [name, numbers(name)])) };
}

async function byFile(path: string): Promise<Found> {
  const file = await openFile(path);
  try {
    const names = file.columns.map(({ name }) => name);
    const numeric = file.columns.filter((column) => column.numeric).map(({ name }) => name);
    const columns = Object.fromEntries(numeric.map((name): [string, number[]] => [name, []]));
    for await (const cells of file.cells(numeric)) {
      for (const name of numeric)
        columns[name]!.push(...cells[name]!.map((cell) => (cell === null ? Number.NaN : Number(cell))));
    }
    return { names, columns };
  } finally {
    file.close();
  }
}

describe('damaged CSV', { timeout: PATIENCE }, () => {
  it('is a table or our own error, by both readers; and the same table where both have one', async () => {
    let both = 0;
    await fc.assert(
      fc.asyncProperty(damagedText(...TEXTS), async (damaged) => {
        // halves of characters are no UTF-8
        const text = Buffer.from(damaged).toString();
        const light = oursOr(() => byText(text));
        writeFileSync(at('damaged.csv'), text);
        const heavy = await oursOrAsync(() => byFile(at('damaged.csv')));
        if (!light && heavy) throw new Error(`only the reader of files took ${JSON.stringify(text)}`);
        if (!light || !heavy) return;
        both++;
        expect(heavy).toEqual(light);
      }),
      { numRuns: runs(100) },
    );
    expect(both).toBeGreaterThan(10);
  });
});

describe('blank lines above the header', () => {
  it.each(['\n', '\ufeff\n', ' \t\n\n', '\r\n\r\n'])('%j are skipped, by both readers', async (blank) => {
    const end = blank.endsWith('\r\n') ? '\r\n' : '\n';
    const text = `${blank}${['a,b,y', '1,2,3', '3,5,4'].join(end)}${end}`;
    writeFileSync(at('blank.csv'), text);
    expect(await byFile(at('blank.csv'))).toEqual(byText(text));
  });

  it('are refused where files are read together', async () => {
    writeFileSync(at('blank-1.csv'), '\na,y\n1,2\n');
    writeFileSync(at('blank-2.csv'), 'a,y\n2,3\n');
    await expect(byFile(at('blank-?.csv'))).rejects.toThrow('expected the header in the first line');
  });
});

function streamOf(pieces: readonly string[]): ReadableStream<string> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}

describe('CSV that others agreed upon', () => {
  const spectrum = dirname(createRequire(import.meta.url).resolve('csv-spectrum'));
  // the JSON of location_coordinates is of other coordinates
  const names = readdirSync(join(spectrum, 'csvs'))
    .map((name) => name.replace('.csv', ''))
    .filter((name) => name !== 'location_coordinates');

  it.each(names)('%s of csv-spectrum holds what it should, by both readers', async (name) => {
    const file = join(spectrum, 'csvs', `${name}.csv`);
    const rows = JSON.parse(readFileSync(join(spectrum, 'json', `${name}.json`), 'utf8')) as Record<
      string,
      string
    >[];
    const text = readFileSync(file, 'utf8');
    const { columns, names: found } = parseCsv(text);
    expect(found).toEqual(Object.keys(rows[0]!));
    for (const [i, row] of rows.entries()) {
      for (const [key, cell] of Object.entries(row)) {
        // a number is one here, and an empty cell a gap
        expect([cell, cell === '' ? null : Number(cell)]).toContain(columns[key]![i]);
      }
    }
    expect(await byFile(file)).toEqual(byText(text));
  });

  it(
    'any cut of a text into blocks gives the fields of papaparse over the whole',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          damagedText(...TEXTS),
          fc.array(fc.nat(200), { maxLength: 5 }),
          async (text, cuts) => {
            const whole = oursOr(() => parseCsv(text, AS_IT_STANDS));
            const places = [
              0,
              ...cuts.map((cut) => cut % (text.length + 1)).toSorted((p, q) => p - q),
              text.length,
            ];
            const pieces = places.slice(1).map((place, i) => text.slice(places[i], place));
            const cut = await oursOrAsync(() => parseCsv(streamOf(pieces), AS_IT_STANDS));
            expect(cut).toEqual(whole);
            if (!whole) return;
            const unquoted = text.replace(/"[^"]*"?/g, '');
            const newline = !unquoted.includes('\n') && unquoted.includes('\r') ? '\r' : '\n';
            const { data } = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), { delimiter: ',', newline });
            const records = data.filter((fields) => fields.length > 1 || fields[0]!.trim() !== '');
            // lines above the table are no part of it
            const { length } = whole.columns[whole.names[0]!]!;
            const [header = [], ...rows] = records.slice(-length - 1);
            const names = header.map((name) => name.trim());
            if (names.includes('') || new Set(names).size < names.length) return;
            expect(whole.names).toEqual(names);
            for (const [j, name] of whole.names.entries()) {
              expect(whole.columns[name]).toHaveLength(rows.length);
              for (const [i, fields] of rows.entries()) {
                const cell = fields[j]!.replace(j === fields.length - 1 ? /\r$/ : /^(?!)/, '');
                const found = whole.columns[name]![i];
                const truth = { true: 1, t: 1, y: 1, yes: 1, false: 0, f: 0, n: 0, no: 0 }[
                  cell.trim().toLowerCase()
                ];
                // numbers in groups, with a currency or in brackets are the corpus of the door's
                if (typeof found === 'number' && truth === undefined && Number.isNaN(Number(cell))) continue;
                if (found === null) expect(cell.trim()).toBe('');
                else expect([cell, Number(cell), truth]).toContain(found);
              }
            }
          },
        ),
        { numRuns: runs(600) },
      );
    },
    PATIENCE,
  );
});

const AS_IT_STANDS: CsvOptions = { separator: ',', missingWords: 'only:', header: true, decimal: '.' };

describe('a file whose lines end in more than one way', () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => `${i},${2 * i + (i % 3)}${i % 2 ? '\r\n' : '\n'}`);

  it('is read where all of it is looked at, and a wrong number of fields found', async () => {
    writeFileSync(at('few.csv'), `x,y\n${lines.slice(0, 500).join('')}`);
    expect((await byFile(at('few.csv'))).columns.x).toHaveLength(500);
    writeFileSync(at('few.csv'), `x,y\n${lines.slice(0, 500).join('')}1,2,3\n`);
    await expect(byFile(at('few.csv'))).rejects.toThrow('row 501: expected 2 fields, got 3');
  });

  it('is read where it is larger, and no field past the last column is lost', async () => {
    writeFileSync(at('many.csv'), `x,y\n${lines.join('')}`);
    expect((await byFile(at('many.csv'))).columns.x).toHaveLength(60_000);
    writeFileSync(at('many.csv'), `x,y\n${lines.join('')}1,2,3\n`);
    await expect(byFile(at('many.csv'))).rejects.toThrow('row 60001: expected 2 fields, got 3');
  });
});

describe('damaged Parquet', { timeout: PATIENCE }, () => {
  it('is a table or our own error, in bounded memory', async () => {
    const database = await DuckDBInstance.create();
    const client = await database.connect();
    const files: Uint8Array[] = [];
    for (const codec of ['snappy', 'zstd', 'uncompressed']) {
      const rows =
        "SELECT i AS x, i % 7 AS z, 2 * i + i % 3 AS y, 'row ' || i AS label FROM range(200) AS t(i)";
      await client.run(`COPY (${rows}) TO '${at(codec)}.parquet' (FORMAT parquet, CODEC ${codec})`);
      files.push(readFileSync(at(`${codec}.parquet`)));
    }
    client.closeSync();
    database.closeSync();
    await fc.assert(
      fc.asyncProperty(damagedBytes(...files), async (bytes) => {
        writeFileSync(at('damaged.parquet'), bytes);
        await oursOrAsync(async () => {
          const file = await openFile(at('damaged.parquet'), { memoryLimit: '64MB' });
          try {
            const { weight, mean, comoment } = await file.moments({ target: 'y' });
            expect([weight, ...mean, ...comoment].every(Number.isFinite)).toBe(true);
            await file.sample(10);
          } finally {
            file.close();
          }
        });
      }),
      { numRuns: runs(60) },
    );
  });
});
