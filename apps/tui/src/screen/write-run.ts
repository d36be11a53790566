import type { Trainer } from '@gd-trainer/sdk';
import { toCode, toCsv, toWorksheet } from '@gd-trainer/sdk/export';
import { toLink } from '@gd-trainer/sdk/view';
import { bundledNames } from '../input/bundled-sets.ts';
import type { RunFormat } from '../output/run-formats.ts';
import type { Language } from '../words/words.ts';

/** A run, and how its reader had it. */
export interface ReadRun {
  readonly trainer: Trainer;
  /** What the data are called. */
  readonly name: string | undefined;
  /** Panel or pane that was looked at. */
  readonly view: string | undefined;
  readonly language: Language;
}

/**
 * The run as text: itself as JSON or as a link, its history, its first updates by hand, or a program that does it again.
 * Throws `UNSUPPORTED` for worksheets and programs of runs on moments or on weighted rows.
 */
export async function writeRun(format: RunFormat | 'state', run: ReadRun): Promise<string> {
  const { trainer, name, view, language } = run;
  switch (format) {
    case 'csv':
      return toCsv(trainer);
    case 'worksheet':
      return toWorksheet(trainer, language);
    case 'state':
      return `${JSON.stringify({ state: trainer.toState(), name, view, language })}\n`;
    case 'link':
      return `${await toLink({ state: trainer.toState(), name, view, language })}\n`;
    default:
      return toCode(trainer, format, { file: csvOf(name) });
  }
}

/** The file that a program reads its rows from, where they are too many to stand in it. */
function csvOf(name = ''): string {
  const last = name.split(/[\\/]/).at(-1)!;
  if (bundledNames().includes(last)) return `${last}.csv`;
  return /\.csv$/i.test(last) ? last : 'data.csv';
}
