import { rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { isBuilt, train, writeParquet } from '../command.mjs';
import { expectSame, temporary } from '../measure.mjs';
import { both } from '../table.mjs';

const WEIGHTS = [3, -2, 7]; // of x1, x2 and the bias
const ROW_BYTES = 24;

/** Files past memory through the command: time in proportion to the rows, memory the same. */
export async function* run() {
  const row = { id: 'P14', goal: 1.3, smaller: true };
  const time = {
    ...row,
    unit: 'time',
    work: work('time a row', '每行用时'),
    rival: both('time a row at 1e7 rows', '1e7 行时每行用时'),
  };
  const memory = {
    ...row,
    unit: 'memory',
    work: work('peak resident memory', '常驻内存峰值'),
    rival: both('at 1e7 rows', '1e7 行时'),
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

const work = (en, chinese) =>
  both(
    `Parquet of 1e8 rows × 3 columns (2.4 GB) → trained model, as a whole command: ${en}`,
    `Parquet（1e8 行 × 3 列，2.4 GB）→ 训练好的模型，整条命令：${chinese}`,
  );

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
