// The measured table of the READMEs, from what `npm run bench` wrote down: the first row of each number, met or missed.
import { cellsOf, toMarkdown } from '../../bench/table.mjs';
import { readRepository } from './repository.ts';

type Row = Parameters<typeof cellsOf>[0];

const HEADS = {
  en: ['work', 'gd-trainer', 'beside', 'ratio', 'goal', ''],
  'zh-CN': ['任务', 'gd-trainer', '对照', '比值', '目标', ''],
} as const;

export function measured(language: keyof typeof HEADS): string {
  const { results } = JSON.parse(readRepository('tools/bench/results.json')) as { results: Row[] };
  const ran = results.filter(({ missing }) => !missing);
  const first = ran.filter(({ id }, index) => ran.findIndex((row) => row.id === id) === index);
  return toMarkdown(
    HEADS[language],
    first.map((row) => cellsOf(row, language).slice(1)),
  );
}
