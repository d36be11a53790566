import { bundledNames, describeSet } from '../input/bundled-sets.ts';
import { cleanJson } from '../output/clean-text.ts';
import type { Output } from '../output/output.ts';
import type { Language } from '../words/words.ts';

/** The `datasets` command. */
export function listDataSets(language: Language, json: boolean, output: Output): void {
  const sets = bundledNames().map(describeSet);
  if (json) {
    output.data(`${cleanJson(sets)}\n`);
    return;
  }
  const widest = Math.max(...sets.map(({ name }) => name.length));
  for (const { name, title, description, target, features, rows, license } of sets) {
    const indent = ' '.repeat(widest + 2);
    output.data(`${name.padEnd(widest)}  ${title[language]}\n`);
    output.data(
      `${indent}${target} ~ ${features.join(' + ')}   ${rows} × ${features.length}   ${license.name}\n`,
    );
    output.data(`${indent}${description[language]}\n\n`);
  }
}
