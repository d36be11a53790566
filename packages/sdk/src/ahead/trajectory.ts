import { hidesDirection } from '../loss/directions.ts';
import type { Goal, Quadratic } from '../loss/quadratic.ts';

const MOST_EPOCHS = 2 ** 53;
/** Directions times epochs that are looked at one by one: some milliseconds. */
const MOST_PASSED = 3e5;

/**
 * Every epoch of a full-batch run with constant rate, in closed form: in the eigenbasis of H each direction moves by
 * itself, and t epochs are the t-th power of a 2 × 2 block, taken by repeated squaring (never diagonalised: at the
 * best momentum the block is defective). gd is momentum 0.
 */
export class Trajectory {
  readonly #problem: Quadratic;
  readonly #momentum: number;
  readonly #hides: boolean;
  /** One epoch of one direction, (distance, velocity) ← block·(distance, velocity), for each eigenvalue. */
  readonly #blocks: readonly Block[];
  readonly #start: { readonly theta: Float64Array; readonly velocity: Float64Array };
  /** End of the run; rounding keeps hidden directions where they began. */
  readonly #end: Float64Array;
  readonly #distance: Float64Array;
  readonly #velocity: Float64Array;
  #last: (Moved & { readonly epochs: number }) | undefined;

  /** The run from θ (and its velocity, with momentum), `nesterov` looking ahead before each step. */
  constructor(
    problem: Quadratic,
    run: { readonly learningRate: number; readonly momentum: number; readonly nesterov: boolean },
    theta: Float64Array,
    velocity?: Float64Array,
  ) {
    this.#problem = problem;
    this.#start = {
      theta: Float64Array.from({ length: problem.stride }, (_, i) => theta[i] ?? 0),
      velocity: velocity ?? new Float64Array(problem.stride),
    };
    this.#hides = hidesDirection(problem);
    if (this.#hides) {
      // the optimum is far off along what is hidden, and its share of an eigenvector would be rounding
      const slope = toEigenbasis(problem, problem.gradientAt(theta));
      this.#distance = slope.map((share, k) => (this.#counts(k) ? share / problem.spectrum.values[k]! : 0));
      const way = fromEigenbasis(problem, this.#distance);
      this.#end = way.map((value, i) => (theta[i] ?? 0) - value);
    } else {
      this.#distance = toEigenbasis(
        problem,
        theta.map((value, i) => value - problem.optimum[i]!),
      );
      this.#end = problem.optimum;
    }
    this.#velocity = velocity ? toEigenbasis(problem, velocity) : new Float64Array(problem.size);
    const { learningRate, momentum } = run;
    this.#momentum = momentum;
    this.#blocks = Array.from(problem.spectrum.values, (value) => {
      const pull = problem.counts(value) ? learningRate * value : 0;
      const kept = run.nesterov ? momentum * (1 - pull) : momentum;
      return [1 - pull, kept, -pull, kept];
    });
  }

  /** θ and velocity after `epochs`, a whole number ≥ 0. */
  at(epochs: number): { theta: Float64Array; velocity: Float64Array } {
    // there and back through the eigenbasis would cost the start its last digit
    if (epochs === 0) return this.#start;
    const { distance, velocity } = this.#moved(epochs);
    const theta = fromEigenbasis(this.#problem, distance);
    for (let i = 0; i < theta.length; i++) theta[i]! += this.#end[i]!;
    return { theta, velocity: fromEigenbasis(this.#problem, velocity) };
  }

  /** ‖∇L‖ after `epochs`, without going back to θ. */
  gradientNorm(epochs: number): number {
    return Math.sqrt(this.#slopeSquares(this.#moved(epochs).distance));
  }

  /** The loss above its minimum after `epochs`. */
  excess(epochs: number): number {
    const problem = this.#problem;
    if (this.#hides) return problem.smoothLoss(this.at(epochs).theta) - problem.minimum;
    return this.#excessAt(this.#moved(epochs).distance);
  }

  /** The first epoch up to `last` that meets a goal; null if none does, or it lies too far ahead. */
  firstAt(goal: Goal, last: number = Infinity): number | null {
    const { gradientNorm, gap } = goal;
    const meets = (epoch: number): boolean =>
      this.gradientNorm(epoch) <= gradientNorm && this.excess(epoch) <= gap;
    if (meets(0)) return 0;
    const late = firstEpoch(meets);
    // without momentum every direction shrinks from epoch to epoch
    const found = late === null || this.#momentum === 0 ? late : this.#firstBefore(late, goal);
    return found === null || found > last ? null : found;
  }

  /** Directions that turn about the optimum can meet a goal in passing: looks at every epoch before `late`. */
  #firstBefore(late: number, { gradientNorm, gap }: Goal): number {
    const { size } = this.#problem;
    const from = Math.max(1, late - Math.floor(MOST_PASSED / size));
    const { distance, velocity } = this.#move(from);
    for (let epoch = from; epoch < late; epoch++) {
      const near = this.#slopeSquares(distance) <= gradientNorm * gradientNorm;
      if (near && (this.#hides ? this.excess(epoch) : this.#excessAt(distance)) <= gap) return epoch;
      for (let k = 0; k < size; k++) {
        const [d, v, block] = [distance[k]!, velocity[k]!, this.#blocks[k]!];
        distance[k] = block[0] * d + block[1] * v;
        velocity[k] = block[2] * d + block[3] * v;
      }
    }
    return late;
  }

  /** ‖∇L‖² at a distance. */
  #slopeSquares(distance: Float64Array): number {
    const { values } = this.#problem.spectrum;
    let sum = 0;
    for (let k = 0; k < distance.length; k++) if (this.#counts(k)) sum += (distance[k]! * values[k]!) ** 2;
    return sum;
  }

  /** ½Σλ·distance² */
  #excessAt(distance: Float64Array): number {
    const { values } = this.#problem.spectrum;
    let sum = 0;
    for (let k = 0; k < distance.length; k++) if (this.#counts(k)) sum += values[k]! * distance[k]! ** 2;
    return 0.5 * sum;
  }

  #counts(k: number): boolean {
    return this.#problem.counts(this.#problem.spectrum.values[k]!);
  }

  /** In the eigenbasis; the loss, ‖∇L‖ and θ of one epoch are asked for one after the other. */
  #moved(epochs: number): Moved {
    if (this.#last?.epochs !== epochs) this.#last = { epochs, ...this.#move(epochs) };
    return this.#last;
  }

  #move(epochs: number): Moved {
    const powers = this.#blocks.map((block) => power(block, epochs));
    const [d, v] = [this.#distance, this.#velocity];
    return {
      distance: d.map((x, k) => powers[k]![0] * x + powers[k]![1] * v[k]!),
      velocity: v.map((x, k) => powers[k]![2] * d[k]! + powers[k]![3] * x),
    };
  }
}

interface Moved {
  readonly distance: Float64Array;
  readonly velocity: Float64Array;
}

/** A 2 × 2 matrix by rows. */
type Block = readonly [number, number, number, number];

/** By repeated squaring, entry by entry: a frame may ask for hundreds of these. */
function power(block: Block, exponent: number): Block {
  let [a, b, c, d] = block;
  let [p, q, r, s] = [1, 0, 0, 1];
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) [p, q, r, s] = [p * a + q * c, p * b + q * d, r * a + s * c, r * b + s * d];
    [a, b, c, d] = [a * a + b * c, a * b + b * d, c * a + d * c, c * b + d * d];
  }
  return [p, q, r, s];
}

function toEigenbasis({ size, spectrum }: Quadratic, vector: Float64Array): Float64Array {
  return Float64Array.from({ length: size }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += spectrum.vectors[k * size + i]! * vector[i]!;
    return sum;
  });
}

function fromEigenbasis({ size, stride, spectrum }: Quadratic, coordinates: Float64Array): Float64Array {
  const vector = new Float64Array(stride);
  for (let k = 0; k < size; k++) {
    for (let i = 0; i < size; i++) vector[i]! += coordinates[k]! * spectrum.vectors[k * size + i]!;
  }
  return vector;
}

/** The first epoch at which something that stays true has become true: doubling, then bisection. */
export function firstEpoch(reached: (epoch: number) => boolean): number | null {
  let past = 1;
  while (!reached(past)) {
    past *= 2;
    if (past > MOST_EPOCHS) return null;
  }
  let before = Math.floor(past / 2);
  while (past - before > 1) {
    const middle = Math.floor((past + before) / 2);
    if (reached(middle)) past = middle;
    else before = middle;
  }
  return past;
}
