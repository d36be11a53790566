import textWidth from './text-width.ts';

/** Fields in quotes where they need them (RFC 4180). */
export function csvLine(cells: readonly (number | string | null)[]): string {
  const fields = cells.map((cell) => {
    const text = cell === null ? '' : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${fields.join(',')}\n`;
}

/** Columns as wide as their widest cell: the first `names` and the last `signs` from the left, numbers from the right. */
export function aligned(rows: readonly (readonly string[])[], names: number, signs = 0): string[] {
  const widths = rows[0]!.map((_, j) => Math.max(...rows.map((row) => textWidth(row[j]!))));
  return rows.map((row) =>
    row
      .map((cell, j) => {
        const gap = ' '.repeat(widths[j]! - textWidth(cell));
        return j < names || j >= row.length - signs ? cell + gap : gap + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}
