// Models of terms written in other languages predict from raw columns what they predict here.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Model, solveSync, Trainer } from '@gd-trainer/sdk';
import { toOnnx, toSource, toSql } from '@gd-trainer/sdk/export';
import { needs } from '@gd-trainer/testing/needs';
import { has, inFolder } from '@gd-trainer/testing/programs';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';

const target = 'y';
const ROWS = 60;
const DAY_MS = 864e5;
const LEVELS = ['plain', "O'Hara", 'a "b", c', 'back\\slash', '多', 'tab\there'];

function drawTable(seed: number) {
  const random = randomNumbers(seed, 6 * ROWS);
  const column = <T>(k: number, value: (u: number, row: number) => T): T[] =>
    Array.from({ length: ROWS }, (_, row) => value(random[k * ROWS + row]!, row));
  return {
    size: column(0, (u) => 0.5 + 9 * u),
    'price "€"': column(1, (u) => u - 0.5),
    kind: column(2, (u, row) => LEVELS[row < 6 ? row : Math.floor(6 * u)]!),
    zip: column(3, (u, row) => [7, 10, 200][row < 3 ? row : Math.floor(3 * u)]!),
    // whole seconds: what is finer is rounded by some calendars and cut by others
    sold: column(4, (u) => new Date(Math.round((u - 0.2) * 2e9) * 1000)),
    y: column(5, (u) => u),
  };
}

const FORMULAS = [
  ['poly(size, 4)', '"price ""€"""^3', 'size*"price ""€"""'],
  [
    'sqrt(size)',
    'log(size)^2',
    'exp("price ""€""")',
    'abs("price ""€""")',
    'sin(size)',
    'cos(size*"price ""€""")',
  ],
  ['kind', 'category(zip, ref: 10)', 'size*category(zip)'],
  ['day(sold)', 'year(sold)', 'poly(day(sold), 2)'],
  ['month(sold)', 'weekday(sold)', 'hour(sold)'],
  ['bin(size, 0, 2.5, 6)', 'kind=plain', 'size*kind'],
];

const MODELS: readonly (readonly [string, Model, ReturnType<typeof drawTable>])[] = FORMULAS.map(
  (features, k) => {
    const table = drawTable(k + 1);
    return [features.join(', '), solveSync(table, { target, features }), table];
  },
);

const days = (date: Date): number => date.getTime() / DAY_MS;

/** The rows as languages without dates take them. */
const rowsOf = (table: ReturnType<typeof drawTable>) =>
  table.y.map((_, row) => ({
    size: table.size[row]!,
    'price "€"': table['price "€"'][row]!,
    kind: table.kind[row]!,
    zip: table.zip[row]!,
    sold: days(table.sold[row]!),
  }));

function expectNear(found: readonly unknown[], model: Model, table: ReturnType<typeof drawTable>): void {
  const wanted = model.predictAll(table);
  const { weights, bias } = model;
  // what cancels in a sum is lost in any order: errors are measured by the size of its parts
  const parts = new Trainer(table, { target, features: model.features });
  expect(found).toHaveLength(ROWS);
  for (const [row, value] of wanted.entries()) {
    const size = parts.sample(row).x.reduce((sum, x, j) => sum + Math.abs(x * weights[j]!), Math.abs(bias));
    expect(Math.abs(Number(found[row]) - value)).toBeLessThanOrEqual(1e-12 * size);
  }
}

const numbersIn = (text: string): number[] => text.trim().split('\n').map(Number);

/** A model as ONNX, run on rows. */
async function onnxOf(model: Model): Promise<{ run(rows: readonly object[]): Promise<Float64Array> }> {
  const bytes = toOnnx(model);
  const session = await InferenceSession.create(bytes);
  const held = Buffer.from(bytes).toString('latin1');
  const listed = (key: string): string[] =>
    JSON.parse(
      Buffer.from(new RegExp(`${key}\\x12[^[]+(\\[[^\\]]*\\])`).exec(held)![1]!, 'latin1').toString(),
    );
  const [numbers, texts] = [listed('numbers'), listed('texts')];
  const run = async (rows: readonly object[]): Promise<Float64Array> => {
    const cells = (names: readonly string[]): unknown[] =>
      rows.flatMap((row) => names.map((name) => (row as Record<string, unknown>)[name]));
    const x = new Tensor('float64', Float64Array.from(cells(numbers) as number[]), [
      rows.length,
      numbers.length,
    ]);
    const text = new Tensor('string', cells(texts).map(String), [rows.length, texts.length]);
    const { prediction } = await session.run({
      ...(numbers.length > 0 ? { x } : {}),
      ...(texts.length > 0 ? { text } : {}),
    });
    return prediction!.data as Float64Array;
  };
  return { run };
}

