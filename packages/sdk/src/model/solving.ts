import { ratesOf } from '../ahead/optimizer-rates.ts';
import { rateAt } from '../ahead/rates.ts';
import { GdError } from '../errors.ts';
import { problemOf } from '../loss/problem.ts';
import { F64_DIGITS } from '../loss/quadratic.ts';
import { toData } from '../loss/space.ts';
import { type Solution, solveCholesky } from '../math/cholesky.ts';
import {
  add,
  type DoubleDouble,
  divide,
  multiply,
  ONE,
  squareRoot,
  subtract,
  ZERO,
} from '../math/double-double.ts';
import { DoubleDoubleRows } from '../math/double-double-rows.ts';
import type { Moments } from '../moments/moments.ts';
import { precisely, preciseMoments } from '../moments/precise-moments.ts';
import { readData } from '../moments/read-data.ts';
import { type Data, isStream } from '../moments/readings.ts';
import type { Settings } from '../options.ts';
import { patiently } from '../pauses.ts';
import type { Source, Stream } from '../types.ts';
import type { LinearModel } from './linear-model.ts';
import { modelOf } from './of-run.ts';

/** `solve` with what reads a stream, linked in or to be loaded. */
export async function solvePatiently(
  source: Source | Stream,
  settings: Settings,
  streamData: (stream: Stream, settings: Settings) => Promise<Data>,
): Promise<LinearModel> {
  const solution = isStream(source)
    ? solvingData(await streamData(source, settings), settings)
    : solving(source, settings);
  return patiently(solution, settings.signal);
}

export function* solving(source: Source, settings: Settings): Generator<undefined, LinearModel> {
  return yield* solvingData(yield* readData(source, settings), settings);
}

/** Products up to which the sums are made in double-double from the first: a millisecond. */
const ALWAYS_PRECISE = 1e5;
/** Share of its diagonal that a pivot of sums in f64 has to be for them to do: 12 digits. */
const LEAST_PIVOT = 1e-4;
/** Columns above which sums in it take too long: 5,000 products a row. */
const MOST_PRECISE = 100;
const DOUBLE_DOUBLE_DIGITS = 30;
/** Pivots up to these shares of the diagonal count as zero. */
const ZERO_PIVOT = 1e-28;
const ZERO_PIVOT_F64 = 1e-13;

/** `solving` from where the data has been read. */
export function* solvingData(data: Data, settings: Settings): Generator<undefined, LinearModel> {
  const { moments } = data;
  if (settings.l1 > 0) {
    throw new GdError(
      'UNSUPPORTED',
      'solve knows no l1: its minimum has no closed form',
      'use `l2`, or descend by `fit`',
    );
  }
  const p = moments.names.length;
  if (p > MOST_PRECISE) return modelFrom(solveInF64(moments, settings), data, settings);
  const wanted = yield* wantedSums(data, settings);
  const best = solveMoments(wanted, settings);
  const available = wanted.rest ? DOUBLE_DOUBLE_DIGITS : F64_DIGITS;
  const digits = Math.max(0, Math.min(F64_DIGITS, available + Math.log10(best.smallestPivot)));
  const known = wanted === moments ? data : { ...data, moments: wanted };
  return modelFrom({ ...best, digits }, known, settings);
}

/** Sums of the rows in double-double, where there are rows, and they cost nothing or those in f64 have lost too much. */
function* wantedSums({ moments, table }: Data, settings: Settings): Generator<undefined, Moments> {
  if (!table) return moments;
  const p = moments.names.length;
  if (moments.n * p * p > ALWAYS_PRECISE) {
    const { rank, smallestPivot, directions } = solveMoments(moments, settings);
    if (rank === directions && smallestPivot >= LEAST_PIVOT) return moments;
  }
  return yield* preciseMoments(table, moments);
}

/** The optimum of the descent as it stands, for more columns than double-double has time for. */
function solveInF64(moments: Moments, settings: Settings): Solved {
  const problem = problemOf(moments, settings);
  const { optimum, minimum, space } = problem;
  const penalty = problem.penalty(optimum);
  const digits = problem.digitsAt(optimum);
  return { ...toData(space, optimum), squares: 2 * Math.max(0, minimum - penalty), penalty, digits };
}

