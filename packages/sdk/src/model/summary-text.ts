import type { Summary } from './summary.ts';

/** A summary as R prints it. */
export function summaryText(summary: Summary, target: string): string {
  const { parameters, sigma, freedom, r2, adjustedR2, f } = summary;
  const head = ['', 'estimate', 'std. error', 't', 'p', ''];
  const rows = parameters.map(({ name, estimate, standardError, t, p }) => [
    name,
    short(estimate),
    short(standardError),
    t === null ? '–' : short(t, 4),
    p === null ? '–' : probability(p),
    p === null ? '' : stars(p),
  ]);
  const adjusted = adjustedR2 === null ? '' : `, adjusted ${adjustedR2.toFixed(4)}`;
  return [
    target,
    ...aligned([head, ...rows]),
    '*** p < 0.001  ** p < 0.01  * p < 0.05',
    `residual standard error ${short(sigma)} on ${freedom} degrees of freedom`,
    `R² ${r2.toFixed(4)}${adjusted}`,
    ...(f === null
      ? []
      : [
          `F ${short(f.statistic, 4)} on ${f.degreesOfFreedom.join(' and ')} degrees of freedom, p ${probability(f.p)}`,
        ]),
  ].join('\n');
}

const short = (value: number, digits = 6): string => String(Number(value.toPrecision(digits)));

/** As R prints it: below what its tables know it is only told to be there. */
const probability = (p: number): string =>
  p < 2e-16 ? '< 2e-16' : p < 1e-4 ? p.toExponential(2) : short(p, 3);

const stars = (p: number): string => (p < 0.001 ? '***' : p < 0.01 ? '**' : p < 0.05 ? '*' : '');

/** Columns as wide as their widest cell: names from the left, numbers from the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, j) => Math.max(...rows.map((row) => row[j]!.length)));
  return rows.map((row) =>
    row
      .map((cell, j) =>
        j === 0 || j === row.length - 1 ? cell.padEnd(widths[j]!) : cell.padStart(widths[j]!),
      )
      .join('  ')
      .trimEnd(),
  );
}
