// Eigenvectors are the one thing a session computes that grows with the cube of the features: they are counted here where
// the kernels are called, by a WebAssembly whose instances count.
import type { FitOptions, Trainer } from '@gd-trainer/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Sdk = typeof import('@gd-trainer/sdk');
type View = typeof import('@gd-trainer/sdk/view');

const { Instance } = WebAssembly;
let sdk: Sdk;
let view: View;
let count = 0;

beforeAll(async () => {
  WebAssembly.Instance = class {
    readonly exports: WebAssembly.Exports;
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      const { exports } = new Instance(module, imports);
      const tridiagonalize = exports.tridiagonalize as ((...args: number[]) => void) | undefined;
      const counted = (...args: number[]): void => {
        count++;
        tridiagonalize?.(...args);
      };
      this.exports = { ...exports, tridiagonalize: counted };
    }
  };
  sdk = await import('@gd-trainer/sdk');
  view = await import('@gd-trainer/sdk/view');
  await sdk.init();
});
afterAll(() => {
  WebAssembly.Instance = Instance;
});

/** How many decompositions an act takes. */
function countOf(act: () => void): number {
  const before = count;
  act();
  return count - before;
}

const rows = { a: [1, 2, 3, 4, 6], b: [2, 1, 4, 3, 9], c: [0, 1, 0, 2, 1], y: [3, 4, 7, 8, 12] };
const session = (options: FitOptions = {}): Trainer => new sdk.Trainer(rows, { target: 'y', ...options });

/** All that a face reads of a session after a change. */
function look(trainer: Trainer): void {
  const { snapshot, facts, surface, forecast } = trainer;
  expect([
    snapshot.gap,
    facts.length,
    surface.slice([0, 1], snapshot.scaled),
    forecast.eigenvalues.length,
  ]).toBeDefined();
  view.courseOf(trainer);
  trainer.branch().step();
}

describe('a session decomposes its curvature', () => {
  it('at first in both spaces, whose condition it compares', () => {
    expect(countOf(() => look(session()))).toBe(2);
  });

  it.each<[string, Partial<FitOptions>, number]>([
    ['the learning rate', { learningRate: 0.3 }, 0],
    ['the optimizer', { optimizer: 'momentum' }, 0],
    ['the batch size', { batchSize: 2 }, 0],
    ['the scale', { scale: 'none' }, 0],
    ['the penalty', { l2: 0.5 }, 2],
  ])('when %s changes: no more than the matrices that are new', (_, options, most) => {
    const trainer = session();
    trainer.step();
    look(trainer);
    const press = (): void => {
      trainer.set(options);
      look(trainer);
    };
    expect(countOf(press)).toBe(most);
  });

  it.each<FitOptions>([{}, { batchSize: 2 }, { optimizer: 'adam' }, { l1: 0.1 }])(
    'not once in a run of %o, however often it is looked at',
    (options) => {
      const trainer = session(options);
      trainer.set({ learningRate: 0.01 });
      look(trainer);
      const run = (): void => {
        for (let frame = 0; frame < 20; frame++) {
          trainer.step();
          look(trainer);
        }
      };
      expect(countOf(run)).toBe(0);
    },
  );

  it('not again for its model, nor a model for all that can be asked of it', () => {
    const trainer = session();
    look(trainer);
    const ask = (): void => {
      const model = new sdk.Model(trainer.toModel());
      expect([model.forecast.rank, model.at(3).bias, model.at(4).bias, model.summary().n]).toHaveLength(4);
    };
    expect(countOf(ask)).toBe(0);
    expect(countOf(() => expect(sdk.fitSync(rows, { target: 'y' }).forecast.rank).toBe(4))).toBe(1);
  });
});
