import { type FitOptions, fitSync, solveSync, Trainer } from '@gd-trainer/sdk';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';

const RUNS: readonly FitOptions[] = [
  {},
  { scale: 'none', learningRate: 1e-5 },
  { intercept: false, l2: 0.01 },
  { l1: 0.3, optimizer: 'nesterov' },
  { optimizer: 'momentum' },
  { optimizer: 'adagrad' },
  { optimizer: 'rmsprop' },
  { optimizer: 'adam' },
  { batchSize: 1, seed: 7 },
  { batchSize: 16, optimizer: 'momentum', momentum: 0.5 },
];

/**
 * A hash over every bit of what a fixed script of runs and sessions comes to: fits, exact solutions, steps, seeks and
 * changes of options. Equal hashes are equal bits.
 */
export function replayHash(): string {
  const rows = 500;
  const [a, b, noise] = [1, 2, 3].map((seed) => randomNumbers(seed, rows)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const source = { a: a.map((x) => 100 * x), b, y: a.map((x, i) => 250 * x - 3 * b[i]! + noise[i]! + 1e6) };
  const numbers: number[] = [];
  for (const options of RUNS) {
    const model = fitSync(source, { target: 'y', epochs: 300, ...options });
    const trainer = new Trainer(source, { target: 'y', ...options });
    trainer.step('sample', 9);
    trainer.seek(17);
    trainer.set({ learningRate: 1e-6 });
    const { weights, bias, loss, gradientNorm } = trainer.step('epoch', 3);
    numbers.push(...model.weights, model.bias, model.loss, ...weights, bias, loss, gradientNorm);
  }
  const features = ['poly(b, 3)', 'sqrt(a)', 'log(a)', 'exp(b)', 'sin(a)', 'cos(a)', 'abs(b)*a'];
  const terms = new Trainer(source, { target: 'y', features });
  for (let row = 0; row < rows; row++) numbers.push(...terms.sample(row).x);
  numbers.push(...terms.seek(50).weights, ...solveSync(source, { target: 'y', features }).weights);
  const { weights, bias } = solveSync(source, { target: 'y' });
  return fnv1a(Float64Array.of(...numbers, ...weights, bias));
}

function fnv1a(numbers: Float64Array): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new Uint8Array(numbers.buffer)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
