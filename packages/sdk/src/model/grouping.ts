/** Groups in the order in which they are met: their keys, and the number of the group of each row. */
export function groupsBy(columns: readonly ArrayLike<unknown>[]): {
  readonly keys: readonly (readonly unknown[])[];
  readonly groupOf: Int32Array;
} {
  const groupOf = new Int32Array(columns[0]!.length);
  const firsts: number[] = [];
  for (const [depth, cells] of columns.entries()) {
    // a group of several columns is one of the columns before, parted by this one
    const known = new Map<number, Map<unknown, number>>();
    firsts.length = 0;
    for (let row = 0; row < groupOf.length; row++) {
      const before = depth === 0 ? 0 : groupOf[row]!;
      const numbers = known.get(before) ?? new Map<unknown, number>();
      if (numbers.size === 0) known.set(before, numbers);
      const cell = cells[row] instanceof Date ? (cells[row] as Date).getTime() : (cells[row] ?? null);
      let group = numbers.get(cell);
      if (group === undefined) {
        group = firsts.push(row) - 1;
        numbers.set(cell, group);
      }
      groupOf[row] = group;
    }
  }
  return { keys: firsts.map((row) => columns.map((cells) => cells[row])), groupOf };
}
