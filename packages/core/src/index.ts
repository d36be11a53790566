/**
 * The kernels of gd-trainer and the memory they work on. Compiled on first use, synchronously; where WebAssembly or
 * its SIMD is missing or forbidden, the TypeScript reference of `@gd-trainer/core/fallback` steps in with the same
 * results, bit for bit.
 *
 * @module
 */
import { adopt, isReady, type WasmModule } from './core.ts';

export { core, isReady, type WasmModule } from './core.ts';
export { type Core, type Kernels, momentsScratch, type Pointer, type RowKernels } from './kernels.ts';
export { largestEigenvalue } from './lanczos.ts';
export type { Memory } from './memory.ts';
export { rowKernels } from './rows.ts';

/**
 * Readies the core ahead of the first fit. Optional: everything works without it.
 *
 * @param options - what is to be used
 * @param options.module - the compiled `@gd-trainer/core/core.wasm`, for hosts that forbid compiling bytes at run time
 * @throws WebAssembly.LinkError if the module is another one
 */
export async function init(options: { module?: WasmModule } = {}): Promise<void> {
  if (options.module) adopt(options.module);
  isReady();
}
