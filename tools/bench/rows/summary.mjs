import { expectSame, linearData, pythonWith, runJson, script, takeTurns } from '../measure.mjs';
import { sdk, toFile } from '../project.mjs';
import { both } from '../table.mjs';

const N = 1000;
const FEATURES = 200;

/** What is said of a fitted line, the fit aside on our side and in theirs: one factor against one decomposition. */
export async function* run() {
  const rivalOf = (version = '') =>
    both(
      `statsmodels${version}, OLS fit with errors, p and intervals`,
      `statsmodels${version}，OLS 拟合，含标准误、p 值和区间`,
    );
  const row = {
    id: 'P17',
    work: both('summary(), d = 200, of a model that is there', 'summary()，d = 200，模型已有'),
    rival: rivalOf(),
    goal: 2,
    smaller: true,
    unit: 'time',
  };
  const python = pythonWith('statsmodels');
  if (!python) {
    yield { ...row, missing: 'no Python here imports statsmodels' };
    return;
  }
  const { columns, y, table } = linearData(N, FEATURES);
  const path = toFile('summary', [...columns, y]);
  const model = sdk.fitSync(table, { target: 'y' });
  let summary;
  let answer;
  const times = await takeTurns({
    ours: () => {
      summary = model.summary();
    },
    theirs: () => {
      answer = runJson(python, [script('summary'), path, String(FEATURES + 1), '3']);
      return answer.seconds;
    },
  });
  const errors = summary.parameters.map(({ standardError }) => standardError);
  expectSame('P17', errors, answer.bse, 1e-8);
  yield { ...row, rival: rivalOf(` ${answer.statsmodels}`), ...times };
}
