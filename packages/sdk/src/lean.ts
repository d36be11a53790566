/**
 * Fitting alone, for pages that count kilobytes: the same models as the main entry makes, as data, and functions beside
 * them.
 *
 * Code that a run does not need is not there. Where there is no WebAssembly, or a policy forbids compiling it, `fit` and
 * `solve` load what stands in for it; `fitSync`, `solveSync`, `forecastOf`, `stateAt` and `updated`, which wait for
 * nothing, need `await init()` before the first of them on such hosts, or the main entry.
 *
 * @module
 */
export type { Forecast } from './ahead/forecast.ts';
export type { Terms } from './data/table.ts';
export { GdError, type GdErrorCode } from './errors.ts';
export { fitted as fit, fittedSync as fitSync } from './model/fitted.ts';
export { forecastOf, stateAt } from './model/forecast-of.ts';
export type { LinearModel, Training } from './model/linear-model.ts';
export { fromJSON, type ModelJSON, toJSON } from './model/model-json.ts';
export { predict, predictAll, type Score, score } from './model/predict.ts';
export type { RobustErrors } from './model/robust.ts';
export { solved as solve, solvedSync as solveSync } from './model/solved.ts';
export {
  type FTest,
  type Summary,
  type SummaryOptions,
  type SummaryRow,
  summaryOf,
} from './model/summary.ts';
export { updated } from './model/update.ts';
export type { Moments, MomentsJSON, MomentsRest } from './moments/moments.ts';
export type { Optimizer } from './optimizers.ts';
export type { FitOptions } from './options.ts';
export { compileKernels, init } from './ready.ts';
export type {
  ArrowTableLike,
  ArrowVectorLike,
  Epoch,
  MomentsLike,
  NumericColumn,
  Parameters,
  Pass,
  Source,
  Stream,
} from './types.ts';
