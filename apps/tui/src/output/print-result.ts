import { formatFixed, TRAITS } from '@gd-trainer/sdk/view';
import { rowsIn, type Words } from '../words/words.ts';
import type { TrainingResult } from './result.ts';
import textWidth from './text-width.ts';

const DIGITS = 10;

/** The result for people: how it ended, then one parameter a line, as plain digits that can be copied. */
export function printResult(name: string, result: TrainingResult, words: Words): string {
  const { loss, gap, r2, rmse, optimizer, learningRate, learningRateLimit, condition } = result;
  const limit = learningRateLimit === null ? words.noLimit : `${words.limit} ${plain(learningRateLimit, 4)}`;
  const rate = TRAITS[optimizer].searches ? '' : `α ${plain(learningRate, 4)}${words.aside(limit)}   `;
  const head = [
    `${name}  ${rowsIn(words, result.rows, result.skippedRows)}`,
    words.ended(
      words.status[result.status],
      formatFixed(result.epochs, Number.isInteger(result.epochs) ? 0 : 2),
    ),
    `${optimizer === 'gd' ? '' : `${optimizer}   `}${rate}κ ${condition === null ? '–' : plain(condition, 4)}`,
    `${words.loss} ${plain(loss, 8)}   R² ${plain(r2, 6)}   RMSE ${plain(rmse, 6)}   ${words.gap} ${plain(gap, 2)}`,
  ];
  const parameters = [...Object.entries(result.weights), [words.bias, result.bias] as const];
  const table = alignColumns(parameters.map(([label, value]) => [label, plain(value, DIGITS)]));
  const references = Object.entries(result.references ?? {}).map(
    ([category, level]) => `  ${words.reference(category, level)}`,
  );
  return [...head, '', `${result.target} =`, ...table.map((line) => `  ${line}`), ...references, ''].join(
    '\n',
  );
}

const plain = (value: number, digits: number): string => String(Number(value.toPrecision(digits)));

/** Names flush left, numbers aligned at the decimal point. */
function alignColumns(rows: readonly (readonly [string, string])[]): string[] {
  const widest = Math.max(...rows.map(([label]) => textWidth(label)));
  const wholes = rows.map(([, number]) => number.split(/[.e]/, 1)[0]!.length);
  const most = Math.max(...wholes);
  return rows.map(([label, number], index) => {
    const gap = ' '.repeat(widest - textWidth(label) + 2 + most - wholes[index]!);
    return `${label}${gap}${number}`;
  });
}
