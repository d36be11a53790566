import { setFlagsFromString } from 'node:v8';
import { describe, test } from 'vitest';

/** Liftoff starts at once, TurboFan optimises. */
type Compiler = 'Liftoff' | 'TurboFan';

/** Runs the suites that judge results, with WebAssembly compiled by one of V8's two compilers alone. */
export async function testWith(compiler: Compiler): Promise<void> {
  if (!(await compileWith(compiler))) {
    test.skip(`V8 compiles by ${compiler} alone`);
    return;
  }
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

/**
 * The flags count from here on: before the core is first used, in a test file of its own, whose process it is. Whether V8
 * heeds them: on a busy machine it has been seen not to.
 */
async function compileWith(compiler: Compiler): Promise<boolean> {
  const flags = compiler === 'Liftoff' ? ['--liftoff-only', '--no-wasm-dynamic-tiering'] : ['--no-liftoff'];
  for (const flag of [...flags, '--allow-natives-syntax']) setFlagsFromString(flag);
  const isCompiled = new Function('kernel', `return %Is${compiler}Function(kernel)`);
  const { core } = await import('@gd-trainer/core');
  const { kernels, memory } = core();
  const start = memory.allocate(16);
  kernels.accumulate(start, start + 8, 1);
  memory.release(start);
  return isCompiled(kernels.accumulate) as boolean;
}
