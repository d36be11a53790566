import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { isBuilt, train, writeParquet } from '../command.mjs';
import { expectSame, linearData, pythonWith, script, takeTurns, temporary } from '../measure.mjs';

const N = 1e7;
const CHUNK = 20_000;
const EPOCHS = 1000;
const work = (format) =>
  `${format} of 10 M rows × 3 columns → trained model, ${EPOCHS.toLocaleString('en')} epochs, as a whole command`;

/** From a file to the weights: whole processes on both sides, start-up included, that may use all cores. */
export async function* run(wanted) {
  const rival = 'pandas and scikit-learn, read_csv and LinearRegression';
  const row = { unit: 'times faster', rival };
  const csv = { ...row, id: 'P8', work: work('CSV'), goal: 8 };
  const parquet = { ...row, id: 'P9', work: work('Parquet'), rival: `${rival} on the CSV`, goal: 25 };
  const besides = {
    ...row,
    id: 'P9',
    work: work('Parquet'),
    rival: rival.replace('read_csv', 'read_parquet'),
  };
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
  const named = ({ rival }) =>
    rival.replace('pandas', `pandas ${versions.pandas}`).replace('learn', `learn ${versions.sklearn}`);
  for (const row of rows) {
    if (row === besides && !readsParquet) yield { ...row, missing: 'that Python does not import pyarrow' };
    else {
      const rivalTime = row === besides ? times.theirsOnParquet : times.theirs;
      yield { ...row, rival: named(row), ours: row === csv ? times.csv : times.parquet, theirs: rivalTime };
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
