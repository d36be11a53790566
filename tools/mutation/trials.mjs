// Which tests reach a change, and whether one of them fails when it is in force.
import { spawn } from 'node:child_process';
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inForce, REACHED } from './switches.mjs';

/** Longest that the tests of one change may take when nothing is wrong, in ms, the quickest first: all that open a page fit. */
const BUDGET_MS = 240_000;
/** What a loaded machine may add to the time that tests took, and the start of a run, in ms. */
const [SLOWER, START_MS] = [2, 60_000];

export class Trials {
  #root;
  /** Of each test file how long it takes, in ms, and the changes that it reaches. */
  #tests = [];
  /** The built files that have switches. */
  #built;

  /** @param root - a checkout whose code has the switches, built */
  constructor(root) {
    this.#root = root;
    this.#built = globSync('{packages,apps}/*/{dist,build}/**/*.js', { cwd: root })
      .map((file) => join(root, file))
      .filter((file) => inForce(readFileSync(file, 'utf8'), '') !== readFileSync(file, 'utf8'));
  }

  /** Runs all tests as they are. Returns the files of which one fails, which say nothing of a change. */
  async prepare() {
    const reached = join(this.#root, REACHED);
    const report = join(reached, '../report.json');
    mkdirSync(reached, { recursive: true });
    // one at a time, or a process could not say whose it is
    await this.#vitest(['--maxWorkers=1', '--reporter=json', `--outputFile=${report}`]);
    const files = JSON.parse(readFileSync(report, 'utf8')).testResults.map((result) => ({
      file: relative(this.#root, result.name),
      ms: result.endTime - result.startTime,
      passes: result.status === 'passed',
    }));
    const told = toldIn(reached);
    this.#tests = files
      .filter(({ passes }) => passes)
      .map((test) => ({ ...test, mutants: told.get(test.file) }))
      .sort((a, b) => a.ms - b.ms);
    rmSync(reached, { recursive: true });
    writeFileSync(join(reached, '../order.json'), JSON.stringify(this.#tests.map(({ file }) => file)));
    return files.filter(({ passes }) => !passes).map(({ file }) => file);
  }

  /**
   * `noticed` by a test, `endless` where tests did not come to an end, `unnoticed` by all that reach it, `unreached`, or
   * `cut` where not all of those could be tried.
   */
  async attempt({ id, file }) {
    const reaching = this.#tests.filter(
      ({ mutants, ...test }) => mutants?.has(id) || isOfPage(test.file, file),
    );
    if (reaching.length === 0) return 'unreached';
    let ms = 0;
    const affordable = reaching.filter((test, index) => {
      ms += test.ms;
      return index === 0 || ms <= BUDGET_MS;
    });
    const time = Math.ceil(START_MS + SLOWER * affordable.reduce((sum, test) => sum + test.ms, 0));
    this.#switchTo(id);
    const ending = await this.#vitest(['--bail=1', ...affordable.map((test) => test.file)], time);
    this.#switchTo('none');
    if (ending !== 0) return ending === 'SIGKILL' ? 'endless' : 'noticed';
    return affordable.length < reaching.length ? 'cut' : 'unnoticed';
  }

  #switchTo(id) {
    for (const file of this.#built) writeFileSync(file, inForce(readFileSync(file, 'utf8'), id));
  }

  /** Resolves to the code of a run of tests, or to the signal that ended it; more than `ms` are too long. */
  #vitest(args, ms = 2 ** 31 - 1) {
    const command = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tools/mutation/vitest.config.ts'];
    // a group of its own: what a change makes endless may be a process that a test has started
    const options = { cwd: this.#root, stdio: 'ignore', detached: true };
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [...command, ...args], options);
      const end = () => {
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          // all of it has ended
        }
      };
      const timer = setTimeout(end, ms);
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        end();
        resolve(code ?? signal);
      });
    });
  }
}

/** Pages that a test opens by itself tell nothing: such a test may reach all that the element has. */
const isOfPage = (test, file) =>
  /^apps\/web\/.*(?<!\.browser)\.test\.ts$/.test(test) && file.startsWith('apps/web/');

function toldIn(folder) {
  const told = new Map();
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    // of a process that was killed as it told
    if (text === '') continue;
    const { test, mutants } = JSON.parse(text);
    told.set(test, new Set([...(told.get(test) ?? []), ...mutants]));
  }
  return told;
}
