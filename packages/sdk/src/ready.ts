import { init as compile, core, isReady, type WasmModule } from '@gd-trainer/core';

/**
 * Readies the kernels: where there is no WebAssembly, or a policy forbids compiling it, what stands in for it is loaded.
 * `fit` and `solve` wait for that themselves; what waits for nothing needs it before the first call on such hosts.
 *
 * @param options - what is to be used
 * @param options.module - the compiled `@gd-trainer/core/core.wasm`, for hosts that forbid compiling bytes at run time
 * @throws WebAssembly.LinkError if the module is another one
 */
export async function init(options: { module?: WasmModule } = {}): Promise<void> {
  await compile(options);
  if (!isReady()) await import('@gd-trainer/core/fallback');
}

/**
 * Compiles the kernels where a bundle has left them out, to the same bits at more speed: runs under way go on. Where this
 * engine or a policy does not compile them nothing changes.
 */
export async function compileKernels(): Promise<void> {
  if (core().backend === 'wasm') return;
  const { embedded } = await import('@gd-trainer/core/embedded');
  try {
    await compile({ module: embedded() });
  } catch {}
}
