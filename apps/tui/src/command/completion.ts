import { readdirSync } from 'node:fs';
import tab from '@bomb.sh/tab/commander';
import { OPTIONS } from '@gd-trainer/sdk/view';
import type { Command } from 'commander';
import { bundledNames } from '../input/bundled-sets.ts';
import { cleanText } from '../output/clean-text.ts';
import { flagOf } from '../output/flag-name.ts';

const DATA_FILE = /\.(csv|tsv|json|parquet)(\.gz)?$/i;
const MODEL_FILE = /\.json$/i;

/** Words worth offering of flags that may take others too, by the name of the flag without its dashes. */
const VALUES: readonly (readonly [string, readonly string[]])[] = Object.entries(OPTIONS).flatMap(
  ([name, { words }]) => {
    const flag = flagOf(name);
    return flag && words ? [[flag.slice(2), words] as const] : [];
  },
);

/** Stand-in for a function of the package bash-completion, for where that is not installed. */
const BASH_WITHOUT_PACKAGE = `# gd-trainer: works without the package bash-completion, too
if ! declare -F _get_comp_words_by_ref > /dev/null; then
  _get_comp_words_by_ref() {
    words=("\${COMP_WORDS[@]}")
    cword=$COMP_CWORD
    cur=\${COMP_WORDS[COMP_CWORD]}
    prev=\${COMP_WORDS[COMP_CWORD - 1]}
  }
fi
`;

type Complete = (value: string, description: string) => void;

/** Adds `completion bash|zsh|fish|powershell`, and the hidden command that the shell then asks for candidates. */
export function addCompletion(program: Command): void {
  const root = tab(program, { completionCommandName: 'completion' });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.hook('preAction', ({ args: [shell] }) => {
      if (shell === 'bash') process.stdout.write(BASH_WITHOUT_PACKAGE);
    });
  for (const command of [root, ...root.commands.values()]) {
    for (const [flag, values] of VALUES) {
      const option = command.options.get(flag);
      if (option) option.handler = (complete) => values.forEach((value) => void complete(value, ''));
    }
    const state = command.options.get('state');
    if (state) state.handler = (complete) => offerFiles(complete, MODEL_FILE, 'run');
    const data = command.arguments.get('file');
    if (data) data.handler = offerData;
    const model = command.arguments.get('model');
    if (model) model.handler = (complete) => offerFiles(complete, MODEL_FILE, 'model');
  }
}

function offerData(complete: Complete): void {
  for (const name of bundledNames()) complete(name, 'bundled data set');
  offerFiles(complete, DATA_FILE, 'data file');
}

function offerFiles(complete: Complete, kind: RegExp, description: string): void {
  for (const name of readdirSync('.')) {
    if (kind.test(name) && cleanText(name) === name) complete(name, description);
  }
}
