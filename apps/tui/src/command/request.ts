import type { FitOptions, SummaryOptions } from '@gd-trainer/sdk';
import { languageOf } from '../input/open-run.ts';
import { parseDuration, shareOf, wholeNumber } from '../input/values.ts';
import { quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { Language } from '../words/words.ts';
import { type FitTask, fitOptionsOf, type TrainingFlags } from './flags.ts';

/** A training as it was asked for. */
export interface Request {
  readonly flags: TrainingFlags;
  /** Options of the flags alone. */
  readonly flagOptions: FitOptions;
  readonly language: Language;
  readonly format: 'text' | 'json' | 'jsonl';
  /** Epochs between two reported lines. */
  readonly every: number;
  readonly task: FitTask;
  /** Level of the intervals of a summary. */
  readonly level: number | undefined;
  /** Kind of its standard errors, as the sdk takes it. */
  readonly errors: SummaryOptions['errors'];
  /** Milliseconds the command may take. */
  readonly timeout: number | undefined;
}

export function requestOf(flags: TrainingFlags): Request {
  if (flags.by !== undefined && (flags.errors ?? flags.level) !== undefined) {
    throw new Failure(
      EXIT.usage,
      '--errors and --level are of one model, and --by makes many',
      'leave --by out, or choose a group by --where',
    );
  }
  return {
    flags,
    flagOptions: fitOptionsOf(flags),
    language: languageOf(flags.lang),
    format: flags.jsonl ? 'jsonl' : flags.json ? 'json' : 'text',
    every: wholeNumber('--every', flags.every ?? '1'),
    task: flags.task ?? 'train',
    level: flags.level === undefined ? undefined : shareOf('--level', flags.level),
    errors: errorsOf(flags.errors),
    timeout: flags.timeout === undefined ? undefined : parseDuration(flags.timeout),
  };
}

const ERRORS = ['classic', 'HC0', 'HC1', 'HC2', 'HC3'] as const;

/** The errors of a summary: a kind by its name, whatever its case, or by the column of the groups that belong together. */
function errorsOf(text: string | undefined): SummaryOptions['errors'] {
  if (text === undefined) return undefined;
  const [, cluster] = /^cluster:(.+)$/s.exec(text) ?? [];
  if (cluster !== undefined) return { cluster };
  const known = ERRORS.find((kind) => kind.toLowerCase() === text.toLowerCase());
  if (known) return known;
  const kinds = `${ERRORS.join(', ')} or cluster:column`;
  throw new Failure(EXIT.usage, `--errors expected ${kinds}, got ${quoted(text)}`);
}

/** True of errors that take the rows again. */
export const isRobust = (errors: SummaryOptions['errors']): boolean =>
  errors !== undefined && errors !== 'classic';

/** The column that tells the clusters of a summary apart, where it has some. */
export const clusterIn = (errors: SummaryOptions['errors']): string[] =>
  typeof errors === 'object' ? [errors.cluster] : [];

/** Time left since `started`, in milliseconds; the last one stays, so that the run begins. */
export const timeLeft = ({ timeout }: Request, started: number): number | undefined =>
  timeout === undefined ? undefined : Math.max(1, timeout - (performance.now() - started));
