// Diagnosis of the rows of a run, as both faces show it: two charts, the rows that matter most, and what is wrong in sentences.
import { usedColumns } from '../data/row-block.ts';
import { rowNamesIn } from '../data/row-names.ts';
import { readTexts } from '../data/shapes.ts';
import { type Column, wholeOf } from '../data/table.ts';
import { type Diagnosis, diagnosisBy } from '../model/diagnose.ts';
import type { Inference } from '../model/inference.ts';
import type { DiagnosedRows } from '../model/row-numbers.ts';
import { recordOf } from '../session/data-trainer.ts';
import type { Fact } from '../session/fact.ts';
import { completeRows, numberOf } from '../session/sample.ts';
import type { Trainer } from '../session/trainer.ts';
import { formatNumber } from './numbers.ts';

/** Diagnosis of the rows of a run, or the reason that there is none. */
export type Diagnosed =
  | {
      /** Numbers of each row, and claims on the fit. */
      readonly diagnosis: Diagnosis;
      /** None. */
      readonly refusal?: undefined;
    }
  | {
      /** None. */
      readonly diagnosis?: undefined;
      /** The reason, for `narrate`. */
      readonly refusal: Extract<Fact, { kind: 'undiagnosed' }>;
    };

/** Work of a diagnosis that a frame may wait for, under 50 ms: rows, times as much for each as the features squared and a few. */
const MOST_WORK = 1e6;
const ROW_WORK = 250;

/** The diagnosis of a run at its optimum. */
export function diagnosedOf(trainer: Trainer, inference: Inference): Diagnosed {
  const { table } = recordOf(trainer).data;
  const { features, rows } = trainer;
  const most = Math.floor(MOST_WORK / (features.length ** 2 + ROW_WORK));
  const refused = (reason: 'rows' | 'many' | 'exact'): Diagnosed => ({
    refusal: { kind: 'undiagnosed', reason, rows, most },
  });
  if (!table) return refused('rows');
  if (inference.variance === 0) return refused('exact');
  if (rows > most) return refused('many');
  return { diagnosis: diagnosisBy(inference, learnedFrom(trainer)) };
}

/** The rows that a run learns from, each by its number in the source. */
function learnedFrom(trainer: Trainer): DiagnosedRows {
  const table = recordOf(trainer).data.table!;
  const { source } = wholeOf(table);
  const { missing, intercept } = trainer.options;
  const kept = completeRows(table, missing);
  const read = (column: Column): Float64Array => {
    const values = new Float64Array(table.rows);
    column.read(values, 0);
    return kept.length === table.rows ? values : Float64Array.from(kept, (row) => values[row]!);
  };
  const columns = usedColumns(table).map(read);
  return {
    names: trainer.features,
    intercept,
    target: columns.pop()!,
    columns,
    weights: table.sampleWeight ? read(table.sampleWeight) : new Float64Array(kept.length).fill(1),
    numbers: kept.map((row) => numberOf(table, row)),
    rowNames: source && rowNamesIn(readTexts(source)),
  };
}

/** Charts of a diagnosis: residuals over the predictions, and the standardized ones over normal quantiles. */
export const DIAGNOSIS_CHARTS = ['fitted', 'normal'] as const;

/** Points of a chart, those of the rows that matter most named. */
export interface DiagnosisChart {
  /** Its name among the charts. */
  readonly kind: (typeof DIAGNOSIS_CHARTS)[number];
  /** Places across. */
  readonly x: Float64Array;
  /** Places up, as many. */
  readonly y: Float64Array;
  /** Where points lie, or about which they scatter, if nothing is wrong: its height at a place across. */
  readonly line: (x: number) => number;
  /** Points with the names of their rows, or their numbers where they have none. */
  readonly named: readonly { readonly name: string; readonly x: number; readonly y: number }[];
}

/** The two charts of a diagnosis, of the rows that have all numbers. */
export function diagnosisCharts(diagnosis: Diagnosis): DiagnosisChart[] {
  const { fitted, residual, standardized, quantile, most } = diagnosis;
  const known = Array.from(fitted.keys()).filter((place) => Number.isFinite(standardized[place]));
  const chart = (
    kind: DiagnosisChart['kind'],
    across: Float64Array,
    up: Float64Array,
    line: DiagnosisChart['line'],
  ): DiagnosisChart => ({
    kind,
    x: Float64Array.from(known, (place) => across[place]!),
    y: Float64Array.from(known, (place) => up[place]!),
    line,
    named: most.map((place) => ({ name: nameOf(diagnosis, place), x: across[place]!, y: up[place]! })),
  });
  return [chart('fitted', fitted, residual, () => 0), chart('normal', quantile, standardized, (x) => x)];
}

/** Name of a row, or its number where it has none. */
const nameOf = ({ row, name }: Diagnosis, place: number): string => name?.[place] || String(row[place]);

/** Number of a row with its name, where it has one. */
const rowLabel = ({ row, name }: Diagnosis, place: number): string =>
  name?.[place] ? `${row[place]} ${name[place]}` : String(row[place]);

/** Words of the table of a diagnosis, and of its charts: what runs to the right, what runs up. */
export interface DiagnosisWords {
  /** Heads of the columns: a row, its ŷ, residual, studentized residual, leverage, Cook's distance. */
  readonly head: readonly [string, string, string, string, string, string];
  /** Names of the axes of each chart. */
  readonly axes: Readonly<Record<DiagnosisChart['kind'], readonly [across: string, up: string]>>;
  /** Names of all charts. */
  readonly charts: Readonly<Record<DiagnosisChart['kind'], string>>;
  /** Label of the rows that move the line most. */
  readonly most: string;
  /** Numbers and charts, each with what it says. */
  readonly explained: readonly (readonly [name: string, meaning: string])[];
}

const DIGITS = 4;

/** Rows of a diagnosis as text, the head first; what is not known is a dash. */
export function diagnosisCells(
  diagnosis: Diagnosis,
  places: readonly number[],
  { head }: DiagnosisWords,
): string[][] {
  const { fitted, residual, studentized, leverage, cook } = diagnosis;
  const cell = (value: number): string => (Number.isFinite(value) ? formatNumber(value, DIGITS) : '–');
  const numbers = [fitted, residual, studentized, leverage, cook];
  return [
    [...head],
    ...places.map((place) => [rowLabel(diagnosis, place), ...numbers.map((column) => cell(column[place]!))]),
  ];
}

/** Sentences on the rows: each claim with what to do about it, then the rows that move the line most; none where there is a refusal. */
export function rowFacts({ diagnosis }: Diagnosed): Fact[] {
  if (!diagnosis) return [];
  const { findings, most, row, name, cook } = diagnosis;
  const movers = most.map((place) => ({
    row: row[place]!,
    ...(name?.[place] && { name: name[place] }),
    cook: cook[place]!,
  }));
  return movers.length === 0 ? [...findings] : [...findings, { kind: 'movers', rows: movers }];
}
