// What the guard against too many features counts with is what a run really takes.
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { PEAK_KIBIBYTES } from '@gd-trainer/testing/peak-memory';
import { expect, test } from 'vitest';

const execute = promisify(execFile);
const SDK = new URL('../dist/index.js', import.meta.url).href;

/** MiB that a process holds at its height when it fits so many features to two rows, and what came of it. */
function fitted(features: number): { mebibytes: number; outcome: string } {
  const script = `
    import { fitSync } from ${JSON.stringify(SDK)};
    const columns = ${features};
    const x = Float32Array.from({ length: 2 * columns }, (_, i) => Math.sin(i));
    let outcome = 'fitted';
    try { fitSync({ x, y: [1, 2], columns }, { epochs: 1 }); } catch (error) { outcome = error.message; }
    console.log(JSON.stringify({ mebibytes: ${PEAK_KIBIBYTES} / 1024, outcome }));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  return JSON.parse(stdout);
}

test('a fit takes at most the six tables of products that are counted', () => {
  const features = 1200;
  const few = fitted(10);
  const many = fitted(features);
  expect([few.outcome, many.outcome]).toEqual(['fitted', 'fitted']);
  expect(many.mebibytes - few.mebibytes).toBeLessThan((6 * 8 * features ** 2) / 2 ** 20 + 8);
});

test('more features than their products have room for are refused before it is asked for', () => {
  const { mebibytes, outcome } = fitted(16_000);
  expect(outcome).toBe('16000 features need 11719 MiB for their products, and 4096 MiB is the limit');
  expect(mebibytes).toBeLessThan(200);
});

test('looking ahead of a session by batches a hundred times takes what one look takes', () => {
  const ROWS = 500_000;
  const script = `
    import { Trainer } from ${JSON.stringify(SDK)};
    import { courseOf, nextUpdate } from ${JSON.stringify(new URL('../dist/view.js', import.meta.url).href)};
    const x = Float64Array.from({ length: ${ROWS} }, (_, i) => Math.sin(i));
    const trainer = new Trainer({ x, y: x.map((value) => 2 * value) }, { target: 'y', batchSize: 32, epochs: 3 });
    const look = () => { nextUpdate(trainer); courseOf(trainer); };
    look();
    const before = process.memoryUsage.rss();
    for (let i = 0; i < 100; i++) look();
    console.log((process.memoryUsage.rss() - before) / 2 ** 20);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  // each look takes an order of the rows, of 2 MiB, twice
  expect(Number(stdout)).toBeLessThan(40);
});

/** Kinds of cells as code for another process, and the bytes that one takes in its column beside the text that it is of. */
const KINDS: readonly (readonly [kind: string, cell: string, bytes: number])[] = [
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: code for another process
  ['numbers', '(((row * 7919 + j) % 900001) / 1000).toFixed(3)', 8],
  ['digits', '(row + j) % 10', 8],
  ['numbers in groups', '`"${((row * 7919 + j) % 9000003 + 1000).toLocaleString("en")}"`', 8],
  ['percent signs', '`${((row * 7919 + j) % 10007) / 100}%`', 8],
  ['whole numbers past 2^53', '9007199254740993n + BigInt(row * 7 + j)', 8],
  ['categories', '["red", "green", "blue"][(row + j) % 3]', 8],
  ['numbers and gaps', '(row + j) % 9 ? (((row * 7919 + j) % 900001) / 1000).toFixed(3) : "NA"', 26],
  ['text', '`item ${(row * 7919 + j * 104729) % 9000001} of the list`', 52],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
];

// room for garbage, of which an engine makes as much as it likes, is kept small: what is left is held, or is garbage once in ten times
test.concurrent.each(KINDS)(
  'a stream of %s takes twice its bytes, or what its columns take',
  { retry: 2 },
  async (_, cell, bytesOfCell) => {
    const script = `
    import { parseCsv } from ${JSON.stringify(new URL('../dist/csv.js', import.meta.url).href)};
    const line = (row) => Array.from({ length: 6 }, (_, j) => ${cell}).join(',');
    const pieces = Array.from({ length: 20 }, (_, k) =>
      Buffer.from(Array.from({ length: 500 }, (_, i) => line(500 * k + i) + '\\n').join('')));
    let bytes = 0;
    async function* stream(most) {
      yield Buffer.from('a,b,c,d,e,f\\n');
      for (let i = 0; bytes < most; i++) { yield pieces[i % 20]; bytes += pieces[i % 20].length; }
    }
    await parseCsv(stream(2e5));
    const before = process.memoryUsage.rss();
    bytes = 0;
    const { columns } = await parseCsv(stream(12e6));
    const cells = 6 * columns.a.length;
    console.log(JSON.stringify({ bytes, cells, held: ${PEAK_KIBIBYTES} * 1024 - before }));`;
    const argv = ['--max-semi-space-size=2', '--input-type=module', '--eval', script];
    const { stdout } = await execute(process.execPath, argv);
    const { bytes, cells, held } = JSON.parse(stdout);
    expect(held).toBeGreaterThan(7 * cells);
    expect(held).toBeLessThan(Math.max(2 * bytes, 1.1 * bytesOfCell * cells) + 20e6);
  },
);

test('a column takes room for the rows that there are: 100,000 of three rows', () => {
  const script = `
    import { parseCsv } from ${JSON.stringify(new URL('../dist/csv.js', import.meta.url).href)};
    const line = (cell) => Array.from({ length: 1e5 }, (_, j) => cell(j)).join(',');
    const text = [line((j) => 'c' + j), ...[1, 2, 3].map((row) => line((j) => (j % 9) + row + 0.5))].join('\\n');
    const before = process.memoryUsage.rss();
    parseCsv(text);
    console.log(${PEAK_KIBIBYTES} / 1024 - before / 2 ** 20);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  // in blocks of 4,096 numbers they would take 3,100 MiB
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(Number(stdout)).toBeLessThan(700);
});
