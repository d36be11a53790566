import { setFlagsFromString } from 'node:v8';
import { describe, expect, test } from 'vitest';

/** Liftoff starts at once, TurboFan optimises. */
type Compiler = 'Liftoff' | 'TurboFan';

const V8 = Number.parseInt(process.versions.v8, 10);

/** The flags that V8 would derive one from another at its start; set later, each has to be named. */
const FLAGS: Readonly<Record<Compiler, readonly string[]>> = {
  Liftoff: ['--liftoff', '--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
  // inlining asks Liftoff what was called how often, and V8 14 aborts where Liftoff never ran; V8 12 has no such flag
  TurboFan: ['--no-liftoff', ...(V8 >= 13 ? ['--no-wasm-inlining'] : [])],
};

/**
 * Runs the suites that judge results, with WebAssembly compiled by one of V8's two compilers alone. The flags count from
 * here on: before the core is first used, in a test file of its own, whose process it is.
 */
export function testWith(compiler: Compiler): void {
  for (const flag of [...FLAGS[compiler], '--allow-natives-syntax']) setFlagsFromString(flag);
  const isCompiled = new Function('kernel', `return %Is${compiler}Function(kernel)`);
  describe(`compiled by ${compiler} alone`, async () => {
    await import('../accuracy.test.ts');
    await import('../accuracy-descent.test.ts');
    await import('../accuracy-eigen.test.ts');
    await import('../accuracy-stochastic.test.ts');
    await import('../descent.test.ts');
    await import('../eigen.test.ts');
    await import('../stochastic.test.ts');

    test('it has compiled every kernel that ran, to the end', async () => {
      const { core, rowKernels } = await import('@gd-trainer/core');
      const { accumulate, gradient, moments } = core().kernels;
      const { stochastic } = rowKernels();
      for (const kernel of [accumulate, gradient, moments, stochastic]) expect(isCompiled(kernel)).toBe(true);
    });
  });
}
