// The command many times in one process: each run is its entry, imported anew, with arguments and streams handed over.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const cli = new URL('../dist/cli.js', import.meta.url).href;

const HOST = `
import { Readable } from 'node:stream';

let runs = 0;
process.on('message', async ({ argv, input }) => {
  const said = { stdout: [], stderr: [] };
  for (const name of ['stdout', 'stderr']) {
    process[name].removeAllListeners('error');
    process[name].write = (chunk) => said[name].push(Buffer.from(chunk)) > 0;
  }
  const stdin = new Readable({ read() {} });
  if (input) stdin.push(Buffer.from(input));
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

/** Runs after which a process is followed by another: what each has imported stays. */
const MOST_RUNS = 1000;

/** The command, without the quarter of a second in which a process starts. */
export class OneProcess {
  #host: ChildProcess | undefined;
  #runs = 0;

  /** Runs the command once, on this input; the runs before have to have ended. */
  async run(argv: readonly string[], input?: Uint8Array): Promise<Ended> {
    if (this.#runs++ % MOST_RUNS === 0) await this.#start();
    const host = this.#host!;
    const ended = await new Promise<Ended | number | null>((resolve) => {
      host.once('exit', resolve);
      host.once('message', (message: Ended) => {
        host.off('exit', resolve);
        resolve(message);
      });
      host.send({ argv, input });
    });
    if (Object(ended) === ended) return ended as Ended;
    throw new Error(`the command ended its process: ${argv.join(' ')}`);
  }

  close(): void {
    this.#host?.kill();
  }

  async #start(): Promise<void> {
    this.close();
    const { PATH, HOME } = process.env;
    this.#host = spawn(process.execPath, ['--input-type=module', '--eval', HOST], {
      env: { PATH, HOME, LANG: 'C.UTF-8' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(this.#host, 'message');
  }
}
