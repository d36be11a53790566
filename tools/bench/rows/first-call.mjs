import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, ROUNDS } from '../measure.mjs';
import { both } from '../table.mjs';

const IN_CHINESE = {
  'moments of 4e6 rows, d = 2': '4e6 行的矩，d = 2',
  'updates by each of 4e6 rows, d = 2': '对 4e6 行逐行更新一遍，d = 2',
};

/** Each round is a process of its own, since only its first call is a first call. */
export async function* run() {
  const child = fileURLToPath(new URL('../native/first-call.mjs', import.meta.url));
  const rounds = Array.from({ length: ROUNDS }, () =>
    JSON.parse(execFileSync(process.execPath, [child], { encoding: 'utf8' })),
  );
  for (const kernel of Object.keys(rounds[0])) {
    yield {
      id: 'P10',
      work: both(`${kernel}, first call`, `${IN_CHINESE[kernel]}，首次调用`),
      rival: both('its tenth call', '第十次调用'),
      goal: 1.5,
      unit: 'time',
      smaller: true,
      ours: median(rounds.map((round) => round[kernel][0])),
      theirs: median(rounds.map((round) => round[kernel][9])),
    };
  }
}
