import { linearData, median } from '../measure.mjs';
import { importFromRoot, sdk } from '../project.mjs';
import { both } from '../table.mjs';

const { courseOf } = await importFromRoot('packages/sdk/dist/view.js');

/** Everything that a face reads of a session whenever something has changed. */
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
  const row = { id: 'P18', goal: 1, unit: 'time', smaller: true };
  yield {
    ...row,
    work: both(
      'a key that changes the learning rate: course, next update, facts, d = 200',
      '改变学习率的一次按键：全程、下一次更新、要说的事实，d = 200',
    ),
    rival: both('the delay that a hand feels', '手能察觉的延迟'),
    ours: medianOf(press),
    theirs: 0.06,
  };
  yield {
    ...row,
    work: both('a frame of that run: state, facts, forecast', '该运行的一帧：状态、事实、预测'),
    rival: both('a frame', '一帧的时间'),
    ours: medianOf(frame),
    theirs: 0.016,
  };
}
