// Eigenvectors cost the cube of the features: what the page asks for them is counted where the kernels are called.
import { afterEach, expect, test } from 'vitest';
import { enter, open, PENGUINS } from './open-element.ts';

let count = 0;
const { Instance } = WebAssembly;
// before the first element asks for its kernels
WebAssembly.Instance = class {
  readonly exports: WebAssembly.Exports;
  constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
    const { exports } = new Instance(module, imports);
    const tridiagonalize = exports.tridiagonalize as (...of: number[]) => void;
    const counted = (...of: number[]): void => {
      count++;
      tridiagonalize(...of);
    };
    this.exports = { ...exports, tridiagonalize: counted };
  }
};

afterEach(() => document.body.replaceChildren());

test('a change decomposes no matrix that is known, and a run none at all', async () => {
  const element = await open({ ...PENGUINS, 'learning-rate': '0.3', speed: '1000', epochs: '40' });
  const begun = count;
  expect(begun).toBeGreaterThan(0);
  for (const [name, value] of [
    ['learning-rate', '0.5'],
    ['optimizer', 'momentum'],
    ['optimizer', 'gd'],
    ['batch-size', '8'],
    ['batch-size', 'full'],
    ['scale', 'none'],
    ['scale', 'standard'],
  ] as const) {
    element.setAttribute(name, value);
    await element.updateComplete;
  }
  element.step();
  enter(element, 'input#rate', '400');
  await element.updateComplete;
  expect(count).toBe(begun);
  element.setAttribute('l2', '0.5');
  await element.updateComplete;
  // another penalty is another matrix, in both spaces
  expect(count - begun).toBeLessThanOrEqual(2);
  const known = count;
  element.setAttribute('learning-rate', '0.3');
  element.play();
  await expect.poll(() => element.snapshot?.status).toMatch(/converged|exhausted/);
  element.seek(20);
  element.reset();
  await element.updateComplete;
  expect(count).toBe(known);
});
