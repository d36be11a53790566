import { plainRates, type Rates, rateAt } from '../ahead/rates.ts';
import { counted, GdError } from '../errors.ts';
import type { LossOptions, Quadratic } from '../loss/quadratic.ts';
import { fromData } from '../loss/space.ts';
import type { Moments } from '../moments/moments.ts';
import type { Data } from '../moments/readings.ts';
import type { DecidedSettings, Settings } from '../options.ts';
import type { Work } from '../pauses.ts';
import type { Parameters } from '../types.ts';
import type { Bounds, Checkpoint, Engine } from './engine.ts';
import type { Descent } from './full-batch.ts';

/** A run about to begin. */
export interface Start<Of extends Engine = Engine> {
  readonly engine: Of;
  /** Its options, the optimizer decided. */
  readonly settings: DecidedSettings;
  /** Its start, in data units. */
  readonly parameters: Parameters;
  /** Rate of the first update. */
  readonly learningRate: number;
  /** The loss at the start. */
  readonly loss: number;
  readonly bounds: Bounds;
}

/** Start of a run, unless its options say so. */
export interface Origin {
  readonly parameters: Parameters;
  /** Epoch by which a schedule of rates counts. */
  readonly epoch: number;
  /** State of an engine of the same kind, where its memory goes along. */
  readonly checkpoint?: Checkpoint;
}

/** Makes the engine that walks over the rows, from θ. */
export type Walk<Of extends Engine = Engine> = (
  problem: Quadratic,
  theta: Float64Array,
  data: Data,
  settings: DecidedSettings,
) => Work<Of>;

/** Makers of the parts of a run: linked in where nothing may be waited for, else loaded when it is used. */
export interface Ways<Of extends Engine = Engine> {
  readonly Descent: new (...descent: ConstructorParameters<typeof Descent>) => Of;
  readonly problemOf: (moments: Moments, options: LossOptions) => Quadratic | Promise<Quadratic>;
  /** Any engine but that of gd on the moments, which needs no more than is here. */
  readonly engine: (
    problem: Quadratic,
    theta: Float64Array,
    data: Data,
    settings: Settings,
  ) => Work<Pick<Start<Of>, 'engine' | 'settings'>>;
  /** Gain of the loss in directions that its sums cannot tell from flat ones; 0 where nobody looks. */
  readonly unseenGain?: (data: Data, problem: Quadratic, settings: Settings) => Work<number>;
}

/** Everything a run begins with. Who takes the engine releases it. */
export function* start<Of extends Engine>(
  data: Data,
  given: Settings,
  ways: Ways<Of>,
  origin?: Origin,
): Work<Start<Of>> {
  const made = ways.problemOf(data.moments, given);
  const problem = made instanceof Promise ? ((yield made) as Quadratic) : made;
  const parameters = origin?.parameters ?? startValues(problem, given);
  const theta = fromData(problem.space, parameters);
  const rates = plainRates(problem, given);
  const {
    engine,
    settings,
  }: Pick<Start<Of>, 'engine' | 'settings'> = isPlain(problem, theta, rates, given)
    ? { engine: new ways.Descent(problem, rates, 'gd', theta), settings: { ...given, optimizer: 'gd' } }
    : yield* ways.engine(problem, theta, data, given);
  try {
    if (origin?.checkpoint) engine.restore(origin.checkpoint, 0);
    const learningRate = rateAt(origin?.epoch ?? 0, engine.rates, settings);
    const { loss } = engine.look(learningRate);
    return { engine, settings, parameters, learningRate, loss, bounds: boundsOf(problem, settings, loss) };
  } catch (error) {
    engine.release();
    throw error;
  }
}

/** True if a run is one of gd on the moments: asked for, or open while even its slowest direction arrives, as most do. */
function isPlain(problem: Quadratic, theta: Float64Array, { auto }: Rates, settings: Settings): boolean {
  const { optimizer, learningRate, l1, epochs, tolerance } = settings;
  if (!staysOnMoments(settings, problem.space.spread.length)) return false;
  if (optimizer !== 'auto' || learningRate !== 'auto') return optimizer === 'auto' || optimizer === 'gd';
  if (l1 > 0) return false;
  const { smallestEigenvalue: smallest, largestEigenvalue: largest } = problem;
  if (!smallest) return false;
  // at rates up to the best no direction is slower than the flattest
  const kept = (1 - auto * smallest) ** epochs;
  const { gradientNorm, gap } = problem.goalOf(tolerance);
  const loss = problem.smoothLoss(theta);
  // no gradient is longer than √(2·λmax·(loss − minimum))
  return kept * Math.sqrt(2 * largest * loss) <= gradientNorm && kept * kept * loss <= gap;
}

/** Full-batch runs above this many features walk the rows: the moments would fill the memory. */
const MOST_MOMENT_FEATURES = 4096;

/** True if the moments are all that an epoch under these options needs. */
export function staysOnMoments({ batchSize, path }: Settings, features: number): boolean {
  return batchSize === 'full' && path !== 'rows' && features <= MOST_MOMENT_FEATURES;
}

/** The start values that the options ask for, zeros by default. */
function startValues({ space }: Quadratic, { initial, intercept }: Settings): Parameters {
  const d = space.spread.length;
  if (!initial) return { weights: new Float64Array(d), bias: 0 };
  if (initial.weights.length !== d) {
    throw new GdError(
      'OPTION',
      `"initial" expected ${counted(d, 'weight')}, got ${initial.weights.length}`,
      '',
      {
        option: 'initial',
      },
    );
  }
  return { weights: Float64Array.from(initial.weights), bias: intercept ? initial.bias : 0 };
}

/** Past this many times the loss at the start, or of predicting the mean, a run counts as diverged. */
const DIVERGED_AT = 1e6;

/** Bounds at which a run ends by itself. Throws `OPTION` for one that has no finite loss to begin with. */
function boundsOf(problem: Quadratic, { tolerance }: Settings, firstLoss: number): Bounds {
  if (!(firstLoss < Infinity)) {
    throw new GdError('OPTION', 'the loss overflows at the start', 'use smaller start values or penalties');
  }
  return {
    ...(tolerance > 0 ? problem.goalOf(tolerance) : { gradientNorm: -1, gap: -1 }),
    loss: Math.min(Number.MAX_VALUE, DIVERGED_AT * Math.max(firstLoss, 0.5 * problem.targetSquare)),
  };
}
