import { linearData, median } from '../measure.mjs';
import { coreModule, sdk } from '../project.mjs';
import { both } from '../table.mjs';

const CHUNK = 100_000;

/** Streams one chunk again and again, so that its making is not measured: n rows take n times a row. */
export async function* run() {
  const small = await streamed(2, 1e5);
  for (const n of [1e6, 1e7, 1e8]) {
    yield growth(2, n, await streamed(2, n), small);
  }
  for (const d of [16, 64, 256]) {
    const base = await streamed(d, 1e5);
    yield growth(d, 1e6, await streamed(d, 1e6), base);
  }
}

async function streamed(d, n) {
  const { table } = linearData(CHUNK, d);
  const source = () =>
    (async function* () {
      for (let done = 0; done < n; done += CHUNK) yield table;
    })();
  const seconds = [];
  let peak = 0;
  for (let round = 0; round < (n > 1e6 ? 1 : 5); round++) {
    const start = performance.now();
    await sdk.moments(source(), { target: 'y' });
    seconds.push((performance.now() - start) / 1000);
    peak = Math.max(peak, coreModule.core().memory.f64(65536, 0).buffer.byteLength);
  }
  return { seconds: median(seconds), rows: n, megabytes: peak / 1e6 };
}

function growth(d, n, large, small) {
  const [size, before] = [large, small].map(({ megabytes }) => megabytes.toFixed(1));
  const rows = n.toExponential(0);
  return {
    id: 'P14',
    work: both(
      `moments streamed, d = ${d}, n = ${rows}: time a row, linear memory ${size} MB (${before} at 1e+5)`,
      `流式计算矩，d = ${d}，n = ${rows}：每行用时；线性内存 ${size} MB（1e+5 行时 ${before}）`,
    ),
    rival: both('time a row at n = 1e5', 'n = 1e5 时每行用时'),
    goal: 1.3,
    unit: 'time',
    smaller: true,
    ours: large.seconds / large.rows,
    theirs: small.seconds / small.rows,
  };
}
