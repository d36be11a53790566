import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fitSync, GdError, Model } from '@gd-trainer/sdk';
import { toOnnx, toSource, toSql } from '@gd-trainer/sdk/export';
import { needs } from '@gd-trainer/testing/needs';
import { has, inFolder } from '@gd-trainer/testing/programs';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const { columns, options } = dataSet('penguins');
const penguins = fitSync(columns, options);
const rows = Array.from({ length: 20 }, (_, i) => [...randomNumbers(i, 2)].map((u) => 100 * u));
const expected = rows.map((row) => penguins.predict(row));

/** A model whose names try to get out of where they are written. */
const HOSTILE = ['*/ evil()', 'a"; DROP TABLE t; --', '\n#import os', '`x`\\', '??/', "'''"];
const hostile = Model.fromJSON({
  ...penguins.toJSON(),
  features: HOSTILE,
  target: '\u2028alert(1)',
  weights: [1, -2, 3e-9, 4e22, 5, 0],
  bias: -7,
  moments: undefined,
});

const numbersIn = (text: string): number[] => text.trim().split('\n').map(Number);

describe('source code predicts the same bits', () => {
  it('in JavaScript', async () => {
    const url = `data:text/javascript,${encodeURIComponent(toSource(penguins, 'js'))}`;
    const { predict } = (await import(/* @vite-ignore */ url)) as { predict(x: number[]): number };
    expect(rows.map(predict)).toEqual(expected);
  });

  it('in Python', needs(has('python3'), 'python3'), () => {
    const main = `\nfor row in ${JSON.stringify(rows)}:\n    print(repr(predict(row)))\n`;
    const printed = execFileSync('python3', ['-'], {
      input: toSource(penguins, 'python') + main,
      encoding: 'utf8',
    });
    expect(numbersIn(printed)).toEqual(expected);
  });

  it('in C', needs(has('cc'), 'cc'), () => {
    const printed = inFolder((folder) => {
      const calls = rows
        .map((row) => `printf("%.17g\\n", predict((double[]){${row.join(', ')}}));`)
        .join('\n');
      const source = join(folder, 'model.c');
      writeFileSync(
        source,
        `${toSource(penguins, 'c')}\n#include <stdio.h>\nint main(void) { ${calls} return 0; }\n`,
      );
      execFileSync('cc', [
        '-O2',
        '-Wall',
        '-Werror',
        '-Wno-unknown-pragmas',
        source,
        '-o',
        join(folder, 'model'),
      ]);
      return execFileSync(join(folder, 'model'), { encoding: 'utf8' });
    });
    expect(numbersIn(printed)).toEqual(expected);
  });

  it('and no name gets out of its comment', async () => {
    const x = [1, 2, 3, 4, 5, 6];
    const url = `data:text/javascript,${encodeURIComponent(toSource(hostile, 'js'))}`;
    const { predict } = (await import(/* @vite-ignore */ url)) as { predict(x: number[]): number };
    expect(predict(x)).toBe(hostile.predict(x));
    for (const language of ['js', 'python', 'c'] as const) {
      const code = toSource(hostile, language).split('\n');
      const mark = language === 'python' ? '# ' : '// ';
      expect(code.slice(0, 7).every((line) => line.startsWith(mark) && /^[ -~]*$/.test(line))).toBe(true);
      expect(code[0]).not.toMatch(/\?\?\/|\\$/);
    }
  });

  it('only in languages there are', () => {
    expect(() => toSource(penguins, 'cobol' as never)).toThrow(
      '"language" expected js, python or c, got "cobol"',
    );
  });
});

