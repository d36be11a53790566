// What takes more than there is: refused with need and limit before the memory is gone, and what never comes ends in time.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { needs } from '@gd-trainer/testing/needs';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
/** Tells, as the last line of stderr, how many MiB the process has held at its height. */
const TELL_MEMORY =
  'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS/1024))';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-bounds-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function start(argv: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--import', TELL_MEMORY, cli, ...argv], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr?.on('data', (text: Buffer) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      const lines = stderr.trimEnd().split('\n');
      resolve({ code, signal, mebibytes: Number(lines.at(-1)), message: lines.slice(0, -1).join('\n') });
    });
  });
  return { child, ended };
}

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly mebibytes: number;
  /** All of stderr before the last line. */
  readonly message: string;
}

describe('a file that would take more memory than there is', () => {
  test('by keys that every row has for itself is refused with what it needs', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => ({ [`k${i}`]: 1 }));
    writeFileSync(join(folder, 'sparse.json'), JSON.stringify(rows));
    const { code, message, mebibytes } = await start(['sparse.json', '--target', 'k1']).ended;
    expect(code).toBe(3);
    expect(message).toBe(
      'gd-trainer: "sparse.json": expected at most 33554432 cells, got 20000 rows with 20000 keys, 400000000 cells; give every row the same keys, or save the table as CSV or Parquet',
    );
    expect(mebibytes).toBeLessThan(250);
  });

  test('by its columns is refused by its header', async () => {
    const names = Array.from({ length: 200_000 }, (_, j) => `c${j}`).join();
    writeFileSync(join(folder, 'wide.csv'), `${names}\n${'1,'.repeat(199_999)}1\n`);
    const { code, message, mebibytes } = await start(['wide.csv', '--target', 'c1']).ended;
    expect(code).toBe(3);
    expect(message).toBe(
      'gd-trainer: "wide.csv": expected at most 131072 columns, got 200000; leave out columns that nothing is learned from',
    );
    expect(mebibytes).toBeLessThan(250);
  });

  test('by what it unpacks to, however small it is, stays in the file', async () => {
    const packed = gzipSync(`x,y\n${'1,2\n2,4\n'.repeat(8e6)}`);
    expect(packed.length).toBeLessThan(2e5);
    writeFileSync(join(folder, 'ones.csv.gz'), packed);
    const { code, mebibytes } = await start(['ones.csv.gz', '--target', 'y', '--json']).ended;
    expect(code).toBe(0);
    expect(mebibytes).toBeLessThan(400);
  });

  test(
    'because it never ends is refused when the limit is reached',
    needs(process.platform !== 'win32', 'named pipes'),
    async () => {
      execFileSync('mkfifo', [join(folder, 'endless.json')]);
      const writer = spawn('sh', ['-c', 'yes > endless.json'], { cwd: folder, stdio: 'ignore' });
      const { code, message, mebibytes } = await start(['endless.json', '--target', 'y']).ended;
      writer.kill();
      expect(code).toBe(3);
      expect(message).toBe(
        'gd-trainer: "endless.json": expected at most 256 MB of text, got more; save it to a file and name that: DuckDB reads files of any size where they lie',
      );
      expect(mebibytes).toBeLessThan(600);
    },
  );
});

describe('a server that never ends its answer', () => {
  const endless = (start: string | Uint8Array) =>
    Readable.from(
      (function* () {
        yield Buffer.from(start);
        for (;;) yield Buffer.alloc(2 ** 16, '1');
      })(),
    );

  test.each<[string, () => Server]>([
    [
      'clickhouse',
      () => createHttpServer((_, response) => void endless('{"total":').pipe(response.on('error', () => {}))),
    ],
    [
      'postgres',
      () =>
        createServer((socket) => {
          socket.on('error', () => {});
          // the head of a notice of two gigabytes
          socket.once('data', () => endless(new Uint8Array([78, 127, 255, 255, 255])).pipe(socket));
        }),
    ],
  ])('is left when %s has said more than sums can be', async (dialect, serve) => {
    const server = serve();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const url = dialect === 'postgres' ? `postgres://127.0.0.1:${port}/d` : `http://127.0.0.1:${port}`;
    const columns = ['--table', 't', '--target', 'y', '--features', 'x', '--timeout', '10s'];
    const { code, message, mebibytes } = await start(['sql', '--dialect', dialect, '--url', url, ...columns])
      .ended;
    server.close();
    expect(code).toBe(3);
    expect(message).toBe(
      'gd-trainer: the server answered with more than 64 MiB, where sums were asked for; check that --url is that of the database, or name fewer --features',
    );
    expect(mebibytes).toBeLessThan(500);
  });
});

