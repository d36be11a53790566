import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FitOptions } from '@gd-trainer/sdk';
import type { Language } from '../words/words.ts';

// where the build puts them, beside the file that asks
const FOLDER = new URL('./data/', import.meta.url);

/** Target, features and options that suit a bundled set. */
export interface Preset {
  readonly target: string;
  readonly features: readonly string[];
  readonly options: FitOptions;
  /** What is worth working through with it. */
  readonly note?: Readonly<Record<Language, string>>;
}

/** Facts that stand beside each bundled file. */
export interface BundledSet extends Preset {
  readonly name: string;
  readonly title: Readonly<Record<Language, string>>;
  readonly description: Readonly<Record<Language, string>>;
  readonly rows: number;
  readonly license: { readonly name: string };
}

/** The set a reader sees who names none. */
export const DEFAULT_SET = 'penguins';

export function bundledNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));
}

export function describeSet(name: string): BundledSet {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
}

/** The bundled set of that name; a file of the same name is meant by `./name`. */
export function bundledSet(name: string): { readonly file: string; readonly preset: Preset } | undefined {
  if (!bundledNames().includes(name)) return undefined;
  return { file: fileURLToPath(new URL(`${name}.csv`, FOLDER)), preset: describeSet(name) };
}
