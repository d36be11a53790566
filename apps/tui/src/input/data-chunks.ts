import type { Reading } from './columns.ts';
import { type DataSet, openDataSet } from './data-set.ts';
import { needsDuckDb } from './formats.ts';

/** The rows of a source in their order: all at once from the light reader, some thousand at a time from DuckDB. */
export async function* dataChunks(
  source: string,
  numbers: readonly string[],
  reading: Reading = {},
): AsyncGenerator<DataSet> {
  if (!needsDuckDb(source, undefined)) {
    yield await openDataSet(source, undefined, reading);
    return;
  }
  const { openLargeFile } = await import('./large-file.ts');
  const { keepUnreadable: _, keepLines: __, ...options } = reading;
  const file = await openLargeFile(source, options);
  try {
    yield* file.chunks(numbers);
  } finally {
    file.close();
  }
}
