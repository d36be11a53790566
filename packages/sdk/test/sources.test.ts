// Whatever shape rows come in: read as they are, or refused with the call that reads them.
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import {
  fit,
  fitSync,
  Model,
  Moments,
  moments,
  type Source,
  solve,
  solveSync,
  Trainer,
  train,
} from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { fit as lean } from '@gd-trainer/sdk/lean';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from './error-of.ts';

const target = 'y';
const rows = Array.from({ length: 5000 }, (_, i) => ({
  a: i % 7,
  b: (i * 5) % 11,
  y: 2 * (i % 7) - (i % 3),
}));
const columns = {
  a: rows.map(({ a }) => a),
  b: rows.map(({ b }) => b),
  y: rows.map(({ y }) => y),
};
const wanted = fitSync(columns, { target });

describe('row objects', () => {
  it('have the keys of all of them, wherever one comes up first', () => {
    const source = [
      { y: 1 },
      { y: 2, a: 5 },
      { b: 3, y: 3, a: 1 },
      { a: 2, b: 1, y: 9 },
      { a: 4, b: 4, y: 2 },
    ];
    const model = fitSync(source, { target, missing: 'drop' });
    expect([model.features, model.rows, model.skippedRows]).toEqual([['a', 'b'], 3, 2]);
    expect(fitSync(source, { target, features: ['a'], missing: 'drop' }).rows).toBe(4);
    expect(() => fitSync(source, { target })).toThrow('column "a", row 1: expected a number, got nothing');
  });

  it('none of them predict nothing, as empty columns do', () => {
    expect([wanted.predictAll([]), wanted.predictAll({ a: [], b: [] })]).toEqual([
      new Float64Array(),
      new Float64Array(),
    ]);
    for (const source of [[], { a: [], b: [], y: [] }]) {
      expect(() => fitSync(source, { target })).toThrow('the data has no rows');
      expect(() => wanted.score(source)).toThrow('the data has no rows');
    }
  });
});

describe('a stream', () => {
  async function* one() {
    yield* rows;
  }
  function* generated() {
    yield* rows;
  }
  async function* mixed() {
    yield* rows.slice(0, 3);
    yield { a: columns.a.slice(3, 50), b: columns.b.slice(3, 50), y: columns.y.slice(3, 50) };
    yield rows.slice(50, 4990);
    yield* rows.slice(4990);
  }
  it.each<[string, () => Parameters<typeof fit>[0]]>([
    ['of single rows', one],
    ['that can be read again', () => one],
    ['from a generator', generated],
    ['from a generator that can be read again', () => generated],
    ['of rows and chunks', mixed],
    ['from Node', () => Readable.from(rows)],
    ['from the web', () => Readable.toWeb(Readable.from(rows)) as AsyncIterable<object>],
    ['from Node, of chunks', () => Readable.from([columns])],
    ['of rows with keys that are lists', () => Readable.from(rows.map((row) => ({ ...row, tags: ['x'] })))],
  ])('%s gives the bits of the rows at once', async (_, stream) => {
    const options = { target, features: ['a', 'b'] };
    const [model, exact, sums] = [
      await fit(stream(), options),
      await solve(stream(), options),
      await moments(stream(), options),
    ];
    expect([...model.weights, model.bias, model.rows]).toEqual([...wanted.weights, wanted.bias, 5000]);
    expect([...exact.weights]).toEqual([...solveSync(wanted.moments!).weights]);
    expect(sums).toEqual(wanted.moments);
  });

  it('of single rows is learned by batches as the rows are', async () => {
    const options = { target, batchSize: 16, epochs: 3 };
    const [streamed, whole] = [await fit(() => one(), options), fitSync(rows, options)];
    expect([...streamed.weights, streamed.bias]).toEqual([...whole.weights, whole.bias]);
  });

  it('of bytes, text or numbers is told from one of rows', async () => {
    for (const item of ['a,y\n1,2\n', Buffer.from('a,y\n1,2\n')]) {
      const error = await rejectionOf(() => fit(Readable.from([item, item]), { target }));
      expect(error.hint).toContain('parseCsv(stream)');
    }
    expect(await rejectionOf(() => fit(Readable.from([1, 2]), { target }))).toMatchObject({ code: 'DATA' });
  });
});

