// The registry, asked once before anything is fetched from it: where there is none, that is said within seconds.
import { basename } from 'node:path';
import { capture, runQuietly } from './child-process.mjs';

const ANSWER_MS = 8000;
/** Codes of what never reached a registry; any answer at all, a refusal too, is one. */
const UNREACHED =
  /\b(EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b|network timeout/;

let answered;

/** Rejects, naming what is `missing`, where the registry does not answer in time. */
export async function needNetwork(missing, cwd) {
  answered ??= ask(cwd);
  if (await answered) return;
  throw new Error(
    `no network: the registry that npm fetches from does not answer, and ${missing} is not in its cache. ` +
      'Connect, or see `npm config get registry`, and try again',
  );
}

async function ask(cwd) {
  const [command, args, options] = npm(['ping', '--fetch-retries=0', `--fetch-timeout=${ANSWER_MS}`], cwd);
  const { code, output } = await capture(command, args, { ...options, timeout: ANSWER_MS });
  // ended by a signal: our patience
  return code < 128 && !UNREACHED.test(output);
}

/** Runs an npm command that fetches: from the cache alone if that suffices, else from the registry. */
export async function fetchWithNpm(step, missing, args, cwd) {
  const fromCache = npm([...args, '--offline'], cwd);
  const { code } = await capture(...fromCache);
  if (code === 0) return;
  await needNetwork(missing, cwd);
  await runNpm(step, [...args, '--prefer-offline'], cwd);
}

export function runNpm(step, args, cwd) {
  return runQuietly(step, ...npm(args, cwd));
}

/** npm as it runs us, or as it is found, with nothing to say and no script to run. */
function npm(args, cwd) {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const all = [...args, '--ignore-scripts', ...quiet];
  const script = process.env.npm_execpath;
  return script && basename(script) === 'npm-cli.js'
    ? [process.execPath, [script, ...all], { cwd }]
    : ['npm', all, { cwd, shell: process.platform === 'win32' }];
}
