import type { ReadOptions } from './columns.ts';
import { type DataSet, openDataSet } from './data-set.ts';
import { needsDuckDb } from './formats.ts';
import { openLines } from './written-lines.ts';

/** The rows of a source in their order: all at once from the light reader, some thousand at a time from DuckDB. */
export async function* dataChunks(
  source: string,
  numbers: readonly string[],
  reading: ReadOptions = {},
): AsyncGenerator<DataSet> {
  if (!needsDuckDb(source, undefined)) {
    yield await openDataSet(source, undefined, reading);
    return;
  }
  const { openLargeFile } = await import('./large-file.ts');
  const { keepUnreadable: _, keepLines, ...options } = reading;
  const file = await openLargeFile(source, options);
  try {
    const lines = keepLines ? await openLines(source, options) : undefined;
    for await (const chunk of file.chunks(numbers)) {
      yield lines ? { ...chunk, written: await lines.take(chunk.rows) } : chunk;
    }
  } finally {
    file.close();
  }
}
