// All that a session on terms takes beside numbers: a session on columns alone is none the heavier for it.
import { plainCells, rawInputs } from '../data/raw-inputs.ts';
import { modelTerms } from '../data/term-columns.ts';
import { readHolding } from '../descent/early-stopping.ts';
import { readOptions } from '../options.ts';
import { drain } from '../pauses.ts';
import { evaluate, partOf } from '../terms/evaluate.ts';
import { fingerprint, named, type RawRowsOf, toCells } from './state.ts';

/** The ways of terms. */
export interface TermKit {
  readonly modelTerms: typeof modelTerms;
  readonly evaluate: typeof evaluate;
  readonly partOf: typeof partOf;
  readonly rawRows: RawRowsOf;
}

export const TERM_KIT: TermKit = {
  modelTerms,
  evaluate,
  partOf,
  rawRows(table, moments, options) {
    const raw = rawInputs(table);
    if (!raw) return undefined;
    const inputs = raw.map(({ name }) => name);
    const columns = [...raw.map(plainCells), toCells(table.target, table.rows)];
    const target = moments.names.at(-1)!;
    const settings = readOptions({ ...options, features: options.features ?? inputs, target });
    const again = drain(readHolding(named([...inputs, target], columns), settings));
    return fingerprint(again.moments) === fingerprint(moments) ? { inputs, columns } : undefined;
  },
};
