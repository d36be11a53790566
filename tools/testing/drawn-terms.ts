// Terms as structures that are drawn and written down, with the columns that the words of the contract give them.
import { randomNumbers } from './random-numbers.ts';

/** The next number in [0, 1) each time, the same on every run. */
export function drawn(seed: number): () => number {
  const numbers = randomNumbers(seed, 2_000_000);
  let next = 0;
  return () => numbers[next++]!;
}

/** A table of numbers, two categories, truth and dates, with what the test knows of them. */
export function drawTable(random: () => number, rows = 40) {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const column = <T>(draw: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => draw(row));
  const species = ['Adelie', 'Chinstrap', 'Gentoo, "papua"', 'ähnlich'];
  const days = column(() => Math.floor(random() * 40_000 - 10_000));
  return {
    size: column(() => 1 + 9 * random()),
    'net price (€)': column(() => random() - 0.5),
    species: column((row) => (row < 4 ? species[row]! : pick(species))),
    zip: column((row) => (row < 3 ? [7, 10, 200][row]! : pick([7, 10, 200]))),
    sold: days.map((day) => new Date(day * 864e5)),
    y: column(() => random()),
  };
}
export type Drawn = ReturnType<typeof drawTable>;

/** A factor as it is written, and its columns by their names. */
export interface Drawing {
  readonly text: string;
  readonly columns: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly category?: string;
}

const NUMBER = (table: Drawn, text: string, value: (row: number) => number): Drawing => ({
  text,
  columns: [{ name: text, values: table.y.map((_, row) => value(row)) }],
});

/** Factors that are one number a row, by the words of the contract. */
function numberFactor(table: Drawn, random: () => number): Drawing {
  const { size, sold } = table;
  const price = table['net price (€)'];
  const k = 2 + Math.floor(random() * 4);
  const date = (row: number): Date => sold[row]!;
  const choices: readonly (() => Drawing)[] = [
    () => NUMBER(table, 'size', (row) => size[row]!),
    () => NUMBER(table, '"net price (€)"', (row) => price[row]!),
    () => NUMBER(table, `size^${k}`, (row) => size[row]! ** k),
    () => NUMBER(table, `"net price (€)"^${k}`, (row) => price[row]! ** k),
    () => NUMBER(table, 'sqrt(size)', (row) => Math.sqrt(size[row]!)),
    () => NUMBER(table, 'log(size)', (row) => Math.log(size[row]!)),
    () => NUMBER(table, `log(size)^${k}`, (row) => Math.log(size[row]!) ** k),
    () => NUMBER(table, 'exp("net price (€)")', (row) => Math.exp(price[row]!)),
    () => NUMBER(table, 'abs("net price (€)")', (row) => Math.abs(price[row]!)),
    () => NUMBER(table, 'sin(size)', (row) => Math.sin(size[row]!)),
    () => NUMBER(table, 'cos(size)', (row) => Math.cos(size[row]!)),
    () => NUMBER(table, 'day(sold)', (row) => date(row).getTime() / 864e5),
    () => NUMBER(table, 'year(sold)', (row) => date(row).getUTCFullYear()),
    () => NUMBER(table, 'bin(size, 2, 4.5)', (row) => Number(size[row]! >= 2 && size[row]! < 4.5)),
    () => NUMBER(table, 'zip=10', (row) => Number(table.zip[row] === 10)),
    () => NUMBER(table, 'species=Chinstrap', (row) => Number(table.species[row] === 'Chinstrap')),
  ];
  return choices[Math.floor(random() * choices.length)]!();
}

/** Factors of several columns: all levels of a category, in the order of code points. */
function categoryFactor(table: Drawn, random: () => number): Drawing {
  const { species, zip, sold } = table;
  const levels = (text: string, own: readonly string[], prefix = text): Drawing => ({
    text,
    category: text,
    columns: [...new Set(own)].sort(byCodePoint).map((level) => ({
      name: `${prefix}=${/[*^(),="]/.test(level) ? `"${level.replaceAll('"', '""')}"` : level}`,
      values: own.map((value) => Number(value === level)),
    })),
  });
  const choices = [
    () => levels('species', species),
    () => levels('category(zip)', zip.map(String), 'zip'),
    () =>
      levels(
        'month(sold)',
        sold.map((date) => String(date.getUTCMonth() + 1)),
      ),
    () =>
      levels(
        'weekday(sold)',
        sold.map((date) => String(date.getUTCDay() || 7)),
      ),
  ];
  return choices[Math.floor(random() * choices.length)]!();
}

