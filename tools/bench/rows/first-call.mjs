import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, ROUNDS } from '../measure.mjs';

/** Each round is a process of its own, since only its first call is a first call. */
export async function* run() {
  const child = fileURLToPath(new URL('../native/first-call.mjs', import.meta.url));
  const rounds = Array.from({ length: ROUNDS }, () =>
    JSON.parse(execFileSync(process.execPath, [child], { encoding: 'utf8' })),
  );
  for (const kernel of Object.keys(rounds[0])) {
    yield {
      id: 'P10',
      work: `${kernel}, first call`,
      rival: 'its tenth call',
      goal: 1.5,
      unit: 'times its time',
      smaller: true,
      ours: median(rounds.map((round) => round[kernel][0])),
      theirs: median(rounds.map((round) => round[kernel][9])),
    };
  }
}
