import type { RunFormat } from '@gd-trainer/sdk/view';
import { byExport, languageOf, openExperiment } from '../input/open-run.ts';
import { writeWhole } from '../output/files.ts';
import type { Output } from '../output/output.ts';
import { writeRun } from '../screen/write-run.ts';
import type { ExportFlags } from './flags.ts';

/** `export` of a run, whose rows are in it, in `file`, or in a bundled set. */
export async function exportRun(
  state: string,
  file: string | undefined,
  format: RunFormat,
  { output: path, lang }: Omit<ExportFlags, 'to'>,
  output: Output,
): Promise<void> {
  const run = await openExperiment(state, file, output, undefined, byExport(state));
  const content = await writeRun(format, { ...run, language: languageOf(lang, run.language) });
  if (path === undefined) output.data(content);
  else writeWhole(path, content);
}