/** A feature with its columns: a factor, a polynomial, bins, a category or a product of two or three. */
export function drawFeature(table: Drawn, random: () => number): Drawing {
  const kind = Math.floor(random() * 6);
  if (kind === 0) {
    const degree = 1 + Math.floor(random() * 5);
    const powers = Array.from({ length: degree }, (_, i) => i + 1);
    return {
      text: `poly(size, ${degree})`,
      columns: powers.map((k) => ({
        name: k === 1 ? 'size' : `size^${k}`,
        values: table.size.map((x) => x ** k),
      })),
    };
  }
  if (kind === 1) {
    const marks = [0, 2.5, 6, 11];
    return {
      text: `bin(size, ${marks.join(', ')})`,
      columns: marks.slice(1).map((to, i) => ({
        name: `bin(size, ${marks[i]}, ${to})`,
        values: table.size.map((x) => Number(x >= marks[i]! && x < to)),
      })),
    };
  }
  if (kind === 2) {
    const { columns, ...category } = categoryFactor(table, random);
    return { ...category, columns: columns.slice(1) };
  }
  const factors = Array.from({ length: kind - 2 }, () => numberFactor(table, random));
  // alone in the formula, a product with a category has a slope for every level
  if (kind === 5) factors[2] = categoryFactor(table, random);
  return {
    text: factors.map(({ text }) => text).join(' * '),
    columns: factors.reduce<Drawing['columns']>(
      (before, { columns }) =>
        before.flatMap((a) =>
          columns.map((b) => ({
            name: a.name === '' ? b.name : `${a.name}*${b.name}`,
            values: a.values.map((value, row) => value * b.values[row]!),
          })),
        ),
      [{ name: '', values: table.y.map(() => 1) }],
    ),
  };
}

/** A name as a whole term is called: a column by its own name. */
export const plainName = (name: string): string => (name === '"net price (€)"' ? 'net price (€)' : name);

/** Order of code points, by their numbers. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => Array.from(text, (own) => own.codePointAt(0)!)) as [
    number[],
    number[],
  ];
  const i = left.findIndex((point, k) => point !== right[k]);
  return i < 0 ? left.length - right.length : left[i]! - (right[i] ?? -1);
}

/** A drawn table as CSV. */
export function csvOf(table: Drawn): string {
  const cell = (value: unknown): string =>
    value instanceof Date ? value.toISOString().slice(0, 10) : `"${String(value).replaceAll('"', '""')}"`;
  const lines = table.y.map((_, row) =>
    Object.values(table)
      .map((column) => cell(column[row]))
      .join(','),
  );
  return [Object.keys(table).map(cell).join(','), ...lines].join('\n');
}

/** Means and co-moments of columns, by their definition. */
export function momentsOf(columns: readonly (readonly number[])[]): { mean: number[]; comoment: number[][] } {
  const mean = columns.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const about = columns.map((values, j) => values.map((value) => value - mean[j]!));
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, row) => sum + value * b[row]!, 0);
  return { mean, comoment: about.map((a) => about.map((b) => product(a, b))) };
}

/** The most that moments of columns differ from those by definition, in parts of the columns' size. */
export function momentsDiffer(
  found: { readonly mean: ArrayLike<number>; readonly comoment: ArrayLike<number> },
  columns: readonly (readonly number[])[],
): number {
  const { mean, comoment } = momentsOf(columns);
  // a column that never varies has a size all the same
  const size = comoment.map((row, j) => Math.sqrt(row[j]!) + Math.abs(mean[j]!) * 1e-9 + 1e-100);
  const means = mean.map((value, j) => Math.abs(found.mean[j]! - value) / (size[j]! + Math.abs(value)));
  const products = comoment.flatMap((row, i) =>
    row.map((value, j) => Math.abs(found.comoment[i * size.length + j]! - value) / (size[i]! * size[j]!)),
  );
  return Math.max(...means, ...products);
}

/** Pivots below this share of their columns' squares leave fewer than six digits. */
const LEAST_PIVOT = 1e-8;

/** Least squares of the last column on the others and a constant, by elimination; undefined where columns are too alike. */
export function leastSquares(columns: readonly (readonly number[])[]): number[] | undefined {
  const { comoment } = momentsOf(columns);
  const d = columns.length - 1;
  const scale = comoment.map((row, j) => Math.sqrt(row[j]!));
  const a = comoment.slice(0, d).map((row, i) => row.map((value, j) => value / (scale[i]! * scale[j]!)));
  for (let k = 0; k < d; k++) {
    if (!(a[k]![k]! > LEAST_PIVOT)) return undefined;
    for (let i = 0; i < d; i++) {
      if (i === k) continue;
      const factor = a[i]![k]! / a[k]![k]!;
      for (let j = k; j <= d; j++) a[i]![j]! -= factor * a[k]![j]!;
    }
  }
  return a.map((row, j) => (row[d]! / row[j]!) * (scale[d]! / scale[j]!));
}

/** The most that weights differ from others, each by the spread of its column, in parts of them all. */
export function weightsDiffer(
  found: ArrayLike<number>,
  wanted: readonly number[],
  columns: readonly (readonly number[])[],
): number {
  const { comoment } = momentsOf(columns);
  const spread = wanted.map((_, j) => Math.sqrt(comoment[j]![j]!));
  const whole = Math.hypot(...wanted.map((weight, j) => weight * spread[j]!));
  return Math.max(...wanted.map((weight, j) => (Math.abs(found[j]! - weight) * spread[j]!) / whole));
}