interface Solved {
  readonly digits: number;
  readonly weights: Float64Array;
  readonly bias: number;
  /** Mean squared residual. */
  readonly squares: number;
  /** ½·l2·‖w‖² in the space of the descent. */
  readonly penalty: number;
}

/** What a solution rests on. */
interface Directions extends Pick<Solution, 'rank' | 'smallestPivot'> {
  /** Columns that are not constant: the rank, unless some depend on others. */
  readonly directions: number;
}

/** Solves in the space of the descent and returns to data units, all in double-double. */
function solveMoments(
  moments: Moments,
  { intercept, scale, l2 }: Settings,
): Omit<Solved, 'digits'> & Directions {
  const { weight, mean, comoment } = precisely(moments);
  const d = mean.length - 1;
  // centring decouples the bias, scaled or not: with an intercept the weights solve for centred columns
  const perWeight = divide(ONE, weight);
  const second = (i: number, j: number): DoubleDouble => {
    const central = multiply(comoment(i, j), perWeight);
    return intercept ? central : add(central, multiply(mean[i]!, mean[j]!));
  };
  const spread = Array.from({ length: d }, (_, j): DoubleDouble => {
    const own = squareRoot(second(j, j));
    const constant = intercept && own[0] <= Math.abs(mean[j]![0]) * 2 ** -52;
    return constant ? ZERO : scale === 'standard' ? own : ONE;
  });
  const perSpread = spread.map((own) => (own[0] > 0 ? divide(ONE, own) : ZERO));
  const per = (value: DoubleDouble, j: number): DoubleDouble => multiply(value, perSpread[j]!);
  const hessian = DoubleDoubleRows.symmetric(d, (i, j) => {
    const value = per(per(second(i, j), i), j);
    return i === j ? add(value, [l2, 0]) : value;
  });
  const linear = Array.from({ length: d }, (_, i) => per(second(i, d), i));
  const solution = solveCholesky(hessian, linear, moments.rest ? ZERO_PIVOT : ZERO_PIVOT_F64);

  const weights = solution.theta.map((theta, j) => per(theta, j));
  let bias = intercept ? mean[d]! : ZERO;
  if (intercept) for (let j = 0; j < d; j++) bias = subtract(bias, multiply(weights[j]!, mean[j]!));
  // s − cᵀθ − l2·θᵀθ, whose cancellation 32 digits can afford
  let squares = second(d, d);
  let norm = ZERO;
  for (const [j, theta] of solution.theta.entries()) {
    squares = subtract(squares, multiply(theta, linear[j]!));
    norm = add(norm, multiply(theta, theta));
  }
  squares = subtract(squares, multiply([l2, 0], norm));
  return {
    rank: solution.rank,
    smallestPivot: solution.smallestPivot,
    directions: spread.filter(([own]) => own > 0).length,
    weights: Float64Array.from(weights, ([high]) => high),
    bias: bias[0],
    squares: Math.max(0, squares[0]),
    penalty: 0.5 * l2 * norm[0],
  };
}

function modelFrom(solution: Solved, data: Data, settings: Settings): LinearModel {
  const { weights, bias, squares, penalty, digits } = solution;
  const { learningRate } = settings;
  // nothing descends: of what would have been chosen there is no rate
  const optimizer = settings.optimizer === 'auto' || settings.optimizer === 'cg' ? 'gd' : settings.optimizer;
  const rates = ratesOf(problemOf(data.moments, settings), { ...settings, optimizer });
  const loss = 0.5 * squares + penalty;
  const run = {
    status: 'exact',
    state: {
      epoch: 0,
      weights,
      bias,
      loss,
      rmse: Math.sqrt(squares),
      learningRate: typeof learningRate === 'function' ? rates.auto : rateAt(0, rates, settings),
    },
    gap: 0,
    digits,
    history: { epoch: Float64Array.of(0), loss: Float64Array.of(loss) },
    learningRateLimit: rates.limit,
    scheduled: typeof learningRate === 'function',
    settings: { ...settings, optimizer, batchSize: 'full', initial: undefined },
  } as const;
  return modelOf(run, data);
}
