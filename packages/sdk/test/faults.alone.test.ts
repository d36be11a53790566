import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import {
  crossValidate,
  type FitOptions,
  fit,
  fitSync,
  moments,
  solve,
  solveSync,
  Trainer,
  train,
} from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { openFile } from '@gd-trainer/sdk/duckdb';
import { momentsFromSql } from '@gd-trainer/sdk/sql';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bytesKept, collectGarbage } from './kept.ts';
import { ANSWER } from './sql-answer.ts';

const target = 'y';
const a = [...randomNumbers(1, 400)];
const source = { a, b: [...randomNumbers(2, 400)], y: a.map((x) => 3 * x + 1) };
const gone = new Error('gone');

let unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.off('unhandledRejection', note));
afterEach(async () => {
  // a rejection is called unhandled a turn after nobody has taken it
  await new Promise((resolve) => setTimeout(resolve));
  expect(unhandled).toEqual([]);
  unhandled = [];
});

// else sessions of the test before, collected meanwhile, would be counted as given back
beforeEach(collectGarbage);

/** Runs, and fails if memory of the core is kept. */
async function keepsNothing(run: () => Promise<unknown>): Promise<void> {
  expect(await bytesKept(run)).toBe(0);
}

describe('a reader that fails', () => {
  const text = 'x,"the ""z""",y\r\n1,2,3\r\n4,"é\r\n😀",6\r\n7,8,9\r\n';
  const bytes = new TextEncoder().encode(text);

  it('at any byte of a CSV file passes its error on, and is let go', async () => {
    for (let k = 0; k <= bytes.length; k++) {
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(bytes.subarray(0, k)),
        pull: (controller) => controller.error(gone),
      });
      await expect(parseCsv(stream)).rejects.toBe(gone);
      expect(stream.locked).toBe(false);
    }
  });

  it('is told from one that ends: CSV cut at any byte is a table of the rows before, or an error', async () => {
    const whole = parseCsv(text);
    for (let k = 0; k < bytes.length; k++) {
      const cut = new Blob([bytes.subarray(0, k)]).stream();
      const found = await parseCsv(cut).catch((error: Error) => error);
      if (found instanceof Error) expect(found.name).toBe('GdError');
      else {
        expect(found.names).toEqual(whole.names);
        expect(found.columns.x!.length).toBeLessThanOrEqual(3);
      }
    }
  });

  it.each<[string, FitOptions]>([
    ['fit', { target }],
    ['fit by batches', { target, batchSize: 8, epochs: 3 }],
  ])('at any chunk of %s passes its error on', async (_, options) => {
    let failed = 0;
    for (let k = 0; k < 12; k++) {
      let given = 0;
      let open = 0;
      const chunks = async function* () {
        open++;
        try {
          for (let i = 0; i < 4; i++) {
            if (given++ === k) throw gone;
            yield {
              a: a.slice(100 * i, 100 * (i + 1)),
              b: source.b.slice(100 * i, 100 * (i + 1)),
              y: source.y.slice(100 * i, 100 * (i + 1)),
            };
          }
        } finally {
          open--;
        }
      };
      await keepsNothing(async () => {
        const ended = await fit(chunks, options).catch((error: unknown) => error);
        // what comes after the run has ended is not asked for
        expect(ended === gone).toBe(given > k);
        expect(open).toBe(0);
        if (ended === gone) failed++;
      });
    }
    expect(failed).toBeGreaterThanOrEqual(4);
  });
});

