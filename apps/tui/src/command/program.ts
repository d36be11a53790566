import { COMMAND, nameMeant, nearest } from '@gd-trainer/sdk/view';
import { Command, type CommanderError, Option } from 'commander';
import { SERVED_DIALECTS } from '../input/sql-client.ts';
import { cleanText, quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { RUN_FORMATS } from '../output/run-formats.ts';
import type { HelpWords } from '../output/told.ts';
import { version } from '../output/version.ts';
import { LANGUAGES } from '../words/words.ts';
import {
  addDescentFlags,
  addModelFlags,
  addReadingFlags,
  type ExplainFlags,
  type ExportFlags,
  type PredictFlags,
  SCREEN_CHOICES,
  type SqlFlags,
  type TrainingFlags,
} from './flags.ts';

/** The action of each command; resolves to the exit code. */
export interface CommandActions {
  train(file: string | undefined, flags: TrainingFlags): Promise<number>;
  sql(flags: SqlFlags): Promise<number>;
  predict(model: string, file: string, flags: PredictFlags): Promise<number>;
  explain(model: string, file: string, flags: ExplainFlags): Promise<number>;
  export(model: string, file: string | undefined, flags: ExportFlags): Promise<number>;
  completion(shell: string): Promise<number>;
  datasets(flags: { readonly json?: true; readonly lang?: string }): Promise<number>;
  config(flags: { readonly json?: true }): Promise<number>;
  /** Comes before the others, with the command as it was parsed. */
  before(command: Command): void;
}

const EXPORT_FORMATS = ['sql', 'onnx', 'js', 'python', 'c'] as const;
const DIALECTS = ['duckdb', 'clickhouse', 'postgres', 'trino', 'bigquery', 'spark'] as const;

const EXAMPLES = `gd-trainer fits a linear model by gradient descent and shows how it happens.

Examples:
  gd-trainer                                      watch descent find the weights of penguins
  gd-trainer lecture                              four rows, one sample at a time, to check by hand
  gd-trainer sales.csv --target price             a file of your own
  gd-trainer cars --json | jq .weights            train and print, no screen
  cat sales.csv | gd-trainer - --target price     data from a pipe, keys from the terminal
`;

/** After the commands and flags of `-h`. */
const MORE = '\ngd-trainer --help lists every flag, gd-trainer <command> --help those of a command.';

/** The command line: every command, flag and its help. Flags are checked by the sdk, under their own names. */
export function createProgram(
  actions: CommandActions,
  leave: (exitCode: number) => void,
  help: 'short' | 'full' = 'full',
  words?: HelpWords,
): Command {
  const tell = words?.tell ?? ((text: string) => text);
  const optionsTold = (usage: string): string => usage.replace('[options]', tell('[options]'));
  const program = new Command('gd-trainer')
    .enablePositionalOptions()
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', tell('print the help: -h the short one'))
    .helpCommand(false)
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ outputError: () => {} })
    .configureHelp({
      ...words?.layout,
      styleTitle: tell,
      styleUsage: optionsTold,
      styleSubcommandTerm: optionsTold,
      styleArgumentDescription: tell,
      styleOptionDescription: tell,
      styleCommandDescription: tell,
      styleSubcommandDescription: tell,
    })
    .addHelpText('before', byLines(EXAMPLES, tell))
    .hook('preAction', (_, command) => actions.before(command));
  program.usage(tell('[FILE|name|-] [options]'));
  if (help === 'short') {
    const shorter = { ...program.configureHelp(), visibleOptions: () => [] };
    program.configureHelp(shorter).addHelpText('after', byLines(MORE, tell));
  }
  // the command itself trains; `train` is its long name
  const trainFlags = (command: Command): Command =>
    addTrainFlags(command).action(async (file, flags) => leave(await actions.train(file, flags)));
  trainFlags(program);
  trainFlags(program.command('train', { hidden: true }));
  addTrainFlags(program.command('solve'))
    .description('least squares at once, without a descent: the flags and the output of training')
    .action(async (file, flags) => leave(await actions.train(file, { ...flags, task: 'solve' })));
  addTrainFlags(program.command('summary'))
    .description(
      'how sure the weights are: errors, t, p, intervals, VIF, F, AIC and BIC, of a saved model or of least squares on a file',
    )
    .option('--level <share>', LEVEL_HELP)
    .option(
      '--errors <kind>',
      'standard errors: classic; HC0 to HC3 where residuals spread unlike; cluster:column where rows belong together (default: classic)',
    )
    .action(async (file, flags) => leave(await actions.train(file, { ...flags, task: 'summary' })));
  addSqlFlags(program.command('sql'), tell).action(async (flags) => leave(await actions.sql(flags)));
  addReadingFlags(
    program
      .command('predict')
      .description(
        'predict with a saved model (what --save wrote): rows of a file in, the same as CSV out with a column "prediction"',
      )
      .argument('<model>', 'what --save wrote')
      .argument('[file]', 'CSV, TSV, JSON or Parquet of any size, a bundled set or - for standard input', '-')
      .option(
        '--interval <level>',
        'two more columns, between which a new row lies with this probability, such as 0.95',
      )
      .option('--json', 'print the predictions as JSON')
      .option('--quiet', 'no notes on stderr, only errors')
      .addOption(choice('--lang <language>', 'language of the notes', ...LANGUAGES)),
  ).action(async (model, file, flags) => leave(await actions.predict(model, file, flags)));
  addReadingFlags(
    program
      .command('explain')
      .description(
        'show how a saved model comes to its prediction for row --row of a file, and the chain rule there',
      )
      .argument('<model>', 'what --save wrote')
      .argument('<file>', 'CSV, TSV, JSON or Parquet of any size, a bundled set or - for standard input')
      .requiredOption('--row <n>', 'number of the row, from 1')
      .addOption(choice('--lang <language>', 'language', ...LANGUAGES)),
  ).action(async (model, file, flags) => leave(await actions.explain(model, file, flags)));
  program
    .command('export')
    .description(
      'write a saved model --to sql, onnx, js, python or c; a run (a link or a file that :state wrote) --to csv, worksheet, exercise, typescript, numpy or link',
    )
    .argument('<model>', 'what --save wrote, or a run')
    .argument('[file]', 'the rows of a run, where they are neither in it nor in a bundled set')
    .addOption(
      choice('--to <format>', 'what to write', ...EXPORT_FORMATS, ...RUN_FORMATS).makeOptionMandatory(),
    )
    .addOption(choice('--dialect <dialect>', 'whose SQL', ...DIALECTS).default('duckdb'))
    .addOption(
      choice('--bound <end>', 'SQL of an end of the interval in place of the prediction', 'low', 'high'),
    )
    .option('--interval <level>', 'level of that interval, as predict has it (default: 0.95)')
    .option('--output <file>', 'write a file instead of stdout')
    .addOption(choice('--lang <language>', 'language of a worksheet', ...LANGUAGES))
    .action(async (model, file, flags) => leave(await actions.export(model, file, flags)));
  program
    .command('datasets')
    .description('list the bundled data sets')
    .option('--json', 'print them as JSON')
    .addOption(choice('--lang <language>', 'language', ...LANGUAGES))
    .action(async (flags) => leave(await actions.datasets(flags)));
  program
    .command('config')
    .description(
      'print the settings in force, of gd-trainer.json here or of your configuration, and which file they are from',
    )
    .option('--json', 'print them as JSON')
    .addOption(choice('--lang <language>', 'language', ...LANGUAGES))
    .action(async (flags) => leave(await actions.config(flags)));
  program
    .command('completion')
    .description('print the completion script of bash, zsh or fish')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell) => leave(await actions.completion(shell)));
  program
    .command('help')
    .description('print this help, or that of a command')
    .argument('[command]', 'whose help')
    .addOption(choice('--lang <language>', 'language', ...LANGUAGES))
    .action((name?: string) => commandNamed(name, program).help());
  program
    .command('version')
    .description('print the version')
    .action(() => void process.stdout.write(`${version}\n`));
  return program;
}

