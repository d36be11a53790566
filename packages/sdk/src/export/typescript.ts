import { plainCells } from '../data/raw-inputs.ts';
import { inputNames } from '../data/table.ts';
import type { FitOptions } from '../options.ts';
import type { Leg, Position } from '../session/leg.ts';
import type { WrittenRun } from './written-run.ts';

/** The run in the sdk's own words. */
export function typescript(run: WrittenRun): string {
  const [first, ...changes] = run.legs;
  const last = run.legs.at(-1)!;
  const options = { target: run.target, features: termsOf(run), ...plain(first!.options) };
  return [
    "import { Trainer } from '@gd-trainer/sdk';",
    ...(run.columns ? [] : readFile),
    '',
    `const columns = ${run.columns ? tableOf(run) : `parseCsv(await readFile(${text(run.file!)}, 'utf8')).columns`};`,
    `const trainer = new Trainer(columns, ${json(options)});`,
    ...changes.flatMap((leg, i) => [
      ...goTo(leg.begin.arrival!, run.legs[i]!),
      `trainer.set(${json(changed(run.legs[i]!.options, leg.options))});`,
    ]),
    ...goTo(last.position, last),
    'const { weights, bias } = trainer.snapshot;',
    'console.log(JSON.stringify({ weights: [...weights], bias }));',
    '',
  ].join('\n');
}

const readFile = [
  "import { parseCsv } from '@gd-trainer/sdk/csv';",
  "import { readFile } from 'node:fs/promises';",
];

/** Moves to where a leg was left, in the way it was come there: only so the bits are the same. */
function goTo({ anchor, steps }: Position, { begin, engine }: Leg): string[] {
  // a walk over the rows counts samples, the closed form and the moments count epochs
  const { samplesPerEpoch: samples, batchSize } = engine;
  const used = samples > 1 ? (begin.within?.sample ?? 0) : 0;
  const epochs = Math.floor((steps + used) / samples);
  const begun = epochs > 0 ? 0 : Math.floor(used / batchSize);
  const batches = steps > 0 ? Math.ceil(((steps + used) % samples) / batchSize) - begun : 0;
  return [
    ...(anchor > 0 ? [`trainer.seek(${begin.epoch + anchor});`] : []),
    ...(epochs > 0 ? [`trainer.step('epoch', ${epochs});`] : []),
    ...(batches > 0 ? [`trainer.step('batch', ${batches});`] : []),
  ];
}

/** The terms as they were chosen; unasked, every raw column is one. */
function termsOf({ legs, features, terms }: WrittenRun): readonly string[] {
  return legs[0]!.options.features ?? inputNames({ terms }, features);
}

/** The raw columns, and the target. */
function tableOf({ features, target, columns, inputs }: WrittenRun): string {
  const plainly = features.map((name, j) => [name, numbersIn(columns![j]!)] as const);
  const raw = inputs?.map((input) => [input.name, plainCells(input).map(json)] as const) ?? plainly;
  const lines = [...raw, [target, numbersIn(columns!.at(-1)!)] as const].map(
    ([name, cells]) => `  [${text(name)}]: [${cells.join(', ')}],`,
  );
  return `{\n${lines.join('\n')}\n}`;
}

const numbersIn = (values: Float64Array): string[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? 'null' : String(value)));

/** The options without what only the caller's program has. */
function plain({
  onEpoch,
  signal,
  validation,
  features,
  target,
  initial,
  ...options
}: FitOptions): FitOptions {
  return initial
    ? { ...options, initial: { weights: Array.from(initial.weights), bias: initial.bias } }
    : options;
}

function changed(before: FitOptions, after: FitOptions): FitOptions {
  const old = plain(before) as Readonly<Record<string, unknown>>;
  const entries = Object.entries(plain(after)).filter(([key, value]) => json(old[key]) !== json(value));
  return Object.fromEntries(entries);
}

/** JSON is TypeScript, but for two characters that end a line. */
const json = (value: unknown): string =>
  (JSON.stringify(value) ?? 'undefined').replace(
    /[\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16)}`,
  );
const text = (value: string): string => json(value);
