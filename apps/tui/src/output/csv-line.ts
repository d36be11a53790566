/** Fields in quotes where they need them (RFC 4180). */
export function csvLine(cells: readonly (number | string | null)[]): string {
  const fields = cells.map((cell) => {
    const text = cell === null ? '' : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${fields.join(',')}\n`;
}
