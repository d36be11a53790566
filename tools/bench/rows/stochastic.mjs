import { expectSame, linearData, pythonWith, runJson, script, takeTurns } from '../measure.mjs';
import { coreModule, inCore, toFile } from '../project.mjs';
import { both } from '../table.mjs';

const N = 20_000;
const RATE = 1e-3;
const EPOCHS = 20;
const SAMPLES_PER_CALL = 4096;

export async function* run() {
  const python = pythonWith('sklearn');
  for (const d of [2, 10, 100]) {
    const row = {
      id: 'P5',
      work: both(
        `an epoch of shuffled per-sample SGD, d = ${d}, n = ${N.toLocaleString('en')}`,
        `打乱顺序的单样本 SGD 一轮，d = ${d}，n = ${N.toLocaleString('en')}`,
      ),
      rival: 'scikit-learn SGDRegressor',
      goal: 4,
      unit: 'faster',
    };
    if (!python) {
      yield { ...row, missing: 'no Python here imports sklearn' };
      continue;
    }
    const { columns, y } = linearData(N, d);
    const file = toFile('sgd', [...columns, y]);
    const sgd = perSample(columns, y);
    let theirs;
    const times = await takeTurns({
      ours: () => {
        // the best of three runs, as on the other side
        const runs = Array.from({ length: 3 }, () => {
          const start = performance.now();
          for (let epoch = 0; epoch < EPOCHS; epoch++) sgd.epoch();
          return (performance.now() - start) / 1000 / EPOCHS;
        });
        return Math.min(...runs);
      },
      theirs: () => {
        theirs = runJson(python, [script('sgd'), file, String(N), String(d), String(RATE)]);
        return theirs.seconds;
      },
    });
    // both wander in a ball around the same optimum; its radius is √(rate/2)·noise a weight
    expectSame('P5', sgd.weights(), theirs.weights, 0.02);
    sgd.release();
    yield { ...row, rival: `${row.rival} ${theirs.version}`, ...times };
  }
}

/** Unscaled features, as the rival takes them; θ and the order live in the core's memory. */
function perSample(columns, y) {
  const { memory } = coreModule.core();
  const kernels = coreModule.rowKernels();
  const d = columns.length;
  const stride = 4 * Math.ceil((d + 1) / 4);
  const rows = memory.allocate(8 * stride * N);
  const source = inCore([y, ...columns]);
  kernels.interleave(source, 8 * N, N, d + 1, rows, stride);
  memory.release(source);
  const [theta, state] = [memory.allocate(8 * stride), memory.allocate(8 * (2 + 3 * stride))];
  const [settings, scratch] = [memory.allocate(40), memory.allocate(16 * stride)];
  const [random, order] = [memory.allocate(16), memory.allocate(4 * N)];
  memory.f64(theta, stride).fill(0);
  memory.f64(settings, 5).set([RATE, 0, 0, 0, 0]);
  memory.i32(order, N).set(Array.from({ length: N }, (_, i) => i));
  kernels.seed(random, 1);
  return {
    epoch() {
      for (let i = 0; i < N; i += SAMPLES_PER_CALL) {
        const end = Math.min(i + SAMPLES_PER_CALL, N);
        kernels.stochastic(
          0,
          rows,
          stride,
          order,
          random,
          i,
          end,
          N,
          1,
          1,
          0,
          theta,
          state,
          settings,
          scratch,
        );
      }
    },
    weights: () => memory.f64(theta, d + 1).slice(),
    release() {
      for (const block of [rows, theta, state, settings, scratch, random, order]) memory.release(block);
    },
  };
}
