import {
  expectSame,
  hasFastBlas,
  NO_FAST_BLAS,
  normals,
  pythonWith,
  runJson,
  script,
  takeTurns,
} from '../measure.mjs';
import { coreModule, inCore, momentsOf, toFile } from '../project.mjs';
import { both } from '../table.mjs';

const N = 262_144;

export async function* run() {
  const python = pythonWith('numpy');
  for (const [d, goal] of [
    [14, 1],
    [62, 0.7],
  ]) {
    const row = {
      id: 'P6',
      work: both(`moments, d = ${d}, n = 262,144, one thread`, `计算矩，d = ${d}，n = 262,144，单线程`),
      goal,
      unit: 'speed',
    };
    if (!python) {
      yield { ...row, rival: 'NumPy AᵀA', missing: 'no Python here imports numpy' };
      continue;
    }
    // the rival needs a column of ones for the sums, which our kernel gives anyway
    const columns = Array.from({ length: d + 1 }, (_, j) => normals(j + 1, N));
    const file = toFile('gram', [new Float64Array(N).fill(1), ...columns]);
    const start = inCore(columns);
    const pass = momentsOf(start, N, d + 1);
    let part;
    let theirs;
    const times = await takeTurns({
      ours() {
        let best = Infinity;
        for (let k = 0; k < 5; k++) {
          const begin = performance.now();
          part = pass.run();
          best = Math.min(best, (performance.now() - begin) / 1000);
        }
        return best;
      },
      theirs() {
        theirs = runJson(python, [script('gram'), file, String(N), String(d + 2)]);
        return theirs.seconds;
      },
    });
    expectSame('P6', part, theirs.gram, 1e-9);
    pass.release();
    coreModule.core().memory.release(start);
    const rival = both(
      `NumPy ${theirs.version} with ${theirs.blas}, AᵀA, one thread`,
      `NumPy ${theirs.version} 配 ${theirs.blas}，AᵀA，单线程`,
    );
    yield hasFastBlas(theirs) ? { ...row, rival, ...times } : { ...row, rival, missing: NO_FAST_BLAS };
  }
}
