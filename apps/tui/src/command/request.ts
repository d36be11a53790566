import type { FitOptions } from '@gd-trainer/sdk';
import { languageOf } from '../input/open-run.ts';
import { parseDuration, shareOf, wholeNumber } from '../input/values.ts';
import type { Language } from '../words/words.ts';
import { fitOptionsOf, type Task, type TrainingFlags } from './flags.ts';

/** A training as it was asked for. */
export interface Request {
  readonly flags: TrainingFlags;
  /** Options of the flags alone. */
  readonly flagOptions: FitOptions;
  readonly language: Language;
  readonly format: 'text' | 'json' | 'jsonl';
  /** Epochs between two reported lines. */
  readonly every: number;
  readonly task: Task;
  /** Level of the intervals of a summary. */
  readonly level: number | undefined;
  /** Milliseconds the command may take. */
  readonly timeout: number | undefined;
}

export function requestOf(flags: TrainingFlags): Request {
  return {
    flags,
    flagOptions: fitOptionsOf(flags),
    language: languageOf(flags.lang),
    format: flags.jsonl ? 'jsonl' : flags.json ? 'json' : 'text',
    every: wholeNumber('--every', flags.every ?? '1'),
    task: flags.task ?? 'train',
    level: flags.level === undefined ? undefined : shareOf('--level', flags.level),
    timeout: flags.timeout === undefined ? undefined : parseDuration(flags.timeout),
  };
}

/** Time left since `started`, in milliseconds; the last one stays, so that the run begins. */
export const timeLeft = ({ timeout }: Request, started: number): number | undefined =>
  timeout === undefined ? undefined : Math.max(1, timeout - (performance.now() - started));
