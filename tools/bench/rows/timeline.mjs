import { linearData, median } from '../measure.mjs';
import { sdk } from '../project.mjs';

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
    work: 'seek(1e6), d = 10',
    rival: 'a millisecond of a 16 ms frame',
    goal: 1,
    unit: 'times its time',
    smaller: true,
    ours: median(times),
    theirs: 0.001,
  };
}
