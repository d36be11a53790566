/**
 * The kernels in one module that is compiled here, for a bundle that has left out those that load by themselves.
 *
 * @module
 */
import { FULL_BATCH } from './all.generated.ts';
import { compiled, type WasmModule } from './core.ts';

/** The kernels, for `init`. Throws where this engine has no WebAssembly, or a policy forbids compiling it. */
export const embedded = (): WasmModule => compiled(FULL_BATCH);
