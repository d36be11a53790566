import { readdirSync } from 'node:fs';
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { bundledNames } from './bundled-sets.ts';
import { cleanText } from './clean-text.ts';

const DATA_FILE = /\.(csv|tsv|json)(\.gz)?$/i;

/** Adds `completion bash|zsh|fish|powershell`, and the hidden command that the shell then asks for candidates. */
export function addCompletion(program: Command): void {
  const root = tab(program, { completionCommandName: 'completion' });
  const file = root.arguments.get('file');
  if (!file) return;
  file.handler = (complete) => {
    for (const name of bundledNames()) complete(name, 'bundled data set');
    for (const name of readdirSync('.')) {
      if (DATA_FILE.test(name) && cleanText(name) === name) complete(name, 'data file');
    }
  };
}
