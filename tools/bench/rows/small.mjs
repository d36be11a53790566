import { expectSame, linearData, takeTurns } from '../measure.mjs';
import { sdk } from '../project.mjs';
import { both } from '../table.mjs';

const N = 100;
const CALLS = 2000;
const LARGER = 20_000;

/** `fitSync` on a handful of rows: the checks, the copies and the descent to the optimum, against the small libraries. */
export async function* run() {
  const { default: MultivariateLinear } = await import('ml-regression-multivariate-linear');
  const { default: regression } = await import('regression');
  const { linearRegression } = await import('simple-statistics');
  const { SimpleLinearRegression } = await import('ml-regression-simple-linear');

  let ours;
  let theirs;
  const many = (fit) => () => {
    const start = performance.now();
    for (let k = 0; k < CALLS; k++) fit();
    return (performance.now() - start) / 1000 / CALLS;
  };
  for (const d of [2, 1, 5, 20]) {
    const { columns, y, table } = linearData(N, d);
    // each side gets what it reads
    const rows = Array.from({ length: N }, (_, i) => columns.map((column) => column[i]));
    const targets = Array.from(y, (value) => [value]);
    for (const name of ['fitSync', 'solveSync']) {
      const times = await takeTurns({
        ours: many(() => {
          ours = sdk[name](table, { target: 'y' });
        }),
        theirs: many(() => {
          theirs = new MultivariateLinear(rows, targets, { statistics: false });
        }),
      });
      expectSame(`P7, ${name}`, [...ours.weights, ours.bias], theirs.weights.flat(), 1e-8);
      yield {
        id: 'P7',
        work: both(`${name}, n = 100, d = ${d}`, `${name}，n = 100，d = ${d}`),
        rival: 'ml-regression-multivariate-linear 2.0.4',
        unit: 'faster',
        ...(d === 2 && { goal: 5 }),
        ...times,
      };
    }
  }
  const { table } = linearData(LARGER, 2);
  const larger = await takeTurns({
    ours: () => void sdk.solveSync(table, { target: 'y' }),
    theirs: () => void sdk.fitSync(table, { target: 'y' }),
  });
  yield {
    id: 'P7b',
    work: both('solveSync, n = 20,000, d = 2', 'solveSync，n = 20,000，d = 2'),
    rival: both('fitSync of the same rows', '同样各行的 fitSync'),
    goal: 3,
    smaller: true,
    unit: 'time',
    ...larger,
  };

  const two = linearData(N, 2);
  const [x, y] = [Array.from(two.columns[0]), Array.from(two.y)];
  const pairs = x.map((value, i) => [value, y[i]]);
  const fitOne = many(() => {
    ours = sdk.fitSync({ x: two.columns[0], y: two.y }, { target: 'y' });
  });
  const rivals = {
    'ml-regression-simple-linear 3.0.1': () => {
      const { slope, intercept } = new SimpleLinearRegression(x, y);
      return [slope, intercept];
    },
    'simple-statistics 7.8.8': () => {
      const { m, b } = linearRegression(pairs);
      return [m, b];
    },
    'regression 2.0.1': () => regression.linear(pairs, { precision: 15 }).equation,
    'plain JavaScript': () => leastSquares(x, y),
  };
  for (const [name, fit] of Object.entries(rivals)) {
    const result = await takeTurns({
      ours: fitOne,
      theirs: many(() => {
        theirs = fit();
      }),
    });
    expectSame(name, [ours.weights[0], ours.bias], theirs, 1e-8);
    yield {
      id: 'P7',
      work: both('fitSync, n = 100, d = 1', 'fitSync，n = 100，d = 1'),
      rival: name,
      unit: 'faster',
      ...result,
    };
  }
}

/** The textbook formula, two passes, nothing checked. */
function leastSquares(x, y) {
  let [sumX, sumY] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    sumX += x[i];
    sumY += y[i];
  }
  const [meanX, meanY] = [sumX / x.length, sumY / x.length];
  let [xx, xy] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    xx += (x[i] - meanX) ** 2;
    xy += (x[i] - meanX) * (y[i] - meanY);
  }
  return [xy / xx, meanY - (xy / xx) * meanX];
}
