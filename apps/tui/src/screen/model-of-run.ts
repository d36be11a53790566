import { fitSync, Model, type Source, type Trainer } from '@gd-trainer/sdk';

/** The present state of a run as a model, with everything that is known of one from its rows or their moments. */
export function modelOfRun(trainer: Trainer, source: Source): Model {
  const { weights, bias, learningRate, loss, rmse, gap } = trainer.snapshot;
  const { onEpoch, signal, ...options } = trainer.options;
  const known = Object.entries(options).filter(([, value]) => value !== undefined);
  const reached = { learningRate, initial: { weights, bias }, epochs: 0 };
  const model = fitSync(source, { ...Object.fromEntries(known), ...reached });
  // the way through start values costs the last bit of some numbers
  return Model.fromJSON({ ...model.toJSON(), weights: Array.from(weights), bias, loss, rmse, gap });
}
