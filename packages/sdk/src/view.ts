/**
 * A session to draw: what both faces of gd-trainer show, without a screen. For faces; it may change in minor versions.
 *
 * @module
 */

export type { Check } from './checks.ts';
export { type Pair, type Plane, parameterOf, placeOf, planeOf, type Ring, type Slice } from './loss/plane.ts';
export { type Box, boxAround, holds, type Point, segmentWithin } from './math/box.ts';
export { type Arc, type Ellipse, ellipsePoint, ellipseTangent } from './math/ellipse.ts';
export { TRAITS, type Traits } from './optimizers.ts';
export { OPTIONS, type Option } from './options.ts';
export { type Chain, chainOf, madeUpdate, nextUpdate, type Update } from './view/chain.ts';
export { type Course, type CoursePoint, courseOf, walks } from './view/course.ts';
export { type Experiment, readExperiment, toLink } from './view/experiment.ts';
export {
  fitNumber,
  formatCount,
  formatExponent,
  formatFixed,
  formatNumber,
  tickLabel,
} from './view/numbers.ts';
export { type Lane, Race, type Standing } from './view/race.ts';
export { linearTicks, logTicks } from './view/ticks.ts';
