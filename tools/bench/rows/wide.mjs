import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeParquet } from '../command.mjs';
import { expectSame, pythonWith, script, takeTurns, temporary } from '../measure.mjs';
import { importFromRoot, sdk } from '../project.mjs';
import { both } from '../table.mjs';

const N = 20_000;
const COLUMNS = 1000;
const ROUNDS = 3;

/** A wide file: products of pairs of columns are what costs, and not the rows. */
export async function* run() {
  const rivalOf = (pandas = '', sklearn = '') =>
    both(
      `pandas${pandas} and scikit-learn${sklearn}, read_parquet and LinearRegression`,
      `pandas${pandas} 加 scikit-learn${sklearn}，read_parquet 加 LinearRegression`,
    );
  const row = {
    id: 'P19',
    work: both('Parquet of 20,000 rows × 1,000 columns → moments', 'Parquet（2 万行 × 1,000 列）→ 矩'),
    rival: rivalOf(),
    goal: 1.3,
    smaller: true,
    unit: 'time',
  };
  const python = pythonWith('pandas, sklearn, pyarrow');
  if (!python) {
    yield { ...row, missing: 'no Python here imports pandas, sklearn and pyarrow' };
    return;
  }
  const path = join(temporary, 'wide.parquet');
  const uniform = Array.from(
    { length: COLUMNS - 1 },
    (_, j) => `(hash(i * ${COLUMNS} + ${j}) >> 11) / 9007199254740992.0 AS x${j}`,
  );
  await writeParquet(
    `SELECT *, x0 - 2 * x1 + x2 * x3 AS y FROM (SELECT ${uniform.join(', ')} FROM range(${N}) t(i))`,
    path,
  );
  const { openFile } = await importFromRoot('packages/sdk/dist/duckdb.js');
  let moments;
  let answer;
  const { ours, theirs } = await takeTurns(
    {
      ours: async () => {
        const file = await openFile(path);
        moments = await file.moments({ target: 'y' });
        file.close();
      },
      theirs: () => {
        const { command, env } = python;
        const options = { encoding: 'utf8', maxBuffer: 2 ** 26, env };
        answer = JSON.parse(execFileSync(command, [script('wide'), path, '1'], options));
        return answer.seconds;
      },
    },
    { rounds: ROUNDS, warmUps: 1 },
  );
  rmSync(path);
  const { weights, bias } = sdk.solveSync(moments);
  expectSame('wide.parquet', [...weights, bias], answer.weights, 1e-6);
  yield { ...row, rival: rivalOf(` ${answer.pandas}`, ` ${answer.sklearn}`), ours, theirs };
}
