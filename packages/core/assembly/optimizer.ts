// One update of the parameters from a gradient, by any of the optimizers. Vectors have `stride` entries, an even
// number ≥ the number of parameters; the entries beyond are zero and stay zero, so no loop needs a tail.

export const GD: i32 = 0;
export const MOMENTUM: i32 = 1;
export const NESTEROV: i32 = 2;
export const ADAGRAD: i32 = 3;
export const RMSPROP: i32 = 4;
export const ADAM: i32 = 5;

// what `state` holds: 2 numbers, then three vectors; all zero before the first update
export const VELOCITY: usize = 16; // or adam's mean of gradients
// after VELOCITY: the mean of squared gradients, or nesterov's gradient before; after that: nesterov's look-ahead

// what `settings` holds, in f64
export const RATE: usize = 0;
export const MOMENTUM_FACTOR: usize = 8; // β of momentum and nesterov, β₁ of adam
const DECAY: usize = 16; // of squared gradients: ρ of rmsprop, β₂ of adam
const EPSILON: usize = 24;

/**
 * θ ← the next θ, in place. `gradient` is taken at θ, for nesterov at θ + β·velocity.
 * `l1` is 0, or points to a threshold for each parameter: then gd and nesterov end with the proximal step
 * θ ← sign(θ)·max(|θ| − rate·l1, 0).
 *
 * With the gradient g as it is given, after two products, their sum and the sum with θ
 *   |error of θ| ≤ γ(1)·|θ| + γ(3)·(β·|velocity| + rate·|g|).
 * The proximal step moves no two points apart and rounds once more:
 *   |error of θ| ≤ γ(2)·|θ| + γ(4)·(β·|velocity| + rate·|g|) + γ(2)·rate·l1.
 * Of adagrad, rmsprop and adam, with the mean before, the square after, and adam's corrections in both,
 *   |error of θ| ≤ γ(1)·|θ| + γ(17)·rate·(β·|mean| + (1 − β)·|g|)/(√square + ε):
 * 8 roundings of rate·mean, 7 of the root (half those of the square, which cannot cancel), the quotient, the difference.
 */
export function update(
  optimizer: i32,
  theta: usize,
  gradient: usize,
  state: usize,
  settings: usize,
  l1: usize,
  stride: i32,
): void {
  const bytes = (<usize>stride) << 3;
  const rate = load<f64>(settings, RATE);
  const beta =
    optimizer === MOMENTUM || optimizer === NESTEROV || optimizer === ADAM
      ? load<f64>(settings, MOMENTUM_FACTOR)
      : 0;
  const betas = f64x2.splat(beta);
  const velocity = state + VELOCITY;
  if (optimizer <= NESTEROV) {
    const rates = f64x2.splat(rate);
    for (let i: usize = 0; i < bytes; i += 16) {
      const old = v128.load(theta + i);
      let step = f64x2.sub(
        f64x2.mul(betas, v128.load(velocity + i)),
        f64x2.mul(rates, v128.load(gradient + i)),
      );
      let next = f64x2.add(old, step);
      if (l1) {
        next = shrink(next, f64x2.mul(rates, v128.load(l1 + i)));
        step = f64x2.sub(next, old);
      }
      v128.store(velocity + i, step);
      v128.store(theta + i, next);
    }
    return;
  }

  // adagrad sums the squares, rmsprop and adam average them; only adam averages the gradients and corrects the start
  const decay = optimizer === ADAGRAD ? 1 : load<f64>(settings, DECAY);
  let meanRate = rate;
  let squareScale = 1.0;
  if (optimizer === ADAM) {
    // 1 − βᵗ by c ← β·c + (1 − β), from 0: a power would differ between engines
    const correction = beta * load<f64>(state) + (1 - beta);
    const squareCorrection = decay * load<f64>(state, 8) + (1 - decay);
    store<f64>(state, correction);
    store<f64>(state, squareCorrection, 8);
    meanRate = rate / correction;
    squareScale = 1 / squareCorrection;
  }
  const gains = f64x2.splat(1 - beta);
  const decays = f64x2.splat(decay);
  const squareGains = f64x2.splat(optimizer === ADAGRAD ? 1 : 1 - decay);
  const meanRates = f64x2.splat(meanRate);
  const squareScales = f64x2.splat(squareScale);
  const epsilons = f64x2.splat(load<f64>(settings, EPSILON));
  const squares = velocity + bytes;
  for (let i: usize = 0; i < bytes; i += 16) {
    const g = v128.load(gradient + i);
    const mean = f64x2.add(f64x2.mul(betas, v128.load(velocity + i)), f64x2.mul(gains, g));
    const square = f64x2.add(
      f64x2.mul(decays, v128.load(squares + i)),
      f64x2.mul(squareGains, f64x2.mul(g, g)),
    );
    v128.store(velocity + i, mean);
    v128.store(squares + i, square);
    const root = f64x2.add(f64x2.sqrt(f64x2.mul(square, squareScales)), epsilons);
    v128.store(theta + i, f64x2.sub(v128.load(theta + i), f64x2.div(f64x2.mul(meanRates, mean), root)));
  }
}

/** The proximal map of thresholds·|x|: x moved towards 0 by its threshold, and 0 where that would pass it. */
export function shrink(x: v128, thresholds: v128): v128 {
  return f64x2.sub(x, f64x2.min(f64x2.max(x, f64x2.neg(thresholds)), thresholds));
}
