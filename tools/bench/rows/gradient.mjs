import { compileC, expectSame, linearData, runJson, takeTurns } from '../measure.mjs';
import { coreModule, inCore, toFile } from '../project.mjs';
import { both } from '../table.mjs';

const BLOCK = 4096;
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
    const { kernels, memory } = coreModule.core();
    const start = inCore([...columns, y]);
    const [theta, out, scratch] = [memory.allocate(24), memory.allocate(32), memory.allocate(8)];
    memory.f64(theta, 3).set(BIAS_AND_WEIGHTS);
    const pass = () => {
      memory.f64(out, 4).fill(0);
      for (let i = 0; i < n; i += BLOCK) {
        const rows = Math.min(BLOCK, n - i);
        kernels.gradientOfColumns(
          start + 8 * i,
          8 * n,
          start + 8 * (2 * n + i),
          rows,
          2,
          0,
          theta,
          scratch,
          out,
        );
      }
    };
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
    const loss = memory.f64(out, 4)[3] / n;
    const gradient = Array.from(memory.f64(out, 3), (value) => value / n);
    expectSame(
      'P4',
      [...gradient, loss],
      native.gradient.map((value) => value / n),
      1e-10,
    );
    for (const block of [start, theta, out, scratch]) memory.release(block);
    yield { ...row, ...times };
  }
}