describe.each(MODELS)('a model of %s', (_, model, table) => {
  it('predicts the same in JavaScript', async () => {
    const url = `data:text/javascript,${encodeURIComponent(toSource(model, 'js'))}`;
    const { predict } = (await import(/* @vite-ignore */ url)) as { predict(row: object): number };
    expectNear(rowsOf(table).map(predict), model, table);
    if (model.features.some((name) => name.startsWith('kind=') || name.includes('*kind='))) {
      const unknown = () => predict({ ...rowsOf(table)[0], kind: 'never seen' });
      if (model.terms?.levels.kind) expect(unknown).toThrow('no level "never seen"');
    }
  });

  it('predicts the same in Python', needs(has('python3'), 'python3'), () => {
    const main = `\nimport json\nfor row in json.loads(${JSON.stringify(JSON.stringify(rowsOf(table)))}):\n    print(repr(predict(row)))\n`;
    const printed = execFileSync('python3', ['-'], {
      input: toSource(model, 'python') + main,
      encoding: 'utf8',
    });
    expectNear(numbersIn(printed), model, table);
  });

  it('predicts the same in C', needs(has('cc'), 'cc'), () => {
    const source = toSource(model, 'c');
    const named = (kind: string): string[] =>
      Array.from(
        source.matchAll(new RegExp(`^// ${kind}\\[\\d+\\] = ("(?:[^"\\\\]|\\\\.)*")`, 'gm')),
        ([, name]) => JSON.parse(name!),
      );
    const [numbers, texts] = [named('number'), named('text')];
    const calls = rowsOf(table).map((row) => {
      const value = (name: string): unknown => row[name as keyof typeof row];
      const octal = (name: string): string =>
        `"${[...Buffer.from(String(value(name)))].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}"`;
      return `printf("%.17g\\n", predict((double[]){${numbers.map(value).join(', ') || '0'}}, (const char *[]){${texts.map(octal).join(', ') || '0'}}));`;
    });
    const printed = inFolder((folder) => {
      const file = join(folder, 'model.c');
      writeFileSync(
        file,
        `${source}\n#include <stdio.h>\nint main(void) { ${calls.join('\n')} return 0; }\n`,
      );
      const program = join(folder, 'model');
      execFileSync('cc', ['-O2', '-Wall', '-Werror', '-Wno-unknown-pragmas', file, '-o', program, '-lm']);
      return execFileSync(program, { encoding: 'utf8' });
    });
    expectNear(numbersIn(printed), model, table);
  });

  it('predicts the same as ONNX, and NaN for what it does not know', async () => {
    const { run } = await onnxOf(model);
    expectNear([...(await run(rowsOf(table)))], model, table);
    if (model.terms?.levels.kind)
      expect([...(await run([{ ...rowsOf(table)[0], kind: 'never seen' }]))]).toEqual([Number.NaN]);
  });

  it('predicts the same in DuckDB, and NULL for what it does not know', async () => {
    const connection = await (await DuckDBInstance.create()).connect();
    try {
      const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
      const rows = table.y.map((__, row) =>
        [
          row,
          table.size[row],
          table['price "€"'][row],
          text(table.kind[row]!),
          table.zip[row],
          `TIMESTAMP ${text(table.sold[row]!.toISOString().slice(0, 19).replace('T', ' '))}`,
        ].join(', '),
      );
      await connection.run(
        `CREATE TABLE t AS SELECT * FROM (VALUES ${rows.map((row) => `(${row})`).join(', ')}) AS v(n, size, "price ""€""", kind, zip, sold)`,
      );
      const sql = toSql(model, 'duckdb');
      const predictions = await connection.runAndReadAll(`SELECT ${sql} AS p FROM t ORDER BY n`);
      expectNear(
        predictions.getRows().map(([value]) => value),
        model,
        table,
      );
      const missing = await connection.runAndReadAll(
        `SELECT ${sql} AS p FROM (SELECT * REPLACE (NULL AS size, NULL AS kind, NULL AS sold) FROM t LIMIT 1)`,
      );
      expect(missing.getRows()).toEqual([[null]]);
      if (!model.terms?.levels.kind) return;
      const unknown = await connection.runAndReadAll(
        `SELECT ${sql} AS p FROM (SELECT * REPLACE ('never seen' AS kind) FROM t LIMIT 1)`,
      );
      expect(unknown.getRows()).toEqual([[null]]);
    } finally {
      connection.closeSync();
    }
  });
});