describe('text among the values', () => {
  // as a client of a database hands over decimals and 64-bit integers; a, b and y are those of the rows above
  const texts = rows.map(({ a, b, y }, i) => ({
    a: `${a + 1000}`.replace(/(?=...$)/, ','),
    b: i === 3 ? 'NA' : `${b}.0`,
    city: ['Oslo', 'Rome'][i % 2],
    id: `r${i}`,
    y: `${y}`,
  }));
  const numbers = rows.map(({ a, b, y }, i) => ({ a: a + 1000, b: i === 3 ? null : b, y }));
  const unasked = { target, missing: 'drop' } as const;
  const options = { ...unasked, features: ['a', 'b'] } as const;
  const same = fitSync(numbers, options);
  const columnsOf = (list: readonly object[]): Source =>
    Object.fromEntries(
      Object.keys(list[0]!).map((name) => [name, list.map((row) => (row as Record<string, unknown>)[name])]),
    );
  const codes = ({ notes = [] }: Moments): string[] => notes.map(({ code, column }) => `${column} ${code}`);

  it.each<[string, () => Model | Promise<Model>]>([
    ['rows', () => fit(texts, options)],
    ['rows at once', () => fitSync(texts, options)],
    ['columns', () => fit(columnsOf(texts), options)],
    [
      'columns through the lean door',
      async () => new Model((await lean(columnsOf(texts), options)) as Model),
    ],
    ['rows through the lean door', async () => new Model((await lean(texts, options)) as Model)],
    [
      'the rows of x',
      () =>
        fit({ x: texts.map(({ a, b }) => [a, b]), y: texts.map(({ y }) => y) } as never, {
          missing: 'drop',
          features: ['a', 'b'],
        }),
    ],
  ])('in %s is read as the numbers that it shows', async (_, call) => {
    const model = await call();
    expect([model.features, model.rows, model.skippedRows]).toEqual([['a', 'b'], 4999, 1]);
    expect([...model.weights, model.bias]).toEqual([...same.weights, same.bias]);
    expect(codes(model.moments!)).toEqual(expect.arrayContaining(['b missing', 'a groups']));
  });

  it('is told of: what it is, and what is left out', async () => {
    const { notes, names } = await moments(texts, unasked);
    expect(names).toEqual(['a', 'b', 'city=Rome', 'y']);
    expect(notes?.map(({ code, column }) => [column, code])).toEqual([
      ['a', 'groups'],
      ['b', 'missing'],
      ['city', 'category'],
      ['id', 'label'],
    ]);
    expect((await moments(numbers, unasked)).notes).toBeUndefined();
  });

  it('of a stream is judged by the first chunk', async () => {
    const chunks = async function* (sizes: readonly number[]) {
      for (let at = 0, k = 0; at < texts.length; at += sizes[k++ % sizes.length]!)
        yield texts.slice(at, at + sizes[k % sizes.length]!);
    };
    const all = await moments(texts, options);
    for (const sizes of [[5000], [4096], [100, 7]]) {
      const found = await moments(chunks(sizes), options);
      expect([found.mean, found.comoment, found.n]).toEqual([all.mean, all.comoment, all.n]);
      expect(codes(found)).toEqual(['a groups']);
    }
    const once = await moments(chunks([4096]), unasked);
    expect([once.names, codes(once)]).toEqual([
      ['a', 'b', 'y'],
      ['a groups', 'city category', 'id label'],
    ]);
    const again = await moments(() => chunks([4096]), unasked);
    expect([again.names, codes(again)]).toEqual([['a', 'b', 'city=Rome', 'y'], codes(once)]);
    const batches = { ...options, batchSize: 16, epochs: 2 };
    const [streamed, whole] = [await fit(() => chunks([1000]), batches), fitSync(numbers, batches)];
    expect([...streamed.weights, streamed.bias]).toEqual([...whole.weights, whole.bias]);
    // 1,166 alone would be 1166
    async function* commas() {
      yield [
        { x: '1,5', y: 1 },
        { x: '2,25', y: 2 },
      ];
      yield [
        { x: '1,166', y: 3 },
        { x: 'three', y: 3 },
      ];
    }
    const held = await moments(commas(), unasked);
    expect([held.n, held.mean[0]]).toEqual([3, (1.5 + 2.25 + 1.166) / 3]);
  });

  it('is read in predictions and scores', () => {
    const whole = texts.filter((_, i) => i !== 3);
    expect(same.predictAll(whole)).toEqual(same.predictAll(numbers.filter((_, i) => i !== 3)));
    expect(same.score(whole)).toEqual(same.score(numbers.filter((_, i) => i !== 3)));
    expect(() => same.predictAll(texts)).toThrow('column "b", row 4');
  });

  it('may be truth, or dates as a target', () => {
    const day = (n: number): Date => new Date(Date.UTC(2024, 0, 1 + n));
    const source = { on: [true, false, true, false], y: [day(3), day(1), day(3), day(1)] } as Source;
    const { weights, bias } = solveSync(source, { target });
    expect([weights[0], bias]).toEqual([expect.closeTo(2, 9), expect.closeTo(19_724, 6)]);
    const written = {
      on: ['yes', 'no', 'yes', 'no'],
      y: ['04.01.2024', '02.01.2024', '4.1.2024', '2024-01-02'],
    };
    expect([...solveSync(written as Source, { target }).weights]).toEqual([...weights]);
  });

  it('that is no number is refused by name, or left out and told of', async () => {
    const source = { x: [1, 2, 3, 4, 5, 'six'], y: [1, 2, 3, 4, 5, 7] } as Source;
    expect(await rejectionOf(() => fit(source, { target }))).toMatchObject({
      message: 'column "x", row 6: expected a number, got "six"',
    });
    const found = await moments(source, unasked);
    expect([found.n, found.notes?.[0]]).toEqual([
      5,
      expect.objectContaining({ code: 'unreadable', rows: [6], examples: ['six'] }),
    ]);
    const kinds = { x: ['a', 'b'], y: [1, 2] };
    expect(await rejectionOf(() => fit(kinds, { target: 'x' }))).toMatchObject({
      message: 'column "x", row 1: expected a number, got "a"',
    });
  });
});

