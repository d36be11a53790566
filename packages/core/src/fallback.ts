/**
 * The kernels in TypeScript, for hosts without WebAssembly: imported, they stand in wherever it is missing.
 *
 * @module
 */
import { fallBackOn } from './core.ts';
import type { Core } from './kernels.ts';
import { BufferMemory, Memory, moveTo } from './memory.ts';
import { referenceKernels } from './reference/index.ts';

/** A core of its own on the TypeScript kernels, for hosts without WebAssembly and for comparison. */
export function createReferenceCore(): Core {
  const ground = new BufferMemory();
  const kernels = referenceKernels(ground);
  const memory = new Memory(ground);
  return {
    kernels,
    rows: kernels,
    memory,
    backend: 'typescript',
    handOver(to) {
      moveTo(to.memory.ground, memory);
      return { ...to, memory };
    },
  };
}

fallBackOn(createReferenceCore);
