import {
  type FitOptions,
  type Model,
  Moments,
  type Source,
  type Summary,
  type SummaryOptions,
} from '@gd-trainer/sdk';
import { summaryTable } from '@gd-trainer/sdk/view';
import { type Language, WORDS } from '../words/words.ts';
import { cleanJson } from './clean-text.ts';
import { EXIT, Failure } from './failure.ts';
import type { Output } from './output.ts';
import type { StopSignal } from './stop-signal.ts';
import textWidth from './text-width.ts';

/** Choices of a summary but for the rows. */
type AskedSummary = Pick<SummaryOptions, 'level' | 'errors'> & { readonly sampleWeight?: string };

/** The rows once more, where they stay where they are. */
export interface RowsAgain {
  /** The summary of the model by one more pass over them, or one more question. */
  summary(model: Model, asked: AskedSummary, signal: AbortSignal): Promise<Summary>;
  /** Ends one that was stopped, with the exit code of an interruption. Throws where the time ran out. */
  stopped(stop: StopSignal, output: Output): number;
}

/** The part of a summary that was asked for. */
interface SummaryRequest {
  readonly level: number | undefined;
  readonly errors: SummaryOptions['errors'];
  /** The rows that were learned from, where they are at hand, or the sums of them. */
  readonly data?: Source;
  readonly again?: Pick<RowsAgain, 'summary'> | undefined;
  /** Ends reading them again. */
  readonly signal?: AbortSignal;
  /** Options that it was trained by, the weights of the rows among them. */
  readonly options?: FitOptions;
  readonly format: string;
  readonly language: Language;
}

/** Writes how sure a model is, as a table for people or as JSON. */
export async function printSummary(model: Model, request: SummaryRequest, output: Output): Promise<void> {
  const { format, language } = request;
  const summary = await summaryOf(model, request);
  const { covariance, ...rest } = summary;
  output.data(
    format === 'text'
      ? `${summaryTable(summary, model.target, WORDS[language].summary, textWidth).join('\n')}\n`
      : `${cleanJson({ schemaVersion: 1, target: model.target, ...rest, covariance: [...covariance] })}\n`,
  );
}

async function summaryOf(
  model: Model,
  { level, errors, data, again, signal, options = {} }: SummaryRequest,
): Promise<Summary> {
  const { sampleWeight } = options;
  const asked = {
    ...(typeof sampleWeight === 'string' && { sampleWeight }),
    ...(level !== undefined && { level }),
    ...(errors !== undefined && { errors }),
  };
  const isRobust = errors !== undefined && errors !== 'classic';
  const rows = data instanceof Moments ? undefined : data;
  if (!isRobust || rows) return model.summary({ ...asked, ...(rows && { data: rows }) });
  if (again && signal) return again.summary(model, asked, signal);
  throw new Failure(
    EXIT.usage,
    '--errors needs the rows, and there are only their sums',
    'give the file of the rows, and no saved model',
  );
}
