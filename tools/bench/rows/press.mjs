import { linearData, median } from '../measure.mjs';
import { importFromRoot, sdk } from '../project.mjs';

const { courseOf } = await importFromRoot('packages/sdk/dist/view.js');

/** What a face reads of a session whenever something has changed. */
function look(trainer) {
  const { snapshot, facts, surface, forecast } = trainer;
  return [snapshot.gap, facts.length, surface.optimum.bias, forecast.eigenvalues.length];
}

function medianOf(act) {
  const times = Array.from({ length: 15 }, (_, k) => {
    const start = performance.now();
    act(k);
    return (performance.now() - start) / 1000;
  });
  return median(times);
}

export async function* run() {
  const { table } = linearData(1000, 200);
  const trainer = new sdk.Trainer(table, { target: 'y' });
  trainer.step();
  look(trainer);
  const press = (k) => {
    trainer.set({ learningRate: 0.01 + k / 1e5 });
    look(trainer);
    courseOf(trainer);
    trainer.branch().step();
  };
  const frame = () => {
    trainer.step();
    look(trainer);
  };
  const row = { id: 'P18', goal: 1, unit: 'times its time', smaller: true };
  yield {
    ...row,
    work: 'a key that changes the learning rate: course, next update, facts, d = 200',
    rival: 'the delay that a hand feels',
    ours: medianOf(press),
    theirs: 0.06,
  };
  yield {
    ...row,
    work: 'a frame of that run: state, facts, forecast',
    rival: 'a frame',
    ours: medianOf(frame),
    theirs: 0.016,
  };
}
