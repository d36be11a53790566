/**
 * Linear regression by gradient descent: any number of rows for the price of one pass over them.
 *
 * @module
 */
export { init } from '@gd-trainer/core';
export type { ContourBox, Grid } from './contour.ts';
export { type CrossValidation, crossValidate, type Metrics } from './cross-validate.ts';
export { GdError, type GdErrorCode } from './errors.ts';
export type { Fact, RaceLane } from './facts.ts';
export { fit, fitSync } from './fit.ts';
export type { Forecast } from './forecast.ts';
export { forecast } from './foresee.ts';
export { type Ledger, ledger } from './ledger.ts';
export type { Position, Unit } from './leg.ts';
export { Model, type ModelFacts, type ModelJSON, type Training } from './model.ts';
export { Moments, type MomentsJSON } from './moments.ts';
export type { Settings } from './options.ts';
export type { Sample } from './samples.ts';
export { solve, solveSync } from './solve.ts';
export { moments } from './stream.ts';
export type { Summary, SummaryRow } from './summary.ts';
export type { ScaledParameters, Surface } from './surface.ts';
export { train } from './train.ts';
export { type Snapshot, Trainer } from './trainer.ts';
export type { TrainerState } from './trainer-state.ts';
export {
  type ArrowTableLike,
  type ArrowVectorLike,
  type Epoch,
  type FitOptions,
  type NumericColumn,
  OPTIMIZERS,
  type Optimizer,
  type Parameters,
  type Source,
  type Status,
  type Stream,
} from './types.ts';
