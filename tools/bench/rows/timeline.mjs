import { linearData, median } from '../measure.mjs';
import { sdk } from '../project.mjs';
import { both } from '../table.mjs';

export async function* run() {
  const { table } = linearData(1000, 10);
  const trainer = new sdk.Trainer(table, { target: 'y' });
  const times = [];
  for (let k = 0; k < 50; k++) {
    const start = performance.now();
    trainer.seek(1e6 + k);
    times.push((performance.now() - start) / 1000);
  }
  yield {
    id: 'P11',
    work: both('seek(1e6), d = 10', 'seek(1e6)，d = 10'),
    rival: both('a millisecond of a 16 ms frame', '16 ms 一帧中的 1 毫秒'),
    goal: 1,
    unit: 'time',
    smaller: true,
    ours: median(times),
    theirs: 0.001,
  };
}
