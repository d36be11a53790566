/** Words of the table of a summary. */
export interface SummaryWords {
  /** First line. */
  readonly of: (target: string, rows: string) => string;
  /** Heads of the columns of estimate, standard error, t and p. */
  readonly columns: readonly string[];
  /** Head of the column of intervals of a level in per cent. */
  readonly interval: (percent: string) => string;
  /** Name of the bias. */
  readonly bias: string;
  /** Meaning of the stars. */
  readonly stars: string;
  /** Line of the residual standard error. */
  readonly residual: (sigma: string, freedom: string) => string;
  /** Word for the R² of the degrees of freedom. */
  readonly adjusted: string;
  /** Line of the F test. */
  readonly f: (statistic: string, freedom: readonly [number, number], p: string) => string;
}

/** The words in English. */
export const SUMMARY_WORDS: SummaryWords = {
  of: (target, rows) => `${target}: least squares of ${rows} rows`,
  columns: ['estimate', 'std. error', 't', 'p'],
  interval: (percent) => `${percent} %`,
  bias: 'bias',
  stars: '*** p < 0.001   ** p < 0.01   * p < 0.05',
  residual: (sigma, freedom) => `residual standard error ${sigma} on ${freedom} degrees of freedom`,
  adjusted: 'adjusted',
  f: (statistic, [a, b], p) => `F ${statistic} on ${a} and ${b} degrees of freedom, p ${p}`,
};
