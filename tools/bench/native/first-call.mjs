// Seconds of ten calls of each pass in a fresh process, as JSON.
import { linearData } from '../measure.mjs';
import { coreModule, inCore, momentsOf } from '../project.mjs';

const N = 4e6; // 96 MB
const STRIDE = 4;
const { columns, y } = linearData(N, 2);
const start = inCore([...columns, y]);
const moments = momentsOf(start, N, 3);
const { memory } = coreModule.core();
const { interleave, stochastic } = coreModule.rowKernels();
const rows = memory.allocate(8 * STRIDE * N);
interleave(start, 8 * N, N, 3, rows, STRIDE);
const [theta, state, settings, scratch] = [8 * STRIDE, 8 * (2 + 3 * STRIDE), 40, 16 * STRIDE].map((bytes) =>
  memory.allocate(bytes),
);
for (const [block, length] of [
  [theta, STRIDE],
  [state, 2 + 3 * STRIDE],
  [settings, 5],
]) {
  memory.f64(block, length).fill(0);
}
const passes = {
  'moments of 4e6 rows, d = 2': () => moments.run(),
  'updates by each of 4e6 rows, d = 2': () => {
    for (let first = 0; first < N; first += 4096) {
      const last = Math.min(first + 4096, N);
      stochastic(0, rows, STRIDE, 0, 0, first, last, N, 1, 1, 0, theta, state, settings, scratch);
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
