import type { TrainingFlags } from './flags.ts';

/** True where there is a terminal to draw on, and nothing was asked for that is printed. */
export function wantsScreen(flags: TrainingFlags): boolean {
  const { stdout, env } = process;
  const quiet =
    flags.json || flags.jsonl || !flags.interactive || flags.task !== undefined || flags.by !== undefined;
  return !quiet && stdout.isTTY === true && !isSet(env.CI) && env.TERM !== 'dumb';
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '' && variable !== 'false' && variable !== '0';
}

/** The screen in its own chunk. Its layout engine unpacks itself with fetch, which would load all of Node's HTTP client. */
export async function loadScreen(): Promise<typeof import('../screen/open-screen.tsx').openScreen> {
  const { fetch } = globalThis;
  Reflect.deleteProperty(globalThis, 'fetch');
  try {
    return (await import('../screen/open-screen.tsx')).openScreen;
  } finally {
    globalThis.fetch = fetch;
  }
}
