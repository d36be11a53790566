/**
 * The kernels in TypeScript, for hosts without WebAssembly: imported, they stand in wherever it is missing.
 *
 * @module
 */
import { fallBackOn } from './core.ts';
import type { Core } from './kernels.ts';
import { BufferMemory, Memory } from './memory.ts';
import { referenceKernels } from './reference/index.ts';

/** A core of its own on the TypeScript kernels, for hosts without WebAssembly and for comparison. */
export function createReferenceCore(): Core {
  const memory = new BufferMemory();
  const kernels = referenceKernels(memory);
  return { kernels, rows: kernels, memory: new Memory(memory), backend: 'typescript' };
}

fallBackOn(createReferenceCore);
