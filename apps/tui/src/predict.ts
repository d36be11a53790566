import type { Model } from '@gd-trainer/sdk';
import { quoted } from './clean-text.ts';
import { type DataColumn, type DataSet, openDataSet } from './data-set.ts';
import { EXIT, Failure } from './failure.ts';
import type { Output } from './output.ts';
import { readModelFile } from './read-model.ts';

const PREDICTION = 'prediction';

/** The `predict` command: the rows as they came, with a column `prediction`, empty where an input is missing. */
export async function predict(
  modelPath: string,
  source: string,
  json: boolean,
  output: Output,
): Promise<void> {
  const model = readModelFile(modelPath);
  const data = await openDataSet(source);
  const predictions = predictRows(model, data);
  const empty = predictions.filter((value) => value === null).length;
  if (empty > 0) output.note(`${empty} of ${data.rows} rows without a prediction: an input is missing`);
  if (json) {
    output.data(`${JSON.stringify({ schemaVersion: 1, target: model.target, predictions })}\n`);
    return;
  }
  const columns = [...data.names.map((name) => data.columns[name]!), predictions];
  output.data(csvLine([...data.names, freeName(data)]));
  for (let row = 0; row < data.rows; row++)
    output.data(csvLine(columns.map((column) => column[row] ?? null)));
}

/** ŷ of every row, null where a feature has no value. */
export function predictRows(model: Model, data: DataSet): (number | null)[] {
  const columns = model.features.map((name) => featureColumn(data, name));
  return Array.from({ length: data.rows }, (_, row) => {
    const values = columns.map((column) => column[row] ?? null);
    return values.includes(null) ? null : model.predict(values as number[]);
  });
}

function featureColumn(data: DataSet, name: string): DataColumn {
  const column = Object.hasOwn(data.columns, name) ? data.columns[name] : undefined;
  if (!column) {
    const names = data.names.map(quoted).join(', ');
    throw new Failure(
      EXIT.data,
      `no column ${quoted(name)}, which the model predicts from`,
      `there are ${names}`,
    );
  }
  const bad = column.findIndex((cell) => typeof cell === 'string');
  if (bad < 0) return column;
  const got = quoted(String(column[bad]));
  throw new Failure(
    EXIT.data,
    `column ${quoted(name)}, row ${bad + 1}: expected a number, got ${got}`,
    'mend or empty the cell',
  );
}

/** `prediction`, numbered if the file has such a column. */
function freeName({ names }: DataSet): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? PREDICTION : `${PREDICTION} ${count}`;
    if (!names.includes(name)) return name;
  }
}

/** Fields in quotes where they need them (RFC 4180). */
function csvLine(cells: readonly (number | string | null)[]): string {
  const fields = cells.map((cell) => {
    const text = cell === null ? '' : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${fields.join(',')}\n`;
}
