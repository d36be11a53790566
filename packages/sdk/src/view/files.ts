import { toCode, toCsv, toWorksheet } from '../export.ts';
import type { Language } from '../narrate.ts';
import type { Trainer } from '../session/trainer.ts';
import { type Experiment, toLink } from './experiment.ts';

/** Forms in which a run is handed out as text. */
export type RunFormat = 'csv' | 'worksheet' | 'exercise' | 'typescript' | 'numpy' | 'link' | 'state';

/** A run to hand out, and how its reader had it. */
export interface HandedRun extends Omit<Experiment, 'state'> {
  /** The run. */
  readonly trainer: Trainer;
  /** 'en' or 'zh-CN'. */
  readonly language: Language;
  /** File that a program reads its rows from, where they are too many to stand in it; else data.csv. */
  readonly file?: string | undefined;
}

/**
 * A run as text: its history, its first updates done by hand or to be done so, a program that does it again, or itself as a link or
 * as JSON. Throws `UNSUPPORTED` for worksheets and programs of runs on moments or on weighted rows.
 */
export async function textOf(format: RunFormat, run: HandedRun): Promise<string> {
  const { trainer, language, file = 'data.csv', ...view } = run;
  switch (format) {
    case 'csv':
      return toCsv(trainer);
    case 'worksheet':
      return toWorksheet(trainer, language);
    case 'exercise':
      return toWorksheet(trainer, language, 'exercise');
    case 'state':
      return JSON.stringify({ state: trainer.toState(), ...view, language });
    case 'link':
      return toLink({ state: trainer.toState(), ...view, language });
    default:
      return toCode(trainer, format, { file });
  }
}
