// A few numbers from the database to the moments they stand for.

import { GdError, quote } from '../errors.ts';
import { isFaint, outOfRange } from '../moments/moment-sums.ts';
import { fromTriangle, Moments } from '../moments/moments.ts';
import { type AnswerRow, countIn, numberIn, numberOrNoneIn } from './answers.ts';
import { columnsOf, countSql, type ReadTable, sampleSql, sumsSql } from './statements.ts';

/** Moments that know how many rows are not in them. Merged or selected, they are plain moments again. */
export type TableMoments = Moments & {
  /** Rows that meet the condition and were left out, because a used column is NULL, NaN or infinite. */
  readonly skippedRows: number;
};

/** Puts a statement about all rows, or a few, to the database and returns the one row of its answer. */
export type Ask = (sql: string, rows: 'all' | 'few') => Promise<AnswerRow>;

/** (mean − shift)²/variance past which the sums have lost more than four digits and are asked for again. */
const WORST_SHIFT = 1e4;

/** Asks for the moments: counts, constants from a sample, sums; the sums twice where the constants prove bad. */
export async function askMoments(from: ReadTable, ask: Ask): Promise<TableMoments> {
  const counted = from.dialect === 'duckdb' ? undefined : countIn(await ask(countSql(from), 'all'), 'total');
  const sample = await ask(sampleSql(from), 'few');
  let sums = await askSums(from, readShift(sample, columnsOf(from).length), ask);
  if (farOff(sums)) sums = await askSums(from, meansOf(sums), ask);
  const total = counted ?? countIn(sums.answer, 'total');
  if (sums.n === 0) throw noRows(total, sums.complete);
  const moments = toMoments(from, sums);
  refuseFaint(moments, sample);
  // rows may have come in since they were counted
  return Object.assign(moments, { skippedRows: Math.max(0, total - sums.complete) });
}

/** Σw, Σw·v and Σw·vvᵀ for v = x − shift. */
interface Sums {
  /** Rows with a weight above 0, out of the complete ones. */
  readonly n: number;
  readonly complete: number;
  readonly weight: number;
  readonly shift: Float64Array;
  readonly first: Float64Array;
  /** Upper triangle by rows. */
  readonly second: Float64Array;
  readonly answer: AnswerRow;
}

async function askSums(from: ReadTable, shift: Float64Array, ask: Ask): Promise<Sums> {
  const p = shift.length;
  const answers: AnswerRow[] = [];
  for (const sql of sumsSql(from, shift)) answers.push(await ask(sql, 'all'));
  const answer: AnswerRow = Object.assign({}, ...answers);
  const complete = countIn(answer, 'complete');
  if (answers.some((part) => countIn(part, 'complete') !== complete)) {
    throw new GdError(
      'DATA',
      'the table changed between two statements',
      'run them in one transaction, or on a copy',
    );
  }
  const counts = { complete, shift, answer, ...readWeights(from, answer, complete) };
  if (counts.n === 0) return { ...counts, first: new Float64Array(p), second: new Float64Array() };
  const pairs = Array.from({ length: p }, (_, i) =>
    Array.from({ length: p - i }, (_, k) => [i, i + k]),
  ).flat();
  // ClickHouse writes infinity as null where it writes JSON
  const read = from.dialect === 'clickhouse' ? numberOrNoneIn : numberIn;
  const finite = (name: string, column: number): number => {
    const sum = read(answer, name);
    if (sum !== undefined && Number.isFinite(sum)) return sum;
    throw outOfRange(columnsOf(from)[column]!, 'overflow');
  };
  // squares first: they tell which column makes its products overflow, to infinity or to NaN
  for (let j = 0; j < p; j++) finite(`product${j}_${j}`, j);
  return {
    ...counts,
    first: Float64Array.from({ length: p }, (_, j) => finite(`sum${j}`, j)),
    second: Float64Array.from(pairs, ([i, j]) => finite(`product${i}_${j}`, i!)),
  };
}

/** Rows with a weight above 0, and the sum of their weights. Throws `DATA` for a weight below. */
export function readWeights(
  from: ReadTable,
  answer: AnswerRow,
  complete: number,
): { n: number; weight: number } {
  if (from.sampleWeight === undefined || complete === 0) return { n: complete, weight: complete };
  const least = numberIn(answer, 'least_weight');
  if (!(least >= 0)) {
    throw new GdError(
      'DATA',
      `column ${quote(from.sampleWeight)}: expected sample weights ≥ 0, got ${least}`,
      'weight 0 leaves a row out',
      { column: from.sampleWeight },
    );
  }
  return { n: countIn(answer, 'weighted'), weight: numberIn(answer, 'weight') };
}

/** The mean of the sample; a constant itself, so that a constant column does not look as if it varied. */
export function readShift(sample: AnswerRow, p: number): Float64Array {
  return Float64Array.from({ length: p }, (_, j) => {
    const low = numberOrNoneIn(sample, `low${j}`);
    const mean = numberOrNoneIn(sample, `mean${j}`);
    if (low === undefined || mean === undefined) return 0;
    const shift = numberIn(sample, `high${j}`) === low ? low : mean;
    return Number.isFinite(shift) ? shift : low;
  });
}

/** Throws `DATA` for a column that varies, be it by less than its squares can tell. */
function refuseFaint({ names, comoment, weight }: Moments, sample: AnswerRow): void {
  for (const [j, name] of names.entries()) {
    const constant = numberOrNoneIn(sample, `low${j}`) === numberOrNoneIn(sample, `high${j}`);
    if (!constant && isFaint(comoment[j * names.length + j]! / weight)) throw outOfRange(name, 'underflow');
  }
}

/** True if the sample was so unlike the rest that digits were lost. */
function farOff({ weight, first, second }: Sums): boolean {
  const p = first.length;
  return [...first].some((sum, j) => {
    const offset = (sum / weight) ** 2;
    return offset > WORST_SHIFT * (second[diagonal(p, j)]! / weight - offset);
  });
}

function meansOf({ shift, first, weight }: Sums): Float64Array {
  return shift.map((constant, j) => constant + first[j]! / weight);
}

function toMoments({ target, terms, ...from }: ReadTable, sums: Sums): Moments {
  const { n, weight, first } = sums;
  const p = first.length;
  const comoment = fromTriangle(sums.second, p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) comoment[i * p + j]! -= (first[i]! * first[j]!) / weight;
    comoment[i * p + i] = Math.max(0, comoment[i * p + i]!);
  }
  const mean = meansOf(sums);
  if (!(weight > 0 && [weight, ...mean, ...comoment].every(Number.isFinite))) {
    throw new GdError(
      'DATA',
      'the sums that the query answered contradict each other, or overflow',
      'check the weights, and that `query` returns the rows of the very statement it is given',
    );
  }
  const weighted = from.sampleWeight !== undefined;
  return new Moments({
    n,
    weight,
    names: columnsOf({ target, ...from }),
    target,
    mean,
    comoment,
    weighted,
    terms,
  });
}

/** Index of element (j, j) in the upper triangle by rows. */
const diagonal = (p: number, j: number): number => j * p - (j * (j - 1)) / 2;

function noRows(total: number, complete: number): GdError {
  if (total === 0) return new GdError('DATA', 'the table has no rows', 'check the condition and the table');
  return complete > 0
    ? new GdError('DATA', `all ${complete} rows have weight 0`, 'give at least one row a weight above 0')
    : new GdError(
        'DATA',
        `all ${total} rows have a missing value`,
        'choose columns with fewer gaps: NULL, NaN and infinities count as missing',
        { rows: total },
      );
}
