import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { isBuilt, train, writeParquet } from '../command.mjs';
import { expectSame, linearData, pythonWith, script, takeTurns, temporary } from '../measure.mjs';
import { both } from '../table.mjs';

const N = 1e7;
const CHUNK = 20_000;
const EPOCHS = 1000;
const work = (format) =>
  both(
    `${format} of 10 M rows × 3 columns → trained model, ${EPOCHS.toLocaleString('en')} epochs, as a whole command`,
    `${format}（1,000 万行 × 3 列）→ 训练好的模型，${EPOCHS.toLocaleString('en')} 轮，整条命令`,
  );
/** Rows: our file, the rival and what it reads, and the goal. */
const ROWS = [
  { id: 'P8', format: 'csv', by: 'polars', reads: 'csv', goal: 1 },
  { id: 'P8', format: 'csv', by: 'pandas', reads: 'csv', goal: 8 },
  { id: 'P9', format: 'parquet', by: 'polars', reads: 'parquet', goal: 1.2 },
  { id: 'P9', format: 'parquet', by: 'pandas', reads: 'csv', goal: 25 },
];
const WORK = { csv: work('CSV'), parquet: work('Parquet') };

/** The name of a rival, with its versions once they are known. */
function rivalOf({ by, format, reads }, versions = {}) {
  const [pandas, sklearn, polars] = ['pandas', 'scikit-learn', 'polars'].map((name) =>
    [name, versions[name]].join(' ').trim(),
  );
  if (by === 'polars') return both(`${polars}, the same sums in one scan`, `${polars}，一次扫描求同样的和`);
  const where = format === reads ? both('', '') : both(' on the CSV', '（读 CSV）');
  return both(
    `${pandas} and ${sklearn}, read_csv and LinearRegression${where.en}`,
    `${pandas} 加 ${sklearn}，read_csv 加 LinearRegression${where['zh-CN']}`,
  );
}

/** From a file to the weights: whole processes on both sides, start-up included, that may use all cores. */
export async function* run(wanted) {
  const rivals = {
    pandas: { python: pythonWith('pandas, sklearn'), program: 'least_squares' },
    polars: { python: pythonWith('polars, numpy'), program: 'polars_sums' },
  };
  const whyNot = ({ by }) => {
    if (!isBuilt) return 'apps/tui is not built';
    return rivals[by].python ? undefined : `no Python here imports ${by}`;
  };
  const rows = ROWS.filter(({ id }) => wanted(id));
  const known = (row) => ({ id: row.id, unit: 'faster', work: WORK[row.format], goal: row.goal });
  for (const row of rows.filter(whyNot)) yield { ...known(row), rival: rivalOf(row), missing: whyNot(row) };
  const measured = rows.filter((row) => !whyNot(row));
  if (measured.length === 0) return;

  const files = { csv: await writeCsv(), parquet: join(temporary, 'rows.parquet') };
  await writeParquet(`SELECT * FROM read_csv('${files.csv}')`, files.parquet);
  const weights = {};
  const versions = {};
  const sides = {};
  for (const { format, by, reads } of measured) {
    sides[format] = () => {
      weights[format] = train(files[format], EPOCHS).weights;
    };
    const { python, program } = rivals[by];
    sides[by + reads] = () => {
      const { command, env } = python;
      const answer = JSON.parse(
        execFileSync(command, [script(program), files[reads]], { encoding: 'utf8', env }),
      );
      Object.assign(versions, answer);
      weights[by + reads] = answer.weights;
    };
  }
  const times = await takeTurns(sides, { rounds: 3, warmUps: 1 });
  for (const row of measured) {
    const [ours, theirs] = [row.format, row.by + row.reads];
    expectSame(files[ours], weights[ours], weights[theirs], 1e-9);
    yield { ...known(row), rival: rivalOf(row, versions), ours: times[ours], theirs: times[theirs] };
  }
}

/** Numbers with all their digits, as programs write them: 0.6 GB. */
async function writeCsv() {
  const { columns, y } = linearData(N, 2);
  const path = join(temporary, 'rows.csv');
  const file = createWriteStream(path);
  file.write('x1,x2,y\n');
  for (let start = 0; start < N; start += CHUNK) {
    let text = '';
    for (let i = start; i < start + CHUNK; i++) text += `${columns[0][i]},${columns[1][i]},${y[i]}\n`;
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return path;
}
