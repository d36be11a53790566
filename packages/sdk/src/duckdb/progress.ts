// Progress of a scan, in rows of the file.
import type { FileHead } from './csv-head.ts';
import type { Progress } from './database.ts';
import type { Files } from './files.ts';

/** Facts of a text file that DuckDB does not know when it tells of its progress. */
export interface ProgressScale {
  /** Rows that there seem to be, by the size of the first. */
  readonly rows: number;
  /** Its share of the work for one that is right. */
  readonly factor: number;
}

/** DuckDB takes a packed file to be four times as large when unpacked. */
const GUESSED_UNPACKING = 4;

export function progressScale({ bytes }: Files, { characters, rows, unpacking }: FileHead): ProgressScale {
  const factor = unpacking > 1 ? GUESSED_UNPACKING / unpacking : 1;
  return { rows: (bytes * unpacking * rows) / characters, factor };
}

/** A look at the first rows is no way along the file, however long it takes. */
export const atStart = (onProgress: (progress: Progress) => void) => (): void =>
  onProgress({ share: 0, rows: 0 });

export function inRows(
  onProgress: (progress: Progress) => void,
  scale: ProgressScale | undefined,
  counted: number | undefined,
): (progress: Progress) => void {
  const total = counted ?? scale?.rows;
  return ({ share, rows }) => {
    const right = Math.min(1, share * (scale?.factor ?? 1));
    onProgress({ share: right, rows: total === undefined ? rows : Math.round(right * total) });
  };
}
