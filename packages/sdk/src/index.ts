/**
 * Linear regression by gradient descent: any number of rows for the price of one pass over them.
 *
 * @module
 */
export { init } from '@gd-trainer/core';
export type { Forecast } from './ahead/forecast.ts';
export type { Terms } from './data/table.ts';
export { GdError, type GdErrorCode } from './errors.ts';
export type { ContourBox, Grid } from './loss/contour.ts';
export type { ScaledParameters, Surface } from './loss/surface.ts';
export { type ComparedModel, type Comparison, compare } from './model/compare.ts';
export { type CrossValidation, crossValidate, type Metrics } from './model/cross-validate.ts';
export { type DiagnoseOptions, type Diagnosis, diagnose, type Finding } from './model/diagnose.ts';
export { fit, fitSync } from './model/fit.ts';
export type { Fit, Fits } from './model/fits.ts';
export type { FoldOptions } from './model/folds.ts';
export { forecast } from './model/forecast.ts';
export { fitGroups, fitGroupsSync, type GroupOptions } from './model/groups.ts';
export type { Interval, IntervalColumns, IntervalOptions, PredictOptions } from './model/interval.ts';
export type { LinearModel, Training } from './model/linear-model.ts';
export { Model } from './model/model.ts';
export type { ModelJSON } from './model/model-json.ts';
export { type Path, type PathOptions, path } from './model/path.ts';
export type { Score } from './model/predict.ts';
export type { RobustErrors } from './model/robust.ts';
export { type RollingOptions, rolling, rollingSync } from './model/rolling.ts';
export { solve, solveSync } from './model/solve.ts';
export type { FTest, Summary, SummaryOptions, SummaryRow } from './model/summary.ts';
export type { StreamSummaryOptions } from './model/summary-of-stream.ts';
export { train } from './model/train.ts';
export type { GroupMoments } from './moments/group-moments.ts';
export type { MomentsJSON, MomentsRest } from './moments/moments.ts';
export { ReadableMoments as Moments } from './moments/moments-json.ts';
export { moments } from './moments/moments-of.ts';
export { OPTIMIZERS, type Optimizer } from './optimizers.ts';
export type { DecidedSettings, FitOptions, Settings } from './options.ts';
export type { Snapshot } from './session/data-trainer.ts';
export type { Fact, NamedRow, RaceRival, RunFact } from './session/fact.ts';
export { type Ledger, ledger } from './session/ledger.ts';
export type { Position, Unit } from './session/leg.ts';
export type { Sample } from './session/sample.ts';
export type { TrainerState } from './session/state.ts';
export { Trainer } from './session/trainer.ts';
export type {
  ArrowTableLike,
  ArrowVectorLike,
  Epoch,
  MomentsLike,
  NumericColumn,
  Parameters,
  Pass,
  Source,
  Status,
  Stream,
} from './types.ts';
