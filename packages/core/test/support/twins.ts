import { type Core, core, type Kernels, type RowKernels, rowKernels } from '@gd-trainer/core';
import { createReferenceCore } from '@gd-trainer/core/fallback';

/** The buffers a kernel is called on. Those named `scratch…` may end up with anything. */
export type Buffers = Readonly<Record<string, Float64Array>>;
type Pointers<B extends Buffers> = { readonly [Name in keyof B]: number };

/** One call, or a few, to make on both builds. */
export interface Case<B extends Buffers = Buffers> {
  readonly name: string;
  readonly buffers: B;
  /** Start of the buffers modulo 16: 0 or 8. */
  readonly offset: 0 | 8;
  /** Its result is compared too. */
  readonly call: (kernels: Kernels & RowKernels, at: Pointers<B>) => unknown;
}

const SENTINEL = 7.25;
const GUARD = 4; // f64 on both sides of every buffer

/** Makes the calls on one build and returns all buffers afterwards. Throws if a byte outside them was written. */
export function run<B extends Buffers>(
  made: Core,
  { name, buffers, offset, call }: Case<B>,
): { readonly returned: unknown; readonly after: { readonly [Name in keyof B]: Float64Array } } {
  const { memory, kernels } = made;
  const entries = Object.entries(buffers);
  const length = entries.reduce(
    (sum, [, buffer]) => sum + buffer.length + (buffer.length % 2) + 2 * GUARD,
    2,
  );
  const start = memory.allocate(8 * length);
  try {
    memory.f64(start, length).fill(SENTINEL);
    const pointers: Record<string, number> = {};
    let end = start + offset;
    for (const [key, buffer] of entries) {
      pointers[key] = end + 8 * GUARD;
      memory.f64(pointers[key], buffer.length).set(buffer);
      end = pointers[key] + 8 * (buffer.length + (buffer.length % 2) + GUARD);
    }
    const returned = call({ ...kernels, ...rowKernels(made) }, pointers as Pointers<B>);
    const after: Record<string, Float64Array> = {};
    const image = memory.f64(start, length);
    for (const [key, buffer] of entries) {
      const view = memory.f64(pointers[key]!, buffer.length);
      after[key] = view.slice();
      view.fill(SENTINEL);
    }
    const written = image.findIndex((value) => value !== SENTINEL);
    if (written >= 0) throw new Error(`${name}: f64 number ${written} of the image was written`);
    return { returned, after: after as { [Name in keyof B]: Float64Array } };
  } finally {
    memory.release(start);
  }
}

/** The first difference between the two builds, undefined if every bit is the same. */
export function difference<B extends Buffers>(test: Case<B>): string | undefined {
  const fast = run(core(), test);
  const plain = run(createReferenceCore(), test);
  if (!Object.is(fast.returned, plain.returned)) {
    return `${test.name}: returned ${fast.returned}, the reference ${plain.returned}`;
  }
  for (const key of Object.keys(test.buffers)) {
    if (key.startsWith('scratch')) continue;
    const [a, b] = [fast.after[key]!, plain.after[key]!];
    const index = a.findIndex((value, i) => !Object.is(value, b[i]));
    if (index >= 0) return `${test.name}: ${key}[${index}] is ${a[index]}, in the reference ${b[index]}`;
  }
  return undefined;
}
