// Text to records of fields, as papaparse cuts them.
import Papa, { type ParseResult } from 'papaparse';
import type { TableLayout } from '../data/layout.ts';

type Parsed = ParseResult<string[]>;

/** Facts of a table that its records cannot be cut without. */
type Marks = Pick<TableLayout, 'separator' | 'newline' | 'spacedQuotes'>;

/** Some records, the first broken one among them, and the text that is left of an unfinished one. */
interface Cut {
  readonly data: string[][];
  readonly broken: { readonly row: number; readonly code: string } | undefined;
  readonly rest: string;
}

/** The whole records of a text; of the last part of it, all of them. */
export function cutRecords(text: string, layout: Marks, last: boolean): Cut {
  const { separator: delimiter, newline } = layout;
  const block = tidied(text, layout);
  const { data, errors, meta } = new Papa.Parser({ delimiter, newline }).parse(block, 0, !last) as Parsed;
  // an error in the last, unfinished record is no error yet
  const broken = errors.find(({ row }) => row !== undefined && row < data.length);
  return {
    data,
    broken: broken && { row: broken.row!, code: broken.code },
    rest: last ? '' : block.slice(meta.cursor),
  };
}

/** The first records of a text, with no carriage return at their ends. */
export function split(text: string, layout: Marks, limit: number): string[][] {
  const { separator: delimiter, newline } = layout;
  const parser = new Papa.Parser({ delimiter, newline, preview: limit });
  const { data } = parser.parse(tidied(text, layout), 0, false) as Parsed;
  return data.map((fields) =>
    fields.map((field, i) => (i === fields.length - 1 ? field.replace(/\r$/, '') : field)),
  );
}

/** The text with single blanks where runs of them separate, and with none before a quote that opens a field. */
function tidied(text: string, { separator, spacedQuotes }: Marks): string {
  if (separator === ' ') {
    return text.replace(/"[^"]*"?|^[ \t]+|[ \t]+(?=[\r\n])|[ \t]+/gm, (found, at: number) => {
      if (found.startsWith('"')) return found;
      const after = text[at + found.length];
      return at === 0 || '\r\n'.includes(text[at - 1]!) || after === '\r' || after === '\n' ? '' : ' ';
    });
  }
  return spacedQuotes
    ? text.replace(/"[^"]*"?|^ +(?=")|([,;\t|]) +(?=")/gm, (found, mark: string | undefined) =>
        found.startsWith('"') ? found : (mark ?? ''),
      )
    : text;
}
