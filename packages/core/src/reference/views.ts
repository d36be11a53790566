import type { Pointer } from '../kernels.ts';
import type { LinearMemory } from '../memory.ts';

/** All of memory in every type the kernels read; a pointer is an index times the bytes of an entry. */
export interface Views {
  readonly f64: Float64Array;
  readonly f32: Float32Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
}

/** The views of a memory, renewed after it grew. */
export function viewsOf(memory: LinearMemory): () => Views {
  const make = ({ buffer }: LinearMemory): Views => ({
    f64: new Float64Array(buffer),
    f32: new Float32Array(buffer),
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
  });
  let views = make(memory);
  return () => {
    if (views.f64.buffer !== memory.buffer) views = make(memory);
    return views;
  };
}

/** Index of the f64 at a pointer, or the number of f64 in a stride of bytes. */
export const at = (pointer: Pointer): number => pointer / 8;

/** Even entries in one lane, odd ones in the other, then both, then the odd rest: a sum in one f64x2. */
export function sumPairs(count: number, term: (index: number) => number): number {
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < count; i += 2) {
    even += term(i);
    odd += term(i + 1);
  }
  const sum = even + odd;
  return count % 2 ? sum + term(count - 1) : sum;
}

/** Four lanes, entry k in lane k mod 4, then the rest one by one: the order of assembly/lanes.ts. */
export function dot(m: Float64Array, x: number, y: number, count: number): number {
  const whole = count - (count % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += m[x + i]! * m[y + i]!;
    b += m[x + i + 1]! * m[y + i + 1]!;
    c += m[x + i + 2]! * m[y + i + 2]!;
    d += m[x + i + 3]! * m[y + i + 3]!;
  }
  let sum = a + c + (b + d);
  for (let i = whole; i < count; i++) sum += m[x + i]! * m[y + i]!;
  return sum;
}

export function addScaled(m: Float64Array, x: number, y: number, scale: number, count: number): void {
  for (let i = 0; i < count; i++) m[x + i]! += scale * m[y + i]!;
}
