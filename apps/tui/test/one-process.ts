// The command many times in one process: each run is its entry, imported anew, with arguments and streams handed over.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const cli = new URL('../dist/cli.js', import.meta.url).href;

const HOST = `
import { Readable } from 'node:stream';

let runs = 0;
process.on('message', async ({ argv, input, cwd, env }) => {
  const said = { stdout: [], stderr: [] };
  for (const name of ['stdout', 'stderr']) {
    process[name].removeAllListeners('error');
    process[name].isTTY = false;
    process[name].write = (chunk) => said[name].push(Buffer.from(chunk)) > 0;
  }
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  const stdin = new Readable({ read() {} });
  if (input?.length) stdin.push(Buffer.from(input));
  stdin.push(null);
  Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
  process.argv = [process.execPath, 'gd-trainer', ...argv];
  process.exitCode = undefined;
  await import(${JSON.stringify(cli)} + '?run=' + ++runs);
  const text = (name) => Buffer.concat(said[name]).toString();
  process.send({ status: process.exitCode, stdout: text('stdout'), stderr: text('stderr') });
});
process.send('ready');`;

/** What a run of the command left. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run is given besides its arguments. */
export interface Given {
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** What its environment has besides a path, a home and a locale. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs after which a process is followed by another: what each has imported stays. */
const MOST_RUNS = 1000;

/** An environment of its own: neither the locale nor CI of who runs the tests may change an answer. */
const environment = (env: Given['env']): NodeJS.ProcessEnv => {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, LANG: 'C.UTF-8', ...env };
};

/** The command, without the quarter of a second in which a process starts. */
export class OneProcess {
  #host: ChildProcess | undefined;
  #runs = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Runs the command once, when the runs before have ended. */
  run(argv: readonly string[], given: Given = {}): Promise<Ended> {
    const next = this.#last.then(() => this.#run(argv, given));
    this.#last = next.catch(() => {});
    return next;
  }

  async #run(argv: readonly string[], { input, cwd, env }: Given): Promise<Ended> {
    if (this.#runs++ % MOST_RUNS === 0) await this.#start();
    const host = this.#host!;
    const ended = await new Promise<Ended | number | null>((resolve) => {
      host.once('exit', resolve);
      host.once('message', (message: Ended) => {
        host.off('exit', resolve);
        resolve(message);
      });
      host.send({ argv, input, cwd: cwd ?? process.cwd(), env: environment(env) });
    });
    if (Object(ended) === ended) return ended as Ended;
    this.#runs = 0;
    throw new Error(`the command ended its process: ${argv.join(' ')}`);
  }

  close(): void {
    this.#host?.kill();
  }

  async #start(): Promise<void> {
    this.close();
    this.#host = spawn(process.execPath, ['--input-type=module', '--eval', HOST], {
      env: environment({}),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(this.#host, 'message');
  }
}