describe('a server that goes', () => {
  const table = { dialect: 'trino', table: ['t'], target, features: ['x'] } as const;

  it('before any of its answers is an error, and nothing is asked after it', async () => {
    for (let k = 0; k < 3; k++) {
      let asked = 0;
      const query = async () => {
        if (asked++ === k) throw new Error('socket hang up');
        return [{ total: 3, complete: 3, mean0: 2, low0: 1, high0: 3, mean1: 4, low1: 2, high1: 6 }];
      };
      await expect(momentsFromSql({ ...table, query })).rejects.toMatchObject({
        name: 'GdError',
        message: 'the query failed: socket hang up',
      });
      expect(asked).toBe(k + 1);
    }
  });

  it.each<[string, string]>([
    ['without a word', ''],
    ['in its headers', 'HTTP/1.1 200 OK\r\nContent-Ty'],
    [
      'in its answer',
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"data": [{"tot',
    ],
    ['in a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{"data": [{"total": 3'],
  ])('%s is an error in words', async (_, said) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(said));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const client = createClient({ url: `http://127.0.0.1:${port}`, log: { level: ClickHouseLogLevel.OFF } });
    const query = async (sql: string) =>
      (await client.query({ query: sql, format: 'JSONEachRow' })).json<Record<string, unknown>>();
    try {
      await expect(momentsFromSql({ ...table, dialect: 'clickhouse', query })).rejects.toMatchObject({
        name: 'GdError',
        code: 'DATA',
      });
    } finally {
      await client.close();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('a signal', () => {
  /** A signal that says so at the k-th time anybody asks. */
  function abortsAtLook(k: number): { signal: AbortSignal; looks: () => number } {
    const controller = new AbortController();
    const { signal } = controller;
    let looks = 0;
    signal.throwIfAborted = () => {
      if (looks++ === k) controller.abort(gone);
      AbortSignal.prototype.throwIfAborted.call(signal);
    };
    return { signal, looks: () => looks };
  }

  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gd-trainer-faults-'));
    writeFileSync(join(folder, 'rows.csv'), `a,y\n${a.map((x) => `${x},${3 * x}`).join('\n')}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const chunks = async function* () {
    yield source;
    yield source;
  };

  it.each<[string, (signal: AbortSignal) => Promise<unknown>]>([
    [
      'fit',
      (signal) => fit(source, { target, signal, epochs: 40, tolerance: 0, every: 1, onEpoch: () => {} }),
    ],
    ['fit by batches', (signal) => fit(source, { target, signal, batchSize: 8, epochs: 5 })],
    ['fit of a stream', (signal) => fit(chunks, { target, signal })],
    ['fit of a stream by batches', (signal) => fit(chunks, { target, signal, batchSize: 8, epochs: 3 })],
    ['early stopping', (signal) => fit(source, { target, signal, validation: 0.2, epochs: 30 })],
    ['solve', (signal) => solve(source, { target, signal })],
    ['moments', (signal) => moments(chunks, { target, signal })],
    ['cross-validation', (signal) => crossValidate(source, { target, signal, folds: 4 })],
    [
      'train',
      async (signal) => {
        for await (const _ of train(source, { target, signal, epochs: 20, tolerance: 0 }));
      },
    ],
    [
      'moments of a table',
      (signal) =>
        momentsFromSql({
          dialect: 'trino',
          table: ['t'],
          target,
          features: ['x'],
          signal,
          query: async () => [ANSWER],
        }),
    ],
    [
      'moments of a file',
      async (signal) => {
        const file = await openFile(join(folder, 'rows.csv'));
        try {
          return await file.moments({ target, signal });
        } finally {
          file.close();
        }
      },
    ],
  ])('ends %s at every stage with its reason, and nothing is kept', async (_, run) => {
    await run(abortsAtLook(Infinity).signal);
    let stages = 0;
    for (let done = false; !done; stages++) {
      const { signal, looks } = abortsAtLook(stages);
      await keepsNothing(async () => {
        const outcome = await run(signal).then(
          () => 'done',
          (error: unknown) => error,
        );
        done = looks() <= stages;
        expect(outcome).toBe(done ? 'done' : gone);
      });
    }
    expect(stages).toBeGreaterThan(1);
  });
});

describe('what never comes', () => {
  /** Chunks that have no end: after so many, the next one is never there. */
  const stalled = (after: number, onEnd: () => void) => ({
    [Symbol.asyncIterator]() {
      let given = 0;
      return {
        next: () =>
          given++ < after
            ? Promise.resolve({ done: false, value: source })
            : new Promise<IteratorResult<typeof source>>(() => {}),
        // nor does it answer when it is left
        return() {
          onEnd();
          return new Promise<IteratorResult<typeof source>>(() => {});
        },
      };
    },
  });

  it.each<[string, (signal: AbortSignal, told: () => void) => Promise<unknown>]>([
    ['fit', (signal, told) => fit(stalled(1, told), { target, signal })],
    ['fit before the first chunk', (signal, told) => fit(stalled(0, told), { target, signal })],
    ['moments', (signal, told) => moments(stalled(2, told), { target, signal })],
    [
      'a later pass of fit by batches',
      (signal, told) => {
        let passes = 0;
        const ends = async function* () {
          yield source;
        };
        const chunks = () => (passes++ === 0 ? ends() : stalled(0, told));
        return fit(chunks, { target, signal, batchSize: 8, epochs: 3 });
      },
    ],
  ])('keeps %s from ending only until it is aborted', async (_, run) => {
    let told = 0;
    const controller = new AbortController();
    await keepsNothing(async () => {
      const ended = run(controller.signal, () => told++);
      setTimeout(() => controller.abort(gone), 20);
      await expect(ended).rejects.toBe(gone);
    });
    expect(told).toBe(1);
  });

  it('does not keep the moments of a table when the database is silent', async () => {
    const ended = momentsFromSql({
      dialect: 'trino',
      table: ['t'],
      target,
      features: ['x'],
      signal: AbortSignal.timeout(20),
      query: () => new Promise(() => {}),
    });
    await expect(ended).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

it('a key that a row lacks is missing there, though every object inherits one of its name', () => {
  const rows: Record<string, number>[] = [
    { constructor: 1, y: 3 },
    { y: 4 },
    { constructor: 2, y: 5 },
    { constructor: 3, y: 7 },
  ];
  const { skippedRows, weights } = fitSync(rows, { target, missing: 'drop' });
  expect(skippedRows).toBe(1);
  expect(weights[0]).toBeCloseTo(2, 6);
});

describe('data that go while a run takes its pauses', () => {
  const rows = 9000;
  const u = Float64Array.from(randomNumbers(3, rows));
  const v = u.map((x) => 2 * x + 1);

  /** Data, and what takes a part of them away. */
  type Taken = readonly [data: Parameters<typeof fit>[0], take: () => void];

  function resizable(bytes: number): ArrayBuffer & { resize(bytes: number): void } {
    const Resizable = ArrayBuffer as unknown as new (
      bytes: number,
      options: { maxByteLength: number },
    ) => ArrayBuffer & { resize(bytes: number): void };
    return new Resizable(bytes, { maxByteLength: bytes });
  }

  it.each<[string, () => Taken]>([
    [
      'a buffer that shrinks',
      () => {
        const buffer = resizable(8 * rows);
        const u64 = new Float64Array(buffer);
        u64.set(u);
        return [{ u: u64, y: v }, () => buffer.resize(80)];
      },
    ],
    [
      'a buffer of 4 bytes a value that shrinks',
      () => {
        const buffer = resizable(4 * rows);
        const u32 = new Float32Array(buffer);
        u32.set(u);
        return [{ u: u32, y: v }, () => buffer.resize(80)];
      },
    ],
    [
      'a buffer that is transferred',
      () => {
        const u64 = u.slice();
        return [{ u: u64, y: v }, () => void structuredClone(u64.buffer, { transfer: [u64.buffer] })];
      },
    ],
    [
      'one block that is transferred',
      () => {
        const x = u.slice();
        const take = () => void structuredClone(x.buffer, { transfer: [x.buffer] });
        return [{ x, y: v, columns: 1, names: ['u'] }, take];
      },
    ],
    [
      'an array that is cut',
      () => {
        const list = [...u];
        return [{ u: list, y: v }, () => list.splice(10)];
      },
    ],
    [
      'rows that are taken away',
      () => {
        const list = [...u].map((value, i) => ({ u: value, y: v[i]! }));
        return [list, () => list.splice(10)];
      },
    ],
    [
      'rows of numbers that are taken away',
      () => {
        const x = [...u].map((value) => [value]);
        return [{ x, y: v, names: ['u'] }, () => x.splice(10)];
      },
    ],
  ])('%s: the weights of all that was there, or an error in words', async (_, taken) => {
    const options: FitOptions = { target, batchSize: 1000, epochs: 2, missing: 'drop' };
    const { weights } = await fit(taken()[0], options);
    let errors = 0;
    // at the first look the data have not been touched yet
    for (let k = 1, late = false; !late; k++) {
      const [data, take] = taken();
      const controller = new AbortController();
      const { signal } = controller;
      let looks = 0;
      signal.throwIfAborted = () => {
        if (looks++ === k) take();
      };
      const outcome = await fit(data, { ...options, signal }).catch((error: unknown) => error);
      late = looks <= k;
      if (outcome instanceof Error) {
        errors++;
        expect(outcome).toMatchObject({
          name: 'GdError',
          code: 'DATA',
          hint: expect.stringContaining('leave the data'),
        });
        expect(outcome.message).toMatch(/expected 9000 values as before, got \d+$/);
      } else expect((outcome as { weights: Float64Array }).weights).toEqual(weights);
    }
    expect(errors).toBeGreaterThan(0);
  });
});

describe('a listener that throws', () => {
  it('at any epoch ends fit with what it threw, and nothing is kept', async () => {
    for (let k = 0; k < 5; k++) {
      const onEpoch = ({ epoch }: { epoch: number }): void => {
        if (epoch === k) throw gone;
      };
      await keepsNothing(async () => {
        await expect(fit(source, { target, onEpoch })).rejects.toBe(gone);
        expect(() => fitSync(source, { target, onEpoch })).toThrow(gone);
      });
    }
  });

  it('to a session leaves it where it went, and keeps no other from hearing of it', () => {
    const trainer = new Trainer(source, { target });
    const heard: number[] = [];
    const stop = trainer.subscribe(() => {
      throw gone;
    });
    trainer.subscribe(({ epoch }) => heard.push(epoch));
    expect(() => trainer.step('epoch', 3)).toThrow(gone);
    expect(trainer.snapshot.epoch).toBe(3);
    stop();
    trainer.step();
    expect(heard).toEqual([3, 4]);
    expect(trainer.snapshot.loss).toBe(new Trainer(source, { target }).step('epoch', 4).loss);
  });
});

describe('more memory than there is', () => {
  const wide = (columns: number) => ({ x: new Float32Array(2 * columns), y: [1, 2], columns });
  const message = '20000 features need 18311 MiB for their products, and 4096 MiB is the limit';

  it.each<[string, () => unknown]>([
    ['fit', () => fitSync(wide(20_000))],
    ['fit by batches', () => fitSync(wide(20_000), { batchSize: 1 })],
    ['solve', () => solveSync(wide(20_000))],
    ['a session', () => new Trainer(wide(20_000))],
  ])('is refused to %s before it is asked for, with the need and the limit', async (_, run) => {
    await keepsNothing(async () => expect(run).toThrow(message));
  });
});
