// Files that DuckDB reads: too large for memory, or in a format that the light reader leaves alone.
import { Moments } from '@gd-trainer/sdk';
import type { CsvOptions } from '@gd-trainer/sdk/csv';
import {
  type DataFile,
  type FileRows,
  type GroupMoments,
  openFile,
  type Progress,
  type TableMoments,
} from '@gd-trainer/sdk/duckdb';
import { offeredColumns } from '@gd-trainer/sdk/view';
import { EXIT, Failure } from '../output/failure.ts';
import { bundledSet } from './bundled-sets.ts';
import type { Choice } from './choose-columns.ts';
import type { DataColumn } from './columns.ts';
import { type DataSet, safeNames, sourceName, withSafeName } from './data-set.ts';

/** Rows drawn at random that stand for all of them on screen. */
const SHOWN_ROWS = 10_000;

export interface PassOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Rows that are asked for, and the kind of model that is to come of them. */
interface RowChoice {
  readonly where: string | undefined;
  /** Column of the weights of the rows. */
  readonly sampleWeight: string | undefined;
  /** False where no bias stands for the first level of a category. */
  readonly intercept: boolean | undefined;
}

/** A file whose rows stay in it. */
export interface LargeFile {
  /** Columns and names of the file, without its cells. */
  readonly data: DataSet;
  /** The moments of all complete rows that meet the condition. */
  moments(choice: Choice, asked: RowChoice, watch: PassOptions): Promise<TableMoments>;
  /** The same, group by group. */
  groups(choice: Choice, by: readonly string[], asked: RowChoice, watch: PassOptions): Promise<GroupMoments>;
  /** The same rows, pass by pass, missing values as NaN; other columns beside them. */
  rows(choice: Choice, asked: RowChoice, beside?: readonly string[]): () => AsyncIterable<FileRows>;
  /** The rows that meet the condition in memory, with the columns of the choice. Throws where they take too much. */
  all(choice: Choice, asked: RowChoice, watch: PassOptions): Promise<DataSet>;
  /** Some of the rows that meet the condition, the same for the same seed. */
  sample(seed: number, where: string | undefined, watch: PassOptions): Promise<DataSet>;
  /** All rows in their order, some thousand at a time: these columns as numbers where they hold any, all others as text. */
  chunks(numbers: readonly string[]): AsyncIterable<DataSet>;
  close(): void;
}

export async function openLargeFile(source: string, reading: CsvOptions = {}): Promise<LargeFile> {
  const bundled = bundledSet(source);
  const file = await openFile(bundled?.file ?? source, reading);
  const raw = file.columns.map(({ name }) => name);
  const names = safeNames(raw);
  const text = file.columns.flatMap(({ numeric }, index) => (numeric ? [] : [names[index]!]));
  const safeNotes = file.notes.map((note) => withSafeName(note, raw, names));
  const preset = bundled ? { preset: bundled.preset } : {};
  const data: DataSet = {
    name: sourceName(source),
    names,
    columns: {},
    text,
    rows: file.rows ?? 0,
    offered: offeredColumns({
      names,
      text,
      kinds: Object.fromEntries(names.map((name, j) => [name, file.columns[j]!.kind])),
      notes: safeNotes,
    }),
    notes: bundled ? [] : safeNotes,
    ...preset,
  };
  return {
    data,
    async moments(choice, asked, watch) {
      const found = await momentsOf(file, rawNames(raw, names), choice, { ...asked, ...watch });
      const { notes = [] } = found;
      return Object.assign(found, {
        notes: bundled ? [] : notes.map((note) => withSafeName(note, raw, names)),
      });
    },
    async groups(choice, by, { intercept = true, ...asked }, watch) {
      const rawName = rawNames(raw, names);
      const all = { ...askedOf(rawName, choice, asked), intercept, ...watch };
      const found = await file.groups({ ...all, by: by.map(rawName) });
      return { ...found, by, moments: found.moments.map((one) => withNames(one, choice)) };
    },
    rows: (choice, asked, beside = []) => rowsOf(file, rawNames(raw, names), choice, asked, beside),
    async all(choice, asked, { signal, onProgress }) {
      const pieces: Record<string, FileRows[string][]> = Object.create(null);
      let rows = 0;
      for await (const chunk of rowsOf(file, rawNames(raw, names), choice, asked, [])()) {
        signal.throwIfAborted();
        const columns = Object.entries(chunk);
        rows += columns[0]?.[1].length ?? 0;
        refuseTooMany(rows, columns.length);
        for (const [name, cells] of columns) {
          pieces[name] ??= [];
          pieces[name].push(cells);
        }
        onProgress({ share: data.rows > 0 ? Math.min(1, rows / data.rows) : 0, rows });
      }
      const joined = Object.entries(pieces).map(([name, cells]) => [name, joinedCells(cells, rows)] as const);
      return { ...data, columns: Object.fromEntries(joined), rows };
    },
    async sample(seed, where, watch) {
      const drawn = await file.sample(SHOWN_ROWS, seed, {
        ...watch,
        text: true,
        ...(where === undefined ? {} : { where }),
      });
      const columns = raw.flatMap((name, index) =>
        drawn[name] ? [[names[index]!, drawn[name]] as const] : [],
      );
      return { ...data, columns: Object.fromEntries(columns), rows: columns[0]?.[1].length ?? 0 };
    },
    async *chunks(numbers) {
      let none = true;
      const asked = numbers.filter((name) => names.includes(name) && !text.includes(name));
      for await (const cells of file.cells(asked.map(rawNames(raw, names)))) {
        const columns = raw.map((name, index) => [names[index]!, cells[name]!] as const);
        none = false;
        yield { ...data, columns: Object.fromEntries(columns), rows: columns[0]?.[1].length ?? 0 };
      }
      if (none) yield { ...data, columns: Object.fromEntries(names.map((name) => [name, []])), rows: 0 };
    },
    close: () => file.close(),
  };
}

