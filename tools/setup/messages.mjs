import { Interruption, StepError } from './child-process.mjs';

const GLANCE_MS = 700;

/** One line to the person waiting. On stderr: stdout belongs to what the program prints. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Says `line` only if `work` takes longer than a glance, so that a repeated run stays silent. */
export async function sayIfSlow(line, work) {
  const timer = setTimeout(() => say(line), GLANCE_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a command's main function and leaves with the code it returns; a failed step shows all it printed. */
export async function leaveWith(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof StepError) say(error.output.trimEnd());
    if (!(error instanceof Interruption)) say(error.message);
    process.exitCode = error.code > 0 ? error.code : 1;
  }
}
