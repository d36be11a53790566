#!/usr/bin/env node
import { CommanderError } from 'commander';
import { checkBound, createProgram, tooManyFiles, usageFailure } from './command/program.ts';
import { applySettings, findSettings } from './command/settings.ts';
import { EXIT, type Failure, toFailure } from './output/failure.ts';
import { createOutput, endWithItsReaders } from './output/output.ts';
import { isRunFormat } from './output/run-formats.ts';
import { type Language, languageIn, languageOfLocale } from './words/words.ts';

async function main(argv: readonly string[]): Promise<number> {
  const settings = findSettings(process.env);
  const language = languageIn(argv, settings.values.lang?.value as Language | undefined);
  const told = language === 'en' ? undefined : await import('./output/told.ts');
  const output = createOutput(
    argv.includes('--quiet'),
    language,
    (text) => told?.textIn(language, text) ?? text,
  );
  const fail = (failure: Failure): void => output.failure(told?.toldIn(language, failure) ?? failure.message);
  endWithItsReaders(fail);
  let exitCode: number = EXIT.done;
  const program = createProgram(
    {
      async train(file, flags) {
        const { train } = await import('./command/train.ts');
        return train(file, flags, output);
      },
      async sql(flags) {
        const { trainSql } = await import('./command/train-table.ts');
        return trainSql(flags, output);
      },
      async predict(model, file, flags) {
        const { predict } = await import('./command/predict.ts');
        await predict(model, file, flags, output);
        return EXIT.done;
      },
      async explain(model, file, flags) {
        const { explain } = await import('./command/explain.ts');
        await explain(model, file, flags, output);
        return EXIT.done;
      },
      async export(model, file, flags) {
        checkBound(flags);
        if (isRunFormat(flags.to)) {
          const { exportRun } = await import('./command/export-run.ts');
          await exportRun(model, file, flags.to, flags, output);
        } else {
          if (file !== undefined) throw tooManyFiles(file);
          const { exportModel } = await import('./command/export-model.ts');
          exportModel(model, flags.to, flags, output);
        }
        return EXIT.done;
      },
      async config({ json }) {
        const { printConfig } = await import('./command/print-config.ts');
        printConfig(settings, json === true, output);
        return EXIT.done;
      },
      before(command) {
        for (const line of applySettings(command, settings)) output.note(line);
      },
      async completion(shell) {
        const { completionScript } = await import('./command/completion-scripts.ts');
        output.data(completionScript(shell));
        return EXIT.done;
      },
      async datasets({ json, lang }) {
        const { listDataSets } = await import('./command/datasets.ts');
        listDataSets((lang as Language) ?? languageOfLocale(process.env), json === true, output);
        return EXIT.done;
      },
    },
    (code) => {
      exitCode = code;
    },
    argv.includes('-h') ? 'short' : 'full',
    told?.helpIn(language),
  );
  if (argv[0] === 'complete' && argv[1] === '--') {
    const { addCandidates } = await import('./command/completion.ts');
    addCandidates(program, told?.helpIn(language).tell);
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    const failure: Failure =
      error instanceof CommanderError ? usageFailure(error, program, argv) : toFailure(error);
    fail(failure);
    return failure.exitCode;
  }
}

process.exitCode = await main(process.argv.slice(2));
