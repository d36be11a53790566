import { toLink } from '@gd-trainer/sdk/experiment';
import { toCode, toCsv, toWorksheet } from '@gd-trainer/sdk/export';
import { type OpenedExperiment, openExperiment } from './open-experiment.ts';
import type { Output } from './output.ts';
import type { RunFormat } from './program.ts';
import { writeWhole } from './save-model.ts';
import { languageOfLocale } from './words/words.ts';

/** `export` of a run: its history, its first updates by hand, a program that does it again, or a link with it in it. */
export async function exportRun(
  state: string,
  format: RunFormat,
  file: string | undefined,
  output: Output,
): Promise<void> {
  const content = await contentOf(await openExperiment(state, undefined), format);
  if (file === undefined) output.data(content);
  else writeWhole(file, content);
}

async function contentOf(experiment: OpenedExperiment, format: RunFormat): Promise<string> {
  const { trainer, view, language, name } = experiment;
  switch (format) {
    case 'csv':
      return toCsv(trainer);
    case 'worksheet':
      return toWorksheet(
        trainer,
        language === 'zh-CN' || language === 'en' ? language : languageOfLocale(process.env),
      );
    case 'link':
      return `${await toLink({ state: trainer.toState(), name, view, language })}\n`;
    default:
      return toCode(trainer, format, { file: name?.split(/[\\/]/).at(-1) || 'data.csv' });
  }
}
