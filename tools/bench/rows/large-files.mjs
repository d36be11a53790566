import { rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { isBuilt, train, writeParquet } from '../command.mjs';
import { expectSame, temporary } from '../measure.mjs';

const WEIGHTS = [3, -2, 7]; // of x1, x2 and the bias
const ROW_BYTES = 24;

/** Files past memory through the command: time in proportion to the rows, memory the same. */
export async function* run() {
  const row = { id: 'P14', goal: 1.3, smaller: true };
  const time = { ...row, unit: 'times its time', work: work('time a row'), rival: 'time a row at 1e7 rows' };
  const memory = {
    ...row,
    unit: 'times its memory',
    work: work('peak resident memory'),
    rival: 'at 1e7 rows',
    size: true,
  };
  const { bavail, bsize } = statfsSync(temporary);
  const room = bavail * bsize > 2 * ROW_BYTES * 1e8;
  const missing = isBuilt ? !room && 'less than 5 GB are free for temporary files' : 'apps/tui is not built';
  if (missing) {
    yield { ...time, missing };
    yield { ...memory, missing };
    return;
  }
  const few = await measured(1e7);
  const many = await measured(1e8);
  yield { ...time, ours: many.seconds / 1e8, theirs: few.seconds / 1e7 };
  yield { ...memory, ours: many.peakBytes / 1000, theirs: few.peakBytes / 1000 };
}

const work = (what) =>
  `Parquet of 1e8 rows × 3 columns (2.4 GB) → trained model, as a whole command: ${what}`;

/** The better of two runs on a file of n rows, with noise of mean 0 and no luck in it. */
async function measured(n) {
  const path = join(temporary, 'large.parquet');
  const uniform = (seed) => `(hash(i * 4 + ${seed}) >> 11) / 9007199254740992.0`;
  const rows = `SELECT ${uniform(1)} AS x1, ${uniform(2)} AS x2, ${uniform(3)} - 0.5 AS noise FROM range(${n}) t(i)`;
  await writeParquet(`SELECT x1, x2, 3 * x1 - 2 * x2 + 7 + 0.01 * noise AS y FROM (${rows})`, path);
  const runs = Array.from({ length: 2 }, () => {
    const start = performance.now();
    const { weights, peakBytes } = train(path, 1000);
    expectSame(path, weights, WEIGHTS, 1e-4);
    return { seconds: (performance.now() - start) / 1000, peakBytes };
  });
  rmSync(path);
  return runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}