/** The command of a name; the whole program without one. */
function commandNamed(name: string | undefined, program: Command): Command {
  if (name === undefined) return program;
  const command = program.commands.find((candidate) => candidate.name() === name);
  if (command) return command;
  throw new Failure(EXIT.usage, `no command ${quoted(name)}`, hintOf(nearest(name, namesOf(program))));
}

const namesOf = (program: Command): string[] => program.commands.map((command) => command.name());

const hintOf = (meant: string | undefined): string =>
  meant ? `did you mean ${meant}?` : 'see gd-trainer --help';

function addTrainFlags(command: Command): Command {
  command
    .argument(
      '[file]',
      'CSV, TSV, JSON or Parquet of any size (also .gz, or a pattern like "data/*.csv"), a bundled data set by name, or - for standard input; penguins if left out',
    )
    .optionsGroup('Model')
    .option('--target <name>', 'column to predict')
    .option('--features <a,b>', 'columns or terms to predict from; numbers and categories if left out')
    .option('--where <sql>', 'condition on the rows of a file, like "price > 0"');
  addGroupFlags(command).option(
    '--state <link|file>',
    'a run as it was shared: a link of the page, or a file that :state wrote',
  );
  addReadingFlags(command);
  addRunFlags(command.optionsGroup('Model'));
  command.option('--no-interactive', 'train, print the result and leave').optionsGroup('Screen');
  for (const [name, { takes, help, words }] of Object.entries(SCREEN_CHOICES)) {
    command.addOption(choice(`--${name} ${takes}`, help, ...words));
  }
  return command.option('--screen-reader', 'sentences instead of plots');
}

const addGroupFlags = (command: Command): Command =>
  command
    .option('--by <a,b>', 'one model for each group of rows, by the values of these columns')
    .option('--csv', 'print the models of --by as CSV');

