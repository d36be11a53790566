import { once } from 'node:events';
import { GdError, type Model } from '@gd-trainer/sdk';
import { type NoteFacts, narrateNote } from '@gd-trainer/sdk/narrate';
import { inputKinds } from '@gd-trainer/sdk/view';
import type { DataColumn } from '../input/columns.ts';
import { dataChunks } from '../input/data-chunks.ts';
import type { DataSet } from '../input/data-set.ts';
import { languageOf } from '../input/open-run.ts';
import { type WrittenTable, withFields } from '../input/records.ts';
import { shareOf } from '../input/values.ts';
import { cleanJson, quoted } from '../output/clean-text.ts';
import { csvLine } from '../output/csv-line.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { readModelFile } from '../output/model-file.ts';
import { notesOn } from '../output/notes.ts';
import type { Output } from '../output/output.ts';
import { type Language, WORDS } from '../words/words.ts';
import { type PredictFlags, readingOf } from './flags.ts';

const PREDICTION = 'prediction';
/** Rows and cells that a note names. */
const SHOWN = 3;

/** The `predict` command: the rows as they came, with a column `prediction`, empty where an input is missing. */
export async function predict(
  modelPath: string,
  source: string,
  flags: PredictFlags,
  output: Output,
): Promise<void> {
  const model = readModelFile(modelPath);
  const reading = { ...readingOf(flags), keepLines: !flags.json };
  const interval = flags.interval === undefined ? undefined : shareOf('--interval', flags.interval);
  const write = flags.json ? jsonWriter(model, output) : csvWriter(output);
  const language = languageOf(flags.lang);
  const unread = unreadCells(numbersOf(model));
  let rows = 0;
  let empty = 0;
  for await (const data of dataChunks(source, model.inputs, reading)) {
    const predicted = predictRows(model, data, rows, interval);
    if (rows === 0) tellReading(data, numbersOf(model), language, output);
    unread.add(data, rows);
    rows += data.rows;
    empty += predicted.prediction!.filter((value) => value === null).length;
    write.rows(data, predicted);
    // a reader slower than this would have all of a file pile up in memory
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  }
  write.end();
  for (const facts of unread.notes(rows)) output.note(narrateNote(facts, language));
  if (empty > 0) output.note(WORDS[language].rowsWithoutPrediction(String(empty), String(rows)));
}

/** Notes on the reading of the columns that are predicted from, as far as the first rows tell. */
function tellReading(data: DataSet, features: readonly string[], language: Language, output: Output): void {
  const { notes = [] } = data;
  const told = notes.filter(({ code }) => code !== 'missing' && code !== 'unreadable' && code !== 'label');
  for (const note of notesOn({ notes: told }, features, language)) output.note(note);
}

/** Cells of the features that are no numbers, collected over all rows. */
function unreadCells(features: readonly string[]): {
  add(data: DataSet, before: number): void;
  notes(rows: number): NoteFacts[];
} {
  const found = new Map<string, { count: number; readonly rows: number[]; readonly examples: string[] }>();
  let known: readonly NoteFacts[] = [];
  return {
    add({ columns, notes = [] }, before) {
      if (before === 0) known = notes.filter(({ code }) => code === 'unreadable');
      for (const name of features) {
        const seen = found.get(name) ?? { count: 0, rows: [], examples: [] };
        Array.from(columns[name] ?? []).forEach((cell, row) => {
          if (typeof cell !== 'string' || ++seen.count > SHOWN) return;
          seen.rows.push(before + row + 1);
          seen.examples.push(cell);
        });
        found.set(name, seen);
      }
    },
    // what the light reader has noted is missing among the cells
    notes: (of) =>
      features.flatMap((column): readonly NoteFacts[] => {
        const { count, rows, examples } = found.get(column)!;
        if (count > 0) return [{ code: 'unreadable', column, count, of, rows, examples }];
        return known.filter((note) => note.column === column);
      }),
  };
}

/** Columns that are added to the rows, null where an input has no value. */
type Predicted = Readonly<Record<string, readonly (number | null)[]>>;

