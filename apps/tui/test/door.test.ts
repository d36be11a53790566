// Tables as people have them, opened by the command: by name, through a pipe, packed under any name.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const corpus = (file: string): string =>
  fileURLToPath(new URL(`../../../packages/sdk/test/corpus/door/${file}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gd-door-'));
afterAll(() => rmSync(folder, { recursive: true }));

const train = (file: string, input?: Buffer): unknown =>
  JSON.parse(
    execFileSync(process.execPath, [cli, file, '--target', 'mpg', '--json', '--quiet', '--lang', 'en'], {
      encoding: 'utf8',
      ...(input && { input }),
    }),
  );

describe('JSON is known by how it begins', () => {
  const cars = train(corpus('comment_top.csv')) as { weights: object };

  test.each(['j_records.json', 'j_strings_feature.json', 'j_ndjson.json', 'j_wrapped.json'])(
    '%s has the weights of the same rows as CSV',
    (file) => {
      const bytes = readFileSync(corpus(file));
      expect(train(corpus(file))).toEqual(cars);
      expect(train('-', bytes)).toEqual(cars);
    },
  );

  test('and gzip by its first bytes', () => {
    const packed = gzipSync(readFileSync(corpus('j_nan.json')));
    writeFileSync(join(folder, 'table.dat'), packed);
    const plain = train(corpus('j_nan.json'));
    expect(plain).toMatchObject({ rows: 28, skippedRows: 2, notes: [{ code: 'missing', rows: [4, 10] }] });
    expect(train('-', packed)).toEqual(plain);
    expect(train(join(folder, 'table.dat'))).toEqual(plain);
  });
});
