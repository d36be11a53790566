// A page in chunks begins on the kernels in TypeScript, and WebAssembly comes when it comes.
import { beforeAll, describe, expect, it } from 'vitest';

// there is none at first
const { WebAssembly: compiler } = globalThis;
Reflect.deleteProperty(globalThis, 'WebAssembly');
const { Trainer, fitSync } = await import('@gd-trainer/sdk');
const { compileKernels } = await import('@gd-trainer/sdk/lean');
const { core } = await import('@gd-trainer/core');

const rows = Array.from({ length: 600 }, (_, i) => [i % 7, ((i * 37) % 101) / 10, ((i * 53) % 89) / 20]);
const DATA = { x: rows, y: rows.map(([a = 0, b = 0, c = 0], i) => 3 * a - 2 * b + c + ((i * 29) % 13) / 5) };
const RUNS = {
  'full batches': { learningRate: 0.05 },
  'full batches of Adam': { optimizer: 'adam', learningRate: 0.05 },
  'batches of 16': { batchSize: 16, learningRate: 0.01 },
  'conjugate gradients': { optimizer: 'cg' },
} as const;

/** Bits of a run that is made in two parts. */
function* halves(options: (typeof RUNS)[keyof typeof RUNS]): Generator<void, string> {
  const trainer = new Trainer(DATA, options);
  trainer.seek(3);
  trainer.step('sample', 5);
  yield;
  trainer.step('epoch', 2);
  const { weights, bias, loss, gradientNorm } = trainer.snapshot;
  return JSON.stringify([...weights, bias, loss, gradientNorm]);
}

const bitsOf = (half: Generator<void, string>): string => half.next().value as string;

describe.each(Object.entries(RUNS))('%s', (_, options) => {
  const plain = halves(options);
  const grown = halves(options);
  let expected = '';

  beforeAll(() => {
    plain.next();
    expected = bitsOf(plain);
  });

  it('go on where memory grows under them', () => {
    expect(core().backend).toBe('typescript');
    grown.next();
    const wide = Array.from({ length: 80 }, (_, i) =>
      Array.from({ length: 60 }, (_, j) => ((i * (j + 3)) % 97) / 10),
    );
    fitSync({ x: wide, y: wide.map(([a = 0]) => a) }, { epochs: 1 });
    expect(bitsOf(grown)).toBe(expected);
  });
});

describe('when WebAssembly comes', () => {
  it('all runs under way go on to the same bits', async () => {
    const options = Object.values(RUNS);
    const expected = options.map((each) => {
      const run = halves(each);
      run.next();
      return bitsOf(run);
    });
    const under = options.map(halves);
    for (const run of under) run.next();
    await compileKernels();
    expect(core().backend).toBe('typescript');
    globalThis.WebAssembly = compiler;
    await compileKernels();
    expect(core().backend).toBe('wasm');
    expect(under.map(bitsOf)).toEqual(expected);
    // and what begins now
    const after = options.map((each) => {
      const run = halves(each);
      run.next();
      return bitsOf(run);
    });
    expect(after).toEqual(expected);
  });
});
