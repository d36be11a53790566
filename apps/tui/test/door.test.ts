// Tables as people write them, drawn, at the door of the command: its weights are those that they were made with.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Note } from '@gd-trainer/sdk/csv';
import { PATIENCE, runs } from '@gd-trainer/testing/properties';
import { type DrawnTable, drawnTables, WEIGHTS } from '@gd-trainer/testing/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';

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
  readonly notes: readonly Note[];
}

/** The answer of the command to a table, from its file or from standard input. */
function trainOn(table: DrawnTable, index: number): Promise<Answer> {
  const file = join(folder, `${index}.csv`);
  writeFileSync(file, table.bytes);
  const isPiped = index % 4 === 0;
  const argv = [isPiped ? '-' : file, '--target', table.names[2], '--json', '--quiet', '--epochs', '100000'];
  return new Promise((resolve, reject) => {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, LANG: 'C.UTF-8' };
    const child = execFile(process.execPath, [cli, ...argv], { env }, (error, stdout, stderr) =>
      error ? reject(new Error(`${table.text}\n${stderr}`)) : resolve(JSON.parse(stdout)),
    );
    if (isPiped) child.stdin!.write(table.bytes);
    child.stdin!.end();
  });
}

test('a table in any dress is learned from as it is meant, and every choice is a note', {
  timeout: PATIENCE,
}, async () => {
  const drawn = drawnTables(runs(16), Number(process.env.FUZZ_SEED ?? 1));
  for (let i = 0; i < drawn.length; i += 4) {
    const some = drawn.slice(i, i + 4);
    const answers = await Promise.all(some.map((table, j) => trainOn(table, i + j)));
    answers.forEach(({ weights, rows, skippedRows, notes }, j) => {
      const { names, text, preamble, labels, encoding } = some[j]!;
      expect(Object.keys(weights), text).toEqual([names[0], names[1]]);
      for (const k of [0, 1] as const) expect(weights[names[k]], text).toBeCloseTo(WEIGHTS[k], 3);
      expect([rows, skippedRows], text).toEqual([11, 1]);
      const codes = notes.map(({ code }) => code);
      expect(codes, text).toContain('missing');
      expect(codes.includes('preamble'), text).toBe(preamble.startsWith('R'));
      if (labels === 'id') expect(codes, text).toContain('label');
      expect(codes.includes('encoding'), text).toBe(
        !encoding.startsWith('utf-8') &&
          (encoding === 'utf-16le' || (names[0] !== 'c1' && names[0] !== 'c2')),
      );
    });
  }
});
