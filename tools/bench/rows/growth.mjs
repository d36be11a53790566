import { linearData, median } from '../measure.mjs';
import { coreModule, sdk } from '../project.mjs';

const CHUNK = 100_000;

/** Streams one chunk again and again, so that its making is not measured: n rows take n times a row. */
export async function* run() {
  const small = await streamed(2, 1e5);
  for (const n of [1e6, 1e7, 1e8]) {
    yield growth(`moments streamed, d = 2, n = ${n.toExponential(0)}`, await streamed(2, n), small);
  }
  for (const d of [16, 64, 256]) {
    const base = await streamed(d, 1e5);
    yield growth(`moments streamed, d = ${d}, n = 1e+6`, await streamed(d, 1e6), base);
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

function growth(work, large, small) {
  return {
    id: 'P14',
    work: `${work}: time a row, linear memory ${large.megabytes.toFixed(1)} MB (${small.megabytes.toFixed(1)} at 1e+5)`,
    rival: 'time a row at n = 1e5',
    goal: 1.3,
    unit: 'times its time',
    smaller: true,
    ours: large.seconds / large.rows,
    theirs: small.seconds / small.rows,
  };
}
