// The measured table of the READMEs, from what `npm run bench` wrote down: what somebody asks who chooses a tool.
import { cellsOf, toMarkdown } from '../../bench/table.mjs';
import { readRepository } from './repository.ts';

type Row = Parameters<typeof cellsOf>[0];

const HEADS = {
  en: ['work', 'gd-trainer', 'beside', 'so it is'],
  'zh-CN': ['任务', 'gd-trainer', '对照', '结果'],
} as const;

/** Descent on many rows, sample by sample, small fits, a file as a whole command; and the sum that is not our best. */
const ASKED = ['P1', 'P5', 'P7', 'P8', 'P6'];

export function measured(language: keyof typeof HEADS): string {
  const { results } = JSON.parse(readRepository('tools/bench/results.json')) as { results: Row[] };
  const rows = ASKED.map((asked) => results.find(({ id, missing }) => id === asked && !missing));
  return toMarkdown(
    HEADS[language],
    rows.filter((row) => row !== undefined).map((row) => cellsOf(row, language).slice(1, 5)),
  );
}
