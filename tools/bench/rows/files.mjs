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
/** The other side, with its versions once they are known. */
function rival(versions, read, where = both('', '')) {
  const named = (name, version) => (version ? `${name} ${version}` : name);
  const pandas = named('pandas', versions.pandas);
  const sklearn = named('scikit-learn', versions.sklearn);
  return both(
    `${pandas} and ${sklearn}, ${read} and LinearRegression${where.en}`,
    `${pandas} 加 ${sklearn}，${read} 加 LinearRegression${where['zh-CN']}`,
  );
}
const ON_CSV = both(' on the CSV', '（读 CSV）');

/** From a file to the weights: whole processes on both sides, start-up included, that may use all cores. */
export async function* run(wanted) {
  const sides = (versions) => ({
    csv: rival(versions, 'read_csv'),
    parquet: rival(versions, 'read_csv', ON_CSV),
    besides: rival(versions, 'read_parquet'),
  });
  const unnamed = sides({});
  const row = { unit: 'faster' };
  const csv = { ...row, id: 'P8', work: work('CSV'), rival: unnamed.csv, goal: 8 };
  const parquet = { ...row, id: 'P9', work: work('Parquet'), rival: unnamed.parquet, goal: 25 };
  const besides = { ...row, id: 'P9', work: work('Parquet'), rival: unnamed.besides };
  const rows = [csv, parquet, besides].filter(({ id }) => wanted(id));
  const python = pythonWith('pandas, sklearn');
  const missing = isBuilt ? !python && 'no Python here imports pandas and sklearn' : 'apps/tui is not built';
  if (missing) {
    yield* rows.map((row) => ({ ...row, missing }));
    return;
  }

  const files = { csv: await writeCsv(), parquet: join(temporary, 'rows.parquet') };
  await writeParquet(`SELECT * FROM read_csv('${files.csv}')`, files.parquet);
  const weights = {};
  const versions = {};
  const ours = (file) => () => {
    weights[file] = train(file, EPOCHS).weights;
  };
  const theirs = (file) => () => {
    const answer = execFileSync(python, [script('least_squares'), file], { encoding: 'utf8' });
    Object.assign(versions, JSON.parse(answer));
    weights.theirs = versions.weights;
  };
  const readsParquet = pythonWith('pandas, sklearn, pyarrow') === python;
  const times = await takeTurns(
    {
      csv: ours(files.csv),
      parquet: ours(files.parquet),
      theirs: theirs(files.csv),
      ...(readsParquet && { theirsOnParquet: theirs(files.parquet) }),
    },
    { rounds: 3, warmUps: 1 },
  );
  for (const file of Object.values(files)) expectSame(file, weights[file], weights.theirs, 1e-9);
  const named = sides(versions);
  const nameOf = (row) => (row === csv ? named.csv : row === parquet ? named.parquet : named.besides);
  for (const row of rows) {
    if (row === besides && !readsParquet) yield { ...row, missing: 'that Python does not import pyarrow' };
    else {
      const rivalTime = row === besides ? times.theirsOnParquet : times.theirs;
      yield { ...row, rival: nameOf(row), ours: row === csv ? times.csv : times.parquet, theirs: rivalTime };
    }
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
