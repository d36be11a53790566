import { GdError, Moments, type Source, type Trainer, type TrainerState } from '@gd-trainer/sdk';
import {
  COMMAND,
  columnsOf,
  type Experiment,
  onSurface,
  openTrainer,
  readExperiment,
} from '@gd-trainer/sdk/view';
import { cleanText, quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { Output } from '../output/output.ts';
import { progressBar } from '../output/progress-bar.ts';
import { isLink, otherKind, savedKind } from '../output/saved-kind.ts';
import { type Language, languageOfLocale, WORDS } from '../words/words.ts';
import { bundledNames } from './bundled-sets.ts';
import type { Choice } from './choose-columns.ts';
import { type DataSet, openDataSet, safeNames, sourceName } from './data-set.ts';
import { bytesOf, textOf } from './file-bytes.ts';

/** The language that was asked for, else that of the sender, else that of the locale. */
export function languageOf(...names: readonly (string | undefined)[]): Language {
  const known = names.find((name) => name !== undefined && Object.hasOwn(WORDS, name));
  return (known as Language | undefined) ?? languageOfLocale(process.env);
}

/** A run as somebody else left it, and the rows it is about. */
export interface OpenedExperiment {
  readonly trainer: Trainer;
  /** The rows, or their moments where the run was made on those. */
  readonly source: Source;
  /** Without rows where there are moments. */
  readonly data: DataSet;
  readonly choice: Choice;
  /** Pane and language of the sender, as far as they were written down. */
  readonly view: string | undefined;
  readonly language: string | undefined;
  /** What else stood on the screen of the sender. */
  readonly screen: Readonly<Record<string, unknown>> | undefined;
  /** Name of the data. */
  readonly name: string | undefined;
}

const HINT = 'give a link that was shared, or a file that :state wrote';

/** The place where a run was named, and how a file of its rows is named there as well. */
interface Naming {
  readonly place: string;
  readonly withFile: string;
  /** The way of a model that was named in place of a run. */
  readonly ofModel: string;
}

/** A run as `--state` names it. */
const BY_STATE: Naming = {
  place: '--state',
  withFile: 'name the file as well: gd-trainer FILE --state …',
  ofModel: HINT,
};

/** A run as `export` names it. */
export const byExport = (run: string): Naming => ({
  place: isLink(run) ? 'the link' : quoted(run),
  withFile: 'name the file as well: gd-trainer export RUN FILE --to …',
  ofModel:
    'give a link that was shared, or a file that :state wrote; a model goes --to sql, onnx, js, python or c',
});

/**
 * The run of `--state`, or of `export`: a link, the address it ends, or a file with one of them or with the run as JSON. Its rows are in
 * it, in a file that is named beside it, or in a bundled set of the name it gives.
 */
export async function openExperiment(
  text: string,
  file: string | undefined,
  output: Output,
  signal?: AbortSignal,
  naming: Naming = BY_STATE,
): Promise<OpenedExperiment> {
  const progress = progressBar(output, 'epochs');
  try {
    const experiment = await readExperiment(isLink(text) ? text : await contentOf(text, signal, naming));
    const state = withSafeNames(experiment.state);
    const isWhole = state.columns !== undefined || state.moments !== undefined;
    if (!isWhole && experiment.edits?.length) {
      const hint = 'open the link in the page that it is from';
      throw new GdError('UNSUPPORTED', 'rows of this run were changed by hand', hint);
    }
    const data = isWhole
      ? await asBundled(rowsIn(state, experiment))
      : await rowsOf(experiment, file, signal, naming);
    const source = state.moments ? Moments.fromJSON(state.moments) : data.columns;
    const trainer = await openTrainer(state, source, signal, ({ share, epochs }) =>
      progress.show(share, epochs),
    );
    const choice = { target: trainer.target, features: trainer.features, leftOut: [] };
    const { view, language, screen, name } = experiment;
    return { trainer, source, data, choice, view, language, screen, name };
  } catch (error) {
    if (!(error instanceof GdError)) throw error;
    const { message, hint } = onSurface(error, COMMAND);
    throw new Failure(EXIT.data, `${naming.place}: ${message}`, hint || HINT);
  } finally {
    progress.clear();
  }
}

/** The text of a file with a run in it. Throws where it is something else. */
async function contentOf(path: string, signal: AbortSignal | undefined, naming: Naming): Promise<string> {
  const text = await readText(path, signal, naming);
  const kind = savedKind(text);
  // what is damaged is told of where it is read
  if (kind === 'a run' || text.includes('"gd-trainer/trainer"')) return text;
  if (kind === undefined) throw new Failure(EXIT.data, `${quoted(path)} holds no run`, HINT);
  throw otherKind(quoted(path), kind, 'run', kind === 'a model' ? naming.ofModel : HINT);
}

async function readText(path: string, signal: AbortSignal | undefined, naming: Naming): Promise<string> {
  try {
    return await textOf(bytesOf(path, signal));
  } catch (error) {
    if (error instanceof GdError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT' ? `no file ${quoted(path)}` : `${quoted(path)} could not be read (${code})`;
    throw new Failure(EXIT.data, naming === BY_STATE ? `--state: ${reason}` : reason, HINT);
  }
}

/** Names from a link are as hostile as those from a file. */
function withSafeNames(state: TrainerState): TrainerState {
  const { features, target } = state;
  const isWhole = Array.isArray(features) && [...features, target].every((name) => typeof name === 'string');
  // what is no state is refused, by the name of what is wrong, where it is read
  if (!isWhole) return state;
  const names = safeNames([...features, target]);
  const safe = (given: unknown): string[] | undefined =>
    Array.isArray(given) ? safeNames(given.map(String)) : undefined;
  const [inputs, terms] = [safe(state.inputs), safe(state.terms)];
  const named = { ...state, features: names.slice(0, -1), target: names.at(-1)! };
  return { ...named, ...(inputs && { inputs }), ...(terms && { terms }) };
}

/** The rows that travelled with a state; none where it was made on moments. */
function rowsIn(state: TrainerState, { name }: Experiment): DataSet {
  const { names, columns } = columnsOf(state) ?? { names: [...state.features, state.target], columns: {} };
  const isText = (column: string): boolean =>
    columns[column]?.some((cell) => typeof cell === 'string') ?? false;
  return {
    name: name === undefined ? 'state' : sourceName(name),
    names,
    columns,
    text: names.filter(isText),
    rows: columns[names[0]!]?.length ?? 0,
  };
}

/** The bundled set that rows are of, with all that it brings along; else the rows themselves. */
async function asBundled(data: DataSet): Promise<DataSet> {
  const bundled = bundledNamed(data.name);
  const set = bundled === undefined ? undefined : await openDataSet(bundled);
  const isSame = (name: string): boolean => {
    const [own, other] = [set?.columns[name], data.columns[name]!];
    return own?.length === other.length && Array.from(other).every((cell, row) => own[row] === cell);
  };
  return set && data.rows > 0 && data.names.every(isSame) ? set : data;
}

const bundledNamed = (name: string): string | undefined =>
  bundledNames().find((set) => set === sourceName(name).replace(/\.csv$/i, ''));

function rowsOf(
  { name = '' }: Experiment,
  file: string | undefined,
  signal: AbortSignal | undefined,
  { place, withFile }: Naming,
): Promise<DataSet> {
  if (file !== undefined) return openDataSet(file, signal);
  const bundled = bundledNamed(name);
  if (bundled) return openDataSet(bundled);
  const called = name === '' ? 'a file that it does not name' : quoted(cleanText(name));
  throw new Failure(EXIT.data, `${place}: its rows did not travel with it, they are in ${called}`, withFile);
}
