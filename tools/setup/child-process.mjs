import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** A step whose command failed: `output` is all it printed, `code` what a shell would report. */
export class StepError extends Error {
  constructor(step, code, output) {
    super(`${step} failed with code ${code}`);
    this.code = code;
    this.output = output;
  }
}

/** A step that was told to stop, by Ctrl-C for example. */
export class Interruption extends Error {
  constructor(signal) {
    super(`stopped by ${signal}`);
    this.code = codeOf(signal);
  }
}

/** Runs a command without showing it; if it fails, rejects with a StepError that carries all it printed. */
export async function runQuietly(step, command, args, options) {
  const { code, output } = await capture(command, args, options);
  if (code !== 0) throw new StepError(step, code, output);
}

/**
 * Runs a command without showing it; resolves to its exit code and everything it printed, which `onOutput` is told as it
 * comes. What it writes to file descriptor 3 goes to stderr at once.
 */
export async function capture(command, args, { onOutput = () => {}, ...options } = {}) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe', process.stderr] });
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      chunks.push(chunk);
      onOutput(chunk.toString());
    });
  }
  const { code, signal } = await end(child);
  if (signal) throw new Interruption(signal);
  return { code, output: Buffer.concat(chunks).toString() };
}

/** Runs a command on this process's own terminal or pipes; resolves to its exit code. */
export async function runAttached(command, args, options) {
  const { code } = await end(spawn(command, args, { ...options, stdio: 'inherit' }));
  return code;
}

/**
 * Resolves when the child has ended: to its exit code as a shell reports it, and to the last signal that was sent to
 * us meanwhile. It is the child that such a signal is meant for, so we pass it on and stay until the child is done.
 */
function end(child) {
  let received;
  const passOn = (signal) => {
    received = signal;
    // Ctrl-C on a terminal has already reached the child, and programs take a second one as "leave at once"
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? codeOf(signal), signal: received }));
  }).finally(() => {
    for (const signal of signals) process.off(signal, passOn);
  });
}

function codeOf(signal) {
  return 128 + constants.signals[signal];
}
