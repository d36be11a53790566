/**
 * The kernels of gd-trainer and the memory they work on. Compiled on first use, synchronously; where WebAssembly or
 * its SIMD is missing or forbidden, the TypeScript reference steps in with the same results, bit for bit.
 *
 * @module
 */
import type { Kernels } from './kernels.ts';
import { BufferMemory, type LinearMemory, Memory } from './memory.ts';
import { referenceKernels } from './reference/index.ts';
import { WASM } from './wasm.generated.ts';

export { type Kernels, momentsScratch, type Pointer } from './kernels.ts';
export { largestEigenvalue } from './lanczos.ts';
export type { Memory } from './memory.ts';

/** One set of kernels with the memory its pointers refer to. */
export interface Core {
  readonly kernels: Kernels;
  readonly memory: Memory;
  /** Which build runs: the results are the same, the speed is not. */
  readonly backend: 'wasm' | 'typescript';
}

/** What `new WebAssembly.Module` makes. The types of Node have no WebAssembly: there it is any object. */
export type WasmModule = typeof globalThis extends {
  WebAssembly: { Module: new (...input: never) => infer Module };
}
  ? Module
  : object;

let shared: Core | undefined;

/** The core of this process or page, made on the first call and the same one ever after. */
export function core(): Core {
  shared ??= instantiate() ?? createReferenceCore();
  return shared;
}

/**
 * Readies the core ahead of the first fit. Optional: everything works without it.
 *
 * @param options - what is to be used
 * @param options.module - the compiled `@gd-trainer/core/core.wasm`, for hosts that forbid compiling bytes at run time
 * @throws WebAssembly.LinkError if the module is another one
 */
export async function init(options: { module?: WasmModule } = {}): Promise<void> {
  const given = options.module && instantiate(options.module);
  // a core in use stays: what was allocated in its memory is of no use in another
  if (given && shared?.backend !== 'wasm') shared = given;
  else core();
}

/** A core of its own on the TypeScript kernels, for hosts without WebAssembly and for comparison. */
export function createReferenceCore(): Core {
  const memory = new BufferMemory();
  return { kernels: referenceKernels(memory), memory: new Memory(memory), backend: 'typescript' };
}

/** Undefined where this engine has no WebAssembly with SIMD, or a policy forbids compiling it. */
function instantiate(module?: WasmModule): Core | undefined {
  try {
    const bytes = decode(WASM);
    if (!module && !WebAssembly.validate(bytes)) return undefined;
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 65536 });
    const instance = new WebAssembly.Instance(module ?? new WebAssembly.Module(bytes), { env: { memory } });
    const kernels = instance.exports as unknown as Kernels;
    if (typeof kernels.moments !== 'function') {
      throw new WebAssembly.LinkError(
        '"module" expected the compiled core.wasm, got one without its kernels',
      );
    }
    return { kernels, memory: new Memory(memory as LinearMemory), backend: 'wasm' };
  } catch (error) {
    if (module) throw error;
    return undefined;
  }
}

/** The bytes that scripts/embed-wasm.mjs wrote as text. */
function decode(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let above = 0;
  for (const character of text) {
    if (character === '!') above = 182;
    else if (character === '~') above = 91;
    else {
      bytes.push(character.charCodeAt(0) - 35 + above);
      above = 0;
    }
  }
  return Uint8Array.from(bytes);
}