describe('SQL', () => {
  it('predicts the same in a database, and NULL from NULL', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE birds (flipper_length_mm REAL, bill_depth_mm REAL)');
    const insert = database.prepare('INSERT INTO birds VALUES (?, ?)');
    for (const row of rows) insert.run(...(row as [number, number]));
    insert.run(180, null);
    const select = `SELECT ${toSql(penguins, 'duckdb')} AS prediction FROM birds`;
    const predictions = database
      .prepare(select)
      .all()
      .map(({ prediction }) => prediction);
    expect(predictions).toEqual([...expected, null]);
    database.close();
  });

  it.each([
    ['a plane', {}, {}],
    ['a plane through the origin', { intercept: false }, {}],
    [
      'a plane of rows with weights',
      { sampleWeight: Array.from(columns.flipper_length_mm!, (_, i) => 1 + (i % 5)) },
      {},
    ],
    ['the mean, at 80 %', {}, { kind: 'mean', level: 0.8 }],
  ] as const)('has the ends of the interval in a database: %s', (_, more, choices) => {
    const model = fitSync(columns, { ...options, ...more, epochs: 100_000, tolerance: 1e-14 });
    const database = new DatabaseSync(':memory:');
    database.function('SQRT', Math.sqrt as (value: unknown) => number);
    database.exec('CREATE TABLE birds (flipper_length_mm REAL, bill_depth_mm REAL)');
    const insert = database.prepare('INSERT INTO birds VALUES (?, ?)');
    for (const row of rows) insert.run(...(row as [number, number]));
    insert.run(180, null);
    const [low, high] = (['low', 'high'] as const).map((bound) =>
      toSql(model, 'duckdb', { bound, ...choices }),
    );
    const ends = database.prepare(`SELECT ${low} AS low, ${high} AS high FROM birds`).all();
    for (const [i, row] of rows.entries()) {
      const { low: from, high: to } = model.interval(row, choices);
      expect(Math.abs((ends[i]!.low as number) - from)).toBeLessThan(1e-9 * Math.abs(from));
      expect(Math.abs((ends[i]!.high as number) - to)).toBeLessThan(1e-9 * Math.abs(to));
    }
    expect(ends.at(-1)).toEqual({ low: null, high: null });
    database.close();
  });

  it('refuses an end that is none, and an interval of a penalised model', () => {
    expect(() => toSql(penguins, 'duckdb', { bound: 'middle' as never })).toThrow('"bound" expected');
    const ridge = fitSync(columns, { ...options, l2: 1 });
    expect(() => toSql(ridge, 'duckdb', { bound: 'low' })).toThrow('a penalised model');
  });

  it('quotes names as each database does', () => {
    const model = Model.fromJSON({ ...hostile.toJSON(), features: ['a"b`c\\'], weights: [0.1], bias: 1e21 });
    expect(toSql(model, 'duckdb')).toBe(
      '(CAST(1E21 AS DOUBLE) + CAST("a""b`c\\" AS DOUBLE) * CAST(1E-1 AS DOUBLE))',
    );
    expect(toSql(model, 'postgres')).toContain('CAST("a""b`c\\" AS DOUBLE PRECISION)');
    expect(toSql(model, 'trino')).toContain('CAST("a""b`c\\" AS DOUBLE)');
    expect(toSql(model, 'clickhouse')).toContain('CAST("a\\"b`c\\\\" AS Nullable(Float64))');
    expect(toSql(model, 'bigquery')).toContain('CAST(`a"b\\`c\\\\` AS FLOAT64)');
    expect(toSql(model, 'spark')).toContain('CAST(`a"b``c\\` AS DOUBLE)');
  });

  it('refuses what no database takes as a name', () => {
    for (const name of ['', 'a\0b']) {
      const model = Model.fromJSON({ ...hostile.toJSON(), features: [name], weights: [1] });
      expect(() => toSql(model, 'duckdb')).toThrow(GdError);
    }
    expect(() => toSql(penguins, 'mysql' as never)).toThrow('"dialect" expected duckdb,');
  });
});

describe('ONNX', () => {
  it('predicts the same in a runtime, any number of rows at a time', async () => {
    const session = await InferenceSession.create(toOnnx(penguins));
    for (const count of [1, rows.length]) {
      const x = new Tensor('float64', Float64Array.from(rows.slice(0, count).flat()), [count, 2]);
      const { prediction } = await session.run({ x });
      expect(prediction!.dims).toEqual([count, 1]);
      const values = prediction!.data as Float64Array;
      for (const [i, value] of values.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-11);
    }
  });
});
