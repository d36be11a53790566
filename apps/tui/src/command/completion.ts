import { readdirSync } from 'node:fs';
import tab from '@bomb.sh/tab/commander';
import { flagOf, OPTIONS } from '@gd-trainer/sdk/view';
import type { Command } from 'commander';
import { bundledNames } from '../input/bundled-sets.ts';
import { cleanText } from '../output/clean-text.ts';

const DATA_FILE = /\.(csv|tsv|json|parquet)(\.gz)?$/i;
const MODEL_FILE = /\.json$/i;

/** Words worth offering of flags that may take others too, by the name of the flag without its dashes. */
const VALUES: readonly (readonly [string, readonly string[]])[] = Object.entries(OPTIONS).flatMap(
  ([name, { words }]) => {
    const flag = flagOf(name);
    return flag && words ? [[flag.slice(2), words] as const] : [];
  },
);

type Complete = (value: string, description: string) => void;

/** Adds the hidden command that the script of a shell asks for candidates, told in the language of its reader. */
export function addCandidates(program: Command, tell = (text: string): string => text): void {
  for (const command of [program, ...program.commands]) {
    command.description(tell(command.description()));
    for (const option of command.options) option.description = tell(option.description);
  }
  const root = tab(program);
  // what the scripts ask is for no one to type
  root.commands.delete('complete');
  for (const command of [root, ...root.commands.values()]) {
    for (const [flag, values] of VALUES) {
      const option = command.options.get(flag);
      if (option) option.handler = (complete) => values.forEach((value) => void complete(value, ''));
    }
    const state = command.options.get('state');
    if (state) state.handler = (complete) => offerFiles(complete, MODEL_FILE, tell('run'));
    const data = command.arguments.get('file');
    if (data) data.handler = (complete) => offerData(complete, tell);
    const named = command.arguments.get('command');
    if (named)
      named.handler = (complete) => {
        for (const [name, { description }] of root.commands) complete(name, description);
      };
    const model = command.arguments.get('model');
    if (model) model.handler = (complete) => offerFiles(complete, MODEL_FILE, tell('model'));
  }
}

function offerData(complete: Complete, tell: (text: string) => string): void {
  for (const name of bundledNames()) complete(name, tell('bundled data set'));
  offerFiles(complete, DATA_FILE, tell('data file'));
}

/** Names that a screen shows as they are; one that would be taken for a flag goes by its folder. */
function offerFiles(complete: Complete, kind: RegExp, description: string): void {
  for (const name of readdirSync('.')) {
    if (!kind.test(name) || cleanText(name) !== name) continue;
    complete(name.startsWith('-') ? `./${name}` : name, description);
  }
}
