import type { Quadratic } from '../loss/quadratic.ts';

/**
 * Every epoch of a full-batch run with constant rate, in closed form: in the eigenbasis of H each direction moves by
 * itself, and t epochs are the t-th power of a 2 × 2 block, taken by repeated squaring (never diagonalised: at the
 * best momentum the block is defective). gd is momentum 0.
 */
export class Trajectory {
  readonly #problem: Quadratic;
  /** One epoch of one direction, (distance, velocity) ← block·(distance, velocity), for each eigenvalue. */
  readonly #blocks: readonly Block[];
  readonly #start: { readonly theta: Float64Array; readonly velocity: Float64Array };
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
    this.#distance = toEigenbasis(
      problem,
      theta.map((value, i) => value - problem.optimum[i]!),
    );
    this.#velocity = velocity ? toEigenbasis(problem, velocity) : new Float64Array(problem.size);
    const { learningRate, momentum } = run;
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
    for (let i = 0; i < theta.length; i++) theta[i]! += this.#problem.optimum[i]!;
    return { theta, velocity: fromEigenbasis(this.#problem, velocity) };
  }

  /** ‖∇L‖ after `epochs`, without going back to θ. */
  gradientNorm(epochs: number): number {
    const { values } = this.#problem.spectrum;
    const { distance } = this.#moved(epochs);
    return Math.sqrt(distance.reduce((sum, x, k) => sum + (x * values[k]!) ** 2, 0));
  }

  /** The loss above its minimum after `epochs`, ½Σλ·distance². */
  excess(epochs: number): number {
    const { values } = this.#problem.spectrum;
    const { distance } = this.#moved(epochs);
    return 0.5 * distance.reduce((sum, x, k) => sum + values[k]! * x * x, 0);
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