/** `prediction` of every row, and with a level the ends of its interval; `before` rows came before these. */
export function predictRows(model: Model, data: DataSet, before: number, interval?: number): Predicted {
  const columns = model.inputs.map((name) => inputColumn(model, data, name, before));
  const complete = Array.from({ length: data.rows }, (_, row) =>
    columns.every((column) => column[row] !== null),
  );
  const first = complete.indexOf(true);
  const named = interval === undefined ? [PREDICTION] : [PREDICTION, 'low', 'high'];
  if (first < 0) return Object.fromEntries(named.map((name) => [name, complete.map(() => null)]));
  // a row with a gap stands there as the first without one, so that messages count the rows
  const filled = columns.map((column) =>
    Array.from(column, (cell, row) => (complete[row] ? cell : column[first])),
  );
  const source = Object.fromEntries(model.inputs.map((name, j) => [name, filled[j]!]));
  const found: Readonly<Record<string, Float64Array>> = laterRows(before, () =>
    interval === undefined
      ? { [PREDICTION]: model.predictAll(source) }
      : { ...model.predictAll(source, { interval }) },
  );
  return Object.fromEntries(
    named.map((name) => [name, complete.map((is, row) => (is ? found[name]![row]! : null))]),
  );
}

/** Does something whose errors count rows from those before. */
function laterRows<Result>(before: number, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof GdError && typeof error.details.row === 'number')) throw error;
    const row = error.details.row + before;
    const message = error.message.replace(/, row \d+:/, `, row ${row}:`);
    throw new GdError(error.code, message, error.hint, { ...error.details, row });
  }
}

/** An input as it stands in the file where it is no number to the model. */
function inputColumn(model: Model, data: DataSet, name: string, before: number): DataColumn {
  const column = Object.hasOwn(data.columns, name) ? data.columns[name] : undefined;
  return column && !numbersOf(model).includes(name) ? column : featureColumn(data, name, before);
}

/** Inputs that are numbers to the model. */
const numbersOf = (model: Model): string[] =>
  [...inputKinds(model)].flatMap(([name, kind]) => (kind === 'number' ? [name] : []));

/** Writes predictions as they come. */
interface Writer {
  rows(data: DataSet, predicted: Predicted): void;
  end(): void;
}

function csvWriter(output: Output): Writer {
  let header = true;
  return {
    rows(data, predicted) {
      const added = Object.entries(predicted).map(
        ([name, column]) => [freeName(data, name), column] as const,
      );
      if (data.written) return output.data(data.written.encode(writtenLines(data.written, added)));
      const columns = [
        ...data.names.map((name) => data.columns[name]!),
        ...added.map(([, column]) => column),
      ];
      const lines = added[0]![1].map((_, row) => csvLine(columns.map((column) => column[row] ?? null)));
      output.data((header ? csvLine([...data.names, ...added.map(([name]) => name)]) : '') + lines.join(''));
      header = false;
    },
    end() {},
  };
}

/** The lines as they came, each with as many more fields. */
function writtenLines(
  table: WrittenTable,
  added: readonly (readonly [name: string, column: readonly (number | null)[]])[],
): string {
  const written = (value: number | null): string =>
    value === null ? '' : String(value).replace('.', table.decimal);
  const names = added.map(([name]) => name);
  const header = table.header ? withFields(table, table.header, names) : '';
  const lines = table.rows.map((row, i) =>
    withFields(
      table,
      row,
      added.map(([, column]) => written(column[i]!)),
    ),
  );
  return header + lines.join('');
}

/** One object, however many rows: its last key is a list that grows. */
function jsonWriter({ target }: Model, output: Output): Writer {
  let opening = `${cleanJson({ schemaVersion: 1, target }).slice(0, -1)},"predictions":[`;
  return {
    rows(_, predicted) {
      const rows = predicted.low
        ? predicted[PREDICTION]!.map((_, row) =>
            Object.fromEntries(Object.entries(predicted).map(([name, column]) => [name, column[row]])),
          )
        : predicted[PREDICTION];
      output.data(opening + cleanJson(rows).slice(1, -1));
      opening = ',';
    },
    end: () => output.data(']}\n'),
  };
}

function featureColumn(data: DataSet, name: string, before: number): DataColumn {
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
  // some cells that are no numbers leave their rows without a prediction; a column of them is another column
  if (!data.text.includes(name) || column.some((cell) => typeof cell === 'number')) {
    return Array.from(column, (cell) => (typeof cell === 'string' ? null : cell));
  }
  const got = quoted(String(column[bad]));
  throw new Failure(
    EXIT.data,
    `column ${quoted(name)}, row ${before + bad + 1}: expected a number, got ${got}`,
    'mend or empty the cell',
  );
}

/** The name of a column to add, numbered if the file has such a column. */
function freeName({ names }: DataSet, wanted: string): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted} ${count}`;
    if (!names.includes(name)) return name;
  }
}