/** Bytes of numbers that the rows of a screen may take. */
const MOST_BYTES = 2 ** 30;

function refuseTooMany(rows: number, columns: number): void {
  if (8 * rows * columns <= MOST_BYTES) return;
  throw new Failure(
    EXIT.data,
    `expected at most ${MOST_BYTES / 2 ** 20} MB of numbers for a screen, got more`,
    'choose rows with --where, or train by batches with --no-interactive',
  );
}

/** Pieces of a column in one. */
function joinedCells(pieces: readonly FileRows[string][], rows: number): DataColumn {
  if (!pieces.every((piece) => piece instanceof Float64Array))
    return pieces.flatMap((piece) => Array.from<number | string | null>(piece));
  const all = new Float64Array(rows);
  let start = 0;
  for (const piece of pieces) {
    all.set(piece, start);
    start += piece.length;
  }
  return all;
}

/** From a name that is safe to print to the one in the file; a name that is not there is the sdk's to refuse. */
function rawNames(raw: readonly string[], safe: readonly string[]): (name: string) => string {
  return (name) => raw[safe.indexOf(name)] ?? name;
}

async function momentsOf(
  file: DataFile,
  rawName: (name: string) => string,
  { target, features }: Choice,
  { intercept = true, signal, onProgress, ...asked }: PassOptions & RowChoice,
): Promise<TableMoments> {
  const chosen = askedOf(rawName, { target, features }, asked);
  const {
    skippedRows,
    notes = [],
    ...found
  } = await file.moments({ ...chosen, intercept, signal, onProgress });
  return Object.assign(withNames(found, { target, features }), { skippedRows, notes });
}

/** Moments under the names that are safe to print; the weights of terms are named after the columns in the file. */
const withNames = (
  found: ConstructorParameters<typeof Moments>[0],
  { target, features }: Pick<Choice, 'target' | 'features'>,
): Moments =>
  new Moments({
    ...found,
    names: found.terms ? [...found.names.slice(0, -1), target] : [...features, target],
    target,
  });

function rowsOf(
  file: DataFile,
  rawName: (name: string) => string,
  { target, features }: Choice,
  asked: RowChoice,
  beside: readonly string[],
): () => AsyncIterable<FileRows> {
  const pass = file.stream({ ...askedOf(rawName, { target, features }, asked), beside: beside.map(rawName) });
  const weight = asked.sampleWeight === undefined ? [] : [asked.sampleWeight];
  return async function* () {
    for await (const chunk of pass()) {
      const plain = [...features, target, ...weight, ...beside].filter((name) =>
        Object.hasOwn(chunk, rawName(name)),
      );
      yield { ...chunk, ...Object.fromEntries(plain.map((name) => [name, chunk[rawName(name)]!])) };
    }
  };
}

/** The choice by the names in the file. */
function askedOf(
  rawName: (name: string) => string,
  { target, features }: Pick<Choice, 'target' | 'features'>,
  { where, sampleWeight }: Omit<RowChoice, 'intercept'>,
): { target: string; features: string[]; where?: string; sampleWeight?: string } {
  return {
    target: rawName(target),
    features: features.map(rawName),
    ...(where !== undefined && { where }),
    ...(sampleWeight !== undefined && { sampleWeight: rawName(sampleWeight) }),
  };
}
