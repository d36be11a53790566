/**
 * One run of the command and what it must answer, as text:
 *
 *     = what this shows
 *     file data.csv
 *     | a,b
 *     | 1,2
 *     env NO_COLOR=1
 *     < typed on standard input
 *     $ data.csv --target b      (of several, all but the last only prepare the folder)
 *     exit 3
 *     > a line of stdout
 *     ! a line of stderr
 *
 * An `…` in a line stands for any text, a line of only `…` for any lines. What isn't listed must not be printed.
 */
export interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  /** Commands that prepare the folder. */
  readonly before: readonly (readonly string[])[];
  readonly argv: readonly string[];
  readonly exit: number;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

export function parseCases(text: string): Case[] {
  return text
    .split(/^= /m)
    .slice(1)
    .map((block) => parseCase(block.split('\n')));
}

function parseCase([title = '', ...lines]: readonly string[]): Case {
  const files: Record<string, string> = {};
  const env: Record<string, string> = {};
  const commands: string[][] = [];
  const found = { stdin: '', exit: 0, stdout: [] as string[], stderr: [] as string[] };
  let file = '';
  for (const line of lines) {
    const [mark = '', rest = ''] = splitMark(line);
    if (mark === 'file') {
      file = rest;
      files[file] = '';
    } else if (mark === '|') files[file] += `${rest}\n`;
    else if (mark === 'env') env[rest.split('=', 1)[0]!] = rest.slice(rest.indexOf('=') + 1);
    else if (mark === '<') found.stdin += `${rest}\n`;
    else if (mark === '$') commands.push(words(rest));
    else if (mark === 'exit') found.exit = Number(rest);
    else if (mark === '>') found.stdout.push(rest);
    else if (mark === '!') found.stderr.push(rest);
    else if (line !== '') throw new Error(`"${title}": unknown line ${JSON.stringify(line)}`);
  }
  const argv = commands.pop() ?? [];
  return { title, files: mapValues(files, withEscapes), env, before: commands, argv, ...found };
}

function splitMark(line: string): [string, string] {
  const end = line.indexOf(' ');
  return end < 0 ? [line, ''] : [line.slice(0, end), line.slice(end + 1)];
}

/** Words as a shell would part them; double quotes keep blanks. */
function words(text: string): string[] {
  return Array.from(text.matchAll(/"([^"]*)"|(\S+)/g), ([, inQuotes, bare]) =>
    withEscapes(inQuotes ?? bare ?? ''),
  );
}

/** `\u{1b}` and the like, so that the case files themselves stay plain text. */
function withEscapes(text: string): string {
  return text.replace(/\\u\{([0-9a-f]+)\}/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)));
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** The lines as a pattern over the whole of an output. */
export function patternOf(lines: readonly string[]): RegExp {
  const parts = lines.map((line) =>
    line === '…' ? '(?:.*\\n)*?' : `${line.split('…').map(literally).join('.*')}\\n`,
  );
  return new RegExp(`^${parts.join('')}$`);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The commands that the help lists. */
export function commandsOf(help: string): string[] {
  const [, list = ''] = /^Commands:\n((?: .*\n)*)/m.exec(help) ?? [];
  return Array.from(list.matchAll(/^ {2}(\S+)/gm), ([, name]) => name!);
}
