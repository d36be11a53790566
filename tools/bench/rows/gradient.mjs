import { compileC, expectSame, linearData, runJson, takeTurns } from '../measure.mjs';
import { coreModule, inCore, toFile } from '../project.mjs';
import { both } from '../table.mjs';

/** [y, x₁, x₂, 0] */
const STRIDE = 4;
const BIAS_AND_WEIGHTS = [0.1, 0.2, 0.3];

export async function* run() {
  const program = compileC('gradient');
  for (const n of [4096, 1e6]) {
    const row = {
      id: 'P4',
      work: both(
        `a gradient pass over rows, n = ${n.toLocaleString('en')}, d = 2, f64`,
        `逐行求一遍梯度，n = ${n.toLocaleString('en')}，d = 2，f64`,
      ),
      rival: both('C, -O3 -march=native -ffast-math', 'C，-O3 -march=native -ffast-math'),
      goal: 0.85,
      unit: 'speed',
    };
    if (!program) {
      yield { ...row, missing: 'no C compiler here' };
      continue;
    }
    const { columns, y } = linearData(n, 2);
    const { memory } = coreModule.core();
    const { interleave, stochastic } = coreModule.rowKernels();
    const source = inCore([y, ...columns]);
    const rows = memory.allocate(8 * STRIDE * n);
    interleave(source, 8 * n, n, 3, rows, STRIDE);
    const [theta, state, settings, scratch] = [8 * STRIDE, 8 * (2 + 3 * STRIDE), 40, 16 * STRIDE].map(
      (bytes) => memory.allocate(bytes),
    );
    memory.f64(theta, STRIDE).set([...BIAS_AND_WEIGHTS, 0]);
    memory.f64(state, 2 + 3 * STRIDE).fill(0);
    // an update of rate 0 over all rows, as a full batch takes it: θ stays where it is
    memory.f64(settings, 5).fill(0);
    const pass = () => stochastic(0, rows, STRIDE, 0, 0, 0, n, n, n, 1, 0, theta, state, settings, scratch);
    const repetitions = Math.ceil(2e6 / n);
    const file = toFile('gradient-data', [...columns, y]);
    let native;
    const times = await takeTurns({
      ours() {
        let best = Infinity;
        for (let round = 0; round < 20; round++) {
          const begin = performance.now();
          for (let k = 0; k < repetitions; k++) pass();
          best = Math.min(best, (performance.now() - begin) / 1000 / repetitions);
        }
        return best;
      },
      theirs() {
        native = runJson(program, [file, String(n), String(repetitions)]);
        return native.seconds;
      },
    });
    const gradient = [...memory.f64(scratch, 3)];
    expectSame(
      'P4',
      gradient,
      native.gradient.slice(0, 3).map((value) => value / n),
      1e-10,
    );
    for (const block of [source, rows, theta, state, settings, scratch]) memory.release(block);
    yield { ...row, ...times };
  }
}
