import {
  expectSame,
  hasFastBlas,
  linearData,
  NO_FAST_BLAS,
  pythonWith,
  ROUNDS,
  runJson,
  script,
  takeTurns,
} from '../measure.mjs';
import { sdk, simdSum, toFile } from '../project.mjs';
import { both } from '../table.mjs';

const N = 1e6;
const EPOCHS = 1000;
const RATE = 0.1;
const WORK = both(
  '1,000 full-batch epochs, n = 1e6, d = 2, from JS typed arrays',
  '全批量 1,000 轮，n = 1e6，d = 2，数据在 JS 类型化数组中',
);
const OPTIONS = { target: 'y', scale: 'none', learningRate: RATE, tolerance: 0 };

const fitted = ({ weights, bias }) => [...weights, bias];

export async function* run(wanted) {
  const { columns, y, table } = linearData(N, 2);
  const ours = () => void sdk.fitSync(table, { ...OPTIONS, epochs: EPOCHS });
  if (wanted('P1')) yield await againstTensorflow(columns, y, table, ours);
  if (wanted('P2')) yield await againstNumpy(columns, y, table, ours);
  if (wanted('P3')) yield await againstOneReading(columns, y, ours);
}

/** Rivals run 20 epochs, and their time an epoch is multiplied: an epoch costs the same each time. */
const RIVAL_EPOCHS = 20;

const tensorflow = (version) =>
  both(`TensorFlow.js, wasm backend${version}`, `TensorFlow.js wasm 后端${version.replace(', ', '，')}`);

async function againstTensorflow(columns, y, table, ours) {
  const row = {
    id: 'P1',
    work: WORK,
    rival: tensorflow(''),
    goal: 3000,
    unit: 'faster',
  };
  const tf = await import('@tensorflow/tfjs-core');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const { dirname } = await import('node:path');
  const { fileURLToPath } = await import('node:url');
  const entry = fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm'));
  setWasmPaths(`${dirname(entry)}/`);
  if (!(await tf.setBackend('wasm'))) return { ...row, missing: 'its wasm backend does not start here' };
  await tf.ready();
  const rows = new Float32Array(3 * N);
  for (let i = 0; i < N; i++) rows.set([columns[0][i], columns[1][i], 1], 3 * i);
  const x = tf.tensor2d(rows, [N, 3]);
  const target = tf.tensor2d(Float32Array.from(y), [N, 1]);
  let weights;
  const theirs = async () => {
    weights = tf.zeros([3, 1]);
    const start = performance.now();
    for (let epoch = 0; epoch < RIVAL_EPOCHS; epoch++) {
      weights = tf.tidy(() => {
        const residual = tf.sub(tf.matMul(x, weights), target);
        return tf.sub(weights, tf.mul(tf.matMul(x, residual, true, false), RATE / N));
      });
    }
    await weights.data();
    return ((performance.now() - start) / 1000 / RIVAL_EPOCHS) * EPOCHS;
  };
  const times = await takeTurns({ ours, theirs }, { rounds: 5 });
  expectSame(
    'P1',
    await weights.data(),
    fitted(sdk.fitSync(table, { ...OPTIONS, epochs: RIVAL_EPOCHS })),
    1e-3,
  );
  return { ...row, rival: tensorflow(` ${tf.version_core}, f32`), ...times };
}

async function againstNumpy(columns, y, table, ours) {
  const row = { id: 'P2', work: WORK, rival: 'NumPy', goal: 400, unit: 'faster' };
  const python = pythonWith('numpy');
  if (!python) return { ...row, missing: 'no Python here imports numpy' };
  const file = toFile('descent', [...columns, y]);
  let result;
  const theirs = () => {
    result = runJson(python, [script('descent'), file, String(N), String(RIVAL_EPOCHS), String(RATE)]);
    return result.seconds * EPOCHS;
  };
  const times = await takeTurns({ ours, theirs }, { rounds: 5 });
  expectSame('P2', result.weights, fitted(sdk.fitSync(table, { ...OPTIONS, epochs: RIVAL_EPOCHS })), 1e-9);
  const rival = both(
    `NumPy ${result.version} with ${result.blas}, Xᵀ(Xw − y), one thread`,
    `NumPy ${result.version} 配 ${result.blas}，Xᵀ(Xw − y)，单线程`,
  );
  return hasFastBlas(result) ? { ...row, rival, ...times } : { ...row, rival, missing: NO_FAST_BLAS };
}

async function againstOneReading(columns, y, ours) {
  const sum = await simdSum([...columns, y]);
  const expected = [...columns, y].reduce((total, column) => total + column.reduce((a, b) => a + b), 0);
  expectSame('P3', [sum()], [expected], 1e-9);
  const times = await takeTurns({ ours, theirs: () => void sum() }, { rounds: 3 * ROUNDS });
  const rival = both('a plain SIMD sum over the same 24 MB', '对同样 24 MB 数据的 SIMD 求和');
  return { id: 'P3', work: WORK, rival, goal: 2, unit: 'time', smaller: true, ...times };
}
