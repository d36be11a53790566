import { setFlagsFromString } from 'node:v8';
import { describe, expect } from 'vitest';

/** Liftoff starts at once, TurboFan optimises. */
type Compiler = 'Liftoff' | 'TurboFan';

/** Runs the suites that judge results, with WebAssembly compiled by one of V8's two compilers alone. */
export async function testWith(compiler: Compiler): Promise<void> {
  await compileWith(compiler);
  describe(`compiled by ${compiler} alone`, async () => {
    await import('../accuracy.test.ts');
    await import('../accuracy-descent.test.ts');
    await import('../accuracy-eigen.test.ts');
    await import('../accuracy-stochastic.test.ts');
    await import('../descent.test.ts');
    await import('../eigen.test.ts');
    await import('../stochastic.test.ts');
  });
}

/** The flags count from here on: before the core is first used, in a test file of its own, whose process it is. */
async function compileWith(compiler: Compiler): Promise<void> {
  const flags = compiler === 'Liftoff' ? ['--liftoff-only', '--no-wasm-dynamic-tiering'] : ['--no-liftoff'];
  for (const flag of [...flags, '--allow-natives-syntax']) setFlagsFromString(flag);
  const isCompiled = new Function('kernel', `return %Is${compiler}Function(kernel)`);
  const { core } = await import('@gd-trainer/core');
  const { kernels, memory } = core();
  const start = memory.allocate(16);
  kernels.accumulate(start, start + 8, 1);
  memory.release(start);
  expect(isCompiled(kernels.accumulate), `the flags did not choose ${compiler}`).toBe(true);
}
