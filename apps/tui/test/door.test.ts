// Tables as people write them, drawn, at the door of the command: its weights are those that they were made with.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Note } from '@gd-trainer/sdk/csv';
import { completeRows, DOOR, type DoorFile, leastSquares, notesOn } from '@gd-trainer/testing/door';
import { PATIENCE, runs } from '@gd-trainer/testing/properties';
import { drawnTables, WEIGHTS } from '@gd-trainer/testing/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OneProcess } from './one-process.ts';

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
    const { status, stdout, stderr } = await command.run(argv, source === '-' ? { input: bytes } : {});
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
  // of columns that say the same many lines are the best; squares of a million rows are summed to twelve digits
  const best = rmseOf(complete, line ?? found);
  const power = rmseOf(complete, [...features.map(() => 0), 0]) ** 2;
  expect(Math.abs(rmse ** 2 - best ** 2), file).toBeLessThan(1e-6 * (1 + best) ** 2 + 2e-12 * power);
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

/** A source of the command, and the times that the rows of the table stand in it. */
interface Opened {
  readonly source: string;
  readonly input?: Uint8Array;
  readonly times?: number;
}

const inFolder = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

/** Lines below the rows of a table that a shell has drawn. */
const BELOW = /^(?:\+-|==|\(?\d+ rows)/;

/** Lines of a table and, apart, those of its rows, byte by byte: no encoding is in the way. */
function partsOf({ file, columns }: DoorFile): { readonly above: string; readonly body: string } {
  const text = readFileSync(corpus(file)).toString('latin1').replace('\u001a', '');
  const isWide = file.startsWith('utf16');
  const lines = text.split(isWide ? /(?<=\n\0)/ : /(?<=\n)/);
  const rows = Object.values(columns)[0]!.length;
  const all = lines.filter((line) => line.trim() !== '');
  const filled = all.slice(0, all.findLastIndex((line) => !BELOW.test(line)) + 1);
  return { above: filled.slice(0, -rows).join(''), body: filled.slice(-rows).join('') };
}

const isJson = ({ file }: DoorFile): boolean => file.endsWith('.json');

/** The ways to the command; none where a table cannot come by one. */
const DOORS: Readonly<Record<string, (door: DoorFile) => Opened | undefined>> = {
  'its file': ({ file }) => ({ source: corpus(file) }),
  'standard input': ({ file }) => ({ source: '-', input: readFileSync(corpus(file)) }),
  'a packed file': ({ file }) => ({ source: inFolder(`${file}.gz`, gzipSync(readFileSync(corpus(file)))) }),
  'a pattern': ({ file }) => ({ source: corpus(file.replace(/.(?=[.])/, '[$&]')) }),
  'its file past 16 MB'(door) {
    // names of rows that come again are none
    if (isJson(door) || door.notes.some(({ code }) => code === 'label')) return undefined;
    const { above, body } = partsOf(door);
    const times = Math.ceil(16.5e6 / body.length);
    return { source: inFolder(door.file, Buffer.from(above + body.repeat(times), 'latin1')), times };
  },
};
/** What takes a second each is done to one of so many of them on a daily run. */
const ONE_OF: Readonly<Record<string, number>> =
  runs(1) > 1 ? {} : { 'a pattern': 12, 'its file past 16 MB': 24 };

test.each(Object.keys(DOORS))(
  'tables that people have are learned from as their own table says, by %s',
  { timeout: 10 * PATIENCE },
  async (way) => {
    const command = new OneProcess();
    const some = DOOR.filter((_, i) => i % (ONE_OF[way] ?? 1) === 0);
    for (const door of some.filter(({ target }) => target !== undefined)) {
      const opened = DOORS[way]!(door);
      if (!opened) continue;
      const { source, input, times } = opened;
      const argv = [source, '--json', '--quiet', '--epochs', '100000', ...flagsFor(door)];
      const { status, stdout, stderr } = await command.run(argv, input && { input });
      expect([status, stderr], door.file).toEqual([0, '']);
      expectAnswer(JSON.parse(stdout), door, times);
    }
    command.close();
  },
);

test('predictions stand beside every cell as it was read, and an explained row shows its own', async () => {
  const command = new OneProcess();
  const model = inFolder('model.json', '');
  for (const door of DOOR.filter((door) => !isJson(door) && door.target && !door.file.startsWith('utf16'))) {
    const source = corpus(door.file);
    await command.run([source, '--save', model, '--json', '--quiet', ...flagsFor(door)]);
    const predicted = await command.run(['predict', model, source, '--quiet']);
    expect([predicted.status, predicted.stderr], door.file).toEqual([0, '']);
    const lines = partsOf(door)
      .body.split(/[\r\n]+/)
      .filter((line) => line !== '');
    const asText = lines.map((line) => Buffer.from(line, 'latin1').toString());
    const found = predicted.stdout.split(/[\r\n]+/).filter((line) => line !== '');
    expect(found.length - lines.length, door.file).toBe(
      door.notes.some(({ value }) => value === 'none') ? 0 : 1,
    );
    for (const [i, line] of asText.entries()) {
      expect(found.at(i - lines.length)!.slice(0, line.length), door.file).toBe(line);
    }
    const [, shown] = [...asText.keys()].filter((row) =>
      [...door.features, door.target!].every((name) => typeof door.columns[name]![row] === 'number'),
    );
    const explained = await command.run(['explain', model, source, '--row', `${shown! + 1}`]);
    if (!door.notes.some(({ code }) => code === 'encoding'))
      expect(explained.stdout, door.file).toContain(asText[shown!]!);
  }
  command.close();
});

test('a cell of dashes in a drawn table is no rule, and takes no more than its length', async () => {
  const command = new OneProcess();
  const model = inFolder('model.json', '');
  const long = `${'-'.repeat(400_000)}x`;
  const source = inFolder('dashes.txt', `x|y\n--|--\n1|2\n2|3\n3|5\n4|6\n5|8\n${long}|9\n(6 rows)\n`);
  await command.run([source, '--target', 'y', '--save', model, '--json', '--quiet']);
  const { status, stdout } = await command.run(['predict', model, source, '--quiet']);
  command.close();
  expect([status, stdout.split('\n').at(-2)]).toEqual([0, `${long}|9|`]);
});

test('a table without numbers is refused by what it holds', async () => {
  const command = new OneProcess();
  const { status, stderr } = await command.run([corpus('single_quotes.csv'), '--target', "'mpg'", '--json']);
  command.close();
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/'mpg'/);
});
