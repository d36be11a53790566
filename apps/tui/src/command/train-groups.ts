import {
  type Fit,
  type FitOptions,
  type Fits,
  type FTest,
  fitGroups,
  type GroupMoments,
} from '@gd-trainer/sdk';
import { aligned } from '@gd-trainer/sdk/view';
import type { Choice } from '../input/choose-columns.ts';
import type { DataSet } from '../input/data-set.ts';
import { trainingOptions } from '../input/preset-options.ts';
import { listOf } from '../input/values.ts';
import { cleanJson, cleanText, quoted } from '../output/clean-text.ts';
import { csvLine } from '../output/csv-line.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { notesOn } from '../output/notes.ts';
import type { Output } from '../output/output.ts';
import { WORDS, type Words } from '../words/words.ts';
import type { Request } from './request.ts';

/** The fits of the groups by some columns, and lines about what was left out; undefined where that was interrupted. */
export type FitGroups = (
  options: FitOptions,
  by: readonly string[],
  features: readonly string[],
) => Promise<{ readonly fits: Fits; readonly notes: readonly string[] } | undefined>;

/** Groups of rows that are in memory. */
const groupsInMemory =
  ({ columns }: DataSet): FitGroups =>
  async (options, by) => ({
    fits: await fitGroups(columns, { ...options, by, method: methodOf(options) }),
    notes: [],
  });

/** The way to fit a group: at once, unless corners need a descent. */
export const methodOf = ({ l1 }: FitOptions): 'fit' | 'solve' => (l1 ? 'fit' : 'solve');

/** Rows in the moments of groups, and those left out. */
export const countsOf = ({ moments, skippedRows }: GroupMoments): { n: number; skippedRows: number } => ({
  n: moments.reduce((sum, { n }) => sum + n, 0),
  skippedRows,
});

/** `--by`: a model a group, as a table, as CSV, or as JSON. Resolves to the exit code. */
export async function trainGroups(
  data: DataSet,
  choice: Choice,
  request: Request,
  output: Output,
  fitted: FitGroups = groupsInMemory(data),
): Promise<number> {
  const { flags, flagOptions, language } = request;
  const by = listOf(flags.by) ?? [];
  const unknown = by.find((name) => !data.names.includes(name));
  if (unknown !== undefined) {
    throw new Failure(
      EXIT.usage,
      `no column ${quoted(unknown)} for --by`,
      `there are ${data.names.map(quoted).join(', ')}`,
    );
  }
  const features = flags.features ? choice.features : choice.features.filter((name) => !by.includes(name));
  const options = trainingOptions(data, { ...choice, features }, flagOptions);
  const found = await fitted(options, by, features);
  if (!found) return EXIT.interrupted;
  for (const note of notesOn(data, [choice.target, ...features], language)) output.note(note);
  for (const note of found.notes) output.note(note);
  return printGroups(found.fits, { target: choice.target, by }, request, output);
}

/** The models of groups in the form that was asked for. Resolves to the exit code. */
export async function printGroups(
  fits: Fits,
  { target, by }: { readonly target: string; readonly by: readonly string[] },
  { flags, format, language }: Request,
  output: Output,
): Promise<number> {
  const groups = [...fits];
  for (const { key, error } of groups) if (error) output.note(`${nameOf(by, key)}: ${error.message}`);
  if (format === 'text' && !flags.csv) {
    const { default: textWidth } = await import('../output/text-width.ts');
    const rows = tableOf(by, fits.features, groups, WORDS[language]);
    const test = pooledTest(fits);
    const lines = [`${cleanText(target)} =`, ...aligned(rows, by.length, 0, textWidth)];
    output.data(`${[...lines, ...(test ? ['', oneForAll(test, WORDS[language])] : [])].join('\n')}\n`);
  } else if (flags.csv) {
    output.data(csvLine([...by, 'rows', 'r2', 'rmse', ...fits.features, 'bias']));
    for (const fit of groups) output.data(csvLine([...fit.key.map(cellOf), ...numbersOf(fit)]));
  } else {
    const objects = groups.map((fit) => objectOf(by, fits.features, fit));
    const whole = {
      schemaVersion: 1,
      target,
      by,
      features: fits.features,
      groups: objects,
      f: pooledTest(fits),
    };
    output.data(
      format === 'jsonl' ? objects.map((one) => `${cleanJson(one)}\n`).join('') : `${cleanJson(whole)}\n`,
    );
  }
  return groups.some(({ error }) => error === undefined) ? EXIT.done : EXIT.data;
}

/** Groups up to which their rows are summed up once more for the test whether one model will do. */
const MOST_TESTED = 1000;

/** F test of equal weights in all groups; null where there is none, or too many groups to ask. */
function pooledTest(fits: Fits): FTest | null {
  const fitted = [...fits].filter(({ error }) => error === undefined);
  return fitted.length > 1 && fitted.length <= MOST_TESTED ? fits.pooled().f : null;
}

/** Level of the test. */
const LEVEL = 0.05;

const oneForAll = ({ statistic, p, degreesOfFreedom: [more, left] }: FTest, words: Words): string =>
  words.oneForAll(
    [`F(${more}, ${left}) = ${statistic.toPrecision(4)}`, `p = ${Number(p.toPrecision(2))}`],
    p < LEVEL,
  );

const nameOf = (by: readonly string[], key: Fit['key']): string =>
  by.map((name, i) => `${cleanText(name)} ${quoted(String(key[i] ?? ''))}`).join(', ');

const cellOf = (cell: unknown): string | number | null =>
  typeof cell === 'number' || cell === null || cell === undefined ? (cell ?? null) : String(cell);

/** Rows, R², RMSE, weights and bias of a group; nothing for one that could not be fitted but its rows. */
const numbersOf = ({ rows, r2, rmse, weights, bias, error }: Fit): (number | null)[] => [
  rows,
  ...[r2, rmse, ...weights, bias].map((value) => (error ? null : value)),
];

function tableOf(
  by: readonly string[],
  features: readonly string[],
  groups: readonly Fit[],
  words: Words,
): string[][] {
  const head = [...by, words.groupRows, 'R²', 'RMSE', ...features, words.bias];
  return [
    head.map(cleanText),
    ...groups.map((fit) => [
      ...fit.key.map((cell) => cleanText(String(cell ?? ''))),
      ...numbersOf(fit).map((value) => (value === null ? '–' : String(Number(value.toPrecision(6))))),
    ]),
  ];
}

function objectOf(by: readonly string[], features: readonly string[], fit: Fit): object {
  const { key, rows, r2, rmse, weights, bias, error } = fit;
  const group = Object.fromEntries(by.map((name, i) => [name, cellOf(key[i])]));
  if (error) return { group, rows, error: error.message };
  const named = Object.fromEntries(features.map((name, j) => [name, weights[j]]));
  return { group, rows, r2, rmse, weights: named, bias };
}
