import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { inDuckDB, quoted, writeParquet } from '../command.mjs';
import { expectSame, takeTurns, temporary } from '../measure.mjs';
import { importFromRoot, sdk } from '../project.mjs';
import { both } from '../table.mjs';

const GROUPS = 50_000;
const ROWS_EACH = 30;
const WINDOWS = 300_000;
const WINDOW = 60;

/** A fit a group and a fit a window, against what they cannot do without: bare sums, and windows a second. */
export async function* run() {
  yield await groups();
  yield await groupsOfFile();
  for (const d of [1, 5]) yield await windows(d);
}

async function groups() {
  const n = GROUPS * ROWS_EACH;
  const random = generator();
  const store = Int32Array.from({ length: n }, (_, i) => i % GROUPS);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [store[i], store[j]] = [store[j], store[i]];
  }
  const [a, b] = [0, 1].map(() => Float64Array.from({ length: n }, random));
  const y = a.map((value, i) => 2 * value - b[i] + random());
  let ours;
  let theirs;
  const times = await takeTurns({
    ours: () => {
      ours = sdk.fitGroupsSync({ store, a, b, y }, { target: 'y', by: 'store', features: ['a', 'b'] });
    },
    theirs: () => {
      theirs = bareSums(store, a, b, y);
    },
  });
  const first = ours.keys[0][0];
  expectSame('P15', [...ours.weights.subarray(0, 2)], [...theirs.subarray(2 * first, 2 * first + 2)], 1e-8);
  return {
    id: 'P15',
    work: both(
      'fitGroupsSync, 50,000 groups of 30 shuffled rows, d = 2',
      'fitGroupsSync，5 万组，每组 30 行（乱序），d = 2',
    ),
    rival: both('a bare loop of sums in JavaScript', '只求和的 JavaScript 循环'),
    goal: 4,
    smaller: true,
    unit: 'time',
    ...times,
  };
}

/** A line for each group of a Parquet file, a query on both sides: ours centres the columns and counts what is missing. */
async function groupsOfFile() {
  const path = join(temporary, 'groups.parquet');
  const n = GROUPS * ROWS_EACH;
  const uniform = (seed) => `(hash(i + ${seed * n}) >> 11) / 9007199254740992.0`;
  const table = `SELECT (i % ${GROUPS})::INT AS store, ${uniform(1)} AS x, ${uniform(2)} AS e FROM range(${n}) t(i) ORDER BY hash(i)`;
  await writeParquet(`SELECT store, x, 2 * x + e AS y FROM (${table})`, path);
  const { openFile } = await importFromRoot('packages/sdk/dist/duckdb.js');
  const query = `SELECT store, regr_slope(y, x), regr_intercept(y, x), regr_r2(y, x) FROM ${quoted(path)} GROUP BY store ORDER BY store`;
  let ours;
  let theirs;
  const times = await inDuckDB((connection) =>
    takeTurns({
      ours: async () => {
        const file = await openFile(path);
        ours = await sdk.fitGroups(await file.groups({ target: 'y', features: ['x'], by: 'store' }));
        file.close();
      },
      theirs: async () => {
        theirs = (await connection.runAndReadAll(query)).getColumnsJS();
      },
    }),
  );
  rmSync(path);
  expectSame('P15 of a file', [...ours.weights], theirs[1], 1e-8);
  return {
    id: 'P15',
    work: both(
      'Parquet of 50,000 groups of 30 shuffled rows → a model of each, d = 1',
      'Parquet（5 万组，每组 30 行，乱序）→ 每组一个模型，d = 1',
    ),
    rival: both(
      'DuckDB, regr_slope, regr_intercept and regr_r2',
      'DuckDB 的 regr_slope、regr_intercept 和 regr_r2',
    ),
    goal: 2,
    smaller: true,
    unit: 'time',
    ...times,
  };
}

/** Slopes by sums as they stand: nothing checked, nothing centred. */
function bareSums(store, a, b, y) {
  const s = new Float64Array(9 * GROUPS);
  for (let i = 0; i < store.length; i++) {
    const at = 9 * store[i];
    const [u, v, t] = [a[i], b[i], y[i]];
    s[at]++;
    s[at + 1] += u;
    s[at + 2] += v;
    s[at + 3] += t;
    s[at + 4] += u * u;
    s[at + 5] += u * v;
    s[at + 6] += v * v;
    s[at + 7] += u * t;
    s[at + 8] += v * t;
  }
  const slopes = new Float64Array(2 * GROUPS);
  for (let g = 0; g < GROUPS; g++) {
    const at = 9 * g;
    const n = s[at];
    const p = s[at + 4] - (s[at + 1] * s[at + 1]) / n;
    const q = s[at + 5] - (s[at + 1] * s[at + 2]) / n;
    const r = s[at + 6] - (s[at + 2] * s[at + 2]) / n;
    const e = s[at + 7] - (s[at + 1] * s[at + 3]) / n;
    const f = s[at + 8] - (s[at + 2] * s[at + 3]) / n;
    slopes[2 * g] = (e * r - f * q) / (p * r - q * q);
    slopes[2 * g + 1] = (f * p - e * q) / (p * r - q * q);
  }
  return slopes;
}

async function windows(d) {
  const random = generator();
  const n = WINDOWS + WINDOW - 1;
  const columns = Object.fromEntries(
    Array.from({ length: d }, (_, j) => [`x${j}`, Float64Array.from({ length: n }, random)]),
  );
  const y = Float64Array.from({ length: n }, random);
  const { ours } = await takeTurns({
    ours: () => sdk.rollingSync({ ...columns, y }, { target: 'y', window: WINDOW }),
    theirs: () => 0,
  });
  const perSecond = d === 1 ? 2e6 : 1e6;
  return {
    id: 'P16',
    work: both(
      `rollingSync, 300,000 windows of 60 rows, d = ${d}`,
      `rollingSync，30 万个 60 行的窗口，d = ${d}`,
    ),
    rival: both(`${perSecond / 1e6} M windows a second`, `每秒 ${perSecond / 1e4} 万个窗口`),
    goal: 1,
    smaller: true,
    unit: 'time',
    ours,
    theirs: WINDOWS / perSecond,
  };
}

/** Numbers in [0, 1), the same every time. */
function generator() {
  let state = 7;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
