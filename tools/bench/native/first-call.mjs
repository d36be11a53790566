// Seconds of ten calls of each pass in a fresh process, as JSON.
import { linearData } from '../measure.mjs';
import { coreModule, inCore, momentsOf } from '../project.mjs';

const N = 4e6; // 96 MB
const { columns, y } = linearData(N, 2);
const start = inCore([...columns, y]);
const { kernels, memory } = coreModule.core();
const moments = momentsOf(start, N, 3);
const [theta, out, scratch] = [memory.allocate(24), memory.allocate(32), memory.allocate(8)];
const passes = {
  'moments of 4e6 rows, d = 2': () => moments.run(),
  'a gradient pass over 4e6 rows, d = 2': () => {
    for (let i = 0; i < N; i += 4096) {
      const rows = Math.min(4096, N - i);
      kernels.gradientOfColumns(
        start + 8 * i,
        8 * N,
        start + 8 * (2 * N + i),
        rows,
        2,
        0,
        theta,
        scratch,
        out,
      );
    }
  },
};
const seconds = Object.entries(passes).map(([name, pass]) => [
  name,
  Array.from({ length: 10 }, () => {
    const begin = performance.now();
    pass();
    return (performance.now() - begin) / 1000;
  }),
]);
process.stdout.write(JSON.stringify(Object.fromEntries(seconds)));
