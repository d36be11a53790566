/** Ground of the allocator: WebAssembly.Memory, or its stand-in where there is no WebAssembly. */
export interface LinearMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KiB; views of the old buffer are dead afterwards. Throws RangeError past the engine's limit. */
  grow(pages: number): number;
}

const PAGE_BYTES = 65536;
const ALIGNMENT = 64; // a cache line, so that no two blocks share one

interface Span {
  start: number;
  bytes: number;
}

/**
 * Hands out the core's linear memory: first fit over a list of free spans, merged on release.
 *
 * It starts at 64 KiB, because the compiler may assume that nothing lives in the first kilobyte. Growing detaches
 * earlier views: take a fresh one with `f64` after anything that may allocate.
 */
export class Memory {
  /** The memory that it hands out, for whoever links kernels to it. */
  ground: LinearMemory;
  /** Blocks in the order in which they were handed out: most go back in reverse. A Map would be rebuilt as it empties. */
  readonly #used: Span[] = [];
  #free: Span[] = [];
  #end = PAGE_BYTES;

  constructor(ground: LinearMemory) {
    this.ground = ground;
  }

  /** Bytes handed out and not yet released. */
  get usedBytes(): number {
    return this.#used.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Address of a block of at least `bytes`, 64-byte aligned, contents undefined. Throws RangeError when memory is out. */
  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    const start = this.#takeFree(size) ?? this.#takeEnd(size);
    this.#used.push({ start, bytes: size });
    return start;
  }

  /** Gives a block back. Releasing an address twice, or one never handed out, does nothing. */
  release(start: number): void {
    const index = this.#used.findLastIndex((block) => block.start === start);
    if (index < 0) return;
    const block = this.#used.splice(index, 1)[0]!;
    // the last block goes straight back to the unused tail: what is released in reverse costs no search
    if (start + block.bytes === this.#end && this.#free.length === 0) {
      this.#end = start;
      return;
    }
    this.#free.push(block);
    this.#free.sort((a, b) => a.start - b.start);
    this.#merge();
  }

  /** A view of `length` f64 at `start`, valid until the next `allocate`. */
  f64(start: number, length: number): Float64Array {
    return new Float64Array(this.ground.buffer, start, length);
  }

  /** A view of `length` f32 at `start`, valid until the next `allocate`. */
  f32(start: number, length: number): Float32Array {
    return new Float32Array(this.ground.buffer, start, length);
  }

  /** A view of `length` i32 at `start`, valid until the next `allocate`. */
  i32(start: number, length: number): Int32Array {
    return new Int32Array(this.ground.buffer, start, length);
  }

  #takeFree(size: number): number | undefined {
    const index = this.#free.findIndex((span) => span.bytes >= size);
    const span = this.#free[index];
    if (!span) return undefined;
    const { start } = span;
    span.start += size;
    span.bytes -= size;
    if (span.bytes === 0) this.#free.splice(index, 1);
    return start;
  }

  #takeEnd(size: number): number {
    const start = this.#end;
    const missing = start + size - this.ground.buffer.byteLength;
    if (missing > 0) this.ground.grow(Math.ceil(missing / PAGE_BYTES));
    this.#end = start + size;
    return start;
  }

  #merge(): void {
    const merged: Span[] = [];
    for (const span of this.#free) {
      const last = merged.at(-1);
      if (last && last.start + last.bytes === span.start) last.bytes += span.bytes;
      else merged.push(span);
    }
    // a free span at the very end goes back to the unused tail
    const last = merged.at(-1);
    if (last && last.start + last.bytes === this.#end) {
      this.#end = last.start;
      merged.pop();
    }
    this.#free = merged;
  }
}

/** Linear memory without WebAssembly: an ArrayBuffer that is copied when it grows. */
export class BufferMemory implements LinearMemory {
  #buffer = new ArrayBuffer(2 * PAGE_BYTES);

  get buffer(): ArrayBuffer {
    return this.#buffer;
  }

  grow(pages: number): number {
    const before = moved(this.#buffer);
    this.#buffer = new ArrayBuffer(before.byteLength + pages * PAGE_BYTES);
    new Uint8Array(this.#buffer).set(new Uint8Array(before));
    return before.byteLength / PAGE_BYTES;
  }
}

/** Goes on in other memory, with the same contents at the same addresses; views taken before are dead. */
export function moveTo(ground: LinearMemory, memory: Memory): void {
  const held = moved(memory.ground.buffer);
  const missing = held.byteLength - ground.buffer.byteLength;
  if (missing > 0) ground.grow(Math.ceil(missing / PAGE_BYTES));
  new Uint8Array(ground.buffer).set(new Uint8Array(held));
  memory.ground = ground;
}

/** A buffer under another name: views of it by the old one have no length, as those of WebAssembly.Memory that has grown. */
const moved = (buffer: ArrayBuffer): ArrayBuffer => structuredClone(buffer, { transfer: [buffer] });
