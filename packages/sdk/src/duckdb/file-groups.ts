// Moments of every group of the rows of a file, in one pass.
import { GdError, quote } from '../errors.ts';
import type { GroupMoments } from '../moments/group-moments.ts';
import { askGroups } from '../sql/group-moments.ts';
import { readBy } from '../sql/options.ts';
import { chosenRows, columnOf, withFileTerms } from './chosen-rows.ts';
import type { FileMomentsOptions } from './file-moments.ts';
import type { OpenedFile } from './passes.ts';

/** Rows, columns and groups to sum up. */
export interface FileGroupsOptions extends FileMomentsOptions {
  /** One or several columns whose values tell groups apart; they are no features unless named. */
  readonly by: string | readonly string[];
}

/** The moments of the complete rows of each group, in the order of their keys. */
export async function fileGroups(
  reader: OpenedFile,
  { by, signal, onProgress, ...options }: FileGroupsOptions,
): Promise<GroupMoments> {
  const { database, columns, views, parsed } = reader;
  const keys = readBy(by)!;
  const sqlNames = keys.map((name) => {
    const column = columnOf(columns, name);
    if (column) return column.sqlName;
    throw new GdError('DATA', `no column ${quote(name)} to group by`, 'name a column of the file', {
      column: name,
    });
  });
  const chosen = chosenRows(reader, options, keys);
  await database.requireCondition(chosen.from.where);
  const { from, names } = await withFileTerms(reader, chosen);
  const watch = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const groups = await views.read((view) =>
    askGroups({ ...from, table: [view], parsed }, sqlNames, (sql) => database.rows(sql, watch), names),
  );
  return { ...groups, by: keys, keys: groups.keys.map((key) => key.map(plain)) };
}

/** Whole numbers as numbers where one holds them. */
const plain = (cell: unknown): unknown =>
  typeof cell === 'bigint' && Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
