// A reporter of vitest: how far a run has come, as it goes, on file descriptor 3; what came of it, in a file.
import { writeFileSync, writeSync } from 'node:fs';

const TELL_MS = 10_000;

export default class Reporter {
  #passed = 0;
  #failed = 0;
  #filesDone = 0;
  #files = 0;

  onTestRunStart(files) {
    this.#files = files.length;
    const start = Date.now();
    this.timer = setInterval(() => this.#tell(Date.now() - start), TELL_MS);
    this.timer.unref();
  }

  onTestCaseResult(test) {
    const { state } = test.result();
    if (state === 'passed') this.#passed++;
    if (state !== 'failed') return;
    this.#failed++;
    say(`failed: ${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestModuleEnd() {
    this.#filesDone++;
  }

  onTestRunEnd(modules, errors) {
    clearInterval(this.timer);
    writeFileSync(process.env.GD_TRAINER_REPORT, JSON.stringify(outcome(modules, errors)));
  }

  #tell(ms) {
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : '';
    say(
      `${Math.round(ms / 1000)} s  ${this.#passed} passed${failed}; ${this.#filesDone} of ${this.#files} files are done`,
    );
  }
}

/** A file that does not load counts as one failure, and so do errors outside any test. */
function outcome(modules, errors) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const lacks = {};
  for (const file of modules) {
    const tests = [...file.children.allTests()];
    const states = tests.map((test) => test.result().state);
    for (const state of states) if (state === 'passed' || state === 'failed') counts[state]++;
    if (file.state() === 'failed' && !states.includes('failed')) counts.failed++;
    for (const test of tests) {
      if (test.result().state !== 'skipped' || !isChosen(test)) continue;
      const lack = needsOf(test) ?? 'what the test itself tells';
      lacks[lack] = (lacks[lack] ?? 0) + 1;
      counts.skipped++;
    }
  }
  if (errors.length > 0 && counts.failed === 0) counts.failed = 1;
  return { ...counts, lacks };
}

/** False where a name that was asked for is not this test's: such a test is passed over, not skipped. */
function isChosen(test) {
  return test.project.globalConfig.testNamePattern?.test(test.fullName.replaceAll(' > ', ' ')) ?? true;
}

/** What a test or a group around it takes besides the repository. */
function needsOf(task) {
  if (task.type === 'module') return undefined;
  return task.meta().needs ?? needsOf(task.parent);
}

function say(line) {
  writeSync(3, `${line}\n`);
}
