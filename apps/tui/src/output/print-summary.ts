import { type Model, Moments, type Source, type Summary, type SummaryOptions } from '@gd-trainer/sdk';
import type { Language } from '../words/words.ts';
import { WORDS, type Words } from '../words/words.ts';
import { cleanJson } from './clean-text.ts';
import { EXIT, Failure } from './failure.ts';
import type { Output } from './output.ts';
import { aligned } from './tables.ts';

/** What of a summary was asked for. */
interface SummaryRequest {
  readonly level: number | undefined;
  readonly errors: SummaryOptions['errors'];
  /** The rows that were learned from, where they are at hand. */
  readonly data?: Source;
  readonly format: string;
  readonly language: Language;
}

/** Writes how sure a model is, as a table for people or as JSON. */
export function printSummary(
  model: Model,
  { level, errors, data, format, language }: SummaryRequest,
  output: Output,
): void {
  if (errors !== undefined && errors !== 'classic' && (!data || data instanceof Moments)) {
    throw new Failure(
      EXIT.usage,
      '--errors needs the rows, and there are only their sums',
      'give a file of up to 16 MB, and no saved model',
    );
  }
  const summary = model.summary({
    ...(level !== undefined && { level }),
    ...(errors !== undefined && { errors }),
    ...(data && { data }),
  });
  const { covariance, ...rest } = summary;
  output.data(
    format === 'text'
      ? summaryTable(summary, model.target, WORDS[language])
      : `${cleanJson({ schemaVersion: 1, target: model.target, ...rest, covariance: [...covariance] })}\n`,
  );
}

/** The parameters, a line each, then how well the line fits. */
function summaryTable(summary: Summary, target: string, words: Words): string {
  const { parameters, sigma, freedom, r2, adjustedR2, f, aic, bic, level, n } = summary;
  const { columns, stars } = words.summary;
  const share = `${plain(100 * level, 6)} %`;
  const head = ['', ...columns, share, 'VIF', ''];
  const rows = parameters.map(({ name, estimate, standardError, t, p, interval, vif }) => [
    name === 'bias' ? words.bias : name,
    plain(estimate, 7),
    plain(standardError, 5),
    t === null ? '–' : plain(t, 4),
    p === null ? '–' : probability(p),
    interval.map((end) => plain(end, 5)).join(' … '),
    vif === null ? '' : plain(vif, 4),
    p === null ? '' : '*'.repeat([0.001, 0.01, 0.05].filter((bound) => p < bound).length),
  ]);
  const number = (value: number | null): string => (value === null ? '–' : plain(value, 6));
  return [
    words.summary.of(target, String(n)),
    '',
    ...aligned([head, ...rows], 1, 1),
    stars,
    '',
    words.summary.residual(plain(sigma, 6), String(freedom)),
    `R² ${plain(r2, 5)}   ${words.summary.adjusted} ${number(adjustedR2)}`,
    ...(f === null ? [] : [words.summary.f(plain(f.statistic, 4), f.degreesOfFreedom, probability(f.p))]),
    `AIC ${number(aic)}   BIC ${number(bic)}`,
    '',
  ].join('\n');
}

const plain = (value: number, digits: number): string => String(Number(value.toPrecision(digits)));

/** As R prints it: below what its tables know it is only told to be there. */
const probability = (p: number): string =>
  p < 2e-16 ? '< 2e-16' : p < 1e-4 ? p.toExponential(2) : plain(p, 3);
