import { existsSync, readFileSync } from 'node:fs';

/** One of NIST's Statistical Reference Datasets for linear regression: data and certified values. */
export interface NistSet {
  readonly columns: Record<string, Float64Array>;
  /** As certified: the intercept first, where there is one. */
  readonly certified: { readonly estimate: number; readonly deviation: number }[];
  readonly residualDeviation: number;
  readonly rSquared: number;
  readonly intercept: boolean;
}

const FOLDER = new URL('../../../shared/data/nist/', import.meta.url);

/** True if the files are at hand; they are not part of the project. */
export const nistIsThere: boolean = existsSync(FOLDER);

/** The highest power of x in the model of each set; the others have their columns in the file. */
const DEGREES: Readonly<Record<string, number>> = { Filip: 10, Pontius: 2, Norris: 1, NoInt1: 1, NoInt2: 1 };

/** Reads a .dat file: the header tells which lines hold what, counted from 1. */
export function nistSet(name: string): NistSet {
  const lines = readFileSync(new URL(`${name}.dat`, FOLDER), 'latin1').split(/\r?\n/);
  const range = (label: string): string[] => {
    const match = new RegExp(`${label}\\s*\\(lines\\s+(\\d+)\\s+to\\s+(\\d+)\\)`, 'i').exec(
      lines.join('\n'),
    )!;
    return lines.slice(Number(match[1]) - 1, Number(match[2]));
  };
  const values = range('Certified Values');
  const numbers = (line: string): number[] => line.trim().split(/\s+/).map(Number);
  const certified = values
    .map((line) => /^\s*B\d+\s+(\S+)\s+(\S+)/.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ estimate: Number(match[1]), deviation: Number(match[2]) }));
  const after = (label: string): number =>
    Number(new RegExp(`${label}\\s+(\\S+)`).exec(values.join('\n'))?.[1]);
  const rows = range('Data')
    .map(numbers)
    .filter((row) => row.length > 1 && row.every(Number.isFinite));
  const column = (j: number): Float64Array => Float64Array.from(rows, (row) => row[j]!);
  const degree = DEGREES[name] ?? (name.startsWith('Wampler') ? 5 : undefined);
  const columns: Record<string, Float64Array> = {};
  if (degree === undefined) for (let j = 1; j < rows[0]!.length; j++) columns[`x${j}`] = column(j);
  else for (let power = 1; power <= degree; power++) columns[`x${power}`] = column(1).map((x) => x ** power);
  return {
    columns: { ...columns, y: column(0) },
    certified,
    residualDeviation: after('Standard Deviation'),
    rSquared: after('R-Squared'),
    intercept: !name.startsWith('NoInt'),
  };
}
