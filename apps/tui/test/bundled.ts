// Bundled tables as the command has read them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Columns } from './run-contract.ts';

/** The columns of a bundled file: numbers, text where a cell is none, null where it is empty. */
function columnsOf(set: string): Columns {
  const file = fileURLToPath(new URL(`../../../packages/datasets/sets/${set}.csv`, import.meta.url));
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const cells = lines.map((line) => line.split(','));
  const parsed = (cell: string): number | string | null =>
    cell === '' ? null : Number.isNaN(Number(cell)) ? cell : Number(cell);
  return Object.fromEntries(head.split(',').map((name, j) => [name, cells.map((line) => parsed(line[j]!))]));
}

/** A table as the command has read it, and the run to begin with. */
export function requestOf(set: string, options: object) {
  const columns = columnsOf(set);
  const names = Object.keys(columns);
  const text = names.filter((name) => columns[name]!.some((cell) => typeof cell === 'string'));
  const { target, features, ...preset } = JSON.parse(
    readFileSync(new URL(`../../../packages/datasets/sets/${set}.json`, import.meta.url), 'utf8'),
  );
  return {
    data: { name: set, names, columns, text, rows: columns[target]!.length },
    choice: { target, features, leftOut: [] },
    options: { missing: 'drop', ...preset.options, ...options },
    flags: {},
    language: 'en',
    timeout: undefined,
  } as const;
}
