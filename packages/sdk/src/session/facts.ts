import type { Forecast } from '../ahead/forecast.ts';
import type { SeekableEngine } from '../descent/engine.ts';
import { conditionOf, flatDirectionsOf, rankOf } from '../loss/directions.ts';
import { problemOf } from '../loss/problem.ts';
import { addScaled, dot, type Quadratic } from '../loss/quadratic.ts';
import { fromData } from '../loss/space.ts';
import type { Moments } from '../moments/moments.ts';
import { TRAITS } from '../optimizers.ts';
import type { DecidedSettings, Settings } from '../options.ts';
import type { Epoch, Parameters } from '../types.ts';
import type { RunFact } from './fact.ts';

/** Share of the largest entry below which a parameter has no part in a direction. */
const NEGLIGIBLE = 1e-6;
/** Share by which eigenvalues that rounding alone tells apart may differ. */
const LEVEL = 1e-12;
/** κ must fall by this factor for scaling to be worth a sentence. */
const WORTH_SCALING = 2;

/** The way of a run so far. */
interface LegProgress {
  /** Epoch at which the tolerance was met. */
  readonly convergedAt: number | null;
  /** The loss where the present options began. */
  readonly firstLoss: number;
}

/** Verdict on the learning rate from a state on. */
export function verdictOf(
  settings: DecidedSettings,
  { problem, rates }: SeekableEngine,
  { epoch, learningRate, loss }: Epoch,
  forecast: Forecast,
  { convergedAt, firstLoss }: LegProgress,
): RunFact {
  const remaining = convergedAt === null ? forecast.epochsTo(settings.tolerance) : convergedAt - epoch;
  return {
    kind: 'forecast',
    verdict: forecast.verdict,
    learningRate,
    learningRateLimit: rates.limit,
    growth: forecast.growth,
    tolerance: settings.tolerance,
    epochs: remaining === null ? null : epoch + remaining,
    most: settings.epochs,
    batches: settings.batchSize !== 'full',
    rise: loss > firstLoss ? loss / firstLoss : null,
    noise: settings.batchSize !== 'full' && problem.minimum > 0,
    ...(TRAITS[settings.optimizer].searches ? { enough: rankOf(problem) ?? problem.size } : {}),
  };
}

/** A run where its options began. */
interface LegOutset {
  readonly begin: { readonly parameters: Parameters };
  /** Gain of the loss in directions that only the rows tell from flat ones. */
  readonly unseen: number;
}

/** Facts that stand out about a run as long as its options stay. */
export function lastingFacts(
  moments: Moments,
  settings: Settings,
  problem: Quadratic,
  forecast: Forecast,
  { begin, unseen }: LegOutset,
): readonly RunFact[] {
  const features = moments.names.slice(0, -1);
  const names = [...features, 'bias'];
  return [
    ...diverging(problem, names, forecast, begin.parameters),
    ...constant(problem, features),
    ...collinear(problem, features, unseen),
    ...scaling(moments, settings),
  ];
}

function diverging(
  problem: Quadratic,
  names: readonly string[],
  { verdict, growth }: Forecast,
  start: Parameters,
): RunFact[] {
  if (verdict !== 'diverges' || growth === null || !problem.hasSpectrum) return [];
  const direction = steepestDirection(problem, fromData(problem.space, start));
  const largest = direction.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0);
  const parameters = Array.from(direction, (x, i) => ({ name: names[i]!, share: x / largest }));
  return [
    { kind: 'diverging', growth, parameters: parameters.filter(({ share }) => Math.abs(share) > NEGLIGIBLE) },
  ];
}

/** The direction of λmax that a descent from θ takes: where several are as steep, those of its gradient there. */
function steepestDirection(problem: Quadratic, theta: Float64Array): Float64Array {
  const { axes, largestEigenvalue, size } = problem;
  const steepest = axes.filter(({ value }) => value >= largestEigenvalue * (1 - LEVEL));
  const gradient = problem.gradientAt(theta);
  const direction = new Float64Array(size);
  for (const { along } of steepest) addScaled(direction, dot(along, gradient), along);
  return direction.some((share) => share !== 0) ? direction : steepest.at(-1)!.along;
}

function constant({ space }: Quadratic, features: readonly string[]): RunFact[] {
  const still = features.filter((_, j) => space.spread[j] === 0);
  return still.length > 0 ? [{ kind: 'constant', features: still }] : [];
}

/** One fact for each direction without curvature that takes more than one column to make. */
function collinear(problem: Quadratic, features: readonly string[], unseen: number): RunFact[] {
  return flatDirectionsOf(problem).flatMap((direction): RunFact[] => {
    const involved = features.filter((_, j) => Math.abs(direction[j]!) > NEGLIGIBLE);
    return involved.length > 1 ? [{ kind: 'collinear', features: involved, unseen }] : [];
  });
}

function scaling(moments: Moments, settings: Settings): RunFact[] {
  const condition = (scale: 'standard' | 'none'): number =>
    conditionOf(problemOf(moments, { ...settings, scale })) ?? 1;
  const [unscaled, standardised] = [condition('none'), condition('standard')];
  return unscaled > WORTH_SCALING * standardised
    ? [{ kind: 'scaling', unscaled, standardised, scale: settings.scale }]
    : [];
}
