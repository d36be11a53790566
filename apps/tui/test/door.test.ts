// Tables as people write them, drawn, at the door of the command: its weights are those that they were made with.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Note } from '@gd-trainer/sdk/csv';
import { completeRows, DOOR, type DoorFile, leastSquares, notesOn } from '@gd-trainer/testing/door';
import { PATIENCE, runs } from '@gd-trainer/testing/properties';
import { drawnTables, WEIGHTS } from '@gd-trainer/testing/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OneProcess } from './one-process.ts';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-door-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly weights: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly skippedRows: number;
  readonly bias: number;
  readonly rmse: number;
  readonly notes: readonly Note[];
}

const corpus = (file: string): string =>
  fileURLToPath(new URL(`../../../packages/sdk/test/corpus/door/${file}`, import.meta.url));

/** Bytes as a file, and as what is piped in. */
interface Handed {
  readonly file: string;
  readonly bytes?: Uint8Array | undefined;
  /** The table, for the message of a failure. */
  readonly text: string;
}

/** The answer of the command to a table, from its file or from standard input. */
function trainOn({ file, bytes, text }: Handed, ...flags: string[]): Promise<Answer> {
  const argv = [bytes ? '-' : file, '--json', '--quiet', '--epochs', '100000', ...flags];
  return new Promise((resolve, reject) => {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, LANG: 'C.UTF-8' };
    const child = execFile(process.execPath, [cli, ...argv], { env }, (error, stdout, stderr) =>
      error ? reject(new Error(`${text}\n${stderr}`)) : resolve(JSON.parse(stdout)),
    );
    if (bytes) child.stdin!.write(bytes);
    child.stdin!.end();
  });
}

test('a table in any dress is learned from as it is meant, and every choice is a note', {
  timeout: PATIENCE,
}, async () => {
  const drawn = drawnTables(runs(300), Number(process.env.FUZZ_SEED ?? 1));
  const command = new OneProcess();
  for (const [i, table] of drawn.entries()) {
    const { bytes, names, text, preamble, labels, encoding } = table;
    const file = join(folder, 'drawn.csv');
    writeFileSync(file, bytes);
    const source = i % 4 === 0 ? '-' : file;
    const argv = [source, '--target', names[2], '--json', '--quiet', '--epochs', '100000'];
    const { status, stdout, stderr } = await command.run(argv, source === '-' ? bytes : undefined);
    expect([status, stderr], text).toEqual([0, '']);
    const { weights, rows, skippedRows, notes }: Answer = JSON.parse(stdout);
    expect(Object.keys(weights), text).toEqual([names[0], names[1]]);
    for (const k of [0, 1] as const) expect(weights[names[k]], text).toBeCloseTo(WEIGHTS[k], 3);
    expect([rows, skippedRows], text).toEqual([11, 1]);
    const codes = notes.map(({ code }) => code);
    expect(codes, text).toContain('missing');
    expect(codes.includes('preamble'), text).toBe(preamble.startsWith('R'));
    if (labels === 'id') expect(codes, text).toContain('label');
    expect(codes.includes('encoding'), text).toBe(
      !encoding.startsWith('utf-8') && (encoding === 'utf-16le' || (names[0] !== 'c1' && names[0] !== 'c2')),
    );
  }
  command.close();
});

/** Root of the mean square that a line leaves. */
function rmseOf(rows: readonly (readonly number[])[], line: readonly number[]): number {
  const squares = rows.map(
    (row) => row.reduce((sum, x, j) => sum + (j < row.length - 1 ? line[j]! * x : -x), line.at(-1)!) ** 2,
  );
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / rows.length);
}

/** Compares the answer with least squares on the rows of the table, which stand in the file so many times. */
function expectAnswer(
  { weights, bias, rmse, rows, skippedRows, notes }: Answer,
  door: DoorFile,
  times = 1,
): void {
  const { file, columns, features } = door;
  const complete = completeRows(door);
  const all = Object.values(columns)[0]!.length;
  expect(Object.keys(weights), file).toEqual(features);
  expect([rows, skippedRows], file).toEqual([times * complete.length, times * (all - complete.length)]);
  const line = leastSquares(complete);
  const found = [...features.map((name) => weights[name]!), bias];
  for (const [j, weight] of (line ?? []).entries()) expect(found[j]! / weight, file).toBeCloseTo(1, 4);
  // of columns that say the same many lines are the best
  const best = rmseOf(complete, line ?? found);
  expect(Math.abs(rmse - best), file).toBeLessThan(1e-6 * (1 + best));
  const wanted = notesOn(door).map(({ rows: _, examples, count, ...note }) => ({
    ...note,
    ...(count === undefined ? {} : { count: note.code === 'preamble' ? count : times * count }),
  }));
  expect(notes, file).toHaveLength(wanted.length);
  expect(notes, file).toEqual(expect.arrayContaining(wanted.map((note) => expect.objectContaining(note))));
}

const flagsFor = ({ target, features, asked }: DoorFile): string[] => [
  ...['--target', target!],
  ...(asked ? ['--features', features.join(',')] : []),
];

test.each([
  ['every table', 'its file', false],
  // what comes this way is read by the same reader: some of each kind
  ['every third table', 'standard input', true],
])(
  '%s that people have is learned from as its own table says, from %s',
  { timeout: PATIENCE },
  async (_, __, piped) => {
    const doors = DOOR.filter(({ target }) => target !== undefined).filter((___, i) => !piped || i % 3 === 0);
    for (let i = 0; i < doors.length; i += 4) {
      const some = doors.slice(i, i + 4);
      const answers = await Promise.all(
        some.map((door) => {
          const file = corpus(door.file);
          const bytes = piped ? readFileSync(file) : undefined;
          return trainOn({ file, bytes, text: door.file }, ...flagsFor(door));
        }),
      );
      for (const [j, answer] of answers.entries()) expectAnswer(answer, some[j]!);
    }
  },
);

test.each(['thou_feature.tsv', 'miss_under.csv', 'title_top.csv'])(
  '%s past 16 MB has the weights of its few rows, and as many notes',
  { timeout: PATIENCE },
  async (name) => {
    const door = DOOR.find(({ file }) => file === name)!;
    const lines = readFileSync(corpus(name), 'utf8').split(/(?<=\n)/);
    const rows = Object.values(door.columns)[0]!.length;
    const body = lines.slice(-rows).join('');
    const times = Math.ceil(16.5e6 / body.length);
    const file = join(folder, name);
    writeFileSync(file, lines.slice(0, -rows).join('') + body.repeat(times));
    expectAnswer(await trainOn({ file, text: name }, ...flagsFor(door)), door, times);
  },
);

test('a table without numbers is refused by what it holds', async () => {
  const file = corpus('single_quotes.csv');
  await expect(trainOn({ file, text: '' }, '--target', "'mpg'")).rejects.toThrow(/'mpg'/);
});
