import type { RunFormat } from '@gd-trainer/sdk/view';
import { type HandedRun, textOf } from '@gd-trainer/sdk/view';
import { bundledNames } from '../input/bundled-sets.ts';

/** A run as text that ends its last line, with the file that a program reads its rows from named as its data are. */
export async function writeRun(format: RunFormat, run: Omit<HandedRun, 'file'>): Promise<string> {
  const { trainer, name, view, language, screen } = run;
  const text = await textOf(format, { trainer, name, view, language, screen, file: csvOf(name) });
  return text.endsWith('\n') ? text : `${text}\n`;
}

function csvOf(name = ''): string | undefined {
  const last = name.split(/[\\/]/).at(-1)!;
  if (bundledNames().includes(last)) return `${last}.csv`;
  return /\.csv$/i.test(last) ? last : undefined;
}
