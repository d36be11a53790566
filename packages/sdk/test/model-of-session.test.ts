import { type FitOptions, fitSync, GdError, Model, moments, Trainer } from '@gd-trainer/sdk';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const { columns, options } = dataSet('penguins');
const penguins = (more: FitOptions = {}): Trainer => new Trainer(columns, { ...options, ...more });

const modelOf = (trainer: Trainer): Model => new Model(trainer.toModel());
const numbersOf = ({
  weights,
  bias,
  loss,
  rmse,
  gap,
  r2,
}: Pick<Model, 'weights' | 'bias' | 'loss' | 'rmse' | 'gap' | 'r2'>) => [
  ...weights,
  bias,
  loss,
  rmse,
  gap,
  r2,
];

describe('the model of a session', () => {
  it('has the bits of the state it is in, and predicts from them', () => {
    const trainer = penguins({ optimizer: 'momentum' });
    trainer.step('epoch', 7);
    const model = modelOf(trainer);
    expect(numbersOf(model)).toEqual(numbersOf(trainer.snapshot));
    expect(model).toMatchObject({ epochs: 7, features: trainer.features, target: trainer.target, rows: 342 });
    const [a, b] = model.weights;
    expect(model.predict([200, 17])).toBe(model.bias + a! * 200 + b! * 17);
  });

  it('is the model that fit makes of the same run', () => {
    const run = { learningRate: 0.5, epochs: 30, optimizer: 'nesterov' } as const;
    const trainer = penguins(run);
    trainer.step('epoch', 30);
    const fitted = fitSync(columns, { ...options, ...run });
    const { history, ...made } = modelOf(trainer).toJSON();
    const { history: longer, ...expected } = fitted.toJSON();
    expect(made).toEqual(expected);
    expect(history).toEqual({ epoch: [0, 30], loss: [longer.loss[0], longer.loss.at(-1)] });
  });

  it.each([
    ['untouched', 0, {}, 'stopped'],
    ['under way', 5, {}, 'stopped'],
    ['converged', 500, {}, 'converged'],
    ['at its last epoch', 5, { epochs: 5 }, 'exhausted'],
    ['diverged', 5000, { learningRate: 3 }, 'stopped'],
  ] as const)('%s says how it stands', (_, epoch, more, status) => {
    const trainer = penguins(more);
    trainer.seek(epoch);
    expect(modelOf(trainer).status).toBe(status);
    expect(Model.fromJSON(JSON.parse(JSON.stringify(modelOf(trainer)))).weights).toEqual(
      trainer.snapshot.weights,
    );
  });

  it('knows its whole run where that was one, and says so where options changed on the way', () => {
    const trainer = penguins({ learningRate: 0.5 });
    trainer.place({ weights: [1, 2], bias: 3 });
    trainer.seek(9);
    const model = modelOf(trainer);
    expect(model.at(0).bias).toBeCloseTo(3, 8);
    expect(model.at(9).loss).toBeCloseTo(trainer.snapshot.loss, 6);
    trainer.set({ learningRate: 0.1 });
    trainer.step();
    const changed = modelOf(trainer);
    expect(changed.training).toMatchObject({ scheduled: true, learningRate: 0.1, initial: { bias: 3 } });
    expect(() => changed.at(3)).toThrow(GdError);
  });

  it('goes on from moments, by batches, and with more rows', async () => {
    const sums = new Trainer(await moments(columns, options), { learningRate: 0.5 });
    sums.seek(4);
    expect(modelOf(sums).summary().n).toBe(342);
    const trainer = penguins({ batchSize: 8 });
    trainer.step('batch', 60);
    const model = modelOf(trainer);
    expect(model).toMatchObject({ epochs: 1, bias: trainer.snapshot.bias });
    expect(model.training.learningRateLimit).toBe(trainer.forecast.learningRateLimit);
    const [first, second] = model.features;
    const one = { [first!]: [200], [second!]: [17], [model.target]: [4000] };
    expect(model.update(one).rows).toBe(343);
  });
});

describe('a session tells', () => {
  it('R² of each state, with the convention for a target that never varies', () => {
    const trainer = penguins();
    const { r2 } = trainer.seek(500);
    expect(r2).toBeCloseTo(modelOf(trainer).summary().r2, 12);
    const constant = new Trainer({ x: [[1], [2], [3]], y: [4, 4, 4] });
    expect(constant.snapshot.r2).toBe(0);
    expect(constant.place({ weights: [0], bias: 4 }).r2).toBe(1);
  });

  it.each<FitOptions>([
    {},
    { optimizer: 'momentum' },
    { optimizer: 'adam' },
    { batchSize: 8 },
    { batchSize: 8, optimizer: 'nesterov' },
  ])("the rate that 'auto' takes, whatever rate is set: %o", (more) => {
    const auto = penguins(more).snapshot.learningRate;
    expect(penguins({ ...more, learningRate: 1e-3 }).forecast.learningRateAuto).toBe(auto);
  });
});
