import type { ExportFlags } from './export-model.ts';
import { languageOf, openExperiment } from './open-experiment.ts';
import type { Output } from './output.ts';
import type { RunFormat } from './program.ts';
import { writeWhole } from './save-model.ts';
import { writeRun } from './write-run.ts';

/** `export` of a run, whose rows are in it, in `file`, or in a bundled set. */
export async function exportRun(
  state: string,
  file: string | undefined,
  format: RunFormat,
  { output: path, lang }: Omit<ExportFlags, 'to'>,
  output: Output,
): Promise<void> {
  const run = await openExperiment(state, file);
  const content = await writeRun(format, { ...run, language: languageOf(lang, run.language) });
  if (path === undefined) output.data(content);
  else writeWhole(path, content);
}
