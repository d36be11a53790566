// NIST's reference data sets for linear regression, solved and descended; their files are not part of the project.

import { type FitOptions, fitSync, type Model, moments, solveSync } from '@gd-trainer/sdk';
import { formatExponent } from '@gd-trainer/sdk/view';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { type NistSet, nistIsThere, nistSet } from '@gd-trainer/testing/nist';
import { toMarkdown as table } from '../../bench/table.mjs';
import { exactLeastSquares } from './exact-least-squares.ts';
import { partsOf } from './marked.ts';

export { nistIsThere };

/** As NIST lists them, from the easiest to the hardest. */
const SETS = [
  ['Norris', 'Pontius'],
  ['NoInt1', 'NoInt2', 'Filip', 'Longley', 'Wampler1', 'Wampler2', 'Wampler3', 'Wampler4', 'Wampler5'],
].flat();
const target = 'y';

/** Digits that `solve` reaches, from rows and from moments. */
export async function solvedTable(): Promise<string> {
  const heads = [
    'data set',
    'rows',
    'parameters',
    'κ',
    'exact',
    'certified',
    'attainable',
    'says',
    'from moments',
    'says',
    'as poly(x, k)',
  ];
  return table(heads, await Promise.all(SETS.map(solvedRow)));
}

async function solvedRow(name: string): Promise<string[]> {
  const set = nistSet(name);
  const options = { target, intercept: set.intercept };
  const model = solveSync(set.columns, options);
  const fromMoments = solveSync(await moments(set.columns, options), options);
  const { y, ...features } = set.columns;
  const exact = exactLeastSquares(Object.values(features), y!, set.intercept);
  const isExact = parametersOf(model, set).every((estimate, j) => estimate === exact[j]);
  return [
    name,
    String(model.rows),
    String(set.certified.length),
    conditionOf(model),
    isExact ? 'all' : digits(worst(parametersOf(model, set), exact)),
    digits(worst(parametersOf(model, set), certified(set))),
    digits(worst(exact, certified(set))),
    digits(model.digits),
    digits(worst(parametersOf(fromMoments, set), certified(set))),
    digits(fromMoments.digits),
    asPolynomial(name, set),
  ];
}

function conditionOf({ forecast: { condition } }: Model): string {
  return condition! < 100 ? condition!.toPrecision(2) : formatExponent(condition!, 2);
}

/** Digits of a set of powers that is given as a term of its one column. */
function asPolynomial(name: string, set: NistSet): string {
  const degree = Object.keys(set.columns).length - 1;
  if (degree < 2 || !/^(?:Pontius|Filip|Wampler)/.test(name)) return '';
  const { x1: x, y } = set.columns;
  const model = solveSync({ x: x!, y: y! }, { target, features: [`poly(x, ${degree})`] });
  return digits(worst(parametersOf(model, set), certified(set)));
}

/** Ends of descents that may take 10,000 epochs, and the epochs they would need. */
export function descendedTable(): string {
  const heads = [
    'data set',
    'gd ends as',
    'at epoch',
    'digits',
    'R²',
    'would need',
    'momentum ends as',
    'at epoch',
    'digits',
    'R²',
    'would need',
    'cg ends as',
    'at epoch',
    'digits',
    'R²',
  ];
  const rows = SETS.map((name) => [
    name,
    ...descent(name, 'gd'),
    ...descent(name, 'momentum'),
    ...descent(name, 'cg').slice(0, 4),
  ]);
  return `At most ${EPOCHS.toLocaleString('en')} epochs, tolerance ${TOLERANCE}:\n\n${table(heads, rows)}`;
}

const EPOCHS = 10_000;
const TOLERANCE = 1e-13;

function descent(name: string, optimizer: NonNullable<FitOptions['optimizer']>): string[] {
  const set = nistSet(name);
  const model = fitSync(set.columns, {
    target,
    intercept: set.intercept,
    optimizer,
    epochs: EPOCHS,
    tolerance: TOLERANCE,
  });
  const needed = model.forecast.epochsTo(TOLERANCE);
  return [
    model.status,
    model.epochs.toLocaleString('en'),
    digits(worst(parametersOf(model, set), certified(set))),
    model.r2 > -10 ? model.r2.toFixed(5) : formatExponent(model.r2, 2),
    needed === null ? '' : rounded(needed),
  ];
}

const certified = (set: NistSet): number[] => set.certified.map(({ estimate }) => estimate);

/** Digits of the worst parameter. */
function worst(estimates: readonly number[], reference: readonly number[]): number {
  return Math.min(...estimates.map((estimate, j) => digitsAgreed(estimate, reference[j]!)));
}

/** In the order of the certified values. */
const parametersOf = (model: Model, { intercept }: NistSet): number[] =>
  intercept ? [model.bias, ...model.weights] : [...model.weights];

/** One decimal, rounded down; none at all is 0. */
const digits = (value: number): string => (Math.floor(Math.max(0, value) * 10) / 10).toFixed(1);

const rounded = (count: number): string =>
  count < 1e5 ? count.toLocaleString('en') : formatExponent(count, 2);

/** Sum of the committed table of `solve`, for the READMEs. */
export function solvedInWords(page: string, language: 'en' | 'zh-CN'): string {
  const lines = partsOf(page)
    .solved!.split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const sets = lines.flatMap(([, name, , , , exact]) => (SETS.includes(name ?? '') ? [{ name, exact }] : []));
  const others = sets.filter(({ exact }) => exact !== 'all');
  const [exact, all] = [sets.length - others.length, sets.length];
  const rest = others.map((set) =>
    language === 'en' ? `${set.exact} on ${set.name}` : `在 ${set.name} 上正确到 ${set.exact} 位`,
  );
  return language === 'en'
    ? `On ${exact} of NIST's ${all} reference data sets \`solve\` returns the exact least squares weights of the numbers it is given, every digit of them; digits it gets right on the rest: ${rest.join(', ')}.\n`
    : `在 NIST 的 ${all} 个参考数据集中，\`solve\` 在其中 ${exact} 个上求出精确的最小二乘权重，每一位都正确；${rest.join('，')}。\n`;
}