describe('CSV', () => {
  const text = `${'\ufeff'}größe,y\n${Array.from({ length: 9000 }, (_, i) => `${i},${2 * i}`).join('\n')}\n`;
  const bytes = Buffer.from(text);
  const inPieces = (size: number) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, k) =>
      bytes.subarray(k * size, (k + 1) * size),
    );
  it('is read from text, bytes and any stream of them, to the same columns', async () => {
    const { columns: expected } = parseCsv(text);
    expect(expected.größe).toHaveLength(9000);
    for (const input of [
      bytes,
      new Uint8Array(bytes),
      Readable.from(inPieces(7)),
      Readable.from([text.slice(0, 99), text.slice(99)]),
      Readable.toWeb(Readable.from(inPieces(1001))),
      (async function* () {
        yield* inPieces(4096);
      })(),
    ]) {
      expect((await parseCsv(input as Readable)).columns).toEqual(expected);
    }
  });

  it('that is none is refused at once, never by a promise nobody awaits', () => {
    for (const input of [5, null, undefined, {}, new Map(), bytes.buffer]) {
      expect(() => parseCsv(input as never)).toThrow('expected CSV text, bytes or a stream of them');
    }
  });
});

describe('what is no table has a hint with the right call', () => {
  const csv = parseCsv('a,y\n1,2\n3,4\n');
  const json = wanted.moments!.toJSON();
  const stream = async function* () {
    yield columns;
  };
  const calls: [string, () => unknown, string][] = [
    ['fit(X, y)', () => fitSync([[1], [2]] as never, [1, 2] as never), 'fit({ x, y }, options)'],
    [
      'fit(X, y) of typed arrays',
      () => solveSync([[1], [2]] as never, Float64Array.of(1, 2) as never),
      'fit({ x, y }, options)',
    ],
    ['a promise', () => fit(Promise.resolve(columns) as never, { target }), 'await it first'],
    ['a Map', () => fit(new Map(Object.entries(columns)) as never, { target }), 'Object.fromEntries(map)'],
    ['the result of parseCsv', () => fit(csv as never, { target }), 'fit(csv.columns, options)'],
    [
      'moments from a worker',
      () => fit(structuredClone(wanted.moments!) as never, { target }),
      'Moments.fromJSON',
    ],
    ['moments as JSON', () => fit(json as never, { target }), 'Moments.fromJSON(json)'],
    ['a model as JSON text', () => Model.fromJSON(JSON.stringify(wanted)), 'JSON.parse(text)'],
    ['moments as JSON text', () => Moments.fromJSON(JSON.stringify(json)), 'JSON.parse(text)'],
    [
      'a stream to predict',
      () => wanted.predictAll(stream() as never),
      'only `fit`, `solve` and `moments` read streams',
    ],
    [
      'a stream to update',
      () => wanted.update(stream() as never),
      'only `fit`, `solve` and `moments` read streams',
    ],
    [
      'a stream to fitSync',
      () => fitSync(stream() as never, { target }),
      'only `fit`, `solve` and `moments` read streams',
    ],
    [
      'a stream to train',
      () => train(stream() as never, { target }).next(),
      'only `fit`, `solve` and `moments` read streams',
    ],
    [
      'a stream to Trainer',
      () => new Trainer(stream as never, { target }),
      'only `fit`, `solve` and `moments` read streams',
    ],
    [
      'a gap in predictions',
      () => wanted.predictAll({ a: [1, null], b: [1, 2] }),
      'fill the gap, or leave the row out',
    ],
    [
      'a gap in scores',
      () => wanted.score({ a: [1, 2], b: [1, 2], y: [1, null] }),
      'fill the gap, or leave the row out',
    ],
    [
      'dates alone',
      () => fitSync({ a: [new Date(), new Date()], y: [1, 2] } as Source, { target }),
      'column "a" holds dates: `day(a)` counts their days',
    ],
    ['no columns', () => fitSync({}, { target, features: ['a'] }), 'there are none'],
    ['steps', () => fitSync(columns, { target, steps: 5 } as never), 'use `epochs`'],
    ['penalty', () => fitSync(columns, { target, penalty: 5 } as never), 'use `l2`'],
    ['learningrate', () => fitSync(columns, { target, learningrte: 5 } as never), 'use `learningRate`'],
    ...['groupBy', 'formula'].map((name): [string, () => unknown, string] => [
      name,
      () => fitSync(columns, { target, [name]: 5 } as never),
      'the options are `target`, `features`',
    ]),
  ];
  it.each(calls)('%s', async (_, call, hint) => {
    const { message, hint: cure } = await rejectionOf(call);
    expect(cure).toContain(hint);
    expect(message + cure).not.toMatch(/undefined|\[object|""/);
  });
});

describe('a printed model', () => {
  it('is ten lines that say what it is', () => {
    const printed = inspect(wanted);
    expect(printed).toBe(String(wanted));
    expect(printed.split('\n')).toEqual([
      'linear model of y from 2 features, 5000 rows',
      `converged after ${wanted.epochs} epochs`,
      expect.stringMatching(/^R² 0\.9\d+, RMSE 0\.\d+, loss 0\.\d+, gap \S+, \d+\.\d digits$/),
      expect.stringMatching(
        /^gd, learning rate \S+ \(limit \S+\), batches full, scale standard, l1 0, l2 0$/,
      ),
      `  a     ${Number(wanted.weights[0]!.toPrecision(6))}`,
      `  b     ${Number(wanted.weights[1]!.toPrecision(6))}`,
      `  bias  ${Number(wanted.bias.toPrecision(6))}`,
    ]);
  });

  it('is never longer, however wide it is, and no name in it acts', () => {
    for (const d of [1, 4, 5, 6, 300]) {
      const names = Array.from({ length: d }, (_, j) => `\u001b[31m${j}`);
      const x = Array.from({ length: 10 }, (_, i) => names.map((__, j) => ((i + 1) * (j + 3)) % 13));
      for (const model of [
        fitSync({ x, y: x.map(([v]) => v!), names }, { epochs: 2 }),
        solveSync({ x, y: x.map(([v]) => v!), names }),
      ]) {
        expect(String(model).split('\n').length).toBeLessThanOrEqual(10);
        expect(String(model)).not.toContain('\u001b');
      }
    }
  });
});
