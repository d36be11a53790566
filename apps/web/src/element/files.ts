import { type HandedRun, textOf } from '@gd-trainer/sdk/view';
import { toPng, toSvg } from '../charts/image.ts';
import type { Copied, Shared } from '../view.ts';

/** A run to be saved, and the chart that is asked for as a picture. */
export interface SavedRun extends HandedRun {
  readonly chart: SVGSVGElement | null;
}

/** Name and type of a file of each kind. */
const FILES = {
  csv: ['history.csv', 'csv'],
  worksheet: ['worksheet.md', 'markdown'],
  exercise: ['exercise.md', 'markdown'],
  typescript: ['run.ts', 'plain'],
  numpy: ['run.py', 'plain'],
} as const;

/** A run in one of its forms, saved as a file. */
export async function save(kind: Exclude<Shared, Copied['kind']>, run: SavedRun): Promise<void> {
  const [name, content] = await contentOf(kind, run);
  const link = document.createElement('a');
  link.download = name;
  link.href = URL.createObjectURL(content);
  link.click();
  // the browser has taken the file up by then
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function contentOf(
  kind: Exclude<Shared, Copied['kind']>,
  { chart, ...run }: SavedRun,
): Promise<readonly [name: string, content: Blob]> {
  if (kind === 'svg') return ['chart.svg', toSvg(chart!)];
  if (kind === 'png') return ['chart.png', await toPng(chart!)];
  const [name, type] = FILES[kind];
  return [name, new Blob([await textOf(kind, run)], { type: `text/${type};charset=utf-8` })];
}

/** The file at the end of an address, which a program reads its rows from; undefined if there is none. */
export function fileAt(address: string | undefined): string | undefined {
  const base = document.baseURI;
  if (!(address && URL.canParse(address, base))) return undefined;
  return new URL(address, base).pathname.split('/').at(-1) || undefined;
}