/** A row with one of its inputs missing, as each language has it. */
const GAPS = ['size', 'price "€"', 'kind', 'zip', 'sold'] as const;

describe.each(MODELS)('where a raw column is missing, a model of %s', (_, model, table) => {
  const used = GAPS.filter((name) => model.inputs.includes(name));
  const row = rowsOf(table)[0]!;
  const isText = (name: string): boolean =>
    model.features.some((term) => /kind=|zip=/.test(term)) && /kind|zip/.test(name);
  // NaN as a number, nothing as text
  const gapped = (name: string): object => ({ ...row, [name]: isText(name) ? '' : Number.NaN });

  it('predicts no number in JavaScript', async () => {
    const url = `data:text/javascript,${encodeURIComponent(toSource(model, 'js'))}`;
    const { predict } = (await import(/* @vite-ignore */ url)) as { predict(row: object): number };
    const predicted = (name: string): number => {
      try {
        return predict(gapped(name));
      } catch {
        return Number.NaN;
      }
    };
    for (const name of used) expect(predicted(name), name).toBeNaN();
    expect(used.length).toBeGreaterThan(0);
  });

  it('predicts no number in Python', needs(has('python3'), 'python3'), () => {
    const rows = used.map(
      (name) => `{**${pythonRow}, ${JSON.stringify(name)}: ${isText(name) ? '""' : 'math.nan'}}`,
    );
    const main = `\nfor row in [${rows.join(', ')}]:\n    try: print(predict(row))\n    except ValueError: print("nan")\n`;
    const printed = execFileSync('python3', ['-'], {
      input: toSource(model, 'python') + main,
      encoding: 'utf8',
    });
    expect(printed.trim().split('\n')).toEqual(used.map(() => 'nan'));
  });

  it('predicts no number in C', needs(has('cc'), 'cc'), () => {
    const source = toSource(model, 'c');
    const places = (kind: string): string[] =>
      Array.from(
        source.matchAll(new RegExp(`^// ${kind}\\[\\d+\\] = ("(?:[^"\\\\]|\\\\.)*")`, 'gm')),
        ([, name]) => JSON.parse(name!),
      );
    const [numbers, texts] = [places('number'), places('text')];
    const plain = (name: string, gap: string): string =>
      name === gap ? 'NAN' : String(row[name as keyof typeof row]);
    const octal = (name: string, gap: string): string =>
      `"${name === gap ? '' : [...Buffer.from(String(row[name as keyof typeof row]))].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}"`;
    const calls = used.map(
      (gap) =>
        `printf("%d\\n", isnan(predict((double[]){${numbers.map((name) => plain(name, gap)).join(', ') || '0'}}, (const char *[]){${texts.map((name) => octal(name, gap)).join(', ') || '0'}})));`,
    );
    const printed = inFolder((folder) => {
      writeFileSync(
        join(folder, 'model.c'),
        `${source}\n#include <stdio.h>\nint main(void) { ${calls.join('\n')} return 0; }\n`,
      );
      const program = join(folder, 'model');
      execFileSync('cc', [
        '-O1',
        '-Wall',
        '-Werror',
        '-Wno-unknown-pragmas',
        join(folder, 'model.c'),
        '-o',
        program,
        '-lm',
      ]);
      return execFileSync(program, { encoding: 'utf8' });
    });
    expect(numbersIn(printed)).toEqual(used.map(() => 1));
  });

  it('predicts no number as ONNX', async () => {
    const { run } = await onnxOf(model);
    const found = await run(used.map(gapped));
    expect([...found]).toEqual(used.map(() => Number.NaN));
  });

  const pythonRow = `{${Object.entries(row)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(', ')}}`;
});
