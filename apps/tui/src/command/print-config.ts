import { cleanJson } from '../output/clean-text.ts';
import type { Output } from '../output/output.ts';
import textWidth from '../output/text-width.ts';
import { helpIn } from '../output/told.ts';
import { WORDS } from '../words/words.ts';
import { type FoundSettings, SETTINGS } from './settings.ts';

/** The `config` command: what is in force, and which file it is from. */
export function printConfig({ values, files }: FoundSettings, isJson: boolean, output: Output): void {
  const { language } = output;
  const settings = Object.entries(SETTINGS).map(([name, setting]) => {
    const own = name === 'lang' ? language : setting.default;
    return { name, value: own, from: undefined, ...values[name] };
  });
  if (isJson) {
    const named = settings.map(({ name, value, from = null }) => [name, { value, from }]);
    output.data(`${cleanJson({ schemaVersion: 1, settings: Object.fromEntries(named), files })}\n`);
    return;
  }
  const words = WORDS[language];
  const { tell } = helpIn(language);
  const rows = settings.map(({ name, value, from = words.byDefault }) => [name, tell(String(value)), from]);
  const asked = files.map(({ path, isThere }) =>
    words.labelled(path, isThere ? words.fileRead : words.noFile),
  );
  output.data(`${[...aligned(rows), '', ...asked, ''].join('\n')}`);
}

/** Cells in columns that are as wide as the widest of them. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => textWidth(row[column]!))));
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column]! - textWidth(cell) + 2))
      .join('')
      .trimEnd(),
  );
}