const LEVEL_HELP = 'level of the intervals, between 0 and 1 (default: 0.95)';
const SQL_HELP = `
A user and a password come from GD_TRAINER_URL, which holds the whole URL, or from the client's own variables:
CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, or PGUSER, PGPASSWORD, PGHOST and the like.

Examples:
  gd-trainer sql --dialect clickhouse --url http://localhost:8123 --table shop.sales --target price --features size,age
  gd-trainer sql --dialect postgres --table sales --target price --features size --where "year > 2020" --save model.json
  gd-trainer sql --dialect duckdb --url shop.duckdb --table sales --target price --features size --errors cluster:shop`;

function addSqlFlags(command: Command, tell: HelpWords['tell']): Command {
  command
    .description('train from a table where it lives: the database sums up, its rows stay there')
    .optionsGroup('Table')
    .addOption(choice('--dialect <dialect>', 'kind of database', ...SERVED_DIALECTS).makeOptionMandatory())
    .option(
      '--url <url>',
      'its address without a password, or the file of DuckDB; GD_TRAINER_URL if left out',
    )
    .requiredOption('--table <db.table>', 'table or view')
    .requiredOption('--target <name>', 'column to predict')
    .requiredOption('--features <a,b>', 'columns to predict from')
    .option('--where <sql>', 'condition on the rows, like "price > 0"');
  addGroupFlags(command).optionsGroup('Model').addHelpText('after', byLines(SQL_HELP, tell));
  addRunFlags(command);
  return command
    .optionsGroup('Output')
    .option(
      '--errors <kind>',
      'print the summary instead, its standard errors classic, HC0 to HC3 or cluster:column, by one more query',
    )
    .option('--level <share>', LEVEL_HELP);
}

/** The flags that every training has. */
function addRunFlags(command: Command): Command {
  addModelFlags(command);
  return addDescentFlags(command)
    .option(
      '--timeout <time>',
      'stop after 500ms, 60s, 5m … and print the result so far; exit 3 if the data are not read by then',
    )
    .optionsGroup('Output')
    .option('--json', 'print one JSON object')
    .option('--jsonl', 'print one JSON line per reported epoch, then the object')
    .option('--every <n>', 'epochs between two lines of --jsonl (default: 1)')
    .option('--save <file>', 'write the model as JSON')
    .option('--quiet', 'no notes on stderr, only errors')
    .addOption(choice('--lang <language>', 'language', ...LANGUAGES));
}

/** A text in the language of its reader, line by line: of an example what stands behind the command. */
const byLines = (text: string, tell: HelpWords['tell']): string =>
  text.replace(/^( .*\S {2,})?(.*)$/gm, (_, command = '', line: string) => command + (line && tell(line)));

/** A flag with few values, known to help and completion. */
function choice(flags: string, description: string, ...choices: readonly string[]): Option {
  const [flag] = flags.split(' ');
  return new Option(flags, description).choices(choices).argParser((value: string) => {
    if (choices.includes(value)) return value;
    throw new Failure(EXIT.usage, `${flag} expected ${choices.join(' or ')}, got ${quoted(value)}`);
  });
}

/** A model needs no rows to be exported. */
export const tooManyFiles = (file: string): Failure =>
  new Failure(EXIT.usage, `export of a model takes no rows, got ${quoted(file)}`, 'leave the file out');

/** Ends of intervals are written as SQL alone, one at a time. */
export function checkBound({ to, bound, interval }: ExportFlags): void {
  if (bound !== undefined && to !== 'sql')
    throw new Failure(EXIT.usage, `--bound is for --to sql, got ${quoted(to)}`, 'leave it out');
  if (interval !== undefined && bound === undefined)
    throw new Failure(EXIT.usage, '--interval needs the end that is written', 'pass --bound low or high');
}

/** A mistake on the command line, in one line, with the flag or the command that was meant. */
export function usageFailure(
  { message }: CommanderError,
  program: Command,
  argv: readonly string[],
): Failure {
  const plain = cleanText(message)
    .replace(/^error: /, '')
    .replace(/'([^']*)'/g, '"$1"')
    .replace(/\.$/, '');
  if (plain === 'unknown option "--degree"')
    return new Failure(EXIT.usage, plain, 'name the powers in --features, as x^2');
  return new Failure(EXIT.usage, plain, hintOf(meantBy(message, program, argv)));
}

function meantBy(message: string, program: Command, [first = '']: readonly string[]): string | undefined {
  const commands = namesOf(program);
  const [, flag] = /unknown option '(--[^']*)'/.exec(message) ?? [];
  // more words than it takes files: the first is no command
  if (flag === undefined) return /too many arguments/.test(message) ? nearest(first, commands) : undefined;
  const command = program.commands[commands.indexOf(first)] ?? program;
  const flags = command.options.flatMap(({ long }) => long ?? []);
  return nameMeant(flag.replace(/=.*/s, ''), COMMAND, flags);
}
