// What robust errors ask a database beside its moments: the scores of the rows, or of clusters of them, times themselves.

import { counted, GdError } from '../errors.ts';
import { type Inference, inferenceOf } from '../model/inference.ts';
import { requireAllRows, requireWeights } from '../model/learned-rows.ts';
import type { LinearModel } from '../model/linear-model.ts';
import { type ErrorKind, kindOf, LEAST_LEFT, leverageOfOne, sandwich } from '../model/robust.ts';
import { levelOf, type Summary, type SummaryOptions, summaryBy } from '../model/summary.ts';
import { fromTriangle } from '../moments/moments.ts';
import { type AnswerRow, countIn, numberIn } from './answers.ts';
import { columnLimit, endingOf, fenceOf, lengthLimit, literal } from './dialects.ts';
import { filteredRows, namesFor, type ReadTable } from './statements.ts';

/** The table that a model learned from, its features as they were, and who answers for it. */
interface LearnedTable {
  readonly from: ReadTable;
  readonly ask: (sql: string) => Promise<AnswerRow>;
}

/** The summary of a model, asking the table for what its errors need. Throws as `summaryOf`, and as `askRobustSums`. */
export async function askSummary(
  model: LinearModel,
  { level, errors = 'classic' }: Pick<SummaryOptions, 'level' | 'errors'>,
  { from, ask }: LearnedTable,
): Promise<Summary> {
  const confidence = levelOf(level);
  const inference = inferenceOf(model);
  if (errors === 'classic') return summaryBy(model, inference, confidence);
  const { cluster, power } = kindOf(errors);
  requireWeights(model, from.sampleWeight);
  const keys = cluster === undefined ? {} : { keys: [cluster] };
  const { rows, clusters, meat } = await askRobustSums({ ...from, ...keys }, inference, power, ask);
  requireAllRows(model, rows);
  return summaryBy(model, inference, confidence, sandwich(inference, errors, meat, clusters));
}

/** Sums over the rows that a model learned from. */
interface RobustAnswer {
  /** Complete rows with a weight above 0. */
  readonly rows: number;
  /** Clusters; rows where each is one. */
  readonly clusters: number;
  /** Sum of the scores times themselves, p × p, row-major. */
  readonly meat: Float64Array;
}

/** Asks for them. Throws `UNSUPPORTED` for a row of leverage 1, and for more columns than a statement of the dialect holds. */
async function askRobustSums(
  from: ReadTable,
  inference: Inference,
  power: ErrorKind['power'],
  ask: LearnedTable['ask'],
): Promise<RobustAnswer> {
  const p = inference.estimates.length;
  const statements = robustSql(from, inference, power);
  refuseTooLong(statements, from, p);
  const answers: AnswerRow[] = [];
  for (const sql of statements) answers.push(await ask(sql));
  const answer: AnswerRow = Object.assign({}, ...answers);
  const clusters = countIn(answer, 'clusters');
  if (clusters === 0) return { rows: 0, clusters, meat: new Float64Array(p * p) };
  const rows = countIn(answer, 'complete');
  if (countIn(answer, 'told') < rows) throw leverageOfOne();
  const products = pairs(p).map(([i, j]) => numberIn(answer, `product${i}_${j}`));
  return { rows, clusters, meat: fromTriangle(Float64Array.from(products), p) };
}

function refuseTooLong(statements: readonly string[], { dialect }: ReadTable, p: number): void {
  const limit = lengthLimit(dialect);
  const longest = Math.max(...statements.map((sql) => sql.length));
  if (longest <= limit) return;
  throw new GdError(
    'UNSUPPORTED',
    `robust errors of ${counted(p, 'parameter')} take a statement of ${longest} characters, and the limit of ${dialect} is ${limit}`,
    'name fewer features',
  );
}

/** The statements: as many as the columns of the answer take. */
function robustSql(from: ReadTable, inference: Inference, power: ErrorKind['power']): string[] {
  const { dialect } = from;
  const name = namesFor(from);
  const scored = scoresSql(from, inference, power);
  const shared = ['COUNT(*) AS clusters', `SUM(${name('rows')}) AS complete`, `SUM(${name('told')}) AS told`];
  const sums = pairs(inference.estimates.length).map(
    ([i, j]) => `SUM(${name(`s${i}`)} * ${name(`s${j}`)}) AS product${i}_${j}`,
  );
  const limit = columnLimit(dialect) - shared.length;
  return Array.from({ length: Math.ceil(sums.length / limit) }, (_, part) => {
    const selected = [...shared, ...sums.slice(part * limit, (part + 1) * limit)];
    return `SELECT ${selected.join(', ')} FROM (${scored}) AS scored${endingOf(dialect)}`;
  });
}

