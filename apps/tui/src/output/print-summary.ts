import { type Model, Moments, type Source, type SummaryOptions } from '@gd-trainer/sdk';
import { summaryTable } from '@gd-trainer/sdk/view';
import { type Language, WORDS } from '../words/words.ts';
import { cleanJson } from './clean-text.ts';
import { EXIT, Failure } from './failure.ts';
import type { Output } from './output.ts';
import textWidth from './text-width.ts';

/** The part of a summary that was asked for. */
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
      ? `${summaryTable(summary, model.target, WORDS[language].summary, textWidth).join('\n')}\n`
      : `${cleanJson({ schemaVersion: 1, target: model.target, ...rest, covariance: [...covariance] })}\n`,
  );
}
