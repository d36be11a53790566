/**
 * A session to draw: what both faces of gd-trainer show, without a screen. For faces; it may change in minor versions.
 *
 * @module
 */

export { type Check, hintAmong, listOf, nearest } from './checks.ts';
export { readJsonText } from './csv/json.ts';
export { type PlainTable, readPlain } from './csv/plain.ts';
export { readCsv } from './csv/sources.ts';
export { encodingFor, isJson } from './data/detection.ts';
export type { Detect } from './data/encodings.ts';
export type { NoteFacts } from './data/notes.ts';
export { type Plane, planeOf, type Ring } from './loss/plane.ts';
export { type Pair, parameterOf, placeOf, type Slice } from './loss/slice.ts';
export { type Box, boxAround, holds, type Point, segmentWithin } from './math/box.ts';
export { type Arc, type Ellipse, ellipsePoint, ellipseTangent } from './math/ellipse.ts';
export { referencesOf } from './model/references.ts';
export {
  aligned,
  summaryCells,
  summaryLines,
  summaryTable,
} from './model/summary.ts';
export { SUMMARY_WORDS, type SummaryWords } from './model/summary-words.ts';
export { byArrival } from './narrate/numbers.ts';
export { TRAITS, type Traits } from './optimizers.ts';
export { OPTIONS, type Option, optionsFromJson } from './options.ts';
export type { Opening } from './session/replay.ts';
export { splitTerms, written } from './terms/names.ts';
export { columnsIn, FUNCTIONS as TERM_FUNCTIONS } from './terms/syntax.ts';
export { BANDS, type Band, type Bandless, bandlessOf, fitBands } from './view/bands.ts';
export {
  type Chain,
  chainOf,
  lastUpdates,
  madeUpdate,
  nextUpdate,
  type Update,
  type UpdateKind,
  updateKind,
  updateRule,
} from './view/chain.ts';
export { columnsOf, type StateColumns } from './view/columns.ts';
export {
  contendersOf,
  optimizersFor,
  presentContender,
  RACE_KINDS,
  type RaceKind,
  someRows,
} from './view/contenders.ts';
export { type Course, type CoursePoint, courseOf, walks } from './view/course.ts';
export {
  DIAGNOSIS_CHARTS,
  type Diagnosed,
  type DiagnosisChart,
  type DiagnosisWords,
  diagnosisCells,
  diagnosisCharts,
} from './view/diagnosed.ts';
export { type Difference, differencesOf } from './view/differences.ts';
export { type DrawnRows, drawnRows, predictionsOf } from './view/drawn-rows.ts';
export { type Experiment, fitsLink, type RowEdit, readExperiment, toLink } from './view/experiment.ts';
export { type HandedRun, type RunFormat, textOf } from './view/files.ts';
export {
  type AxisCategory,
  type AxisColumn,
  type FitLine,
  type FitOver,
  fitLines,
  fitOver,
  nameAcross,
  placesAcross,
  rangeAcross,
} from './view/fit-over.ts';
export { diagnosisFacts, type Inferred, inferredOf, summaryFacts } from './view/inferred.ts';
export { featuresOf, inputKinds, weightNames } from './view/model-inputs.ts';
export {
  type Calculation,
  digitsThatGive,
  fitNumber,
  formatCount,
  formatExponent,
  formatFixed,
  formatNumber,
  screenNumber,
  tickLabel,
} from './view/numbers.ts';
export { type OfferedColumn, offeredColumns, type ToldTable } from './view/offered-columns.ts';
export { openTrainer } from './view/open.ts';
export { epochUnderWay, hasEnded, stepOf } from './view/outcome.ts';
export { PANELS, PANES, type Pane, type Panel } from './view/panels.ts';
export {
  type DrawnPath,
  PENALTIES,
  type Penalty,
  type PenaltyCurve,
  type PenaltyPath,
  type PenaltyWords,
  penaltyCells,
  penaltyCurves,
  penaltyFact,
  penaltyPath,
} from './view/penalty-path.ts';
export { type Contender, MOST_RIVALS, Race, type Rival, type Standing } from './view/race.ts';
export { Session } from './view/session.ts';
export {
  COMMAND,
  flagOf,
  type HintSurface,
  nameMeant,
  onSurface,
  PAGE,
  PAGE_READING,
  PAGE_SETTINGS,
} from './view/surfaces.ts';
export { type Symbols, subscript, symbolsOf } from './view/symbols.ts';
export { termTexts } from './view/terms.ts';
export { linearTicks, logTicks } from './view/ticks.ts';
export { type EarlyStop, type HeldLoss, type Validation, validationFact } from './view/validation.ts';
export { trainerOfColumns, watchedChange, watchedRate } from './view/watched.ts';
export { en as ENGLISH } from './view/words/en.ts';
export { runWords as RUN_WORDS } from './view/words/en-run.ts';
export type { ReasonWords, RunWords, SharedWords } from './view/words/words.ts';
export { SHARED_WORDS } from './view/words.ts';
