import { createReferenceCore } from '@gd-trainer/core/fallback';
import { describe, expect, it } from 'vitest';

describe('memory', () => {
  it('is given back: the same block serves again', () => {
    const { memory } = createReferenceCore();
    const [a, b, c] = [memory.allocate(100), memory.allocate(5_000_000), memory.allocate(1)];
    expect([a, b, c].map((start) => start % 64)).toEqual([0, 0, 0]);
    expect(a).toBeGreaterThanOrEqual(65536);
    memory.f64(a, 12).fill(1);
    memory.release(b);
    expect(memory.allocate(4_000_000)).toBe(b);
    expect(memory.allocate(900_000)).toBeGreaterThan(b);
    expect(memory.f64(a, 12).every((value) => value === 1)).toBe(true);
    memory.release(b);
    memory.release(b);
    expect(memory.allocate(64)).toBe(b);
  });

  it('is empty again after everything was released, in any order', () => {
    const { memory } = createReferenceCore();
    const blocks = [1, 64, 65, 1000, 64].map((bytes) => memory.allocate(bytes));
    const first = blocks[0];
    for (const index of [3, 0, 4, 1, 2]) memory.release(blocks[index]!);
    expect(memory.usedBytes).toBe(0);
    expect(memory.allocate(10_000)).toBe(first);
  });

  it('that has grown leaves no view of itself behind, as that of WebAssembly does not', () => {
    const { memory } = createReferenceCore();
    const block = memory.allocate(64);
    const view = memory.f64(block, 8).fill(7);
    memory.allocate(1_000_000);
    expect(view).toHaveLength(0);
    expect([...memory.f64(block, 8)]).toEqual(Array(8).fill(7));
  });
});
