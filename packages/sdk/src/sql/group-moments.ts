// Moments of every group of rows by one GROUP BY: what a database calls covariances, made about the mean of each group.

import { counted, GdError } from '../errors.ts';
import type { GroupMoments } from '../moments/group-moments.ts';
import { Moments } from '../moments/moments.ts';
import { type AnswerRow, countIn, numberOrNoneIn, onlyRow } from './answers.ts';
import { columnLimit } from './dialects.ts';
import { columnsOf, countSql, groupsSql, MOST_GROUPS, type ReadTable, sampleSql } from './statements.ts';
import { readShift, readWeights } from './table-moments.ts';

/** Puts a statement to the database and returns the rows of its answer. */
type AskRows = (sql: string) => Promise<readonly AnswerRow[]>;

/** Asks for the moments of all groups, in the order of their keys, with columns by `names`. Groups without a complete row are not there. */
export async function askGroups(
  from: ReadTable,
  by: readonly string[],
  askRows: AskRows,
  names: readonly string[] = columnsOf(from),
): Promise<GroupMoments> {
  const p = names.length;
  const weighs = from.sampleWeight !== undefined;
  const wide = by.length + 1 + p + (p * (p + 1)) / 2 + (weighs ? 3 + p : 0);
  if (weighs && from.dialect !== 'duckdb') {
    throw new GdError(
      'UNSUPPORTED',
      `groups of weighted rows are summed up by DuckDB alone, not by ${from.dialect}`,
      'leave out `sampleWeight`, or ask for one group at a time by `where`',
    );
  }
  if (wide > columnLimit(from.dialect)) {
    throw new GdError(
      'UNSUPPORTED',
      `groups of ${counted(p - 1, 'feature')} need an answer ${wide} wide, and the limit of ${from.dialect} is ${columnLimit(from.dialect)}`,
      'name fewer features',
    );
  }
  const total = countIn(onlyRow(await askRows(countSql(from))), 'total');
  const shift = readShift(onlyRow(await askRows(sampleSql(from))), p);
  const rows = await askRows(groupsSql({ ...from, keys: by }, shift));
  if (rows.length > MOST_GROUPS) {
    throw new GdError(
      'UNSUPPORTED',
      `there are more than ${MOST_GROUPS} groups`,
      'ask for a part of them by `where`',
    );
  }
  const groups = rows
    .map((row) => ({ row, ...readWeights(from, row, countIn(row, 'complete')) }))
    .filter(({ n }) => n > 0);
  if (groups.length === 0) {
    throw new GdError(
      'DATA',
      'no group has a complete row',
      'check the condition, or choose columns with fewer gaps: NULL, NaN and infinities count as missing',
    );
  }
  return {
    by,
    keys: groups.map(({ row }) => by.map((_, k) => row[`key${k}`] ?? null)),
    moments: groups.map(({ row, n, weight }) => momentsIn(row, n, weight, shift, from, names)),
    skippedRows: Math.max(0, total - rows.reduce((sum, row) => sum + countIn(row, 'complete'), 0)),
  };
}

function momentsIn(
  row: AnswerRow,
  n: number,
  weight: number,
  shift: Float64Array,
  { sampleWeight, terms }: ReadTable,
  names: readonly string[],
): Moments {
  const p = names.length;
  const weighted = sampleWeight !== undefined;
  const number = (name: string, column: number): number => {
    const value = numberOrNoneIn(row, name);
    if (value !== undefined && Number.isFinite(value)) return value;
    throw new GdError('DATA', `column ${names[column]!}: the squares of a group overflow`, 'rescale it', {
      column: names[column]!,
    });
  };
  // what is left about means that are rounded
  const rest = names.map((_, j) => (weighted ? number(`sum${j}`, j) : 0));
  const comoment = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = i; j < p; j++) {
      const about = weighted
        ? number(`product${i}_${j}`, i) - (rest[i]! * rest[j]!) / weight
        : n * number(`covariance${i}_${j}`, i);
      comoment[i * p + j] = comoment[j * p + i] = about;
    }
    comoment[i * p + i] = Math.max(0, comoment[i * p + i]!);
  }
  const mean = shift.map((constant, j) => constant + number(`mean${j}`, j) + rest[j]! / weight);
  return new Moments({ n, weight, names, target: names.at(-1)!, mean, comoment, weighted, terms });
}