/** The scores `s0`, `s1`, … of rows, or their sums over clusters: (z, 1) times weight, residual and a power of 1 − h. */
function scoresSql(from: ReadTable, inference: Inference, power: ErrorKind['power']): string {
  const name = namesFor(from);
  const d = inference.whitening().center.length - 1;
  const scores = inference.estimates.map((_, i) => (i < d ? `${name('m')} * ${name(`z${i}`)}` : name('m')));
  const byCluster = from.keys !== undefined;
  const columns = scores.map((score, i) => `${byCluster ? `SUM(${score})` : score} AS ${name(`s${i}`)}`);
  const isTold = `CASE WHEN ${name('m')} IS NULL THEN 0 ELSE 1 END`;
  columns.push(
    `${byCluster ? 'COUNT(*)' : '1'} AS ${name('rows')}`,
    `${byCluster ? `SUM(${isTold})` : isTold} AS ${name('told')}`,
  );
  const grouped = byCluster ? ` GROUP BY ${name('k0')}` : '';
  return `SELECT ${columns.join(', ')} FROM (${pulledSql(from, inference, power)}) AS pulled${grouped}`;
}

/** The whitened rows with `m`, their weight times residual over a power of 1 − h; NULL where that is 0. */
function pulledSql(from: ReadTable, inference: Inference, power: ErrorKind['power']): string {
  const { dialect, sampleWeight } = from;
  const name = namesFor(from);
  const { perWeight, center } = inference.whitening();
  const number = (value: number): string => literal(value, dialect);
  const weight = sampleWeight === undefined ? number(1) : name('w');
  const pull = `${weight} * ${name('r')}`;
  const white = whitenedSql(from, inference);
  if (power === 0) return `SELECT *, ${pull} AS ${name('m')} FROM (${white}) AS whitened${fenceOf(dialect)}`;
  const squares = center.slice(1).map((_, i) => `${name(`z${i}`)} * ${name(`z${i}`)}`);
  const left = `${number(1)} - ${weight} * (${[number(perWeight), ...squares].join(' + ')})`;
  const known = `SELECT *, ${left} AS ${name('h')} FROM (${white}) AS whitened${fenceOf(dialect)}`;
  const over = power === 1 ? name('h') : `SQRT(${name('h')})`;
  const told = `CASE WHEN ${name('h')} > ${number(LEAST_LEFT)} THEN ${pull} / ${over} END`;
  return `SELECT *, ${told} AS ${name('m')} FROM (${known}) AS known${fenceOf(dialect)}`;
}

/** The rows that weigh something, their features whitened, `z0`, `z1`, …, and their residual `r`. */
function whitenedSql(from: ReadTable, { estimates, whitening }: Inference): string {
  const { dialect, sampleWeight } = from;
  const name = namesFor(from);
  const { root, center } = whitening();
  const d = center.length - 1;
  // columns come less the high parts of their means
  const sumOf = (factors: readonly number[]): string => {
    const low = factors.reduce((sum, factor, j) => sum - factor * center[j]![1], 0);
    const products = factors.flatMap((factor, j) =>
      factor === 0 ? [] : [`${literal(factor, dialect)} * ${name(j)}`],
    );
    return [...products, ...(low === 0 ? [] : [literal(low, dialect)])].join(' + ');
  };
  const white = Array.from(
    { length: d },
    (_, i) => `${sumOf([...root.subarray(i * d, i * d + d)])} AS ${name(`z${i}`)}`,
  );
  const residual = sumOf([...estimates.slice(0, d).map((slope) => -slope), 1]);
  const { rows } = filteredRows(
    from,
    center.map(([high]) => high),
  );
  const weighing = sampleWeight === undefined ? '' : ` WHERE ${name('w')} > 0`;
  return `SELECT *, ${white.join(', ')}, ${residual} AS ${name('r')} FROM (${rows}) AS centred${weighing}${fenceOf(dialect)}`;
}

/** Places on and above the diagonal, row by row. */
const pairs = (p: number): [number, number][] =>
  Array.from({ length: p }, (_, i) =>
    Array.from({ length: p - i }, (_, k): [number, number] => [i, i + k]),
  ).flat();
