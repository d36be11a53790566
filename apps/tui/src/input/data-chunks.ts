import type { ReadOptions } from './columns.ts';
import { type DataSet, openDataSet } from './data-set.ts';
import { needsDuckDb } from './formats.ts';
import { openLines } from './written-lines.ts';

/** The rows of a source in their order, some thousand at a time. */
export async function* dataChunks(
  source: string,
  numbers: readonly string[],
  reading: ReadOptions = {},
): AsyncGenerator<DataSet> {
  if (!needsDuckDb(source, undefined)) {
    yield* partsOf(await openDataSet(source, undefined, reading));
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

/** Rows of a part: what is made of them is gone before the next. */
const PART = 10_000;

function* partsOf(data: DataSet): Generator<DataSet> {
  const { written } = data;
  for (let start = 0; start === 0 || start < data.rows; start += PART) {
    const end = Math.min(data.rows, start + PART);
    const columns = Object.entries(data.columns).map(
      ([name, cells]) => [name, cells.slice(start, end)] as const,
    );
    const lines = written && {
      ...written,
      header: start === 0 ? written.header : undefined,
      rows: written.rows.slice(start, end),
    };
    yield { ...data, rows: end - start, columns: Object.fromEntries(columns), written: lines };
  }
}