test.each([
  ['a model', ['predict', '/dev/zero', 'rows.csv'], '"/dev/zero"'],
  ['a shared run', ['--state', '/dev/zero', '--json'], '--state'],
])(
  '%s without an end is refused when the limit is reached',
  needs(existsSync('/dev/zero'), '/dev/zero'),
  async (_, argv, place) => {
    const { code, message, mebibytes } = await start(argv).ended;
    expect(code).toBe(3);
    expect(message).toMatch(`${place}: expected at most 256 MB`);
    expect(mebibytes).toBeLessThan(500);
  },
);

test(
  'a file that cannot be read is told in one line',
  needs(existsSync('/proc/self/mem'), '/proc/self/mem'),
  async () => {
    const { code, message } = await start(['/proc/self/mem', '--target', 'y']).ended;
    expect(code).toBe(3);
    expect(message).toBe('gd-trainer: "/proc/self/mem" could not be read (EIO)');
  },
);

test('a key that a row lacks is missing there, whatever objects inherit', async () => {
  writeFileSync(
    join(folder, 'inherited.json'),
    '[{"__proto__":1,"y":2},{"y":3},{"__proto__":3,"y":4},{"__proto__":5,"y":6}]',
  );
  const { code, message } = await start(['inherited.json', '--target', 'y', '--json']).ended;
  expect(code).toBe(0);
  expect(message).toBe(
    'gd-trainer: __proto__: 3 of 4 cells are numbers; row 2 holds nothing (--missing error refuses such rows)\n' +
      'gd-trainer: 1 of 4 rows left out: no value in __proto__ (1)',
  );
});

describe('a pipe that nobody writes to', needs(process.platform !== 'win32', 'named pipes'), () => {
  beforeAll(() => void execFileSync('mkfifo', [join(folder, 'empty.csv')]));

  test.each([
    ['as data', ['empty.csv', '--target', 'y', '--json']],
    ['as a shared run', ['--state', 'empty.csv', '--json']],
  ])('%s ends when the time has run out', async (_, argv) => {
    const { code, message } = await start([...argv, '--timeout', '300ms']).ended;
    expect(code).toBe(3);
    expect(message).toBe(
      'gd-trainer: the time ran out while the data were read: there is no result yet; allow --timeout more',
    );
  });

  test.each([
    ['read again', ['empty.csv', '--where', 'x > 1', '--target', 'y']],
    ['Parquet', ['a.parquet', '--target', 'y']],
  ])('is refused where it would have to be %s', async (_, argv) => {
    if (!existsSync(join(folder, 'a.parquet'))) execFileSync('mkfifo', [join(folder, 'a.parquet')]);
    const { code, message } = await start(argv).ended;
    expect(code).toBe(3);
    expect(message).toMatch(/^gd-trainer: ".*" expected a file, got a pipe or a device; save it to a file$/);
  });

  test('ends at Ctrl-C', async () => {
    const { child, ended } = start(['empty.csv', '--target', 'y', '--json']);
    setTimeout(() => child.kill('SIGINT'), 500);
    expect((await ended).signal).toBe('SIGINT');
  });

  test('is read when somebody does', async () => {
    const { ended } = start(['empty.csv', '--target', 'y', '--json']);
    setTimeout(
      () => spawn('sh', ['-c', "printf 'x,y\\n1,2\\n2,4\\n3,6\\n' > empty.csv"], { cwd: folder }),
      500,
    );
    expect((await ended).code).toBe(0);
  });
});

test.each([[[]], [['--optimizer', 'cg']]])(
  'a run of cg that is interrupted is told and saved as one, chosen or named: %o',
  async (named) => {
    const rows = Array.from({ length: 260 }, (_, i) => randomNumbers(i + 1, 201).join());
    const names = Array.from({ length: 200 }, (_, j) => `x${j}`);
    writeFileSync(join(folder, 'cg.csv'), `${[...names, 'y'].join()}\n${rows.join('\n')}\n`);
    const argv = ['cg.csv', '--target', 'y', ...named, '--tolerance', '0', '--jsonl', '--every', '1'];
    const { child, ended } = start([...argv, '--save', 'cg.json']);
    let text = '';
    child.stdout?.on('data', (part: Buffer) => {
      text += part;
      if (text.length > part.length) return;
      // nobody reads: the run stands still in the pipe until the signal is there
      child.stdout?.pause();
      child.kill('SIGINT');
      setTimeout(() => child.stdout?.resume(), 300);
    });
    expect((await ended).code).toBe(130);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const [reached, result] = lines.slice(-2);
    expect(result).toMatchObject({ status: 'stopped', optimizer: 'cg', epochs: reached.epoch });
    const saved = JSON.parse(readFileSync(join(folder, 'cg.json'), 'utf8'));
    expect(saved.training.optimizer).toBe('cg');
    expect(saved.weights).toEqual(reached.weights);
  },
);
