import { compileC, expectSame, linearData, runJson, takeTurns } from '../measure.mjs';
import { coreModule, inCore, toFile } from '../project.mjs';
import { both } from '../table.mjs';

/** Bytes of a block, as the sdk cuts the columns of a full batch. */
const BLOCK_BYTES = 2 ** 17;

const C = [
  { flags: ['-march=native', '-ffast-math'], goal: 0.85 },
  { flags: ['-msse2'], goal: 0.95 },
];

/** A gradient pass over the columns of a full batch, as an epoch of `path: 'rows'` makes it, against the same loop in C. */
export async function* run() {
  for (const d of [2, 16]) {
    for (const n of [4096, 1e6]) yield* against(d, n);
  }
}

async function* against(d, n) {
  const { columns, y } = linearData(n, d);
  const ours = passOf(d, n, [y, ...columns]);
  const repetitions = Math.ceil(4e6 / (n * d));
  const file = toFile('gradient-data', [...columns, y]);
  for (const { flags, goal } of C) {
    const program = compileC('gradient', [...flags, `-DD=${d}`]);
    const size = `n = ${n.toLocaleString('en')}, d = ${d}, f64`;
    const row = {
      id: 'P4',
      work: both(`a gradient pass over rows, ${size}`, `逐行求一遍梯度，${size.replaceAll(', ', '，')}`),
      rival: `C, -O3 ${flags.join(' ')}`,
      goal,
      unit: 'speed',
    };
    if (!program) {
      yield { ...row, missing: 'no C compiler here' };
      continue;
    }
    let native;
    const times = await takeTurns({
      ours() {
        let best = Infinity;
        for (let round = 0; round < 20; round++) {
          const begin = performance.now();
          for (let k = 0; k < repetitions; k++) ours.pass();
          best = Math.min(best, (performance.now() - begin) / 1000 / repetitions);
        }
        return best;
      },
      theirs() {
        native = runJson({ command: program }, [file, String(n), String(repetitions)]);
        return native.seconds;
      },
    });
    expectSame('P4', ours.gradient(), native.gradient, 1e-9 * n);
    yield { ...row, ...times };
  }
  ours.release();
}

/** The pass over data in the core's memory, in blocks of columns with the target first. */
function passOf(d, n, columns) {
  const { memory } = coreModule.core();
  const { gradientOfColumns } = coreModule.rowKernels();
  const rows = Math.min(n, 4096, Math.floor(BLOCK_BYTES / (8 * (d + 1)) / 2) * 2);
  const blocks = [];
  for (let from = 0; from < n; from += rows) {
    const parts = columns.map((column) => column.subarray(from, from + rows));
    blocks.push({ start: inCore(parts), rows: parts[0].length });
  }
  const [theta, out, residuals] = [8 * d, 8 * d, 8 * rows].map((bytes) => memory.allocate(bytes));
  memory.f64(theta, d).set(Float64Array.from({ length: d }, (_, j) => 0.1 * (j + 2)));
  let sum = 0;
  return {
    pass() {
      sum = 0;
      memory.f64(out, d).fill(0);
      for (const block of blocks) {
        sum += gradientOfColumns(block.start, 8 * block.rows, block.rows, d, 0, theta, 0.1, residuals, out);
      }
    },
    gradient: () => [sum, ...memory.f64(out, d)],
    release() {
      for (const { start } of blocks) memory.release(start);
      for (const start of [theta, out, residuals]) memory.release(start);
    },
  };
}
