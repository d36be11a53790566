import { FULL_BATCH } from './full-batch.generated.ts';
import type { Core, Kernels, RowKernels } from './kernels.ts';
import { type LinearMemory, Memory } from './memory.ts';

/** A `WebAssembly.Module`. The types of Node have no WebAssembly: there it is any object. */
export type WasmModule = typeof globalThis extends {
  WebAssembly: { Module: new (...input: never) => infer Module };
}
  ? Module
  : object;

let shared: Core | undefined;
let makeFallback: (() => Core) | undefined;

/** The core of this process or page, made on the first call and the same one ever after. */
export function core(): Core {
  shared ??= instantiate() ?? makeFallback?.();
  if (shared) return shared;
  throw Object.assign(new Error('there is no WebAssembly here, and what stands in for it is not loaded'), {
    name: 'GdError',
    code: 'UNSUPPORTED',
    hint: 'await init() first, or import @gd-trainer/core/fallback',
    details: {},
  });
}

/** True if the core can be had at once: WebAssembly compiles, or its stand-in is there. */
export function isReady(): boolean {
  shared ??= instantiate() ?? makeFallback?.();
  return shared !== undefined;
}

/**
 * Takes the core of a module in place of one that would be compiled; a core on WebAssembly that is in use stays, and one on
 * TypeScript hands over its memory, so that what runs goes on.
 */
export function adopt(module: WasmModule): void {
  const given = instantiate(module)!;
  shared = shared ? (shared.handOver?.(given) ?? shared) : given;
}

/** Names what makes a core where there is no WebAssembly. */
export function fallBackOn(make: () => Core): void {
  makeFallback = make;
}

/** Undefined where this engine has no WebAssembly with SIMD, or a policy forbids compiling it. */
function instantiate(module?: WasmModule): Core | undefined {
  try {
    const ground = new WebAssembly.Memory({ initial: 2, maximum: 65536 }) as LinearMemory;
    const kernels = link<Kernels & Partial<RowKernels>>(module ?? compiled(FULL_BATCH), ground);
    if (typeof kernels.moments !== 'function') {
      throw new WebAssembly.LinkError(
        '"module" expected the compiled core.wasm, got one without its kernels',
      );
    }
    const core: Core = { kernels, memory: new Memory(ground), backend: 'wasm' };
    // the module that hosts compile has all kernels in one
    if (kernels.stochastic) core.rows = kernels as RowKernels;
    return core;
  } catch (error) {
    if (module) throw error;
    return undefined;
  }
}

/** The module of kernels that scripts/embed-wasm.mjs wrote as text. Throws where it cannot be compiled. */
export function compiled(text: string): WasmModule {
  return new WebAssembly.Module(decode(text));
}

/** The kernels of a module, at work on this memory. */
export function link<Exports>(module: WasmModule, memory: LinearMemory): Exports {
  const imports = { env: { memory: memory as WebAssembly.Memory } };
  return new WebAssembly.Instance(module as WebAssembly.Module, imports).exports as Exports;
}

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
