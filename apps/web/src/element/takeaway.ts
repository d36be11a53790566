import type { Trainer } from '@gd-trainer/sdk';
import { toCode, toCsv, toWorksheet } from '@gd-trainer/sdk/export';
import { toPng, toSvg } from '../charts/image.ts';
import type { Shared } from '../panes/share.ts';
import type { Language } from '../words/words.ts';

/** What of the element a file is made from. */
export interface Taken {
  readonly trainer: Trainer;
  /** Address of the rows, if they have one. */
  readonly src: string | undefined;
  readonly language: Language;
  /** The chart that is asked for as a picture. */
  readonly chart: SVGSVGElement | null | undefined;
}

/** A run in one of its forms, saved as a file. */
export async function save(kind: Exclude<Shared, 'link'>, taken: Taken): Promise<void> {
  const [name, content] = await contentOf(kind, taken);
  const link = document.createElement('a');
  link.download = name;
  link.href = URL.createObjectURL(content);
  link.click();
  // the browser has taken the file up by then
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function contentOf(
  kind: Exclude<Shared, 'link'>,
  taken: Taken,
): Promise<[name: string, content: Blob]> {
  const { trainer, language } = taken;
  const text = (type: string, content: string): Blob =>
    new Blob([content], { type: `text/${type};charset=utf-8` });
  switch (kind) {
    case 'csv':
      return ['history.csv', text('csv', toCsv(trainer))];
    case 'worksheet':
      return ['worksheet.md', text('markdown', toWorksheet(trainer, language))];
    case 'typescript':
      return ['run.ts', text('plain', codeOf('typescript', taken))];
    case 'numpy':
      return ['run.py', text('plain', codeOf('numpy', taken))];
    case 'svg':
      return ['chart.svg', toSvg(taken.chart!)];
    case 'png':
      return ['chart.png', await toPng(taken.chart!)];
  }
}

/** The run as a program; rows that are too many to stand in it are read from a file of the name they came by. */
export function codeOf(
  language: 'typescript' | 'numpy',
  { trainer, src }: Pick<Taken, 'trainer' | 'src'>,
): string {
  const base = document.baseURI;
  const file = src && URL.canParse(src, base) ? new URL(src, base).pathname.split('/').at(-1) : undefined;
  return toCode(trainer, language, { file: file || 'data.csv' });
}
