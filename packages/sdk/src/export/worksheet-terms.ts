// Terms on a worksheet: each computed from the raw columns of a row, as LaTeX, to be followed by hand.
import { modelTerms } from '../data/term-columns.ts';
import type { RunRecord } from '../session/data-trainer.ts';
import type { RawRows } from '../terms/evaluate.ts';
import type { DatePart, Expression, NumberFunction } from '../terms/expression.ts';
import { type Writing, write } from '../terms/write.ts';

/** The terms of a run that are more than a column, by the number of their weight from 1. */
export function computedTerms({ data }: RunRecord): ReadonlyMap<number, Expression> {
  const { terms, names } = data.moments;
  if (!terms || !data.table?.rawRows) return new Map();
  const all = modelTerms(names.slice(0, -1), terms).map(({ expression }, j) => [j + 1, expression] as const);
  return new Map(all.filter(([, { op }]) => op !== 'column'));
}

/** True where a term asks for something that is 1 or 0. */
export const asksTruth = (expression: Expression): boolean =>
  expression.op === 'level' || expression.op === 'between'
    ? true
    : 'of' in expression && [expression.of].flat().some((part) => asksTruth(part as Expression));

/** An expression with the numbers of one row in it. */
export const inNumbers = (expression: Expression, row: RawRows, number: (value: number) => string): string =>
  write(expression, latexOf(row, number));

/** A number or bracket that a power binds to as a whole. */
const ATOM = /^(?:[\d.]+|\([^()]*\)|\[[^[\]]*\])$/;

const latexOf = (row: RawRows, number: (value: number) => string): Writing => {
  const date = (part: DatePart, name: string): string => {
    const iso = new Date(row.days(name)[0]! * DAY_MS).toISOString();
    const told =
      part === 'day' || part === 'hour' ? iso.replace(/(?:T00:00)?(?::00)?\.000Z$/, '') : iso.slice(0, 10);
    return `\\mathrm{${part}}(\\text{${told}})`;
  };
  return {
    column: (name) => number(row.numbers(name)[0]!),
    date,
    call: (name, x) => CALLS[name](x),
    power: (x, by) => `${ATOM.test(x) ? x : `(${x})`}^{${by}}`,
    product: (factors) => factors.join(' \\cdot '),
    between: (x, from, to) => `[${number(from)} \\le ${x} < ${number(to)}]`,
    level: (of, level) => {
      const own = row.levels(of)[0] ?? '';
      return of.op === 'column'
        ? `[\\text{${texText(own)}} = \\text{${texText(level)}}]`
        : `[${date(of.op, of.name)} = ${level}]`;
    },
  };
};

const DAY_MS = 86_400_000;

const CALLS: Readonly<Record<NumberFunction, (x: string) => string>> = {
  sqrt: (x) => `\\sqrt{${x}}`,
  log: (x) => `\\ln(${x})`,
  exp: (x) => `e^{${x}}`,
  abs: (x) => `|${x}|`,
  sin: (x) => `\\sin(${x})`,
  cos: (x) => `\\cos(${x})`,
};

const MARKS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '`': '\\textasciigrave{}',
  '|': '\\textbar{}',
  '*': '{*}',
};

/** Text as LaTeX shows it, and Markdown leaves alone. */
const texText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
    .replace(/[\\^~<>`|*{}$&#_%]/g, (mark) => MARKS[mark] ?? `\\${mark}`);
