import { rawInputs } from '../data/raw-inputs.ts';
import { usedColumns } from '../data/row-block.ts';
import { describe, GdError } from '../errors.ts';
import { recordOf } from '../session/data-trainer.ts';
import type { Leg } from '../session/leg.ts';
import type { Trainer } from '../session/trainer.ts';
import { numpy } from './numpy.ts';
import { typescript } from './typescript.ts';
import type { WrittenRun } from './written-run.ts';

/** Languages a run can be written in: the sdk's own, and NumPy, which shows every step. */
export type CodeLanguage = 'typescript' | 'numpy';

const WRITERS: Readonly<Record<CodeLanguage, (run: WrittenRun) => string>> = { typescript, numpy };

/** Rows that stand in the code itself; more are read from a file. */
const MOST_ROWS = 100;

/**
 * A program that does the run again, to its present state, and prints the weights and the bias: the same bits in
 * TypeScript, the same but for rounding in NumPy.
 *
 * @param trainer - the session, at the state that the program shall end at
 * @param language - of the program
 * @param file - the rows, where they are too many to stand in the code: above 100
 * @param file.file - the CSV file for the code to read them from
 * @throws {GdError} `OPTION` for another language, and for more rows without a file; `UNSUPPORTED` for a session on
 * moments, for weighted rows, and for rates given as a function
 */
export function toCode(
  trainer: Trainer,
  language: CodeLanguage,
  { file }: { file?: string | undefined } = {},
): string {
  if (!Object.hasOwn(WRITERS, language)) {
    throw new GdError('OPTION', `"language" expected typescript or numpy, got ${describe(language)}`, '', {
      option: 'language',
    });
  }
  const record = recordOf(trainer);
  const { table } = record.data;
  if (!table || table.sampleWeight || record.legs.some(hasSchedule)) {
    throw new GdError(
      'UNSUPPORTED',
      'moments, weighted rows and rates that are functions cannot be written as code',
      'run on the rows, at rates that are numbers',
    );
  }
  if (table.rows > MOST_ROWS && record.data.held) {
    const hint = 'run on the rows that are learned from alone';
    throw new GdError('UNSUPPORTED', 'a file has the rows that are held out too', hint);
  }
  if (table.rows > MOST_ROWS && file === undefined) {
    throw new GdError('OPTION', `"file" expected a name for ${table.rows} rows to be read from, got nothing`);
  }
  const { features, target } = trainer;
  const columns =
    table.rows <= MOST_ROWS ? usedColumns(table).map((column) => valuesOf(column, table.rows)) : undefined;
  const { terms } = record.data.moments;
  const inputs = columns && rawInputs(table);
  return WRITERS[language]({ ...record, features, target, terms, columns, inputs, file });
}

const hasSchedule = ({ settings }: Leg): boolean => typeof settings.learningRate === 'function';

function valuesOf(column: { read(into: Float64Array, start: number): void }, rows: number): Float64Array {
  const values = new Float64Array(rows);
  column.read(values, 0);
  return values;
}
