import { ledger } from '@gd-trainer/sdk';
import { featuresOf } from '@gd-trainer/sdk/view';
import type { ReadOptions } from '../input/columns.ts';
import { dataChunks } from '../input/data-chunks.ts';
import type { DataSet } from '../input/data-set.ts';
import { languageOf } from '../input/open-run.ts';
import type { FileRecord } from '../input/records.ts';
import { toValue } from '../input/values.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { readModelFile } from '../output/model-file.ts';
import type { Output } from '../output/output.ts';
import textWidth from '../output/text-width.ts';
import { WORDS } from '../words/words.ts';
import { type ExplainFlags, readingOf } from './flags.ts';
import { predictRows } from './predict.ts';

const DIGITS = 8;

/** The `explain` command: how the model comes to its prediction for one row, and the chain rule of its loss there. */
export async function explain(
  modelPath: string,
  source: string,
  flags: ExplainFlags,
  output: Output,
): Promise<void> {
  const rowText = flags.row;
  const words = WORDS[languageOf(flags.lang)];
  const model = readModelFile(modelPath);
  const row = toValue(rowText);
  const reading = { ...readingOf(flags), keepLines: true };
  const { one, lines } = await findRow(source, [...model.inputs, model.target], row, rowText, reading);
  const [prediction] = predictRows(model, one, (row as number) - 1).prediction!;
  if (prediction === null || prediction === undefined) {
    throw new Failure(
      EXIT.data,
      `row ${row} has no value for a feature of the model`,
      'choose a complete row',
    );
  }
  const x = Array.from(
    featuresOf(model, Object.fromEntries(model.inputs.map((name) => [name, one.columns[name]![0]]))),
  );
  const terms = model.features.map((name, j): [string, number, string] => [
    name,
    model.weights[j]! * x[j]!,
    `= ${short(model.weights[j]!)} · ${short(x[j]!)}`,
  ]);
  const y = one.columns[model.target]?.[0];
  const known = typeof y === 'number' ? chainRule(model, x, y) : [];
  const asWritten = lines.length > 0 ? `${lines.map((line) => `  ${line}\n`).join('')}\n` : '';
  output.data(
    `${words.rowOf(one.name, String(row))}\n\n${asWritten}${table([...terms, [words.bias, model.bias, ''], [`ŷ  ${model.target}`, prediction, ''], ...known])}`,
  );
}

/** A row as data of one row, and the lines of it and of the names above as they stand in a text table. */
interface FoundRow {
  readonly one: DataSet;
  readonly lines: readonly string[];
}

async function findRow(
  source: string,
  numbers: readonly string[],
  row: number | string,
  rowText: string,
  reading: ReadOptions,
): Promise<FoundRow> {
  let before = 0;
  let header: FileRecord | undefined;
  for await (const data of dataChunks(source, numbers, reading)) {
    const index = typeof row === 'number' && Number.isInteger(row) ? row - 1 - before : -1;
    header ??= data.written?.header;
    if (index >= 0 && index < data.rows) {
      const written = data.written ? [...(header ? [header] : []), data.written.rows[index]!] : [];
      const lines = written.flatMap(({ text }) => text.split(/\r\n|\n|\r/));
      return { one: { ...data, rows: 1, columns: rowOf(data.columns, index) }, lines };
    }
    before += data.rows;
  }
  throw new Failure(EXIT.usage, `--row expected a whole number from 1 to ${before}, got "${rowText}"`);
}

/** In data units: the descent may have run on scaled features, so no update is shown here. */
function chainRule(
  model: { readonly features: readonly string[]; readonly weights: Float64Array; readonly bias: number },
  x: readonly number[],
  y: number,
): [string, number, string][] {
  const factors = ledger({ x, y }, model, 1);
  return [
    ['y', y, ''],
    ['y − ŷ', factors.residual, ''],
    ['L', factors.loss, '= ½(y − ŷ)²'],
    ['∂L/∂ŷ', factors.lossByPrediction, '= −(y − ŷ)'],
    ...model.features.map((name, j): [string, number, string] => [
      `∂L/∂w ${name}`,
      factors.lossByWeight[j]!,
      `= ∂L/∂ŷ · ∂ŷ/∂w = ${short(factors.lossByPrediction)} · ${short(x[j]!)}`,
    ]),
    ['∂L/∂b', factors.lossByBias, `= ∂L/∂ŷ · ∂ŷ/∂b = ${short(factors.lossByPrediction)} · 1`],
  ];
}

function rowOf<T>(columns: Readonly<Record<string, ArrayLike<T>>>, row: number): Record<string, T[]> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, [column[row]!]]));
}

const short = (value: number): string => String(Number(value.toPrecision(DIGITS)));

/** Names flush left, numbers aligned at the decimal point, how they come about behind them. */
function table(lines: readonly (readonly [string, number, string])[]): string {
  const cells = lines.map(([name, value, how]) => {
    const [whole = '', ...rest] = short(value).split(/(?=[.e])/);
    return { name, whole, rest: rest.join(''), how };
  });
  const widest = (of: (cell: (typeof cells)[number]) => string): number =>
    Math.max(...cells.map((cell) => textWidth(of(cell))));
  const [names, wholes, rests] = [
    widest(({ name }) => name),
    widest(({ whole }) => whole),
    widest(({ rest }) => rest),
  ];
  const fill = (text: string, width: number): string => ' '.repeat(width - textWidth(text));
  return cells
    .map(({ name, whole, rest, how }) =>
      `  ${name}${fill(name, names)}  ${fill(whole, wholes)}${whole}${rest}${fill(rest, rests)}  ${how}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
